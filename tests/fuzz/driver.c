// SPDX-License-Identifier: GPL-2.0-only
/*
 * driver.c - runs a fuzz target without libFuzzer: replays files, and mutates them.
 *
 *	fuzz_X FILE...				each file once
 *	fuzz_X --runs N [--seed S] FILE...	then N mutations of them
 *
 * It has no coverage to go by: it finds less than libFuzzer, but needs only a
 * compiler. An input that made the target die is left in ./crash.
 */
#include <signal.h>
#include <unistd.h>

#include "host/base/file.h"
#include "host/base/random.h"
#include "host/base/text.h"
#include "tests/fuzz/fuzz.h"

#define INPUT_MAX	(64u << 10)
#define CHANGES_MAX	8

struct input {
	uint8_t *data;
	size_t size;
};

static struct input *inputs;
static size_t nr_inputs, inputs_alloc;
static struct input current;

/* The sanitizers end by abort(): only system calls from here. */
static void save_crash(int sig)
{
	FILE *stream = fopen("crash", "w");

	if (stream) {
		fwrite(current.data, 1, current.size, stream);
		fclose(stream);
	}
	signal(sig, SIG_DFL);
	raise(sig);
}

static void run(const uint8_t *data, size_t size)
{
	/* of exactly its size, so that the sanitizer sees a read beyond it */
	current.data = xcalloc(size, 1);
	current.size = size;
	memcpy(current.data, data, size);
	LLVMFuzzerTestOneInput(current.data, size);
	free(current.data);
}

/* Bytes that parsers stumble over. */
static const char *const spice[] = {
	"\"", "\\", "{", "}", "[", "]", ",", "=", "\n", "\t", "+", "-1", "0",
	"18446744073709551616", "9223372036854775807", "1e999", "\\u0000", "null",
	"SFR1 ", "AAAA", "====", "%s%n", "\xff",
};

static size_t insert(uint8_t *data, size_t size, size_t at, const uint8_t *what, size_t len)
{
	if (size + len > INPUT_MAX)
		return size;
	memmove(data + at + len, data + at, size - at);
	memcpy(data + at, what, len);
	return size + len;
}

static size_t change(uint8_t *data, size_t size, uint64_t *state)
{
	const struct input *other = &inputs[random_below(state, nr_inputs)];
	size_t at = random_below(state, size + 1);
	size_t len = random_below(state, 32) + 1, from;
	const char *word;

	switch (random_below(state, 6)) {
	case 0:
		if (at < size)
			data[at] ^= 1u << random_below(state, 8);
		return size;
	case 1:
		if (at < size)
			data[at] = random_next(state);
		return size;
	case 2:
		if (len > size - at)
			len = size - at;
		memmove(data + at, data + at + len, size - at - len);
		return size - len;
	case 3:
		word = spice[random_below(state, ARRAY_SIZE(spice))];
		return insert(data, size, at, (const uint8_t *)word, strlen(word));
	case 4:
		from = random_below(state, other->size + 1);
		len = random_below(state, other->size - from + 1);
		return insert(data, size, at, other->data + from, len);
	default:
		return at;	/* cut off */
	}
}

static void mutate(uint64_t *state)
{
	static uint8_t data[INPUT_MAX];
	const struct input *from = &inputs[random_below(state, nr_inputs)];
	size_t size = from->size < INPUT_MAX ? from->size : INPUT_MAX;
	uint64_t changes = random_below(state, CHANGES_MAX) + 1;

	memcpy(data, from->data, size);
	while (changes--)
		size = change(data, size, state);
	run(data, size);
}

static int64_t option(int *argc, char ***argv, const char *name, int64_t preset)
{
	int64_t value = preset;

	if (*argc > 1 && !strcmp((*argv)[0], name) &&
	    !text_to_int((*argv)[1], 0, INT64_MAX, &value)) {
		*argc -= 2;
		*argv += 2;
	}
	return value;
}

int main(int argc, char **argv)
{
	int64_t runs, seed, i;
	uint64_t state;

	argc--;
	argv++;
	runs = option(&argc, &argv, "--runs", 0);
	seed = option(&argc, &argv, "--seed", 1);
	signal(SIGABRT, save_crash);
	for (i = 0; i < argc; i++) {
		struct input *input = array_add(inputs, nr_inputs, inputs_alloc);

		input->data = (uint8_t *)file_read(argv[i], &input->size);
		if (!input->data)
			return 2;
		run(input->data, input->size);
	}
	state = seed;
	for (i = 0; nr_inputs && i < runs; i++)
		mutate(&state);
	printf("%zu inputs, %lld mutations\n", nr_inputs, (long long)(nr_inputs ? runs : 0));
	for (i = 0; i < (int64_t)nr_inputs; i++)
		free(inputs[i].data);
	free(inputs);
	return nr_inputs ? 0 : 2;
}

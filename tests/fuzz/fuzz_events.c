// SPDX-License-Identifier: GPL-2.0-only
/*
 * fuzz_events.c - the symbols that are to be timed, up to a line of "%", and behind it what
 * /proc/kallsyms says of them.
 */
#define _GNU_SOURCE
#include "qemu/plugin/events.h"
#include "tests/fuzz/fuzz.h"

#include <stdbool.h>
#include <sys/mman.h>
#include <unistd.h>

struct source {
	int fd;
	char path[32];
};

static struct source source_make(const char *text, size_t size)
{
	struct source source = { .fd = memfd_create("events", 0) };

	FUZZ_CHECK(source.fd >= 0 && write(source.fd, text, size) == (ssize_t)size);
	snprintf(source.path, sizeof(source.path), "/proc/self/fd/%d", source.fd);
	return source;
}

/* A message names the file. */
static void told(const struct source *source, const char *error)
{
	FUZZ_CHECK(!strncmp(error, source->path, strlen(source->path)));
	FUZZ_CHECK(strstr(error, "expected "));
}

static void check(const struct events *events, bool placed)
{
	unsigned int i, j;

	FUZZ_CHECK(events->nr && events->nr <= EVENTS_MAX);
	for (i = 0; i < events->nr; i++) {
		const struct event *event = &events->event[i];

		FUZZ_CHECK(*event->name && memchr(event->name, '\0', sizeof(event->name)));
		for (j = 0; j < i; j++)
			FUZZ_CHECK(strcmp(event->name, events->event[j].name));
		if (placed && event->end)
			FUZZ_CHECK(event->end > event->address);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char divider[] = "\n%\n";
	const char *text = (const char *)data;
	const char *at = memmem(text, size, divider, sizeof(divider) - 1);
	const char *rest = at ? at + sizeof(divider) - 1 : text + size;
	struct source names = source_make(text, at ? at + 1 - text : (ssize_t)size);
	struct source addresses = source_make(rest, text + size - rest);
	struct events events = { 0 };
	char error[512] = "";

	if (events_read_names(&events, names.path, error, sizeof(error))) {
		told(&names, error);
	} else {
		check(&events, false);
		if (events_read_addresses(&events, addresses.path, error, sizeof(error)))
			told(&addresses, error);
		else
			check(&events, true);
	}
	close(names.fd);
	close(addresses.fd);
	return 0;
}

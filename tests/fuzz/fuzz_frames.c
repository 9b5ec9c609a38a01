// SPDX-License-Identifier: GPL-2.0-only
/*
 * fuzz_frames.c - what a guest sends: the bytes as they are, then each line of them as
 * the payload of a good frame, or no payload would get past the checksum.
 */
#include <zlib.h>

#include "host/collect/collect.h"
#include "tests/fuzz/fuzz.h"

static void collect(const char *frames, size_t len)
{
	struct plan_boot boot = { .rep = 1 };
	struct collect c = { .run = "run", .boot = &boot, .frames_name = "frames",
			     .frames = frames, .frames_len = len, .console = frames,
			     .console_len = len, .wall_ms = -1 };
	const char *at, *next;

	cell_settle(&boot.cell);
	cell_name(&boot.cell, boot.name);
	collect_boot(&c);
	/* whatever came, readers take every line, and there is an end */
	for (at = c.text; *at; at = next + 1) {
		struct origin origin = { "records.jsonl", 1, 0 };
		struct record record;

		next = strchr(at, '\n');
		FUZZ_CHECK(next);
		FUZZ_CHECK(!record_read(&record, at, next - at, &origin));
		FUZZ_CHECK(next[1] || !strcmp(record.op, OP_END));
		record_free(&record);
	}
	free(c.text);
}

static void collect_lines(const char *data, size_t size)
{
	const char *at = data, *end = data + size;
	char *frames;
	size_t len;
	FILE *out = open_memstream(&frames, &len);

	FUZZ_CHECK(out);
	while (at < end) {
		const char *newline = memchr(at, '\n', end - at);
		const char *stop = newline ? newline : end;

		fprintf(out, "SFR1 %zu %08lx\n", (size_t)(stop - at),
			crc32(0, (const unsigned char *)at, stop - at));
		fwrite(at, 1, stop - at, out);
		fputc('\n', out);
		at = stop + 1;
	}
	fclose(out);
	collect(frames, len);
	free(frames);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	fuzz_quiet();
	collect((const char *)data, size);
	collect_lines((const char *)data, size);
	return 0;
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * fuzz_record.c - a line of records.jsonl. What is taken is written as one line of
 * ASCII that is taken again and then written the same.
 */
#include "host/stat/dist.h"
#include "host/record/record.h"
#include "tests/fuzz/fuzz.h"

static void rewrite(const struct record *record)
{
	struct origin at = { "again", 1, 0 };
	char *line = record_line(record), *again;
	size_t len = strlen(line), i;
	struct record back;

	for (i = 0; i + 1 < len; i++)
		FUZZ_CHECK(line[i] >= 0x20);	/* and so no byte beyond ASCII */
	FUZZ_CHECK(line[len - 1] == '\n');
	FUZZ_CHECK(!record_read(&back, line, len, &at));
	again = record_line(&back);
	FUZZ_CHECK(!strcmp(line, again));
	free(again);
	free(line);
	record_free(&back);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct origin at = { "records.jsonl", 1, 0 };
	struct record record;
	struct dist *dist;
	const char *why;
	size_t i;

	fuzz_quiet();
	if (record_read(&record, (const char *)data, size, &at))
		return 0;
	rewrite(&record);
	dist = dist_new();
	for (i = 0; i < record.nr_metrics; i++)
		dist_add_metric(dist, &record.metrics[i], &why);
	dist_free(dist);
	record_free(&record);
	return 0;
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * loop.c - the parts of loop.h that are not between two clock reads.
 */
#include "bench/loop.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int loop_init(struct loop *loop, unsigned int max)
{
	*loop = (struct loop){ .ticks = malloc(max * sizeof(*loop->ticks)), .max = max };
	if (!loop->ticks)
		return -ENOMEM;
	memset(loop->ticks, 0xff, max * sizeof(*loop->ticks));
	counters_open(&loop->counters, COUNTERS_BASIC);
	return 0;
}

void loop_free(struct loop *loop)
{
	counters_close(&loop->counters);
	free(loop->ticks);
	loop->ticks = NULL;
}

void loop_record(struct loop *loop, struct record *record, const char *name, const char *prefix)
{
	char counter[64];
	uint64_t count;
	int i;

	record_ticks(record, name, loop->ticks, loop->n);
	for (i = 0; i < COUNTERS_BASIC && loop->n; i++) {
		snprintf(counter, sizeof(counter), "%s%s", prefix, counter_name(i));
		if (counters_read(&loop->counters, i, &count, NULL))
			record_skipped(record, counter, loop->counters.reason[i]);
		else
			record_mean(record, counter, "count", count, loop->n);
	}
}

int loop_send(struct loop *loop, struct run *run, const char *op, int err)
{
	struct record record;

	record_init(&record, run, "%s", op);
	if (err)
		record_status(&record, RECORD_FAIL, "%s after %u samples", strerror(-err), loop->n);
	else if (!loop->n)
		record_status(&record, RECORD_SKIP, "not reached: a step before it failed");
	if (loop->n) {
		loop_record(loop, &record, "latency", "");
		record_clock_step(&record);
	}
	return record_send(&record);
}

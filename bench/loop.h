/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * loop.h - times one operation many times, and counts it by the PMU.
 *
 * Each repetition is a sample; the PMU counts the loop as a whole, so that its
 * figures include two clock reads a sample (the null benchmark says what they cost).
 */
#ifndef SPLITFOLD_BENCH_LOOP_H
#define SPLITFOLD_BENCH_LOOP_H

#include "bench/clock.h"
#include "bench/counters.h"
#include "bench/record.h"

struct loop {
	uint64_t *ticks;
	unsigned int n;
	unsigned int max;
	struct counters counters;
};

/* Room for max samples, touched already: no sample pays for a page of it. */
int loop_init(struct loop *loop, unsigned int max);
void loop_free(struct loop *loop);
/*
 * Put the samples into record as metric name, and what the PMU counted, a sample's
 * mean, as <prefix>cycles and <prefix>instructions.
 */
void loop_record(struct loop *loop, struct record *record, const char *name, const char *prefix);

/*
 * Send the loop as the record of op: its samples as "latency", and what was counted.
 * err is what its loop_run() gave; a loop that was never run is a skip.
 */
int loop_send(struct loop *loop, struct run *run, const char *op, int err);

/* One repetition, the i-th of this loop_run(). Returns 0 or -errno. */
typedef int (*loop_fn)(void *ctx, unsigned int i);

/*
 * Add n samples of fn; stops at the first error and returns it. Always inline, with
 * a constant fn: between the clock reads stands the operation, not a call to it.
 */
static __always_inline int loop_run(struct loop *loop, loop_fn fn, void *ctx, unsigned int n)
{
	unsigned int i;
	int err = 0;

	if (n > loop->max - loop->n)
		n = loop->max - loop->n;
	counters_enable(&loop->counters);
	for (i = 0; i < n && !err; i++) {
		uint64_t end, start = clock_ticks();

		err = fn(ctx, i);
		end = clock_ticks();
		if (!err)
			loop->ticks[loop->n++] = end - start;
	}
	counters_disable(&loop->counters);
	return err;
}

#endif /* SPLITFOLD_BENCH_LOOP_H */

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * counters.h - PMU events of this thread, user and kernel, around a loop.
 *
 * What the PMU does not have, or did not count, has no value but a reason: an
 * event that is missing must not look like one that never happened.
 */
#ifndef SPLITFOLD_BENCH_COUNTERS_H
#define SPLITFOLD_BENCH_COUNTERS_H

#include <stdint.h>

enum counter {
	COUNTER_CYCLES,
	COUNTER_INSTRUCTIONS,
	NR_COUNTERS,
};

#define COUNTER_REASON_MAX	96

struct perf_evsel;

struct counters {
	struct perf_evsel *evsel[NR_COUNTERS];		/* NULL: not to be had */
	char reason[NR_COUNTERS][COUNTER_REASON_MAX];	/* why */
};

extern const char *const counter_names[NR_COUNTERS];

void counters_open(struct counters *counters);
/* May be called in turn many times: the events add up. */
void counters_enable(struct counters *counters);
void counters_disable(struct counters *counters);
/* Returns 0, or -ENODATA with the counter's reason filled in. */
int counters_read(struct counters *counters, enum counter which, uint64_t *count);
void counters_close(struct counters *counters);

#endif /* SPLITFOLD_BENCH_COUNTERS_H */

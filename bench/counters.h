/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * counters.h - PMU events of this thread, user and kernel, around a loop; COUNTERS_TLB
 * also counts children that are made later.
 *
 * What the PMU does not have, or did not count, has no value but a reason: an
 * event that is missing must not look like one that never happened.
 */
#ifndef SPLITFOLD_BENCH_COUNTERS_H
#define SPLITFOLD_BENCH_COUNTERS_H

#include <stdbool.h>
#include <stdint.h>

/* In the order of their groups: those of a group are counted together. */
enum counter {
	COUNTER_CYCLES,
	COUNTER_INSTRUCTIONS,
	COUNTER_L1D_TLB,
	COUNTER_L1D_TLB_REFILL,
	COUNTER_L2D_TLB,
	COUNTER_L2D_TLB_REFILL,
	COUNTER_L1I_TLB,
	COUNTER_L1I_TLB_REFILL,
	COUNTER_DTLB_WALK,
	COUNTER_ITLB_WALK,
	COUNTER_DTLB_STEP,
	COUNTER_STALL_BACKEND_TLB,
	COUNTER_DTLB_WALK_LARGE,
	COUNTER_DTLB_WALK_SMALL,
	COUNTER_DTLB_WALK_BLOCK,
	COUNTER_DTLB_WALK_PAGE,
	NR_COUNTERS,
};

/* Which of them: what any loop wants, or all. */
enum counter_set {
	COUNTERS_BASIC	= COUNTER_INSTRUCTIONS + 1,
	COUNTERS_TLB	= NR_COUNTERS,
};

#define COUNTER_REASON_MAX	96

struct perf_evlist;
struct perf_evsel;

struct counters {
	enum counter_set set;
	unsigned int nr_groups;
	struct perf_evlist *group[NR_COUNTERS];
	unsigned int last;		/* of which group of events the last one is */
	struct perf_evsel *evsel[NR_COUNTERS];		/* NULL: not to be had */
	char reason[NR_COUNTERS][COUNTER_REASON_MAX];	/* why */
};

/* Of a count: how much of the time it was counted. Less than all: it was scaled. */
struct counter_share {
	uint64_t running_ns;
	uint64_t enabled_ns;
};

/* What it would have counted in all of the time, as it went in its share of it. */
static inline uint64_t counter_scaled(uint64_t count, struct counter_share share)
{
	return (unsigned __int128)count * share.enabled_ns / share.running_ns;
}

const char *counter_name(enum counter which);

void counters_open(struct counters *counters, enum counter_set set);
/* May be called in turn many times: the events add up. */
void counters_enable(struct counters *counters);
void counters_disable(struct counters *counters);
/*
 * Returns 0, or -ENODATA with the counter's reason filled in. Without share only a count of
 * all the time is one; with it the count is scaled up where others had the PMU meanwhile.
 */
int counters_read(struct counters *counters, enum counter which, uint64_t *count,
		  struct counter_share *share);
void counters_close(struct counters *counters);

#endif /* SPLITFOLD_BENCH_COUNTERS_H */

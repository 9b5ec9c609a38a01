/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * monitor.h - what the monitor of realm/ had to do while something was measured: calls,
 * faults, and how long they took, in every record of a guest that has it.
 *
 * The counters are of the whole system and cost SMCs to read, so they are read at marked
 * points outside what is timed: at the mark, and when the first record after it is sent.
 * Records sent from then to the next mark share what was counted: it belongs to their
 * measurement as a whole.
 */
#ifndef SPLITFOLD_BENCH_MONITOR_H
#define SPLITFOLD_BENCH_MONITOR_H

#include "bench/device.h"
#include "realm/abi.h"

#include <stdint.h>

struct record;

struct monitor_count {
	uint64_t count;
	uint64_t ticks;		/* of CNTPCT_EL0, which has CNTVCT_EL0's frequency */
};

/* MONITOR_INFO, see realm/abi.h. */
struct monitor_info {
	uint32_t flags;
	uint64_t image_bytes;
	uint64_t pool_pages, pool_used, pool_peak;
	uint64_t checksum, checksum_at_start;
};

/* Each returns 0, -ENODEV without monitor, or -EPROTO when it does not answer as it should. */
int monitor_info(struct device *dev, struct monitor_info *info);
int monitor_count(struct device *dev, enum monitor_counter which, struct monitor_count *count);

/* What records are made of, at one moment. */
struct monitor_counts {
	struct monitor_count smc;		/* but for reading counters */
	struct monitor_count rsi_set;
	struct monitor_count rsi_get;
	struct monitor_count s2_fault;
	struct monitor_count shared_pages;	/* a gauge */
	struct monitor_count work;		/* all but for reading counters */
};

struct monitor_marks {
	struct monitor_counts begin;
	struct monitor_counts end;
	bool ended;
	int err;				/* of reading them */
};

/* From now on. */
void monitor_mark(struct monitor_marks *marks, struct device *dev);
/* From the reset of the machine to the last mark. */
void monitor_mark_reset(struct monitor_marks *marks);
/* Put what was counted since the mark into record, or why there is nothing. */
void monitor_record(struct record *record);

#endif /* SPLITFOLD_BENCH_MONITOR_H */

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * record.h - one record: what an operation of a benchmark gave.
 *
 * A record starts as ok. A metric that could not be measured is named with a
 * reason by record_skipped(), never given as zero. Errors on the way (memory)
 * stick and come out of record_send().
 */
#ifndef SPLITFOLD_BENCH_RECORD_H
#define SPLITFOLD_BENCH_RECORD_H

#include "bench/bench.h"
#include "bench/hist.h"
#include "bench/json.h"

#define RECORD_REASON_MAX	256

enum record_status {
	RECORD_OK,
	RECORD_SKIP,
	RECORD_FAIL,
};

struct record {
	struct run *run;
	char op[48];
	/* How it was converted: as the options say, "none" where they say nothing. */
	const char *strategy;
	const char *method;
	const char *hold;
	enum record_status status;
	char reason[RECORD_REASON_MAX];
	struct json metrics;
	struct json skipped;
	struct json census;
	struct json log;
	int err;
};

/* op as in printf: the record's name within its benchmark. */
void record_init(struct record *record, struct run *run, const char *op, ...)
	__attribute__((format(printf, 3, 4)));

/* A whole-number metric; unit "count", "KiB", "bytes", or clock_unit(). */
void record_value(struct record *record, const char *name, const char *unit, uint64_t value);
/* The mean of n that were measured together. */
void record_mean(struct record *record, const char *name, const char *unit, uint64_t sum,
		 uint64_t n);
/* A histogram of unit; one without samples becomes a skipped metric. */
void record_hist(struct record *record, const char *name, const char *unit,
		 const struct hist *hist);
/* A histogram of durations given in ticks of the counter. */
void record_ticks(struct record *record, const char *name, const uint64_t *ticks, uint64_t n);
/* For a record with durations: say so when one tick is more than one unit. */
void record_clock_step(struct record *record);
void record_skipped(struct record *record, const char *name, const char *reason);
void record_census(struct record *record, const struct splitfold_census *before,
		   const struct splitfold_census *after);

/* A line that the kernel said: the record has them in this order. */
void record_log(struct record *record, const char *line);

/* The worst status wins, the first reason with it. */
void record_status(struct record *record, enum record_status status, const char *reason, ...)
	__attribute__((format(printf, 3, 4)));

/* Write the record to the run and free it, whatever happened. Returns 0 or -errno. */
int record_send(struct record *record);

/* All of the above for an operation that was not measured at all, or that went wrong. */
int record_send_skip(struct run *run, const char *op, const char *reason);
int record_send_fail(struct run *run, const char *op, const char *reason);

#endif /* SPLITFOLD_BENCH_RECORD_H */

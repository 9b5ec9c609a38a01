/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * bench.h - what a benchmark is, and what it gets to work with.
 *
 * To add one: write bench/<name>.c with its function, declare that here, and give it
 * a row in table.c. It measures, sends its records through record.h, and prints nothing.
 */
#ifndef SPLITFOLD_BENCH_H
#define SPLITFOLD_BENCH_H

#include "bench/clock.h"
#include "bench/device.h"
#include "bench/monitor.h"

#include <stdbool.h>

#define ARRAY_SIZE(a)	(sizeof(a) / sizeof((a)[0]))

struct run;

struct bench {
	const char *name;
	const char *summary;
	bool converts;			/* changes the map: not to be ended by a signal */
	bool one_way;			/* takes --strategy, --method and --hold */
	bool loads;			/* takes --load */
	/*
	 * Returns 0 also when records say skip or fail; -errno only when no record
	 * could be made or sent.
	 */
	int (*fn)(struct run *run);
};

/* Ends with a row without a name. */
extern const struct bench bench_table[];
const struct bench *bench_find(const char *name);

int null_run(struct run *run);
int boot_run(struct run *run);
int outcome_run(struct run *run);
int convert_run(struct run *run);
int ratio_run(struct run *run);
int setmem_run(struct run *run);
int timeline_run(struct run *run);
int bbm_run(struct run *run);
int tlb_run(struct run *run);
int decay_run(struct run *run);

/* Which strategies of the convert benchmark are recorded. */
enum want {
	WANT_SPLIT	= 1 << SPLITFOLD_SPLIT,
	WANT_FOLD	= 1 << SPLITFOLD_FOLD,
	WANT_BOTH	= WANT_SPLIT | WANT_FOLD,
};

struct options {
	const struct bench *bench;
	enum want strategies;
	enum splitfold_method method;
	enum splitfold_hold hold;
	enum clock_kind clock;
	bool allow_unsafe;
	unsigned int samples;		/* 0: the benchmark's own number */
	const char *out;		/* path, or "-" for stdout */
	const char *module;		/* a module to load and unload */
	const char *load;		/* LOAD_ALL, LOAD_PROGRAMS or the name of one */
};

#define OPTIONS_MODULE_DEFAULT	"/modules/test.ko"

/* One run of one benchmark: hello, its records, bye. */
struct run {
	const struct options *opt;
	struct device dev;
	int out;			/* where frames go */
	uint64_t counter_hz;
	uint64_t start_ticks;		/* the clock as the program began */
	uint64_t records;		/* sent so far */
	bool failed;			/* one of them said fail */
	struct monitor_marks marks;	/* the first is as the benchmark begins */
};

/*
 * A benchmark that converts is not ended by a signal but asked to stop: it must not
 * leave a map behind that the kernel cannot bear.
 */
bool run_interrupted(void);

/* Do all of it. Returns the exit status: 0, or 1 when anything failed. */
int run_bench(const struct options *opt);

#endif /* SPLITFOLD_BENCH_H */

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * stress.h - the command stress: conversions one after the other, and at the same time,
 * each in a process of its own, all that changes the linear map or relies on it.
 *
 * stress.c        the command: runs it, judges it
 * stress_rounds   the conversions: which, in which order, how often each
 * stress_jobs     the processes beside them
 * stress_work     what they do
 */
#ifndef SPLITFOLD_BENCH_STRESS_H
#define SPLITFOLD_BENCH_STRESS_H

#include "bench/conversion.h"
#include "bench/tap.h"
#include "workloads/rng.h"

#include <stdatomic.h>
#include <sys/types.h>

#define STRESS_WHY_MAX		384

#define STRESS_SECONDS		60
#define STRESS_CONVERSIONS	50
#define STRESS_PAGES		64
#define STRESS_CONTENTS_MIB	256

struct stress_options {
	unsigned int seconds;		/* at least */
	unsigned int conversions;	/* at least */
	unsigned int seed;
	unsigned int pages;		/* known pages */
	unsigned int contents_mib;	/* memory whose content is verified */
	const char *module;		/* a module to load and unload */
};

/* The conversions. */

/* All legal ways of one strategy, dealt in an order from the seed, then shuffled again. */
struct deck {
	struct conversion_way way[SPLITFOLD_NR_METHODS * SPLITFOLD_NR_HOLDS];
	unsigned int nr;
	unsigned int next;
};

struct rounds {
	struct device *dev;
	struct rng rng;
	struct conversion_base base;	/* of the map before anything began */
	struct deck deck[SPLITFOLD_NR_STRATEGIES];
	enum splitfold_strategy first;	/* which makes a change on the map as it was */
	uint64_t start, end;		/* of this round; 0, 0: the whole map */
	uint64_t map_start, map_end;	/* where the map has pages, in whole GiB */
	unsigned int whole, part;	/* conversions done */
	unsigned int done[SPLITFOLD_NR_STRATEGIES][SPLITFOLD_NR_METHODS][SPLITFOLD_NR_HOLDS];
	char what[128];			/* the last one */
	char why[STRESS_WHY_MAX];	/* of the last error */
};

/* Returns 0, or -errno with why set. */
int rounds_init(struct rounds *rounds, struct device *dev, unsigned int seed);
/* Choose what the next two conversions change: there and back. */
void rounds_begin(struct rounds *rounds);
/* One, checked. Returns 0, or -errno with why set. */
int rounds_step(struct rounds *rounds, enum splitfold_strategy strategy);
/* Back to how the map was, or to ptes where it must be. */
int rounds_restore(struct rounds *rounds);
/* Each legal way was used at least once, in each direction that it has. */
bool rounds_used_all(const struct rounds *rounds);
/* early: what was not used may not be held against it. */
void rounds_report(const struct rounds *rounds, struct tap *tap, bool early);

/* The processes beside them. */

enum job_state {
	JOB_RUNS,
	JOB_MISSING,	/* there is no such thing on this system; why says what is not there */
	JOB_ENDED,
	JOB_FAILED,	/* why */
};

struct job {
	const struct work *work;
	struct stress *stress;
	struct rng rng;
	pid_t pid;		/* 0: none any more */
	_Atomic uint64_t steps;
	_Atomic int state;	/* enum job_state; why is written before it */
	char why[STRESS_WHY_MAX];
};

/*
 * What a job does over and over. The functions return 0 or -errno, -EOPNOTSUPP of begin:
 * not here; job->why may say more than the errno does. Each job is a process, so their
 * data are variables of the file.
 */
struct work {
	const char *name;
	const char *steps;		/* what is counted */
	unsigned int pause_us;		/* at most, after a step */
	int (*begin)(struct job *job);
	int (*step)(struct job *job);
	int (*end)(struct job *job);	/* also verifies; optional */
};

/* Ends with a row without a name. */
extern const struct work works[];
#define STRESS_JOBS_MAX	16

/* In memory that all processes share. */
struct stress {
	const struct stress_options *opt;
	struct device dev;
	_Atomic bool stop;
	struct job job[STRESS_JOBS_MAX];
	unsigned int nr_jobs;
};

/* err, having written why. */
#define job_why(job, err, ...)							\
({										\
	snprintf((job)->why, sizeof((job)->why), __VA_ARGS__);			\
	(err);									\
})

/* Returns 0 or -errno; what was started must be stopped in either case. */
int jobs_start(struct stress *stress);
/* Whether all still do what they should; if not, why says which does not. */
bool jobs_are_well(struct stress *stress, char *why, size_t size);
/* Ask all to end, wait for them; those that do not are killed, and have failed. */
void jobs_stop(struct stress *stress);
void jobs_report(const struct stress *stress, struct tap *tap);

/* Returns the exit status. */
int stress_run(const struct stress_options *opt);

#endif /* SPLITFOLD_BENCH_STRESS_H */

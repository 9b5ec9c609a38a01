/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * compare/compare.h - what a metric's boots on two sides, A and B, say about a change.
 *
 * Each statistic of a metric (mean, p50, ...) is a row. Its value on a side is the mean
 * over the side's boots, and a change is B against A, in % of A. What counts exactly is
 * compared as it is; the rest is a matter of evidence, and a boot is one piece of it.
 */
#ifndef HOST_COMPARE_H
#define HOST_COMPARE_H

#include "host/stat/better.h"
#include "host/stat/bootstrap.h"
#include "host/stat/ranksum.h"
#include "host/stat/sample.h"

/* What was asked for. */
struct compare_plan {
	double effect;		/* %; the change that the boots should be enough for */
	double least;		/* %; smaller changes are not marked */
	uint64_t seed;		/* of the resampling */
};

#define COMPARE_EFFECT	5.0
#define COMPARE_LEAST	1.0

enum verdict {
	VERDICT_BETTER,
	VERDICT_WORSE,
	VERDICT_CHANGED,	/* neither direction is good or bad */
	VERDICT_DIFFERS,	/* exact, by less than what is marked or in an extreme only */
	VERDICT_VARIES,		/* exact, but the boots of a side differ among themselves */
	VERDICT_FEW,		/* not enough boots for the effect that was planned for */
	VERDICT_OPEN,		/* enough, not marked, and as large a change is not excluded */
	VERDICT_SAME,		/* enough, and the interval excludes the planned effect */
	VERDICT_EQUAL,		/* exact */
	VERDICT_NR,
};

extern const char *const verdict_names[VERDICT_NR];

struct compare_side {
	size_t boots;
	int64_t n;		/* samples in them */
	double value;		/* mean over the boots; of STAT_TYPICAL, over their faster half */
	double low, high;	/* least and largest boot */
	double sd;		/* between boots; 0 of one */
	double drawn_sd;	/* of what the interval draws of boots and samples; 0 without */
};

struct comparison {
	struct series key;
	enum stat stat;
	bool exact;
	bool rounded;		/* a histogram's: good to three digits, also where it is exact */
	size_t pair;		/* of a match (match.h); SIZE_MAX for a typical one */
	size_t times;		/* that a typical row is of (typical.h); 0 for all others */
	double spread;		/* of such a row (faster_sd()): of boots, as a share */
	struct compare_side a, b;
	bool percent;		/* a is not 0: change and interval are in % of it, else plain */
	double change;
	bool has_interval;	/* as has_test: of fewer boots none would hold 95 % */
	struct interval interval;
	bool has_test;		/* enough boots for a test to tell anything */
	struct ranksum test;
	double p;		/* corrected over the table */
	size_t need;		/* boots on each side, for the effect; 0 = not known */
	enum better better;
	enum verdict verdict;
};

struct comparisons {
	struct comparison *row;
	size_t nr, alloc;
	size_t thin;		/* statistics left out: boots with too few samples for them */
};

/* The rows of one metric, not judged yet. Both sides have boots, and the same unit. */
void compare_samples(struct comparisons *list, const struct sample *a, const struct sample *b,
		     const struct compare_plan *plan);

/*
 * Corrects and judges row[0..nr): one table, whose rows were all looked at by someone who
 * had no other reason to look at one of them. Those that are typical of a cell (typical.h) are a
 * family of their own, which has one half of POWER_P, and all others have the other half: or what
 * hundreds of single times need would hide the few rows that say most.
 */
void compare_judge(struct comparison *row, size_t nr, const struct compare_plan *plan);

/* What is drawn for a row depends on the row and the seed, and not on which others there are. */
uint64_t compare_state(const struct comparison *row, uint64_t seed);

/* As how many tests the rows of a family count, typical ones or all others that are not exact. */
size_t compare_tests(const struct comparison *row, size_t nr, bool typical);

/* Of all times of a cell, and not of one metric (typical.h). */
bool comparison_typical(const struct comparison *row);

/* Better, worse or changed. */
bool comparison_marked(const struct comparison *row);

void comparisons_free(struct comparisons *list);

#endif

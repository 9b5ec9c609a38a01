/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * stat/ranksum.h - whether one of two small sets of numbers tends to be above the other:
 * the Mann-Whitney U test and Cliff's delta.
 *
 * Source: Mann, Whitney, "On a test of whether one of two random variables is
 * stochastically larger than the other", Ann. Math. Stat. 18 (1947); with ties, Lehmann,
 * "Nonparametrics" (1975), sections 1.4 and 1.5; Cliff, Psych. Bulletin 114 (1993).
 */
#ifndef HOST_RANKSUM_H
#define HOST_RANKSUM_H

#include <stdbool.h>
#include <stddef.h>

#define RANKSUM_EXACT_MAX 32	/* numbers on both sides together */

struct ranksum {
	double u;	/* pairs (a, b) with b above a; a tie counts a half */
	double p;	/* two-sided */
	bool exact;	/* from all ways to deal the ranks, ties as they are; else normal */
	double delta;	/* -1: all of b is below all of a; 1: above */
};

/* Both sides have at least one number. */
void ranksum(const double *a, size_t nr_a, const double *b, size_t nr_b, struct ranksum *out);

/* The fewest numbers on each side with which the test can get to p or below. */
size_t ranksum_least(double p);

#endif

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * stat/faster.h - two sets of boots by the mean of their faster half.
 *
 * What disturbs a boot from outside makes it slower: on a host that others use, some of them by
 * half. Means, their intervals and ranks are then those of the disturbance. The faster half of a
 * side is without it as long as less than half of its boots are disturbed. What a change does to
 * the slower half alone, it does not show.
 *
 * The test deals the boots to the two sides at random (a permutation test): it holds whatever
 * their distribution. The interval is by bootstrap of boots, as wide as Student's t for the boots
 * that are left.
 * Sources: Good, "Permutation, parametric and bootstrap tests of hypotheses" (2005), 3.2; Phipson,
 * Smyth, "Permutation p-values should never be zero", Stat. Appl. Genet. Mol. Biol. 9 (2010);
 * Hesterberg, "What teachers should know about the bootstrap", Amer. Statist. 69 (2015), 3.2.
 */
#ifndef HOST_FASTER_H
#define HOST_FASTER_H

#include <stddef.h>
#include <stdint.h>

/* p is a multiple of 2 in 10000: corrected for more than 125 of them, none gets below 0.05. */
#define FASTER_DEALS	9999
#define FASTER_DRAWS	2000

struct faster {
	double change;		/* b's mean of its faster half above a's */
	double low, high;	/* two-sided, 95 % */
	double p;		/* two-sided */
};

/* The mean of the (nr + 1) / 2 least of values[0..nr), which it sorts. nr > 0. */
double faster_half(double *values, size_t nr);

/* Both sides have 2 boots or more. state is that of base/random.h. */
void faster_compare(const double *a, size_t nr_a, const double *b, size_t nr_b, uint64_t *state,
		    struct faster *out);

/*
 * How much boots would spread (a standard deviation) if they were normal and a mean of all of them
 * was as uncertain as the interval is wide: what a plan for more of them reckons with.
 */
double faster_sd(const struct faster *faster, size_t nr_a, size_t nr_b);

#endif

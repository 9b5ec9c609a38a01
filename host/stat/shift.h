/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * stat/shift.h - how far one small set of numbers lies above another, whatever their ends do: the
 * median of all differences, and the interval that goes with the U test (stat/ranksum.h).
 *
 * A few numbers that lie far off move neither, as long as they are less than 29 %; of normal
 * numbers the interval is 2 % wider than Student's.
 * Source: Hodges, Lehmann, "Estimates of location based on rank tests", Ann. Math. Stat. 34 (1963);
 * Lehmann, "Nonparametrics" (1975), 2.5 and 2.6.
 */
#ifndef HOST_SHIFT_H
#define HOST_SHIFT_H

#include <stddef.h>

struct shift {
	double value;		/* b above a */
	double low, high;	/* two-sided, 95 %; of fewer than 4 and 4 numbers all differences */
};

/* Both sides have at least one number. */
void shift_of(const double *a, size_t nr_a, const double *b, size_t nr_b, struct shift *out);

/*
 * How much single numbers spread (a standard deviation) if they are normal and the interval is as
 * wide as it is: what a plan for more of them reckons with.
 */
double shift_sd(const struct shift *shift, size_t nr_a, size_t nr_b);

#endif

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * stat/binomial.h - an interval for a share that was counted: part of so many trials.
 *
 * Source: Clopper, Pearson, "The use of confidence or fiducial limits illustrated in the case of
 * the binomial", Biometrika 26 (1934): it holds the true share 95 times in 100 or more.
 */
#ifndef HOST_BINOMIAL_H
#define HOST_BINOMIAL_H

#include <stddef.h>

/* The 95 % interval of the share, two-sided, in 0..1; of no trials it is all of that. */
void binomial_interval(size_t part, size_t of, double *low, double *high);

#endif

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * stat/holm.h - corrects the p values of a table for there being many of them, so that at most
 * 5 tables in a hundred without any difference have one below 0.05.
 *
 * Source: Holm, "A simple sequentially rejective multiple test procedure", Scand. J.
 * Statist. 6 (1979); nothing is assumed of how the rows depend on each other.
 */
#ifndef HOST_HOLM_H
#define HOST_HOLM_H

#include <stddef.h>

/* Replaces p[0..nr) by corrected ones, in 0..1. */
void holm(double *p, size_t nr);

#endif

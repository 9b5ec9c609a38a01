/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * normal.h - normal numbers for trying statistics on: mean 0, standard deviation 1.
 */
#ifndef TESTS_UNIT_NORMAL_H
#define TESTS_UNIT_NORMAL_H

#include "host/base/random.h"

/* The sum of twelve from 0..1 is as good as normal up to 3 standard deviations. */
static inline double normal(uint64_t *state)
{
	double sum = 0;
	int i;

	for (i = 0; i < 12; i++)
		sum += (random_next(state) >> 11) * 0x1p-53;
	return sum - 6;
}

#endif

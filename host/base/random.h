/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * base/random.h - SplitMix64: numbers that depend on the seed and on nothing else.
 *
 * The order of a run must be the same for the same seed on every machine and
 * library, years later; rand() promises none of that. Source: Steele, Lea, Flood,
 * "Fast splittable pseudorandom number generators", OOPSLA 2014.
 */
#ifndef HOST_RANDOM_H
#define HOST_RANDOM_H

#include <stdint.h>

static inline uint64_t random_next(uint64_t *state)
{
	uint64_t z = (*state += 0x9e3779b97f4a7c15ull);

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ull;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebull;
	return z ^ (z >> 31);
}

/* 0 .. below - 1, each equally likely: what would favour the low ones is thrown away. */
static inline uint64_t random_below(uint64_t *state, uint64_t below)
{
	uint64_t reject = -below % below;
	uint64_t r;

	do
		r = random_next(state);
	while (r < reject);
	return r % below;
}

#endif

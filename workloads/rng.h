/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * rng.h - numbers that look random and come again from the same seed (xorshift64*).
 */
#ifndef SPLITFOLD_RNG_H
#define SPLITFOLD_RNG_H

#include <stdint.h>

struct rng {
	uint64_t state;
};

static inline uint64_t rng_next(struct rng *rng)
{
	rng->state ^= rng->state >> 12;
	rng->state ^= rng->state << 25;
	rng->state ^= rng->state >> 27;
	return rng->state * 0x2545f4914f6cdd1dull;
}

/* Streams of one seed differ, and so do those of neighbouring seeds. */
static inline struct rng rng_seeded(uint64_t seed, uint64_t stream)
{
	uint64_t mixed = seed * 0x9e3779b97f4a7c15ull ^ (stream + 1) * 0xbf58476d1ce4e5b9ull;
	struct rng rng = { mixed | 1 };

	rng_next(&rng);
	rng_next(&rng);
	return rng;
}

/* 0 .. n - 1; n is small beside 2^32. */
static inline uint32_t rng_below(struct rng *rng, uint32_t n)
{
	return (rng_next(rng) >> 32) * n >> 32;
}

#endif /* SPLITFOLD_RNG_H */

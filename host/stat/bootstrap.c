// SPDX-License-Identifier: GPL-2.0-only
/*
 * stat/bootstrap.c - intervals for changes between sets of boots, see stat/bootstrap.h.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>
#include <gsl/gsl_sort.h>

#include "host/base/alloc.h"
#include "host/stat/bootstrap.h"
#include "host/base/random.h"

#define TAIL 0.025

/* base/random.h as GSL wants its generators: what is drawn then depends on no library. */
struct mix {
	uint64_t state;
};

static void mix_set(void *state, unsigned long seed)
{
	((struct mix *)state)->state = seed;
}

static unsigned long mix_get(void *state)
{
	return random_next(&((struct mix *)state)->state) >> 32;
}

static double mix_get_double(void *state)
{
	return (random_next(&((struct mix *)state)->state) >> 11) * 0x1p-53;
}

static const gsl_rng_type mix_type = {
	.name = "splitmix64", .max = UINT32_MAX, .size = sizeof(struct mix), .set = mix_set,
	.get = mix_get, .get_double = mix_get_double,
};

static void draw_boot(double *draw, const struct sample_boot *boot, double share,
		      const gsl_rng *rng)
{
	double rank = ceil(share * boot->n - 1e-9), error = boot->sd / sqrt(boot->n);
	size_t i;

	rank = rank < 1 ? 1 : rank;
	for (i = 0; i < BOOTSTRAP_POOL; i++) {
		if (share > 0)
			draw[i] = sample_quantile(boot, gsl_ran_beta(rng, rank,
								     boot->n - rank + 1));
		else
			draw[i] = boot->mean + gsl_ran_gaussian_ziggurat(rng, error);
	}
}

void draws_make(struct draws *pool, const struct sample *sample, double share, uint64_t *state)
{
	gsl_rng *rng = gsl_rng_alloc(&mix_type);
	bool one = !sample->boots->is_hist;
	size_t i;

	pool->boots = sample->nr;
	pool->per_boot = one ? 1 : BOOTSTRAP_POOL;
	pool->draw = xcalloc(pool->boots * pool->per_boot, sizeof(*pool->draw));
	gsl_rng_set(rng, random_next(state));
	for (i = 0; i < sample->nr; i++) {
		if (one)
			pool->draw[i] = sample->boots[i].value;
		else
			draw_boot(pool->draw + i * BOOTSTRAP_POOL, &sample->boots[i], share, rng);
	}
	gsl_rng_free(rng);
}

void draws_free(struct draws *pool)
{
	free(pool->draw);
	memset(pool, 0, sizeof(*pool));
}

/* A boot and one of its draws, at once: each number of a pool is as likely as another. */
static double resample_mean(const struct draws *pool, uint64_t *state)
{
	size_t nr = pool->boots * pool->per_boot, i;
	double sum = 0;

	for (i = 0; i < pool->boots; i++)
		sum += pool->draw[((random_next(state) >> 32) * nr) >> 32];
	return sum / pool->boots;
}

double bootstrap_tail(size_t boots_a, size_t boots_b)
{
	double fewer = boots_a < boots_b ? boots_a : boots_b;
	double t = gsl_cdf_tdist_Qinv(TAIL, boots_a + boots_b - 2);

	return gsl_cdf_ugaussian_Q(t * sqrt(fewer / (fewer - 1)));
}

void bootstrap_change(const struct draws *a, const struct draws *b, bool percent, uint64_t *state,
		      struct interval *out)
{
	double change[BOOTSTRAP_DRAWS], ends[BOOTSTRAP_DRAWS];
	size_t last = bootstrap_tail(a->boots, b->boots) * (BOOTSTRAP_DRAWS + 1), i;

	last = last < 1 ? 1 : last;
	for (i = 0; i < BOOTSTRAP_DRAWS; i++) {
		double from = resample_mean(a, state), to = resample_mean(b, state);

		/* all of a's boots may be 0 in a resample: then any change is as large as can be */
		change[i] = !percent ? to - from : from ? 100 * (to - from) / fabs(from) :
			    to > 0 ? INFINITY : to < 0 ? -INFINITY : 0;
	}
	gsl_sort_smallest(ends, last, change, 1, BOOTSTRAP_DRAWS);
	out->low = ends[last - 1];
	gsl_sort_largest(ends, last, change, 1, BOOTSTRAP_DRAWS);
	out->high = ends[last - 1];
}

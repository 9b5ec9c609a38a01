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
#include <gsl/gsl_statistics_double.h>

#include "host/base/alloc.h"
#include "host/stat/bootstrap.h"
#include "host/stat/rank.h"
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
	double rank = rank_of(share, boot->n), error = boot->sd / sqrt(boot->n);
	size_t i;

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

/* The variance of a side's mean, by how much its boots differ. */
static double mean_variance(const struct draws *pool)
{
	double *means = xcalloc(pool->boots, sizeof(*means)), variance;
	size_t i;

	for (i = 0; i < pool->boots; i++)
		means[i] = gsl_stats_mean(pool->draw + i * pool->per_boot, 1, pool->per_boot);
	variance = gsl_stats_variance(means, 1, pool->boots) / pool->boots;
	free(means);
	return variance;
}

double draws_sd(const struct draws *pool)
{
	return gsl_stats_sd(pool->draw, 1, pool->boots * pool->per_boot);
}

double bootstrap_tail(const struct draws *a, const struct draws *b)
{
	double left_a = a->boots - 1.0, left_b = b->boots - 1.0;
	double of_a = mean_variance(a), of_b = mean_variance(b), sum = of_a + of_b;
	double df, shrunk;

	/* boots that agree weigh alike */
	if (!(sum > 0))
		sum = 2 * (of_a = of_b = 1);
	df = sum * sum / (of_a * of_a / left_a + of_b * of_b / left_b);
	shrunk = (of_a * left_a / a->boots + of_b * left_b / b->boots) / sum;
	return gsl_cdf_ugaussian_Q(gsl_cdf_tdist_Qinv(TAIL, df) / sqrt(shrunk));
}

void bootstrap_change(const struct draws *a, const struct draws *b, bool percent, uint64_t *state,
		      struct interval *out)
{
	double change[BOOTSTRAP_DRAWS], ends[BOOTSTRAP_DRAWS];
	size_t last = bootstrap_tail(a, b) * (BOOTSTRAP_DRAWS + 1), i;

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

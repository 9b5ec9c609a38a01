// SPDX-License-Identifier: GPL-2.0-only
/*
 * stat/faster.c - two sets of boots by their faster halves, see stat/faster.h. All of it works on
 * sorted numbers: a half is then whatever comes first.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_sort.h>

#include "host/base/alloc.h"
#include "host/base/random.h"
#include "host/stat/faster.h"

#define TAIL 0.025

/* One side, while its boots come in order. */
struct half {
	double sum;
	size_t want, left;	/* boots of the half; those of the side that are to come */
};

static struct half half_of(size_t nr)
{
	return (struct half){ 0, (nr + 1) / 2, nr };
}

static void half_take(struct half *half, size_t nr, double value, size_t times)
{
	size_t taken = nr - half->left, in = taken < half->want ? half->want - taken : 0;

	half->sum += value * (times < in ? times : in);
	half->left -= times;
}

double faster_half(double *values, size_t nr)
{
	struct half half = half_of(nr);
	size_t i;

	gsl_sort(values, 1, nr);
	for (i = 0; i < nr; i++)
		half_take(&half, nr, values[i], 1);
	return half.sum / half.want;
}

/* All boots in order, each dealt to a or b: how far b is then above a. */
static double deal(const double *all, size_t nr_a, size_t nr_b, uint64_t *state)
{
	struct half a = half_of(nr_a), b = half_of(nr_b);
	size_t i;

	for (i = 0; i < nr_a + nr_b; i++) {
		if (random_below(state, a.left + b.left) < a.left)
			half_take(&a, nr_a, all[i], 1);
		else
			half_take(&b, nr_b, all[i], 1);
	}
	return b.sum / b.want - a.sum / a.want;
}

/* Twice the smaller tail, what was seen counted as one of the deals. */
static double deal_p(const double *all, size_t nr_a, size_t nr_b, double seen, uint64_t *state)
{
	const double close = 1e-12 * (1 + fabs(seen));
	size_t above = 1, below = 1, i, least;

	for (i = 0; i < FASTER_DEALS; i++) {
		double change = deal(all, nr_a, nr_b, state);

		above += change >= seen - close;
		below += change <= seen + close;
	}
	least = above < below ? above : below;
	return fmin(1, 2.0 * least / (FASTER_DEALS + 1));
}

/* The faster half of as many boots, drawn from values[0..nr), which are in order. */
static double resample(const double *values, size_t nr, size_t *times, uint64_t *state)
{
	struct half half = half_of(nr);
	size_t i;

	memset(times, 0, nr * sizeof(*times));
	for (i = 0; i < nr; i++)
		times[random_below(state, nr)]++;
	for (i = 0; i < nr; i++)
		half_take(&half, nr, values[i], times[i]);
	return half.sum / half.want;
}

/* Student's t, of a spread that resamples of nr boots show (nr - 1) / nr of, as a share. */
static double tail_of(size_t nr_a, size_t nr_b)
{
	double df = half_of(nr_a).want + half_of(nr_b).want - 2.0;
	double shown = (1 - 1.0 / nr_a + 1 - 1.0 / nr_b) / 2;

	return gsl_cdf_ugaussian_Q(gsl_cdf_tdist_Qinv(TAIL, fmax(df, 1)) / sqrt(shown));
}

static void draw_interval(const double *a, size_t nr_a, const double *b, size_t nr_b,
			  uint64_t *state, struct faster *out)
{
	size_t *times = xcalloc(nr_a > nr_b ? nr_a : nr_b, sizeof(*times));
	size_t last = tail_of(nr_a, nr_b) * (FASTER_DRAWS + 1), i;
	double change[FASTER_DRAWS];

	last = last < 1 ? 1 : last;
	for (i = 0; i < FASTER_DRAWS; i++) {
		double from = resample(a, nr_a, times, state);

		change[i] = resample(b, nr_b, times, state) - from;
	}
	gsl_sort(change, 1, FASTER_DRAWS);
	out->low = change[last - 1];
	out->high = change[FASTER_DRAWS - last];
	free(times);
}

void faster_compare(const double *a, size_t nr_a, const double *b, size_t nr_b, uint64_t *state,
		    struct faster *out)
{
	double *all = xcalloc(nr_a + nr_b, sizeof(*all));

	memcpy(all, a, nr_a * sizeof(*all));
	memcpy(all + nr_a, b, nr_b * sizeof(*all));
	out->change = -faster_half(all, nr_a);
	out->change += faster_half(all + nr_a, nr_b);
	draw_interval(all, nr_a, all + nr_a, nr_b, state, out);
	gsl_sort(all, 1, nr_a + nr_b);
	out->p = deal_p(all, nr_a, nr_b, out->change, state);
	free(all);
}

double faster_sd(const struct faster *faster, size_t nr_a, size_t nr_b)
{
	double error = (faster->high - faster->low) / 2 / gsl_cdf_ugaussian_Qinv(TAIL);

	return error / sqrt(1.0 / nr_a + 1.0 / nr_b);
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * stat/ranksum.c - the Mann-Whitney U test, see stat/ranksum.h.
 */
#include <math.h>
#include <stdlib.h>
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_sf_gamma.h>
#include <gsl/gsl_sort.h>

#include "host/base/alloc.h"
#include "host/stat/ranksum.h"

/*
 * Twice the rank of each of all[0..nr), numbers of a first: mean ranks of ties are then
 * whole. Returns the sum of t^3 - t over the ties.
 */
static double double_ranks(const double *all, size_t nr, size_t *ranks)
{
	size_t *order = xcalloc(nr, sizeof(*order));
	double ties = 0;
	size_t from, to, i;

	gsl_sort_index(order, all, 1, nr);
	for (from = 0; from < nr; from = to) {
		double t;

		for (to = from + 1; to < nr && all[order[to]] == all[order[from]]; to++)
			;
		for (i = from; i < to; i++)
			ranks[order[i]] = from + 1 + to;
		t = to - from;
		ties += t * t * t - t;
	}
	free(order);
	return ties;
}

/*
 * Deals the ranks to b in all ways: ways[k * (sum + 1) + s] is in how many of them k of
 * the ranks looked at so far sum up to s. The share that lies as far from the middle as
 * what was seen.
 */
static double exact_p(const size_t *ranks, size_t nr, size_t nr_b, size_t seen)
{
	size_t sum = nr * (nr + 1), middle = nr_b * (nr + 1), i, k, s;
	size_t off = seen > middle ? seen - middle : middle - seen;
	double *ways = xcalloc((nr_b + 1) * (sum + 1), sizeof(*ways));
	double all = 0, far = 0;

	ways[0] = 1;
	for (i = 0; i < nr; i++)
		for (k = nr_b < i + 1 ? nr_b : i + 1; k >= 1; k--)
			for (s = sum; s >= ranks[i]; s--)
				ways[k * (sum + 1) + s] += ways[(k - 1) * (sum + 1) + s - ranks[i]];
	for (s = 0; s <= sum; s++) {
		double here = ways[nr_b * (sum + 1) + s];

		all += here;
		if ((s > middle ? s - middle : middle - s) >= off)
			far += here;
	}
	free(ways);
	return far / all;
}

/* With the correction for ties, and for continuity. */
static double normal_p(double u, double nr_a, double nr_b, double ties)
{
	double nr = nr_a + nr_b;
	double variance = nr_a * nr_b / 12 * (nr + 1 - ties / (nr * (nr - 1)));
	double off = fabs(u - nr_a * nr_b / 2) - 0.5;

	if (variance <= 0 || off <= 0)
		return 1;
	return 2 * gsl_cdf_ugaussian_Q(off / sqrt(variance));
}

void ranksum(const double *a, size_t nr_a, const double *b, size_t nr_b, struct ranksum *out)
{
	size_t nr = nr_a + nr_b, seen = 0, i;
	double *all = xcalloc(nr, sizeof(*all)), ties;
	size_t *ranks = xcalloc(nr, sizeof(*ranks));

	for (i = 0; i < nr; i++)
		all[i] = i < nr_a ? a[i] : b[i - nr_a];
	ties = double_ranks(all, nr, ranks);
	for (i = nr_a; i < nr; i++)
		seen += ranks[i];
	out->u = seen / 2.0 - nr_b * (nr_b + 1) / 2.0;
	out->delta = 2 * out->u / ((double)nr_a * nr_b) - 1;
	out->exact = nr <= RANKSUM_EXACT_MAX;
	out->p = out->exact ? exact_p(ranks, nr, nr_b, seen) : normal_p(out->u, nr_a, nr_b, ties);
	free(ranks);
	free(all);
}

size_t ranksum_least(double p)
{
	size_t n = 1;

	/* all of one side above all of the other, either way, is 2 of all the ways */
	while (log(2) - gsl_sf_lnchoose(2 * n, n) > log(p) + 1e-9)
		n++;
	return n;
}

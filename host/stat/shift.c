// SPDX-License-Identifier: GPL-2.0-only
/*
 * stat/shift.c - how far one set of numbers lies above another, see stat/shift.h.
 */
#include <math.h>
#include <stdlib.h>
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics_double.h>

#include "host/base/alloc.h"
#include "host/stat/shift.h"

#define TAIL 0.025

/*
 * How many differences lie outside at either end: U is as far off in 2.5 of 100 cases or less. By
 * the normal distribution, with its correction for continuity; up to 8 and 8 numbers that is what
 * the exact one says, or one difference wider.
 */
static size_t cut_of(double nr_a, double nr_b)
{
	double middle = nr_a * nr_b / 2, sd = sqrt(nr_a * nr_b * (nr_a + nr_b + 1) / 12);
	double cut = middle - gsl_cdf_ugaussian_Qinv(TAIL) * sd + 0.5;

	return cut >= 1 ? cut : 1;
}

void shift_of(const double *a, size_t nr_a, const double *b, size_t nr_b, struct shift *out)
{
	size_t nr = nr_a * nr_b, cut = cut_of(nr_a, nr_b), i;
	double *differences = xcalloc(nr, sizeof(*differences));

	for (i = 0; i < nr; i++)
		differences[i] = b[i % nr_b] - a[i / nr_b];
	gsl_sort(differences, 1, nr);
	out->value = gsl_stats_median_from_sorted_data(differences, 1, nr);
	out->low = differences[cut - 1];
	out->high = differences[nr - cut];
	free(differences);
}

double shift_sd(const struct shift *shift, size_t nr_a, size_t nr_b)
{
	double error = (shift->high - shift->low) / 2 / gsl_cdf_ugaussian_Qinv(TAIL);

	return error / sqrt((1.0 / nr_a + 1.0 / nr_b) * M_PI / 3);
}

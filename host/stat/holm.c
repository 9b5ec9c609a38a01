// SPDX-License-Identifier: GPL-2.0-only
/*
 * stat/holm.c - p values of a whole table, see stat/holm.h.
 */
#include <stdlib.h>
#include <gsl/gsl_sort.h>

#include "host/base/alloc.h"
#include "host/stat/holm.h"

void holm(double *p, size_t nr)
{
	size_t *order = xcalloc(nr ? nr : 1, sizeof(*order)), i;
	double least = 0;

	gsl_sort_index(order, p, 1, nr);
	for (i = 0; i < nr; i++) {
		double own = p[order[i]] * (nr - i);

		/* never below that of a smaller p */
		least = own > least ? own : least;
		p[order[i]] = least < 1 ? least : 1;
	}
	free(order);
}

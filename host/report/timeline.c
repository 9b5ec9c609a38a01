// SPDX-License-Identifier: GPL-2.0-only
/*
 * report/timeline.c - the series of bench timeline, by guest, see report/timeline.h.
 */
#include "host/report/timeline.h"

#include <math.h>
#include <string.h>

const struct series *timeline_find(const struct timeline *part, const char *cell_name,
				   const char *op, const char *metric)
{
	size_t i;

	for (i = 0; i < part->nr; i++)
		if (!strcmp(part->series[i].cell_name, cell_name) &&
		    !strcmp(part->series[i].op, op) && !strcmp(part->series[i].metric, metric))
			return &part->series[i];
	return NULL;
}

double timeline_median(const struct timeline *part, const char *cell_name, const char *op,
		       const char *metric)
{
	const struct series *found = timeline_find(part, cell_name, op, metric);

	return found ? (double)found->q.p50 : NAN;
}

void timeline_put(struct table *table, double value, const char *mark)
{
	const int digits = fabs(value) < 1000 ? 2 : fabs(value) < 10000;

	if (isnan(value))
		table_put(table, "-");
	else
		table_put(table, "%.*f%s", digits, value / 1000, mark);
}

bool timeline_same_guest(const struct cell *a, const struct cell *b)
{
	int i;

	for (i = 0; i < AXIS_NR; i++)
		if (i != AXIS_MEM && !cell_is(a, i, b->value[i]))
			return false;
	return true;
}

bool timeline_first_of_guest(const struct timeline *part, size_t at)
{
	size_t i;

	for (i = 0; i < at; i++)
		if (timeline_same_guest(part->series[i].cell, part->series[at].cell))
			return false;
	return true;
}

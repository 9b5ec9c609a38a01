// SPDX-License-Identifier: GPL-2.0-only
/*
 * stat/series_find.c - finds rows and tables in the sorted list of series.
 */
#include <string.h>

#include "host/stat/series.h"

const struct series *series_find(const struct series *row, size_t nr, const char *metric)
{
	size_t i;

	for (i = 0; i < nr; i++)
		if (!strcmp(row[i].metric, metric))
			return &row[i];
	return NULL;
}

size_t series_row(const struct series_list *list, size_t from)
{
	size_t to = from;

	while (to < list->nr && series_same_row(&list->series[from], &list->series[to]))
		to++;
	return to - from;
}

size_t series_table(const struct series_list *list, size_t from)
{
	size_t to = from;

	while (to < list->nr && series_same_table(&list->series[from], &list->series[to]))
		to++;
	return to - from;
}

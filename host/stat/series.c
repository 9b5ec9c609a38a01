// SPDX-License-Identifier: GPL-2.0-only
/*
 * stat/series.c - merges the metrics of a run over its boots, see stat/series.h.
 *
 * A histogram takes a quarter of a megabyte, a run has thousands of series: they
 * are merged one after the other in a single one.
 */
#include <stdlib.h>
#include <string.h>

#include "host/base/alloc.h"
#include "host/stat/part.h"

/* Records of before stat/rank.h hold percentiles whose rank was rounded. */
static unsigned int count_stale(const struct buckets *buckets, const struct metric *metric)
{
	const struct quantiles *has = &metric->q;
	struct quantiles is;

	buckets_quantiles(buckets, &is);
	return (has->p50 != is.p50) + (has->p90 != is.p90) + (has->p99 != is.p99) +
	       (has->p999 != is.p999);
}

static void add_part(struct series_list *list, struct series *series, struct dist *dist,
		     const struct run *run, const struct part *part)
{
	struct origin at = { run->file, part->from->line, 0 };
	const char *why = "its unit differs from the cell's other boots";

	if (strcmp(series->unit, part->metric->unit) ||
	    dist_add_metric(dist, part->metric, &why)) {
		say_at(&at, "metric '%s' is left out: %s", part->metric->name, why);
		list->damaged++;
		return;
	}
	if (part->metric->is_hist)
		list->stale += count_stale(&dist->buckets, part->metric);
	series->is_hist |= part->metric->is_hist;
	series->boots++;
	series->n += part->metric->n;
}

static int merge(struct series_list *list, struct dist *dist, const struct run *run,
		 const struct parts *parts, size_t from, size_t to, series_fn fn, void *arg)
{
	struct series series = parts->part[from].key;
	size_t i;

	dist_reset(dist);
	for (i = from; i < to; i++)
		add_part(list, &series, dist, run, &parts->part[i]);
	if (!series.boots)
		return 0;
	series.min = dist->min;
	series.max = dist->max;
	series.overflow = dist->overflow;
	dist_quantiles(dist, &series.q);
	*array_add(list->series, list->nr, list->alloc) = series;
	return fn ? fn(&series, dist, arg) : 0;
}

int series_make(struct series_list *list, const struct run *run, series_fn fn, void *arg)
{
	struct dist *dist = dist_new();
	struct parts parts = { 0 };
	size_t from, to;
	int err = 0;

	memset(list, 0, sizeof(*list));
	parts_gather(&parts, run, 0, NULL, NULL);
	parts_sort(&parts);
	for (from = 0; from < parts.nr && !err; from = to) {
		to = from + parts_same(&parts, from);
		err = merge(list, dist, run, &parts, from, to, fn, arg);
	}
	parts_free(&parts);
	dist_free(dist);
	return err;
}

void series_free(struct series_list *list)
{
	free(list->series);
	memset(list, 0, sizeof(*list));
}

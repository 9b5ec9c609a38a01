// SPDX-License-Identifier: GPL-2.0-only
/*
 * stat/dist.c - a distribution, see stat/dist.h. The only user of HdrHistogram_c's histograms.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <hdr/hdr_histogram_log.h>

#include "bench/hist.h"
#include "host/base/alloc.h"
#include "host/stat/dist.h"

#define TICKS_PER_HALF	5	/* HdrHistogram's own default for percentile curves */

struct dist *dist_new(void)
{
	struct dist *dist = xcalloc(1, sizeof(*dist));

	if (hdr_init(HIST_LOWEST, HIST_HIGHEST, HIST_DIGITS, &dist->hdr)) {
		say("out of memory for a histogram");
		exit(2);
	}
	return dist;
}

void dist_free(struct dist *dist)
{
	if (!dist)
		return;
	hdr_close(dist->hdr);
	buckets_free(&dist->buckets);
	free(dist->exact);
	free(dist);
}

/* Where the library counts value: each 1024 slots stand for twice as wide a range. */
static size_t slot_of(const struct hdr_histogram *hdr, int64_t value)
{
	int64_t half = hdr->sub_bucket_half_count;
	int above = 0;

	for (value = buckets_in_range(value); value >= 2 * half; value >>= 1)
		above++;
	return above * half + value;
}

/* hdr_reset() but for clearing a quarter of a megabyte where some slots were counted in. */
static void clear(struct dist *dist)
{
	struct hdr_histogram *hdr = dist->hdr;
	size_t from = slot_of(hdr, dist->min), to = slot_of(hdr, dist->max);

	memset(hdr->counts + from, 0, (to - from + 1) * sizeof(*hdr->counts));
	hdr->total_count = 0;
	hdr->min_value = INT64_MAX;
	hdr->max_value = 0;
}

void dist_reset(struct dist *dist)
{
	clear(dist);
	dist->n = dist->min = dist->max = dist->overflow = 0;
	dist->nr_exact = 0;
}

static void add_extremes(struct dist *dist, int64_t n, int64_t min, int64_t max, int64_t overflow)
{
	if (!dist->n || min < dist->min)
		dist->min = min;
	if (!dist->n || max > dist->max)
		dist->max = max;
	dist->n += n;
	dist->overflow += overflow;
}

/* Only ever few: values of boots. */
static void add_exact(struct dist *dist, int64_t value)
{
	size_t at;

	array_add(dist->exact, dist->nr_exact, dist->exact_alloc);
	for (at = dist->nr_exact - 1; at && dist->exact[at - 1] > value; at--)
		dist->exact[at] = dist->exact[at - 1];
	dist->exact[at] = value;
}

void dist_record(struct dist *dist, int64_t value)
{
	add_exact(dist, value);
	hdr_record_value(dist->hdr, buckets_in_range(value));
	add_extremes(dist, 1, value, value, value > HIST_HIGHEST);
}

int dist_add_metric(struct dist *dist, const struct metric *metric, const char **why)
{
	size_t i;

	if (!metric->is_hist) {
		dist_record(dist, metric->value);
		return 0;
	}
	*why = buckets_read(&dist->buckets, metric);
	if (*why)
		return -1;
	if (metric->n <= 2) {
		/* the extremes are all there is, and they are exact */
		dist_record(dist, metric->min);
		if (metric->n == 2)
			dist_record(dist, metric->max);
		return 0;
	}
	for (i = 0; i < dist->buckets.nr; i++)
		hdr_record_values(dist->hdr, dist->buckets.bucket[i].lower,
				  dist->buckets.bucket[i].count);
	add_extremes(dist, metric->n, metric->min, metric->max, metric->overflow);
	return 0;
}

/* A bucket's upper edge may lie beyond the largest sample in it. */
static int64_t clamp(const struct dist *dist, int64_t value)
{
	if (value > dist->max)
		return dist->max;
	return value < dist->min ? dist->min : value;
}

int64_t dist_percentile(const struct dist *dist, double percentile)
{
	if (dist->n && dist->nr_exact == (size_t)dist->n) {
		size_t rank = ceil(percentile / 100.0 * dist->n);

		return dist->exact[rank ? rank - 1 : 0];
	}
	return clamp(dist, hdr_value_at_percentile(dist->hdr, percentile));
}

bool dist_reaches(int64_t n, double share)
{
	/* 1 - 0.99 is a little more than 0.01 */
	return n * (1 - share) >= 1 - 1e-9;
}

/* The library finds all of them in one pass over its slots, which are many. */
void dist_quantiles(const struct dist *dist, struct quantiles *q)
{
	static const double percentiles[] = { 50.0, 90.0, 99.0, 99.9 };
	int64_t values[ARRAY_SIZE(percentiles)];
	size_t i;

	if (dist->nr_exact == (size_t)dist->n) {
		for (i = 0; i < ARRAY_SIZE(values); i++)
			values[i] = dist_percentile(dist, percentiles[i]);
	} else {
		hdr_value_at_percentiles(dist->hdr, percentiles, values, ARRAY_SIZE(values));
		for (i = 0; i < ARRAY_SIZE(values); i++)
			values[i] = clamp(dist, values[i]);
	}
	*q = (struct quantiles){ values[0], values[1], values[2], values[3] };
}

char *dist_encode(const struct dist *dist)
{
	char *text = NULL;

	if (hdr_log_encode(dist->hdr, &text)) {
		say("out of memory for a histogram");
		exit(2);
	}
	return text;
}

int dist_write_hgrm(const struct dist *dist, FILE *stream)
{
	return hdr_percentiles_print(dist->hdr, stream, TICKS_PER_HALF, 1.0, CLASSIC) ? -1 : 0;
}

void dist_each_bucket(const struct dist *dist,
		      void (*fn)(int64_t lower, int64_t upper, int64_t count, void *arg),
		      void *arg)
{
	struct hdr_iter iter;

	hdr_iter_recorded_init(&iter, dist->hdr);
	while (hdr_iter_next(&iter))
		fn(iter.lowest_equivalent_value, iter.highest_equivalent_value, iter.count, arg);
}

void dist_each_percentile(const struct dist *dist,
			  void (*fn)(int64_t value, double percentile, int64_t count, void *arg),
			  void *arg)
{
	struct hdr_iter iter;

	hdr_iter_percentile_init(&iter, dist->hdr, TICKS_PER_HALF);
	while (hdr_iter_next(&iter))
		fn(clamp(dist, iter.highest_equivalent_value),
		   iter.specifics.percentiles.percentile, iter.cumulative_count, arg);
}

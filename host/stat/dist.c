// SPDX-License-Identifier: GPL-2.0-only
/*
 * stat/dist.c - a distribution, see stat/dist.h. The only user of HdrHistogram_c's histograms.
 */
#include <stdlib.h>
#include <string.h>
#include <hdr/hdr_histogram_log.h>

#include "bench/hist.h"
#include "host/base/alloc.h"
#include "host/stat/dist.h"
#include "host/stat/rank.h"

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

static bool is_exact(const struct dist *dist)
{
	return dist->nr_exact == (size_t)dist->n;
}

/* How far the counts are summed up: upto samples are in this slot and below. */
struct place {
	size_t slot;
	int64_t upto;
};

static struct place place_first(const struct dist *dist)
{
	size_t slot = slot_of(dist->hdr, dist->min);

	return (struct place){ slot, dist->hdr->counts[slot] };
}

/* The sample of that rank. at: of a rank that is not larger. */
static int64_t value_at(const struct dist *dist, struct place *at, int64_t rank)
{
	const struct hdr_histogram *hdr = dist->hdr;
	size_t last = slot_of(hdr, dist->max);

	if (is_exact(dist)) {
		at->upto = rank;
		while (at->upto < dist->n && dist->exact[at->upto] == dist->exact[rank - 1])
			at->upto++;
		return dist->exact[rank - 1];
	}
	while (at->upto < rank && at->slot < last)
		at->upto += hdr->counts[++at->slot];
	/* its upper edge may lie beyond the largest sample, or below one that overflowed */
	if (at->slot == last)
		return dist->max;
	return hdr_next_non_equivalent_value(hdr, hdr_value_at_index(hdr, at->slot)) - 1;
}

int64_t dist_quantile(const struct dist *dist, double share)
{
	struct place at;

	if (!dist->n)
		return 0;
	at = place_first(dist);
	return value_at(dist, &at, rank_of(share, dist->n));
}

bool dist_reaches(int64_t n, double share)
{
	/* 1 - 0.99 is a little more than 0.01 */
	return n * (1 - share) >= 1 - 1e-9;
}

void dist_quantiles(const struct dist *dist, struct quantiles *q)
{
	q->p50 = dist_quantile(dist, 0.5);
	q->p90 = dist_quantile(dist, 0.9);
	q->p99 = dist_quantile(dist, 0.99);
	q->p999 = dist_quantile(dist, 0.999);
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
	struct place at = place_first(dist);
	double left = 100;
	int64_t value;
	int tick = 0;

	do {
		double percentile = 100 - left + tick * left / (2 * TICKS_PER_HALF);

		value = value_at(dist, &at, rank_of(percentile / 100, dist->n));
		fn(value, percentile, at.upto, arg);
		tick = (tick + 1) % TICKS_PER_HALF;
		if (!tick)
			left /= 2;
	} while (at.upto < dist->n);
	fn(value, 100, at.upto, arg);
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * dist.c - a distribution, see dist.h. The only user of HdrHistogram_c's histograms.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <hdr/hdr_histogram_log.h>

#include "bench/hist.h"
#include "host/alloc.h"
#include "host/dist.h"
#include "host/hist_guard.h"

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
	free(dist->exact);
	free(dist);
}

void dist_reset(struct dist *dist)
{
	hdr_reset(dist->hdr);
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
	bool over = value > HIST_HIGHEST;

	add_exact(dist, value);
	hdr_record_value(dist->hdr, over ? HIST_HIGHEST : value);
	add_extremes(dist, 1, value, value, over);
}

static int64_t in_range(int64_t value)
{
	return value > HIST_HIGHEST ? HIST_HIGHEST : value;
}

/* What the guest says beside the histogram must be what is in it. */
static const char *check_claims(const struct hdr_histogram *hdr, const struct metric *metric)
{
	if (hdr->total_count != metric->n)
		return "n is not the histogram's count";
	if (!hdr_values_are_equivalent(hdr, hdr_min(hdr), in_range(metric->min)))
		return "min is not the histogram's";
	if (!hdr_values_are_equivalent(hdr, hdr_max(hdr), in_range(metric->max)))
		return "max is not the histogram's";
	if (metric->n == 1 && metric->min != metric->max)
		return "min and max of one sample differ";
	if (metric->max > HIST_HIGHEST ? !metric->overflow : metric->overflow)
		return "overflow does not fit max";
	return NULL;
}

int dist_add_metric(struct dist *dist, const struct metric *metric, const char **why)
{
	struct hdr_histogram *hdr = NULL;
	size_t len;

	if (!metric->is_hist) {
		dist_record(dist, metric->value);
		return 0;
	}
	len = strlen(metric->hdr);
	*why = hist_guard(metric->hdr, len);
	if (*why)
		return -1;
	if (hdr_log_decode(&hdr, (char *)metric->hdr, len)) {
		*why = "histogram does not decode";
		return -1;
	}
	*why = check_claims(hdr, metric);
	if (!*why && metric->n <= 2) {
		/* the extremes are all there is, and they are exact */
		dist_record(dist, metric->min);
		if (metric->n == 2)
			dist_record(dist, metric->max);
	} else if (!*why) {
		hdr_add(dist->hdr, hdr);
		add_extremes(dist, metric->n, metric->min, metric->max, metric->overflow);
	}
	hdr_close(hdr);
	return *why ? -1 : 0;
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

void dist_quantiles(const struct dist *dist, struct quantiles *q)
{
	q->p50 = dist_percentile(dist, 50.0);
	q->p90 = dist_percentile(dist, 90.0);
	q->p99 = dist_percentile(dist, 99.0);
	q->p999 = dist_percentile(dist, 99.9);
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

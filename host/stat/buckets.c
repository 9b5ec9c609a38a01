// SPDX-License-Identifier: GPL-2.0-only
/*
 * stat/buckets.c - a histogram as buckets, see stat/buckets.h.
 */
#include <stdlib.h>
#include <string.h>

#include "bench/hist.h"
#include "host/base/alloc.h"
#include "host/stat/buckets.h"
#include "host/stat/rank.h"
#include "host/record/hist_guard.h"
#include "host/record/record.h"

static void take(int64_t lower, int64_t upper, int64_t count, void *arg)
{
	struct buckets *buckets = arg;

	*array_add(buckets->bucket, buckets->nr, buckets->alloc) =
		(struct bucket){ lower, upper, count };
}

int64_t buckets_in_range(int64_t value)
{
	return value > HIST_HIGHEST ? HIST_HIGHEST : value;
}

static bool holds(const struct bucket *bucket, int64_t value)
{
	value = buckets_in_range(value);
	return value >= bucket->lower && value <= bucket->upper;
}

/* What the guest says beside the histogram must be what is in it. */
static const char *check_claims(const struct buckets *buckets, const struct metric *metric)
{
	int64_t n = 0;
	size_t i;

	for (i = 0; i < buckets->nr; i++)
		n += buckets->bucket[i].count;
	if (!n || n != metric->n)
		return "n is not the histogram's count";
	if (!holds(&buckets->bucket[0], metric->min))
		return "min is not the histogram's";
	if (!holds(&buckets->bucket[buckets->nr - 1], metric->max))
		return "max is not the histogram's";
	if (metric->n == 1 && metric->min != metric->max)
		return "min and max of one sample differ";
	if (metric->max > HIST_HIGHEST ? !metric->overflow : metric->overflow)
		return "overflow does not fit max";
	return NULL;
}

const char *buckets_read(struct buckets *buckets, const struct metric *metric)
{
	const char *why;

	buckets->nr = 0;
	buckets->n = metric->n;
	buckets->min = metric->min;
	buckets->max = metric->max;
	why = hist_guard_each(metric->hdr, strlen(metric->hdr), take, buckets);
	return why ? why : check_claims(buckets, metric);
}

int64_t buckets_quantile(const struct buckets *buckets, double share)
{
	int64_t rank = rank_of(share, buckets->n), upto = 0;
	size_t i;

	/* the extremes are all there is, and they are exact */
	if (buckets->n <= 2)
		return rank == 1 ? buckets->min : buckets->max;
	for (i = 0; i + 1 < buckets->nr; i++) {
		upto += buckets->bucket[i].count;
		if (upto >= rank)
			return buckets->bucket[i].upper;
	}
	return buckets->max;
}

void buckets_quantiles(const struct buckets *buckets, struct quantiles *q)
{
	q->p50 = buckets_quantile(buckets, 0.5);
	q->p90 = buckets_quantile(buckets, 0.9);
	q->p99 = buckets_quantile(buckets, 0.99);
	q->p999 = buckets_quantile(buckets, 0.999);
}

const char *metric_quantiles(const struct metric *metric, struct quantiles *q)
{
	struct buckets buckets = { 0 };
	const char *why = buckets_read(&buckets, metric);

	if (!why)
		buckets_quantiles(&buckets, q);
	buckets_free(&buckets);
	return why;
}

void buckets_free(struct buckets *buckets)
{
	free(buckets->bucket);
	memset(buckets, 0, sizeof(*buckets));
}

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * stat/buckets.h - a metric's histogram as the few buckets of it that are not empty. That takes
 * a thousandth of the time and memory of the library's own, of which a run has thousands.
 */
#ifndef HOST_BUCKETS_H
#define HOST_BUCKETS_H

#include <stddef.h>
#include <stdint.h>

struct metric;
struct quantiles;

/* count samples from lower to upper, both included. */
struct bucket {
	int64_t lower, upper, count;
};

struct buckets {
	struct bucket *bucket;	/* lowest first */
	size_t nr, alloc;
	int64_t n, min, max;	/* the metric's */
};

/*
 * Reads a histogram's text, which comes from a guest or a file: it is checked, and so is
 * what the metric says beside it (n, min, max, overflow). buckets is emptied first; NULL,
 * or why it cannot be.
 */
const char *buckets_read(struct buckets *buckets, const struct metric *metric);
void buckets_free(struct buckets *buckets);

/*
 * The quantile of a share in 0..1 (stat/rank.h) of what was read: exact if there are one or two
 * samples or it is in the last bucket, else with the histogram's three digits.
 */
int64_t buckets_quantile(const struct buckets *buckets, double share);

/* Those that a record holds beside its histogram. */
void buckets_quantiles(const struct buckets *buckets, struct quantiles *q);

/*
 * The same of a metric that was read from a file: what it holds itself may be of another rule.
 * NULL, or why they cannot be known.
 */
const char *metric_quantiles(const struct metric *metric, struct quantiles *q);

/* The largest value that a histogram tells apart from larger ones, or value. */
int64_t buckets_in_range(int64_t value);

#endif

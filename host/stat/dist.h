/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * stat/dist.h - a distribution: an HdrHistogram with exact extremes beside it.
 *
 * The statistics of the suite are made here and nowhere else. All histograms have
 * the range and precision of bench/hist.h, so any two can be added.
 */
#ifndef HOST_DIST_H
#define HOST_DIST_H

#include <stdint.h>
#include <hdr/hdr_histogram.h>

#include "host/stat/buckets.h"
#include "host/record/record.h"

struct dist {
	struct hdr_histogram *hdr;
	int64_t n;
	int64_t min, max;	/* exact */
	int64_t overflow;	/* samples above the range, counted at its end */
	int64_t *exact;		/* sorted; as long as every sample is known, nr_exact = n */
	size_t nr_exact, exact_alloc;
	struct buckets buckets;	/* what dist_add_metric() reads a histogram into */
};

struct dist *dist_new(void);
void dist_free(struct dist *dist);
void dist_reset(struct dist *dist);

void dist_record(struct dist *dist, int64_t value);

/*
 * Adds a metric's histogram (or its one value). The text comes from a guest or a
 * file: it is checked before the library sees it, and against the metric's own n,
 * min and max. 0, or -1 and *why; dist is then as before.
 */
int dist_add_metric(struct dist *dist, const struct metric *metric, const char **why);

/*
 * The quantile of a share in 0..1 (stat/rank.h), 0 if there are no samples: exact if every sample
 * is known (values, and histograms of one or two), else with the histogram's three digits, and
 * never outside the exact extremes.
 */
int64_t dist_quantile(const struct dist *dist, double share);

void dist_quantiles(const struct dist *dist, struct quantiles *q);

/* Whether n samples say anything of a share in 0..1: at least one is expected beyond it. */
bool dist_reaches(int64_t n, double share);

/* V2 compressed base64; the caller frees it. */
char *dist_encode(const struct dist *dist);

/* lower, upper and count of each bucket that is not empty. */
void dist_each_bucket(const struct dist *dist,
		      void (*fn)(int64_t lower, int64_t upper, int64_t count, void *arg),
		      void *arg);

/*
 * Steps of the percentile curve, ever finer towards 100, of one sample or more: its quantile, the
 * percentile, and the samples up to that value.
 */
void dist_each_percentile(const struct dist *dist,
			  void (*fn)(int64_t value, double percentile, int64_t count, void *arg),
			  void *arg);

#endif

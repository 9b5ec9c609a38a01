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

/* count samples from lower to upper, both included. */
struct bucket {
	int64_t lower, upper, count;
};

struct buckets {
	struct bucket *bucket;	/* lowest first */
	size_t nr, alloc;
};

/*
 * Reads a histogram's text, which comes from a guest or a file: it is checked, and so is
 * what the metric says beside it (n, min, max, overflow). buckets is emptied first; NULL,
 * or why it cannot be.
 */
const char *buckets_read(struct buckets *buckets, const struct metric *metric);
void buckets_free(struct buckets *buckets);

/* The largest value that a histogram tells apart from larger ones, or value. */
int64_t buckets_in_range(int64_t value);

#endif

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * stat/series.h - one metric of one operation of one cell, merged over its boots.
 */
#ifndef HOST_SERIES_H
#define HOST_SERIES_H

#include "host/stat/dist.h"
#include "host/record/run.h"

struct series {
	const struct cell *cell;	/* strategy: the direction of the operation */
	const char *cell_name;
	const char *op;
	const char *metric;
	const char *unit;
	bool is_hist;			/* at least one boot sent a histogram */
	int64_t boots;
	int64_t n;			/* samples; a value counts as one, or as its own n */
	int64_t min, max, overflow;
	struct quantiles q;
	unsigned int op_rank;		/* as the benchmark orders them */
	unsigned int metric_rank;
};

struct series_list {
	struct series *series;
	size_t nr, alloc;
	unsigned int damaged;		/* metrics left out after a message */
	unsigned int stale;		/* percentiles in records that are not their histogram's */
};

/* Called with each series while its distribution is at hand; -1 stops. */
typedef int (*series_fn)(const struct series *series, const struct dist *dist, void *arg);

/*
 * Merges the records that count. The order: bench, what must never be mixed in one
 * table (series_same_table()), op, cell, metric. fn may be NULL. -1 if fn said so.
 */
int series_make(struct series_list *list, const struct run *run, series_fn fn, void *arg);
void series_free(struct series_list *list);

/* Same bench, accel, clock, page size and kernel; the guest is told row by row. */
bool series_same_table(const struct series *a, const struct series *b);

/* Same cell and operation: one row of a table. */
bool series_same_row(const struct series *a, const struct series *b);

/* The metric of that name in row[0..nr), or NULL. */
const struct series *series_find(const struct series *row, size_t nr, const char *metric);

/* How many from series[from] on are in one row / one table. */
size_t series_row(const struct series_list *list, size_t from);
size_t series_table(const struct series_list *list, size_t from);

#endif

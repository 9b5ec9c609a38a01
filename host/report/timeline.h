/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * report/timeline.h - a table's worth of series of bench timeline, for the parts of its report.
 */
#ifndef HOST_TIMELINE_H
#define HOST_TIMELINE_H

#include "host/report/report.h"
#include "host/report/table.h"

#define TIMELINE_SIZES_MAX	4	/* of memory, side by side */
#define TIMELINE_HEAD_MAX	16

/*
 * The kernel's late split: the first is always called, and calls the other, on all CPUs,
 * where there is something to split.
 */
#define LATE_SPLIT		"linear_map_maybe_split_to_ptes"
#define LATE_SPLIT_WORK		"linear_map_split_to_ptes"

struct timeline {
	const struct report *report;
	const struct series *series;
	size_t nr;
	struct table *table;
};

/* The one of that cell, function and metric, or NULL; its median, or NAN. */
const struct series *timeline_find(const struct timeline *part, const char *cell_name,
				   const char *op, const char *metric);
double timeline_median(const struct timeline *part, const char *cell_name, const char *op,
		       const char *metric);

/* A cell of a table: instructions, in thousands, with a mark behind; NAN is "-". */
void timeline_put(struct table *table, double value, const char *mark);

/* Guests that differ in their memory only; is series[at] the first one of its guest? */
bool timeline_same_guest(const struct cell *a, const struct cell *b);
bool timeline_first_of_guest(const struct timeline *part, size_t at);

/* report/moments.c: when each boot came to which function, and what it took. */
void report_moments(struct timeline *part);

#endif

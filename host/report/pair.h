/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * report/pair.h - what the tables of conversions have in common: rows of one method and hold
 * under headings, and ratios to a baseline.
 */
#ifndef HOST_PAIR_H
#define HOST_PAIR_H

#include "host/report/report.h"
#include "host/report/table.h"

#define PAIR_TEXT_MAX	(2 * AXIS_TEXT_MAX)

/* One cell and operation. */
struct pair_row {
	const struct series *series;
	size_t nr;
	const struct pair_row *baseline;	/* under the same heading; or NULL */
};

/* The rows of series[from..from+nr); the caller frees them. */
struct pair_row *pair_rows(const struct report *report, size_t from, size_t nr, size_t *nr_rows);

/* "method.hold" */
void pair_name(const struct cell *cell, char out[PAIR_TEXT_MAX]);

/* How well a pair fits "method.hold" or "method": 2 = that pair, 1 = its method, 0 = not. */
int pair_fit(const struct cell *cell, const char *baseline);

/* Same map, CPU model, exception level, memory, number of CPUs, guest and devices. */
bool pair_same_guest(const struct cell *a, const struct cell *b);

/* "-- split, map bbml2.on.k0, cpu max, el 1, 2G, cpus 1"; in a realm "realm" for "el 1" */
void pair_heading(struct table *table, const char *op, const struct cell *cell);

/* value : base, as 1/5312 or 0.95. */
void ratio_text(double value, double base, char *out, size_t size);

#endif

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * compare/report.h - the parts of what compare prints, one file each.
 */
#ifndef HOST_COMPARE_REPORT_H
#define HOST_COMPARE_REPORT_H

#include "host/compare/match.h"

/* What the parts have in common. */
struct compare_report {
	FILE *out;
	struct match *match;
	const struct comparisons *list;
	const struct compare_plan *plan;
	const char *select[SIDE_NR];	/* as typed, or NULL */
	const char *only;
	bool all;			/* rows that nothing is to be said of as well */
};

/* compare/head.c: what is compared, and how to read it. */
void compare_head(const struct compare_report *report);
/* compare/head.c: the command that prints this again. */
void compare_command(const struct compare_report *report);
/* compare/table.c: a table for each benchmark, and how many rows came out how. */
void compare_tables(const struct compare_report *report);
/* compare/unpaired.c: what only one side has. */
void compare_unpaired(const struct compare_report *report);
/* compare/hist.c: both distributions of marked rows, or of all that were selected. */
void compare_hists(const struct compare_report *report);
/* compare/csv.c: every row with everything that is known of it; also what has no pair. */
void compare_csv(const struct compare_report *report, char separator);

/*
 * compare/export.c: DIR/export with both distributions of what compare_hists() shows, and
 * how each quantile shifts. 0 or -1 after a message.
 */
int compare_export(const struct compare_report *report, const char *dir);

/* Whether row's distributions are shown. */
bool compare_is_drawn(const struct compare_report *report, const struct comparison *row);

/* A number in 6 characters or less ("12345", "1.234M"), when it is not to be exact. */
void compare_number(double value, char out[16]);

#endif

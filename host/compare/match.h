/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * compare/match.h - two runs, or two selections of one, with what is the same on both sides side
 * by side; and what has no counterpart.
 *
 * Metrics pair when their cell, operation and name are the same. The kernel does not count
 * if each side has one only: another kernel is what a comparison is often about. Nor do
 * axes that both selections fix.
 */
#ifndef HOST_MATCH_H
#define HOST_MATCH_H

#include "host/compare/compare.h"
#include "host/cell/selector.h"

enum side { SIDE_A, SIDE_B, SIDE_NR };

/* What to look at; all selectors and metric may be NULL. */
struct match_want {
	struct run *run[SIDE_NR];		/* twice the same for two selections of one */
	const struct selector *select[SIDE_NR];
	const struct selector *only;		/* on both sides */
	const char *metric;
};

/* parts->part[from..from + nr[SIDE_A]) are A's boots, then come B's. */
struct match_pair {
	size_t from;
	size_t nr[SIDE_NR];	/* 0 on one side: no counterpart */
};

struct match {
	struct match_want want;
	struct parts parts;
	struct match_pair *pairs;
	size_t nr, alloc;
	bool any[AXIS_NR];	/* axes that do not count; cells say MATCH_ANY there */
	struct cell **cells;	/* such cells, and their names */
	char **names;
	size_t nr_cells, cells_alloc, nr_names, names_alloc;
	const char *both;	/* a cell that both selections have */
	unsigned int damaged;	/* metrics left out after a message */
};

#define MATCH_ANY "any"

/* -1 after a message if the two cannot be compared. match_free() in any case. */
int match_make(struct match *match, const struct match_want *want);
void match_free(struct match *match);

/* The boots of a pair's side; sample_free() frees them. */
void match_sample(struct match *match, const struct match_pair *pair, enum side side,
		  struct sample *sample);

/* All pairs, compared and judged, benchmark by benchmark. */
void match_compare(struct match *match, struct comparisons *list, const struct compare_plan *plan);

/* How many of row[0..nr) are of the first one's table. */
size_t match_table(const struct comparison *row, size_t nr);

#endif

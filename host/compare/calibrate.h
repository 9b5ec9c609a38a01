/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * compare/calibrate.h - how far compare can be believed, tried on a run: pairs of sets of boots of
 * the same cells, which do not differ, and the same with a change planted in one of them. A pair
 * is a table of compare's: all cells that it would show, and correct for each other, together.
 */
#ifndef HOST_CALIBRATE_H
#define HOST_CALIBRATE_H

#include "host/compare/compare.h"
#include "host/cell/selector.h"

#define CALIBRATE_NAMES 12	/* cells that are named */

struct calibrate_plan {
	struct compare_plan compare;
	size_t boots;		/* on each side */
	size_t pairs;
	double shift;		/* %; what is planted in B */
};

/* Rows, over all pairs. */
struct calibrate_count {
	size_t rows;
	size_t flagged;		/* marked though nothing differs */
	size_t empty;		/* B is 0, or nobody judges it: none of the rest counts */
	size_t enough;		/* rows with boots enough for the planned effect */
	size_t found;		/* of all: marked in the right direction once it is planted */
	size_t enough_found;	/* of those with enough */
};

struct calibration {
	size_t cells;		/* with boots enough for a pair */
	const char *names[CALIBRATE_NAMES];	/* of the first of them; the run has them */
	size_t family_least, family_most;	/* rows that p was corrected over */
	size_t most;		/* boots of the cell with the most */
	size_t pairs;
	size_t pairs_flagged;	/* with any row marked */
	struct calibrate_count stat[STAT_NR];	/* measured */
	struct calibrate_count exact;		/* counted: one boot is enough */
};

/* only may be NULL. */
void calibrate(struct calibration *result, const struct run *run, const struct selector *only,
	       const struct calibrate_plan *plan);

/* As the appendix of a report has it; command: what prints it again. */
void calibrate_print(FILE *out, const struct calibration *result, const struct run *run,
		     const struct calibrate_plan *plan, const char *command);

#endif

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * plan/plan.h - the boots of a run, in the order in which they are to be made.
 */
#ifndef HOST_PLAN_H
#define HOST_PLAN_H

#include "host/plan/matrix.h"
#include "host/cell/selector.h"

/* One boot. Also what one line of plan.tsv holds. */
struct plan_boot {
	struct cell cell;
	char name[CELL_NAME_MAX];
	int64_t rep;		/* from 1 */
	int64_t est_s;
	size_t section;		/* in the matrix; not in plan.tsv */
};

struct plan {
	struct plan_boot *boots;
	size_t nr, alloc;
	size_t nr_cells;
};

struct history;
struct site;

#define PLAN_BOOTS_MAX	20000	/* three weeks at a minute each: surely a slip */

/*
 * Takes the cells that selector wants (NULL = all), reps times each (0 = as the
 * matrix says). -1 after a message if these are too many boots.
 */
int plan_make(struct plan *plan, const struct matrix *matrix, const struct selector *selector,
	       int64_t reps, const struct history *history);

/*
 * Same seed, same order. Cells and repetitions are mixed, so that a slow drift of
 * the machine does not land on one cell.
 */
void plan_shuffle(struct plan *plan, uint64_t seed);

/* Keeps every nr-th boot, from the shard-th on (from 1). */
void plan_shard(struct plan *plan, int64_t shard, int64_t nr);

/*
 * -1 after a message for each section of which a boot cannot be made on this site. What cannot
 * be made anywhere is not in a matrix.
 */
int plan_judge(const struct plan *plan, const struct matrix *matrix, const struct site *site);

void plan_free(struct plan *plan);

#endif

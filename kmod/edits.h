/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * edits.h - the list of descriptor writes that make up one conversion.
 *
 * A scan writes the list, fill prepares the new tables, a commit stores the
 * entries. The list exists so that every method shares the scan and the commit,
 * and so that each phase can be timed apart.
 */
#ifndef SF_EDITS_H
#define SF_EDITS_H

#include <linux/types.h>

#include "tables.h"

enum edit_kind {
	EDIT_CLEAR_CONT,	/* a contiguous group becomes single leaves */
	EDIT_SET_CONT,		/* single leaves become a contiguous group */
	EDIT_SPLIT_PMD,		/* a level 2 block becomes a table of pages */
	EDIT_SPLIT_PUD,		/* a level 1 block becomes a table of tables of pages */
	EDIT_FOLD_PMD,		/* a table of pages becomes a level 2 block */
	EDIT_FOLD_PUD,		/* a table and all below it become a level 1 block */
};

struct edit {
	u64 *entry;		/* the first live entry to write */
	u64 old;		/* what the scan saw there */
	u64 new;		/* what the commit stores; a group is changed bit by bit */
	u64 *table;		/* split: what new points to; fold: what old pointed to */
	enum edit_kind kind;
	int nr;			/* entries: 1, or a group's number */
};

struct edit_list {
	struct edit *edit;
	unsigned long nr;
	unsigned long max;	/* 0: count only */
	unsigned long nr_tables;	/* table pages that the splits need */
	unsigned long nr_retired;	/* table pages that the folds make superfluous */
	bool overflow;		/* more than max: the map grew since it was counted */
};

/* Room for max edits. Returns 0 or -ENOMEM. Free with edits_free(). */
int edits_alloc(struct edit_list *list, unsigned long max);
void edits_free(struct edit_list *list);

/* Append; with max == 0 only count. Adds up nr_tables and nr_retired. */
void edits_add(struct edit_list *list, const struct edit *edit);

/* Give each split its tables. Returns 0, or -EAGAIN when tables run out. */
int edits_take_tables(struct edit_list *list, struct tables *tables);

/* Write the contents of the new tables; they are still reachable from nowhere. */
void edits_fill(struct edit_list *list, struct tables *tables);

/*
 * Store all edits in order and retire the tables that they cut off.
 * edits_commit() expects that no other CPU writes to the map. edits_commit_racing()
 * is for a running system: an entry that is no longer what the scan saw is left as
 * it is and counted. Both return the number of entries stored.
 */
unsigned long edits_commit(struct edit_list *list, struct tables *tables);
unsigned long edits_commit_racing(struct edit_list *list, struct tables *tables,
				  unsigned long *raced);

/*
 * After the grace period, before the retired tables are freed: the number of edits
 * that a page-table walker undid or missed which was under way, preempted, when the
 * hold began (see convert.c). Each is a permission change in the wrong place.
 */
unsigned long edits_count_late_writes(const struct edit_list *list);

#endif /* SF_EDITS_H */

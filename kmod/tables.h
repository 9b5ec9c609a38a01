/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * tables.h - page-table pages: taken from the page allocator before a hold, given
 * back after it. Nothing here is called while CPUs are held but tables_take() and
 * tables_retire(), which only move pointers.
 */
#ifndef SF_TABLES_H
#define SF_TABLES_H

#include <linux/types.h>

struct tables {
	u64 **spare;		/* preallocated, [taken, nr_spare) still unused */
	unsigned long nr_spare;
	unsigned long taken;
	u64 **retired;		/* no longer reachable, to be freed after the grace period */
	unsigned long nr_retired;
	unsigned long max_retired;
};

/* Allocate nr_spare pages and room to retire max_retired. 0 or -ENOMEM, nothing left. */
int tables_prealloc(struct tables *tables, unsigned long nr_spare, unsigned long max_retired);

/* A preallocated page with undefined contents, or NULL when all are taken. */
u64 *tables_take(struct tables *tables);

/* Note that no table entry points to table any more. */
void tables_retire(struct tables *tables, u64 *table);

/*
 * Hand the taken pages over to the kernel as page tables (accounted like
 * __pgd_pgtable_alloc() does) and free the retired and the unused ones. Returns the
 * number of retired pages freed.
 */
unsigned long tables_settle(struct tables *tables);

/* Free every preallocated page, taken or not: the conversion did not happen. */
void tables_abandon(struct tables *tables);

#endif /* SF_TABLES_H */

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * tables.h - page-table pages: taken from the page allocator before a hold, given
 * back after it.
 */
#ifndef SF_TABLES_H
#define SF_TABLES_H

#include <linux/types.h>

struct page;
struct steps;

struct tables {
	struct page **page;	/* preallocated; [taken, nr) still unused */
	unsigned long nr, room;
	unsigned long taken;
	unsigned long nr_freed;
	struct steps *steps;
};

/* Allocate nr more pages. 0 or -ENOMEM; what there is stays for tables_abandon(). */
int tables_prealloc(struct tables *tables, unsigned long nr);

/* A preallocated page with undefined contents. There must be one. */
u64 *tables_take(struct tables *tables);

/* Free a table that nothing points to any more, the boot's own ones too. */
void tables_free(struct tables *tables, u64 *table);

/*
 * Hand the taken pages over to the kernel as page tables (accounted as its own are)
 * and free the unused ones. Returns the number of unused ones.
 */
unsigned long tables_settle(struct tables *tables);

/* Free every preallocated page, taken or not: the conversion did not happen. */
void tables_abandon(struct tables *tables);

#endif /* SF_TABLES_H */

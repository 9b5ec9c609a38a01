// SPDX-License-Identifier: GPL-2.0-only
/*
 * tables.c - allocation, accounting and freeing of page-table pages.
 *
 * The boot's tables come from memblock: reserved pages without a page-table
 * constructor run on them. They go back with free_reserved_page(); tables that
 * were allocated later need the destructor first.
 */
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>

#include "steps.h"
#include "tables.h"

#define BULK	512ul	/* pages a call of the allocator */

static int tables_room(struct tables *tables, unsigned long nr)
{
	unsigned long room = max(nr, tables->room + tables->room / 2);
	struct page **page;

	if (nr <= tables->room)
		return 0;
	if (step_fails(tables->steps, "list of table pages"))
		return -ENOMEM;
	page = kvrealloc(tables->page, room * sizeof(*page), GFP_KERNEL | __GFP_ZERO);
	if (!page)
		return -ENOMEM;
	tables->page = page;
	tables->room = room;
	return 0;
}

int tables_prealloc(struct tables *tables, unsigned long nr)
{
	unsigned long want = tables->nr + nr, got;

	if (tables_room(tables, want))
		return -ENOMEM;
	while (tables->nr < want) {
		if (step_fails(tables->steps, "table pages"))
			return -ENOMEM;
		/* The array must be empty where pages shall go, and may be filled in part. */
		got = alloc_pages_bulk(GFP_KERNEL, min(want - tables->nr, BULK),
				       tables->page + tables->nr);
		if (!got)
			return -ENOMEM;
		tables->nr += got;
		cond_resched();
	}
	return 0;
}

u64 *tables_take(struct tables *tables)
{
	return page_address(tables->page[tables->taken++]);
}

void tables_free(struct tables *tables, u64 *table)
{
	struct page *page = virt_to_page(table);

	if (PageReserved(page))
		free_reserved_page(page);
	else
		pagetable_dtor_free(page_ptdesc(page));
	tables->nr_freed++;
}

static void tables_free_array(struct tables *tables)
{
	kvfree(tables->page);
	tables->page = NULL;
	tables->nr = tables->room = tables->taken = 0;
}

unsigned long tables_settle(struct tables *tables)
{
	unsigned long i, spare = tables->nr - tables->taken;

	/*
	 * pagetable_pte_ctor() for all: for init_mm it differs from the pmd's
	 * constructor only in pmd_pts, which nobody reads of a kernel table.
	 */
	for (i = 0; i < tables->taken; i++)
		pagetable_pte_ctor(&init_mm, page_ptdesc(tables->page[i]));
	for (; i < tables->nr; i++)
		__free_page(tables->page[i]);
	tables_free_array(tables);
	return spare;
}

void tables_abandon(struct tables *tables)
{
	unsigned long i;

	for (i = 0; i < tables->nr; i++)
		__free_page(tables->page[i]);
	tables_free_array(tables);
}

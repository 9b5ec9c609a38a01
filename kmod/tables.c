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

#include "tables.h"

static void tables_free_arrays(struct tables *tables)
{
	kvfree(tables->spare);
	kvfree(tables->retired);
	memset(tables, 0, sizeof(*tables));
}

int tables_prealloc(struct tables *tables, unsigned long nr_spare, unsigned long max_retired)
{
	memset(tables, 0, sizeof(*tables));
	tables->spare = kvcalloc(nr_spare + 1, sizeof(*tables->spare), GFP_KERNEL);
	tables->retired = kvcalloc(max_retired + 1, sizeof(*tables->retired), GFP_KERNEL);
	if (!tables->spare || !tables->retired)
		goto err;
	tables->max_retired = max_retired;

	for (; tables->nr_spare < nr_spare; tables->nr_spare++) {
		u64 *page = (u64 *)__get_free_page(GFP_KERNEL);

		if (!page)
			goto err;
		tables->spare[tables->nr_spare] = page;
		cond_resched();
	}
	return 0;

err:
	tables_abandon(tables);
	return -ENOMEM;
}

u64 *tables_take(struct tables *tables)
{
	return tables->taken < tables->nr_spare ? tables->spare[tables->taken++] : NULL;
}

void tables_retire(struct tables *tables, u64 *table)
{
	tables->retired[tables->nr_retired++] = table;
}

static void table_free(u64 *table)
{
	struct page *page = virt_to_page(table);

	if (PageReserved(page))
		free_reserved_page(page);
	else
		pagetable_dtor_free(page_ptdesc(page));
}

unsigned long tables_settle(struct tables *tables)
{
	unsigned long i, freed = tables->nr_retired;

	/*
	 * pagetable_pte_ctor() for all: for init_mm it differs from the pmd's
	 * constructor only in pmd_pts, which nobody reads of a kernel table.
	 */
	for (i = 0; i < tables->taken; i++)
		pagetable_pte_ctor(&init_mm, virt_to_ptdesc(tables->spare[i]));
	for (; i < tables->nr_spare; i++)
		free_page((unsigned long)tables->spare[i]);
	for (i = 0; i < tables->nr_retired; i++) {
		table_free(tables->retired[i]);
		cond_resched();
	}
	tables_free_arrays(tables);
	return freed;
}

void tables_abandon(struct tables *tables)
{
	unsigned long i;

	for (i = 0; i < tables->nr_spare; i++)
		free_page((unsigned long)tables->spare[i]);
	tables_free_arrays(tables);
}

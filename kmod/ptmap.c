// SPDX-License-Identifier: GPL-2.0-only
/* ptmap.c - builds page tables that are not in use yet. */
#include "lmap.h"

#include "ptmap.h"
#include "steps.h"

static u64 *table_alloc(struct ptmap *map)
{
	struct page *page;

	if (map->steps && step_fails(map->steps, "allocation of a table of our own"))
		return NULL;
	page = alloc_page(GFP_KERNEL | __GFP_ZERO);
	if (!page)
		return NULL;
	list_add(&page->lru, &map->pages);
	map->nr_pages++;
	return page_address(page);
}

int ptmap_init(struct ptmap *map, int root_level, int va_bits, struct steps *steps)
{
	INIT_LIST_HEAD(&map->pages);
	map->nr_pages = 0;
	map->steps = steps;
	map->root_level = root_level;
	map->va_bits = va_bits;
	map->root = table_alloc(map);
	return map->root ? 0 : -ENOMEM;
}

int ptmap_set(struct ptmap *map, u64 va, int level, u64 desc)
{
	u64 *table = map->root;
	int at;

	va &= GENMASK_ULL(map->va_bits - 1, 0);
	for (at = map->root_level; at < level; at++) {
		u64 *entry = &table[(va >> level_shift(at)) & (ENTRIES - 1)];

		table = *entry ? desc_table(*entry) : table_alloc(map);
		if (!table)
			return -ENOMEM;
		if (!*entry)
			*entry = __phys_to_pte_val(__pa(table)) | PMD_TYPE_TABLE | PMD_TABLE_AF;
	}
	table[(va >> level_shift(level)) & (ENTRIES - 1)] = desc;
	return 0;
}

void ptmap_free(struct ptmap *map)
{
	struct page *page, *next;

	if (!map->pages.next)
		return;
	list_for_each_entry_safe(page, next, &map->pages, lru) {
		list_del(&page->lru);
		__free_page(page);
	}
	map->root = NULL;
	map->nr_pages = 0;
}

// SPDX-License-Identifier: GPL-2.0-only
/* shadow.c - copies, mends and takes over the upper part of the kernel's tables. */
#include "shadow.h"

void shadow_init(struct shadow *shadow, struct tables *tables)
{
	int i;

	shadow->nr_root = min(SHADOW_MAX_ROOT,
			      level_index(lmap.root_level, lmap.all.end - 1) + 1);
	for (i = 0; i < shadow->nr_root; i++)
		shadow->root[i] = shadow->old[i] = READ_ONCE(kernel.swapper_pg_dir[i]);
	shadow->tables = tables;
}

/* desc, a table descriptor, with another table. */
static u64 desc_retarget(u64 desc, const u64 *table)
{
	u64 pa = __phys_to_pte_val(__pte_to_phys(__pte(desc)));

	return (desc & ~pa) | __phys_to_pte_val(__pa(table));
}

static u64 *table_copy(struct shadow *shadow, const u64 *table)
{
	u64 *copy;
	int i;

	if (shadow->tables->taken == shadow->tables->nr && tables_prealloc(shadow->tables, 1))
		return NULL;
	copy = tables_take(shadow->tables);
	for (i = 0; i < ENTRIES; i++)
		copy[i] = READ_ONCE(table[i]);
	return copy;
}

u64 *shadow_entry(struct shadow *shadow, unsigned long va, int level)
{
	u64 *table = shadow->root, *live = kernel.swapper_pg_dir;
	int at;

	for (at = lmap.root_level;; at++) {
		int i = level_index(at, va);
		u64 was = live ? READ_ONCE(live[i]) : 0;

		if (at == level)
			return &table[i];
		if (!desc_is_table(table[i], at))
			return NULL;
		if (table[i] == was) {
			u64 *copy = table_copy(shadow, desc_table(was));

			if (!copy)
				return NULL;
			table[i] = desc_retarget(was, copy);
		}
		live = desc_is_table(was, at) ? desc_table(was) : NULL;
		table = desc_table(table[i]);
	}
}

/* A member of a group changes: the group is none any more. */
static void group_dissolve(u64 *entry, int level)
{
	int nr = level == LEVEL_PTE ? CONT_PTES : CONT_PMDS;
	u64 *first = PTR_ALIGN_DOWN(entry, nr * sizeof(*entry));
	int i;

	if (*entry & DESC_CONT)
		for (i = 0; i < nr; i++)
			first[i] &= ~DESC_CONT;
}

/*
 * Bring over the page, or whatever larger leaf the shadow has there. Returns the end of
 * what is right now.
 */
static unsigned long fixup_at(struct shadow *shadow, unsigned long va)
{
	u64 *table = shadow->root, *live = kernel.swapper_pg_dir;
	u64 leaf = 0;	/* the live one, once it was passed on the way down */
	int at;

	for (at = lmap.root_level;; at++) {
		u64 *entry = &table[level_index(at, va)];
		unsigned long end = ALIGN_DOWN(va, level_size(at)) + level_size(at);
		u64 is = leaf;

		if (!leaf)
			is = READ_ONCE(live[level_index(at, va)]);
		else if (at > lmap.root_level)
			is = leaf + (ALIGN_DOWN(va, level_size(at)) &
				     (level_size(at - 1) - 1));
		if (*entry == is)
			return end;
		if (!desc_is_table(*entry, at)) {
			group_dissolve(entry, at);
			*entry = desc_is_table(is, at) ? is :
				 (at == LEVEL_PTE ? desc_to_page(is) : is & ~DESC_CONT);
			return end;
		}
		if (leaf || !desc_is_table(is, at))
			leaf = is & ~DESC_CONT;
		else
			live = desc_table(is);
		table = desc_table(*entry);
	}
}

void shadow_fixup(struct shadow *shadow, const struct va_range *range)
{
	unsigned long va = range->start;

	while (va < range->end)
		va = fixup_at(shadow, va);
}

void shadow_find_new(struct shadow *shadow)
{
	int i;

	shadow->nr_new = 0;
	for (i = 0; i < shadow->nr_root; i++)
		if (shadow->root[i] != shadow->old[i])
			shadow->new[shadow->nr_new++] = i;
}

static u64 *pte_table(u64 *table, unsigned long va)
{
	int at;

	for (at = lmap.root_level; at < LEVEL_PTE; at++) {
		u64 desc = READ_ONCE(table[level_index(at, va)]);

		if (!desc_is_table(desc, at))
			return NULL;
		table = desc_table(desc);
	}
	return table;
}

void shadow_copy_ptes(struct shadow *shadow, const struct va_range *range)
{
	unsigned long va, end;

	for (va = range->start; va < range->end; va = end) {
		u64 *to = pte_table(shadow->root, va);
		u64 *from = pte_table(kernel.swapper_pg_dir, va);
		int i = level_index(LEVEL_PTE, va);

		end = min(ALIGN_DOWN(va, PMD_SIZE) + PMD_SIZE, range->end);
		if (!to || !from || to == from)
			continue;
		for (; va < end; va += PAGE_SIZE, i++)
			to[i] = READ_ONCE(from[i]);
	}
}

/* old and now: what one entry was and is. */
static void retire(struct tables *tables, u64 old, u64 now, int level)
{
	const u64 *was, *is = NULL;
	int i;

	if (old == now || !desc_is_table(old, level))
		return;
	was = desc_table(old);
	if (desc_is_table(now, level))
		is = desc_table(now);
	for (i = 0; level + 1 < LEVEL_PTE && i < ENTRIES; i++)
		retire(tables, was[i], is ? is[i] : 0, level + 1);
	tables_free(tables, desc_table(old));
}

void shadow_retire(struct shadow *shadow)
{
	int i;

	for (i = 0; i < shadow->nr_root; i++)
		retire(shadow->tables, shadow->old[i], shadow->root[i], lmap.root_level);
}

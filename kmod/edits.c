// SPDX-License-Identifier: GPL-2.0-only
/*
 * edits.c - collects descriptor writes, fills new tables, stores the writes.
 */
#include "lmap.h"

#include <linux/vmalloc.h>

#include "edits.h"

int edits_alloc(struct edit_list *list, unsigned long max)
{
	memset(list, 0, sizeof(*list));
	list->edit = kvmalloc_array(max, sizeof(*list->edit), GFP_KERNEL);
	if (!list->edit)
		return -ENOMEM;
	list->max = max;
	return 0;
}

void edits_free(struct edit_list *list)
{
	kvfree(list->edit);
	memset(list, 0, sizeof(*list));
}

void edits_add(struct edit_list *list, const struct edit *edit)
{
	if (edit->kind == EDIT_SPLIT_PMD)
		list->nr_tables++;
	else if (edit->kind == EDIT_SPLIT_PUD)
		list->nr_tables += 1 + ENTRIES;

	if (list->max) {
		if (list->nr == list->max) {
			list->overflow = true;
			return;
		}
		list->edit[list->nr] = *edit;
	}
	list->nr++;
}

/*
 * A split of a level 1 block takes its level 2 table first and the 512 level 3
 * tables right behind it: fill finds them by their place in tables->spare.
 */
int edits_take_tables(struct edit_list *list, struct tables *tables)
{
	unsigned long i;

	if (tables->taken + list->nr_tables > tables->nr_spare)
		return -EAGAIN;
	for (i = 0; i < list->nr; i++) {
		struct edit *edit = &list->edit[i];

		if (edit->kind == EDIT_SPLIT_PMD) {
			edit->table = tables_take(tables);
		} else if (edit->kind == EDIT_SPLIT_PUD) {
			edit->table = tables_take(tables);
			tables->taken += ENTRIES;
		} else {
			continue;
		}
		edit->new = desc_make_table(edit->table, edit->old);
	}
	return 0;
}

/* Unrolled, so that the stores pair up: 1.7 instructions an entry instead of 4. */
static void fill_pages(u64 *table, u64 page)
{
	int i, j;

	for (i = 0; i < ENTRIES; i += 16, page += 16 * PAGE_SIZE) {
#pragma GCC unroll 16
		for (j = 0; j < 16; j++)
			table[i + j] = page + j * PAGE_SIZE;
	}
}

void edits_fill(struct edit_list *list, struct tables *tables)
{
	u64 **next = tables->spare;
	unsigned long i, j;

	for (i = 0; i < list->nr; i++) {
		const struct edit *edit = &list->edit[i];
		u64 page = desc_to_page(edit->old);

		if (edit->kind == EDIT_SPLIT_PMD) {
			next++;
			fill_pages(edit->table, page);
		} else if (edit->kind == EDIT_SPLIT_PUD) {
			next++;
			for (j = 0; j < ENTRIES; j++, page += PMD_SIZE) {
				fill_pages(*next, page);
				edit->table[j] = desc_make_table(*next++, edit->old);
			}
		}
	}
	/* New tables must be visible to the walkers before anything points to them. */
	dsb(ishst);
}

static void edit_retire(const struct edit *edit, struct tables *tables)
{
	u64 *table = edit->table;
	int i;

	if (edit->kind == EDIT_FOLD_PUD)
		for (i = 0; i < ENTRIES; i++)
			if (desc_is_table(table[i], LEVEL_PMD))
				tables_retire(tables, desc_table(table[i]));
	if (edit->kind == EDIT_FOLD_PUD || edit->kind == EDIT_FOLD_PMD)
		tables_retire(tables, table);
}

static bool edit_is_group(const struct edit *edit)
{
	return edit->kind == EDIT_SET_CONT || edit->kind == EDIT_CLEAR_CONT;
}

/* Only the contiguous bit of a group's entries changes; they may differ in others. */
static u64 group_entry(const struct edit *edit, u64 old)
{
	return edit->kind == EDIT_SET_CONT ? old | DESC_CONT : old & ~DESC_CONT;
}

unsigned long edits_commit(struct edit_list *list, struct tables *tables)
{
	unsigned long i, written = 0;
	int j;

	for (i = 0; i < list->nr; i++) {
		const struct edit *edit = &list->edit[i];

		if (edit_is_group(edit)) {
			for (j = 0; j < edit->nr; j++)
				WRITE_ONCE(edit->entry[j], group_entry(edit, edit->entry[j]));
		} else {
			WRITE_ONCE(*edit->entry, edit->new);
			edit_retire(edit, tables);
		}
		written += edit->nr;
	}
	return written;
}

static void group_commit_racing(const struct edit *edit)
{
	int i;

	for (i = 0; i < edit->nr; i++) {
		u64 old = READ_ONCE(edit->entry[i]);

		while (!try_cmpxchg(&edit->entry[i], &old, group_entry(edit, old)))
			;
	}
}

unsigned long edits_commit_racing(struct edit_list *list, struct tables *tables,
				  unsigned long *raced)
{
	unsigned long i, written = 0;

	for (i = 0; i < list->nr; i++) {
		struct edit *edit = &list->edit[i];
		u64 old = edit->old;

		/* CLEAR_CONT may have changed the entry since the scan: that is no race. */
		if (!edit_is_group(edit) &&
		    !(try_cmpxchg(edit->entry, &old, edit->new) ||
		      (old == (edit->old & ~DESC_CONT) &&
		       try_cmpxchg(edit->entry, &old, edit->new)))) {
			(*raced)++;
			continue;
		}
		if (edit_is_group(edit))
			group_commit_racing(edit);
		else
			edit_retire(edit, tables);
		written += edit->nr;
	}
	return written;
}

/* Whether table maps what the block descriptor maps, entry by entry. */
static bool table_maps(const u64 *table, u64 block, int level)
{
	u64 page = level == LEVEL_PTE ? desc_to_page(block) : block;
	int i;

	for (i = 0; i < ENTRIES; i++, page += level_size(level)) {
		u64 desc = READ_ONCE(table[i]);

		if (desc_is_table(desc, level)) {
			if (!table_maps(desc_table(desc), page, level + 1))
				return false;
		} else if ((desc & ~DESC_CONT) != page) {
			return false;
		}
	}
	return true;
}

static bool group_is_uniform(const struct edit *edit)
{
	u64 step = edit->new;
	int i;

	for (i = 1; i < edit->nr; i++)
		if (READ_ONCE(edit->entry[i]) != READ_ONCE(edit->entry[0]) + i * step)
			return false;
	return true;
}

static bool edit_written_late(const struct edit *edit)
{
	switch (edit->kind) {
	case EDIT_SPLIT_PMD:
	case EDIT_SPLIT_PUD:
		return !desc_is_table(READ_ONCE(*edit->entry), LEVEL_PMD);
	case EDIT_FOLD_PMD:
		return !table_maps(edit->table, edit->new, LEVEL_PTE);
	case EDIT_FOLD_PUD:
		return !table_maps(edit->table, edit->new, LEVEL_PMD);
	case EDIT_SET_CONT:
		/* Without the bit it was split again since, which is the kernel's right. */
		return READ_ONCE(*edit->entry) & DESC_CONT && !group_is_uniform(edit);
	case EDIT_CLEAR_CONT:
		break;
	}
	return false;
}

unsigned long edits_count_late_writes(const struct edit_list *list)
{
	unsigned long i, late = 0;

	for (i = 0; i < list->nr; i++)
		late += edit_written_late(&list->edit[i]);
	return late;
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * scan_split.c - lists the leaves that a split has to break into ptes.
 *
 * A contiguous group loses its bit as a whole before one of its entries changes,
 * as split_contpmd() and split_contpte() do: a group with mixed bits is a
 * programming error to the architecture (Arm ARM, "The Contiguous bit"), not a smaller group.
 */
#include "scan.h"

struct split_walk {
	const struct va_range *range;
	struct edit_list *list;
};

static void split_group(struct edit_list *list, u64 *group, int nr)
{
	struct edit edit = { .kind = EDIT_CLEAR_CONT, .entry = group, .nr = nr };

	edits_add(list, &edit);
}

static bool wanted(const struct split_walk *walk, unsigned long va, unsigned long size)
{
	return va < walk->range->end && va + size > walk->range->start &&
	       !lmap_left_alone(va, size);
}

static void split_ptes(const struct split_walk *walk, u64 *table, unsigned long va)
{
	int i;

	/* A group has its bit in every entry: the first one tells. */
	for (i = 0; i < ENTRIES; i += CONT_PTES, va += CONT_PTE_SIZE)
		if (READ_ONCE(table[i]) & DESC_CONT && wanted(walk, va, CONT_PTE_SIZE))
			split_group(walk->list, &table[i], CONT_PTES);
}

static void split_pmds(const struct split_walk *walk, u64 *table, unsigned long va)
{
	u64 *group = NULL;
	int i;

	for (i = 0; i < ENTRIES; i++, va += PMD_SIZE) {
		u64 desc = READ_ONCE(table[i]);
		struct edit edit = {
			.kind = EDIT_SPLIT_PMD, .entry = &table[i], .old = desc, .nr = 1,
		};

		if (!desc || va >= walk->range->end || va + PMD_SIZE <= walk->range->start)
			continue;
		if (desc_is_table(desc, LEVEL_PMD)) {
			split_ptes(walk, desc_table(desc), va);
			continue;
		}
		if (!wanted(walk, va, PMD_SIZE))
			continue;
		/* Once a group: its first entry may lie before the range. */
		if (desc & DESC_CONT && group != &table[ALIGN_DOWN(i, CONT_PMDS)]) {
			group = &table[ALIGN_DOWN(i, CONT_PMDS)];
			split_group(walk->list, group, CONT_PMDS);
		}
		edits_add(walk->list, &edit);
	}
}

static int split_pud(u64 *pudp, unsigned long va, void *arg)
{
	const struct split_walk *walk = arg;
	u64 desc = READ_ONCE(*pudp);
	struct edit edit = { .kind = EDIT_SPLIT_PUD, .entry = pudp, .old = desc, .nr = 1 };

	if (desc_is_table(desc, LEVEL_PUD))
		split_pmds(walk, desc_table(desc), va);
	else if (wanted(walk, va, PUD_SIZE))
		edits_add(walk->list, &edit);
	return walk->list->overflow ? -EAGAIN : 0;
}

int scan_split(const struct va_range *range, struct edit_list *list)
{
	struct split_walk walk = { .range = range, .list = list };

	return lmap_walk(kernel.swapper_pg_dir, range, split_pud, &walk);
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * leaves.c - walks all levels of the linear map down to its leaves.
 *
 * From the root, not from level 1 as lmap_walk(): a table of any level can take
 * permissions away from all that is below it.
 */
#include "leaves.h"

#include <linux/sched.h>

static void table_walk(struct leaves *walk, const u64 *table, const struct leaf *above,
		       const struct va_range *range)
{
	int level = above ? above->level + 1 : lmap.root_level;
	unsigned long size = level_size(level), va = ALIGN_DOWN(range->start, size);
	const u64 *entry = table + level_index(level, va);

	for (; va < range->end; va += size, entry++) {
		struct leaf at = {
			.entry = entry, .desc = READ_ONCE(*entry), .va = va, .level = level,
			.hier = above ? above->hier | (above->desc & DESC_TABLE_HIER) : 0,
		};
		struct va_range part = { max(va, range->start), min(va + size, range->end) };

		if (!at.desc)
			continue;
		if (!desc_is_table(at.desc, level)) {
			walk->leaf(walk, &at);
			continue;
		}
		if (walk->table && !walk->table(walk, &at))
			continue;
		walk->nr_tables += level >= LEVEL_PUD;
		table_walk(walk, desc_table(at.desc), &at, &part);
		if (level == LEVEL_PUD)
			cond_resched();
	}
}

void leaves_walk(struct leaves *walk)
{
	walk->nr_tables = 0;
	table_walk(walk, walk->root, NULL, walk->range);
}

u64 leaf_imposed(const struct leaf *leaf)
{
	u64 says = DESC_TABLE_NO_EL0;

	if (leaf->desc & DESC_PXN)
		says |= DESC_TABLE_PXN;
	if (leaf->desc & DESC_UXN)
		says |= DESC_TABLE_UXN;
	if (leaf->desc & DESC_RDONLY)
		says |= DESC_TABLE_RDONLY;
	if (leaf->desc & PTE_USER)
		says &= ~DESC_TABLE_NO_EL0;
	return leaf->hier & ~says;
}

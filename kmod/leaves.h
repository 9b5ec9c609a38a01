/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * leaves.h - every leaf that maps a part of a range, with what the tables above impose on
 * it: the one walk of all that judge a map (census.h, wellformed.h).
 */
#ifndef SF_LEAVES_H
#define SF_LEAVES_H

#include "lmap.h"

/* Hierarchical attributes of a table descriptor: APTable, PXNTable, UXNTable, NSTable. */
#define DESC_TABLE_NO_EL0	BIT_ULL(61)
#define DESC_TABLE_RDONLY	BIT_ULL(62)
#define DESC_TABLE_NS		BIT_ULL(63)
#define DESC_TABLE_HIER		(DESC_TABLE_PXN | DESC_TABLE_UXN | DESC_TABLE_NO_EL0 | \
				 DESC_TABLE_RDONLY | DESC_TABLE_NS)

/* An entry that is no table and not 0. */
struct leaf {
	const u64 *entry;
	u64 desc;		/* *entry, read once */
	u64 hier;		/* DESC_TABLE_HIER of all tables above */
	unsigned long va;	/* where it begins */
	int level;
};

struct leaves {
	u64 *root;			/* as TTBR1 would have it; in use or not */
	const struct va_range *range;
	u64 nr_tables;			/* walked, of levels 2 and 3 */
	void (*leaf)(struct leaves *walk, const struct leaf *leaf);
	/* Optional: entry points to a table. False: do not walk it. */
	bool (*table)(struct leaves *walk, const struct leaf *entry);
};

/* From the root down, in ascending order. May sleep; the map may change meanwhile. */
void leaves_walk(struct leaves *walk);

/* What the tables above impose on leaf that it does not say itself, of DESC_TABLE_HIER. */
u64 leaf_imposed(const struct leaf *leaf);

#endif /* SF_LEAVES_H */

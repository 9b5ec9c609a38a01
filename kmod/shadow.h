/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * shadow.h - a second tree of kernel tables that differs from the live one where it
 * was asked for an entry to write, and shares all else with it: copy on write, table
 * by table. Replacing the root's entries makes it the live one.
 *
 * The live tree may change meanwhile; shadow_fixup() brings over what did.
 */
#ifndef SF_SHADOW_H
#define SF_SHADOW_H

#include "lmap.h"
#include "tables.h"

/* Entries of the linear map's half of a root table: 48 bits of VA with 4K pages have most. */
#define SHADOW_MAX_ROOT	256

struct shadow {
	u64 root[SHADOW_MAX_ROOT];	/* as they shall be */
	u64 old[SHADOW_MAX_ROOT];	/* as they were */
	int nr_root;
	u8 new[SHADOW_MAX_ROOT];	/* indices of entries that differ */
	int nr_new;
	struct tables *tables;		/* where copies come from */
};

/* Share everything. */
void shadow_init(struct shadow *shadow, struct tables *tables);

/*
 * The shadow's own copy of the entry of level that translates va. Tables on the way
 * are copied as they are now. May sleep. NULL: no memory, or no such entry.
 */
u64 *shadow_entry(struct shadow *shadow, unsigned long va, int level);

/*
 * Make the shadow map range as the live tree does now. Where the shadow has a larger
 * leaf than the live tree, it goes back to the live tree's table. No allocation.
 */
void shadow_fixup(struct shadow *shadow, const struct va_range *range);

/* List the root entries that differ from the old ones. */
void shadow_find_new(struct shadow *shadow);

/* Bring over range, which neither tree maps by anything but ptes. For use in a hold. */
void shadow_copy_ptes(struct shadow *shadow, const struct va_range *range);

/* Free the old tables that the shadow, live by now, does not use. */
void shadow_retire(struct shadow *shadow);

#endif /* SF_SHADOW_H */

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * ptmap.h - page tables of our own, built entry by entry: idmap, scratch tables, aliases.
 * No accounting: they live for the module or for one conversion, on no mm.
 */
#ifndef SF_PTMAP_H
#define SF_PTMAP_H

#include <linux/list.h>
#include <linux/types.h>

struct steps;

struct ptmap {
	u64 *root;
	int root_level;
	int va_bits;
	struct steps *steps;	/* that each allocation asks; may be NULL */
	unsigned long nr_pages;	/* tables, root included */
	struct list_head pages;	/* every table, by page->lru */
};

/* An empty root for va_bits of address. Returns 0 or -ENOMEM. */
int ptmap_init(struct ptmap *map, int root_level, int va_bits, struct steps *steps);

/*
 * Store desc in the entry of level that translates va; tables above are made as
 * needed, without hierarchical attributes. Returns 0 or -ENOMEM.
 */
int ptmap_set(struct ptmap *map, u64 va, int level, u64 desc);

/* Free all tables; harmless on a zeroed or already freed map. */
void ptmap_free(struct ptmap *map);

#endif /* SF_PTMAP_H */

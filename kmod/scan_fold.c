// SPDX-License-Identifier: GPL-2.0-only
/*
 * scan_fold.c - lists what a fold can join, from the bottom up.
 *
 * Joining is decided on the map as it will be: for each level 1 entry the 512
 * level 2 entries are computed as if their tables were folded already ("virtual"
 * entries), so that pages go straight to the largest leaf they allow and no entry
 * is written twice on the way.
 *
 * Invalid pages stay as they are, and so does their group: somebody will make them
 * valid again one page at a time. So do read-only ones, unless the kernel can split
 * what it then meets.
 */
#include "scan.h"

struct fold_walk {
	const struct va_range *range;
	struct edit_list *list;
	u64 virt[ENTRIES];	/* the level 2 entries as they will be; 0: a table or nothing */
};

/* hier: the table descriptor above. A block must not lose what it imposes. */
static bool leaf_is_foldable(u64 leaf, u64 hier)
{
	bool writable = (leaf & (DESC_DBM | DESC_RDONLY)) == DESC_DBM;

	if (!(leaf & DESC_VALID) || !(writable || lmap.splits_itself))
		return false;
	return !(hier & DESC_TABLE_PXN && !(leaf & DESC_PXN)) &&
	       !(hier & DESC_TABLE_UXN && !(leaf & DESC_UXN));
}

static bool desc_is_aligned(u64 desc, unsigned long size)
{
	return IS_ALIGNED(__pte_to_phys(__pte(desc)), size);
}

/* Whether the nr entries from entry on map one range with one set of attributes. */
static __always_inline bool entries_are_uniform(const u64 *entry, int nr, unsigned long step)
{
	return !(entries_diff(entry, nr, step) & ~DESC_CONT);
}

static void fold_group(struct edit_list *list, u64 *entry, int nr, unsigned long step)
{
	struct edit edit = { .kind = EDIT_SET_CONT, .entry = entry, .new = step, .nr = nr };

	edits_add(list, &edit);
}

static bool fold_allowed(const struct fold_walk *walk, u64 leaf, u64 hier, unsigned long va,
			 unsigned long size)
{
	return leaf_is_foldable(leaf, hier) && desc_is_aligned(leaf, size) &&
	       range_covers(walk->range, va, size) && !lmap_left_alone(va, size);
}

/*
 * Returns the block that table can become, or 0 after listing its contpte groups. The
 * whole table is tried first: most of a map is uniform.
 */
static u64 fold_ptes(struct fold_walk *walk, u64 *table, u64 hier, unsigned long va)
{
	int i;

	if (fold_allowed(walk, table[0], hier, va, PMD_SIZE) &&
	    entries_are_uniform(table, ENTRIES, PAGE_SIZE))
		return desc_to_block(table[0]);

	for (i = 0; i < ENTRIES; i += CONT_PTES, va += CONT_PTE_SIZE)
		if (!(table[i] & DESC_CONT) &&
		    fold_allowed(walk, table[i], hier, va, CONT_PTE_SIZE) &&
		    entries_are_uniform(&table[i], CONT_PTES, PAGE_SIZE))
			fold_group(walk->list, &table[i], CONT_PTES, PAGE_SIZE);
	return 0;
}

static void fold_pmd(struct fold_walk *walk, u64 *pmdp, u64 block)
{
	struct edit edit = {
		.kind = EDIT_FOLD_PMD, .entry = pmdp, .old = READ_ONCE(*pmdp), .new = block,
		.nr = 1,
	};

	edit.table = desc_table(edit.old);
	walk->list->nr_retired++;
	edits_add(walk->list, &edit);
}

static void fold_pmds(struct fold_walk *walk, u64 *table, u64 hier, unsigned long va)
{
	int i, j;

	for (i = 0; i < ENTRIES; i += CONT_PMDS, va += CONT_PMD_SIZE) {
		bool group = fold_allowed(walk, walk->virt[i], hier, va, CONT_PMD_SIZE) &&
			     entries_are_uniform(&walk->virt[i], CONT_PMDS, PMD_SIZE);

		for (j = i; j < i + CONT_PMDS; j++)
			if (walk->virt[j] && desc_is_table(table[j], LEVEL_PMD))
				fold_pmd(walk, &table[j], walk->virt[j]);
		if (group && !(walk->virt[i] & DESC_CONT))
			fold_group(walk->list, &table[i], CONT_PMDS, PMD_SIZE);
	}
}

static bool fold_pud(struct fold_walk *walk, u64 *pudp, u64 pud, unsigned long va)
{
	struct edit edit = {
		.kind = EDIT_FOLD_PUD, .entry = pudp, .old = pud, .nr = 1,
		.table = desc_table(pud), .new = walk->virt[0] & ~DESC_CONT,
	};
	int i;

	if (!pud_sect_supported() || !fold_allowed(walk, walk->virt[0], pud, va, PUD_SIZE) ||
	    !entries_are_uniform(walk->virt, ENTRIES, PMD_SIZE))
		return false;

	for (i = 0; i < ENTRIES; i++)
		walk->list->nr_retired += desc_is_table(edit.table[i], LEVEL_PMD);
	walk->list->nr_retired++;
	edits_add(walk->list, &edit);
	return true;
}

static int fold_entry(u64 *pudp, unsigned long va, void *arg)
{
	struct fold_walk *walk = arg;
	u64 pud = READ_ONCE(*pudp);
	u64 *table;
	int i;

	if (!desc_is_table(pud, LEVEL_PUD))
		return 0;
	table = desc_table(pud);
	for (i = 0; i < ENTRIES; i++) {
		u64 pmd = READ_ONCE(table[i]);

		if (desc_is_table(pmd, LEVEL_PMD))
			walk->virt[i] = fold_ptes(walk, desc_table(pmd), pud | pmd,
						  va + i * PMD_SIZE);
		else
			walk->virt[i] = pmd;
	}
	if (!fold_pud(walk, pudp, pud, va))
		fold_pmds(walk, table, pud, va);
	return walk->list->overflow ? -EAGAIN : 0;
}

/* One walk at a time (device.c); the stopper's stack is no place for it. */
static struct fold_walk fold_walk;

int scan_fold(const struct va_range *range, struct edit_list *list)
{
	fold_walk.range = range;
	fold_walk.list = list;
	return lmap_walk(kernel.swapper_pg_dir, range, fold_entry, &fold_walk);
}

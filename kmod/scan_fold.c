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
 * valid again one page at a time. So do read-only ones and those that a realm shares
 * with its host, unless the kernel can split what it then meets. Shared and private pages
 * differ in a bit of the address, so no leaf is made of both.
 */
#include "scan.h"

#include <asm/rsi.h>

#include "ptes.h"

struct fold_walk {
	struct scan *scan;
	u64 pmd[ENTRIES];	/* the level 2 entries as they are */
	u64 virt[ENTRIES];	/* as they will be; 0: a table or nothing */
	u64 *table[ENTRIES];	/* tables of pages that may become blocks; else NULL */
	u64 diff[ENTRIES];	/* what keeps them from it */
};

/* hier: the table descriptor above. A block must not lose what it imposes. */
static bool leaf_is_foldable(u64 leaf, u64 hier)
{
	bool writable = (leaf & (DESC_DBM | DESC_RDONLY)) == DESC_DBM;
	bool shared = leaf & PROT_NS_SHARED;

	if (!(leaf & DESC_VALID) || !((writable && !shared) || lmap.splits_itself))
		return false;
	return !(hier & DESC_TABLE_PXN && !(leaf & DESC_PXN)) &&
	       !(hier & DESC_TABLE_UXN && !(leaf & DESC_UXN));
}

static bool desc_is_aligned(u64 desc, unsigned long size)
{
	return IS_ALIGNED(__pte_to_phys(__pte(desc)), size);
}

/* Whether diff, of a table or a group, leaves something that a leaf cannot have. */
static bool differs(const struct fold_walk *walk, u64 diff)
{
	return diff & ~(DESC_CONT | walk->scan->overlook);
}

static bool fold_allowed(const struct fold_walk *walk, u64 leaf, u64 hier, unsigned long va,
			 unsigned long size)
{
	return leaf_is_foldable(leaf, hier) && desc_is_aligned(leaf, size) &&
	       range_covers(&walk->scan->range, va, size) && !lmap_left_alone(va, size) &&
	       !lmap_is_crash_kernel(va, size) && !lmap_is_removable(va, size);
}

/* The nr leaves from entry on become a contiguous group. */
static void fold_ptes_group(struct fold_walk *walk, u64 *entry, unsigned long va)
{
	struct edit edit = {
		.kind = EDIT_CONT, .entry = entry, .va = va, .nr = CONT_PTES, .level = LEVEL_PTE,
	};
	struct edit_word words[CONT_PTES];
	int i;

	for (i = 0; i < CONT_PTES; i++) {
		words[i].old = READ_ONCE(entry[i]);
		words[i].new = words[i].old | DESC_CONT;
	}
	edits_add(walk->scan->list, &edit, words);
}

static void fold_ptes(struct fold_walk *walk, u64 *table, u64 hier, unsigned long va)
{
	int i;

	for (i = 0; i < ENTRIES; i += CONT_PTES, va += CONT_PTE_SIZE)
		if (!(table[i] & DESC_CONT) &&
		    fold_allowed(walk, table[i], hier, va, CONT_PTE_SIZE) &&
		    !differs(walk, ptes_diff(&table[i], CONT_PTES, PAGE_SIZE)))
			fold_ptes_group(walk, &table[i], va);
}

/* nr level 2 entries become blocks, with the contiguous bit when they are a group. */
static void fold_pmds(struct fold_walk *walk, u64 *table, int from, int nr, unsigned long va)
{
	struct edit edit = {
		.kind = EDIT_CONT, .entry = &table[from], .va = va, .nr = nr, .level = LEVEL_PMD,
	};
	struct edit_word words[CONT_PMDS];
	int i;

	for (i = 0; i < nr; i++) {
		words[i].old = walk->pmd[from + i];
		words[i].new = walk->virt[from + i] | (nr > 1 ? DESC_CONT : 0);
		if (desc_is_table(words[i].old, LEVEL_PMD))
			edit.kind = EDIT_FOLD;
	}
	edits_add(walk->scan->list, &edit, words);
}

static void fold_pmd_group(struct fold_walk *walk, u64 *table, u64 hier, int from,
			   unsigned long va)
{
	const u64 *virt = &walk->virt[from];
	int i;

	if (fold_allowed(walk, virt[0], hier, va, CONT_PMD_SIZE) &&
	    !differs(walk, ptes_diff(virt, CONT_PMDS, PMD_SIZE))) {
		/* One that is a group already has no tables left to fold. */
		if (!(virt[0] & DESC_CONT))
			fold_pmds(walk, table, from, CONT_PMDS, va);
		return;
	}
	for (i = 0; i < CONT_PMDS; i++, va += PMD_SIZE)
		if (virt[i] && desc_is_table(walk->pmd[from + i], LEVEL_PMD))
			fold_pmds(walk, table, from + i, 1, va);
}

static bool fold_pud(struct fold_walk *walk, u64 *pudp, u64 pud, unsigned long va)
{
	struct edit edit = {
		.kind = EDIT_FOLD, .entry = pudp, .va = va, .nr = 1, .level = LEVEL_PUD,
	};
	struct edit_word word = { .old = pud, .new = walk->virt[0] & ~DESC_CONT };

	if (!pud_sect_supported() || !fold_allowed(walk, walk->virt[0], pud, va, PUD_SIZE) ||
	    differs(walk, ptes_diff(walk->virt, ENTRIES, PMD_SIZE)))
		return false;
	edits_add(walk->scan->list, &edit, &word);
	return true;
}

/* Take the level 2 entries down, and compare all tables of pages that may become blocks. */
static void fold_look(struct fold_walk *walk, u64 *table, u64 pud, unsigned long va)
{
	int i;

	for (i = 0; i < ENTRIES; i++, va += PMD_SIZE) {
		u64 pmd = READ_ONCE(table[i]);
		u64 *ptes = desc_is_table(pmd, LEVEL_PMD) ? desc_table(pmd) : NULL;

		walk->pmd[i] = pmd;
		walk->virt[i] = ptes ? 0 : pmd;
		if (ptes && !fold_allowed(walk, READ_ONCE(ptes[0]), pud | pmd, va, PMD_SIZE))
			ptes = NULL;
		walk->table[i] = ptes;
	}
	ptes_diff_tables(walk->table, walk->diff, ENTRIES);
}

static int fold_entry(u64 *pudp, unsigned long va, void *arg)
{
	struct fold_walk *walk = arg;
	const struct va_range *range = &walk->scan->range;
	u64 pud = READ_ONCE(*pudp);
	u64 *table;
	int i;

	if (!desc_is_table(pud, LEVEL_PUD))
		return 0;
	table = desc_table(pud);
	fold_look(walk, table, pud, va);
	for (i = 0; i < ENTRIES; i++) {
		unsigned long at = va + i * PMD_SIZE;

		if (walk->table[i] && !differs(walk, walk->diff[i]))
			walk->virt[i] = desc_to_block(READ_ONCE(walk->table[i][0]));
		else if (desc_is_table(walk->pmd[i], LEVEL_PMD) && at < range->end &&
			 at + PMD_SIZE > range->start)
			fold_ptes(walk, desc_table(walk->pmd[i]), pud | walk->pmd[i], at);
	}
	if (!fold_pud(walk, pudp, pud, va))
		for (i = 0; i < ENTRIES; i += CONT_PMDS)
			fold_pmd_group(walk, table, pud, i, va + i * PMD_SIZE);
	return walk->scan->list->err;
}

/* One walk at a time (device.c); too large for a stack. */
static struct fold_walk fold_walk;

int scan_fold(struct scan *scan)
{
	fold_walk.scan = scan;
	return lmap_walk(kernel.swapper_pg_dir, &scan->range, fold_entry, &fold_walk);
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * scan_split.c - lists the leaves that a split has to break into ptes.
 *
 * A contiguous group is one edit, also when only some of its members are wanted: the
 * others lose the bit. A group with mixed bits is a programming error to the
 * architecture (Arm ARM, "The Contiguous bit"), not a smaller group.
 */
#include "scan.h"

static bool wanted(const struct scan *scan, unsigned long va, unsigned long size)
{
	return va < scan->range.end && va + size > scan->range.start &&
	       !lmap_left_alone(va, size);
}

/* A word that says what becomes of one leaf; new == 0: a table, made later. */
static struct edit_word split_word(const struct scan *scan, u64 leaf, unsigned long va, int level)
{
	struct edit_word word = { .old = leaf };

	if (level == LEVEL_PTE || !wanted(scan, va, level_size(level)))
		word.new = leaf & ~DESC_CONT;
	return word;
}

static void split_group(struct scan *scan, u64 *group, int nr, unsigned long va, int level)
{
	struct edit edit = {
		.kind = level == LEVEL_PTE ? EDIT_UNCONT : EDIT_SPLIT, .entry = group, .va = va,
		.nr = nr, .level = level,
	};
	struct edit_word words[MAX(CONT_PTES, CONT_PMDS)];
	int i;

	for (i = 0; i < nr; i++, va += level_size(level))
		words[i] = split_word(scan, READ_ONCE(group[i]), va, level);
	edits_add(scan->list, &edit, words);
}

static void split_leaf(struct scan *scan, u64 *entry, u64 leaf, unsigned long va, int level)
{
	struct edit edit = {
		.kind = EDIT_SPLIT, .entry = entry, .va = va, .nr = 1, .level = level,
	};
	struct edit_word word = { .old = leaf };

	edits_add(scan->list, &edit, &word);
}

static void split_ptes(struct scan *scan, u64 *table, unsigned long va)
{
	int i;

	/* A group has its bit in every entry: the first one tells. */
	for (i = 0; i < ENTRIES; i += CONT_PTES, va += CONT_PTE_SIZE)
		if (READ_ONCE(table[i]) & DESC_CONT && wanted(scan, va, CONT_PTE_SIZE))
			split_group(scan, &table[i], CONT_PTES, va, LEVEL_PTE);
}

/* Whether any member is to become a table: a group may reach into what is left alone. */
static bool group_wanted(const struct scan *scan, unsigned long va)
{
	int i;

	for (i = 0; i < CONT_PMDS; i++)
		if (wanted(scan, va + i * PMD_SIZE, PMD_SIZE))
			return true;
	return false;
}

static void split_pmds(struct scan *scan, u64 *table, unsigned long va)
{
	unsigned long at;
	int i;

	for (i = 0; i < ENTRIES; i++) {
		u64 desc = READ_ONCE(table[i]);

		at = va + i * PMD_SIZE;
		if (desc_is_table(desc, LEVEL_PMD)) {
			if (at < scan->range.end && at + PMD_SIZE > scan->range.start)
				split_ptes(scan, desc_table(desc), at);
		} else if (desc & DESC_CONT) {
			if (group_wanted(scan, at))
				split_group(scan, &table[i], CONT_PMDS, at, LEVEL_PMD);
			i += CONT_PMDS - 1;
		} else if (desc && wanted(scan, at, PMD_SIZE)) {
			split_leaf(scan, &table[i], desc, at, LEVEL_PMD);
		}
	}
}

static int split_pud(u64 *pudp, unsigned long va, void *arg)
{
	struct scan *scan = arg;
	u64 desc = READ_ONCE(*pudp);

	if (desc_is_table(desc, LEVEL_PUD))
		split_pmds(scan, desc_table(desc), va);
	else if (wanted(scan, va, PUD_SIZE))
		split_leaf(scan, pudp, desc, va, LEVEL_PUD);
	return scan->list->err;
}

int scan_split(struct scan *scan)
{
	return lmap_walk(kernel.swapper_pg_dir, &scan->range, split_pud, scan);
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * scratch.c - builds the scratch tables from the live map.
 *
 * All pages come out writable, whatever they are now: a page that is read-only while
 * this is built may belong to somebody else by the time of the hold. Shared pages of a
 * realm keep their unprotected address, which is where their memory is.
 */
#include "lmap.h"

#include <asm/rsi.h>
#include <asm/sysreg.h>

#include "ptes.h"
#include "scratch.h"

static u64 scratch_leaf(u64 desc, int level)
{
	u64 pa = __phys_to_pte_val(__pte_to_phys(__pte(desc)));
	u64 page = pa | pgprot_val(pgprot_tagged(PAGE_KERNEL));

	return level == LEVEL_PTE ? page : desc_to_block(page);
}

/* For each level 2 entry under one of level 1: its table of pages, and how that differs. */
struct scratch_look {
	u64 *table[ENTRIES];
	u64 diff[ENTRIES];
};

/* One at a time (device.c); too large for a stack. */
static struct scratch_look look;

/* Whether table maps one aligned range, all shared or all private, else as it may be. */
static bool table_is_straight(const u64 *table, u64 diff)
{
	return table[0] & DESC_VALID &&
	       IS_ALIGNED(__pte_to_phys(__pte(table[0])), PMD_SIZE) &&
	       !(diff & (DESC_VALID | PTE_ADDR_LOW | PROT_NS_SHARED));
}

static int scratch_ptes(struct ptmap *map, const u64 *table, u64 diff, unsigned long va)
{
	int i, err = 0;

	if (table_is_straight(table, diff))
		return ptmap_set(map, va, LEVEL_PMD, scratch_leaf(table[0], LEVEL_PMD));
	for (i = 0; i < ENTRIES && !err; i++, va += PAGE_SIZE) {
		u64 desc = READ_ONCE(table[i]);

		if (desc & DESC_VALID)
			err = ptmap_set(map, va, LEVEL_PTE, scratch_leaf(desc, LEVEL_PTE));
	}
	return err;
}

static int scratch_pmds(struct ptmap *map, const u64 *table, unsigned long va)
{
	int i, err = 0;

	for (i = 0; i < ENTRIES; i++) {
		u64 desc = READ_ONCE(table[i]);

		look.table[i] = desc_is_table(desc, LEVEL_PMD) ? desc_table(desc) : NULL;
	}
	ptes_diff_tables(look.table, look.diff, ENTRIES);
	for (i = 0; i < ENTRIES && !err; i++, va += PMD_SIZE) {
		u64 desc = READ_ONCE(table[i]);

		if (look.table[i])
			err = scratch_ptes(map, look.table[i], look.diff[i], va);
		else if (desc & DESC_VALID)
			err = ptmap_set(map, va, LEVEL_PMD, scratch_leaf(desc, LEVEL_PMD));
	}
	return err;
}

static int scratch_pud(u64 *pudp, unsigned long va, void *arg)
{
	struct ptmap *map = arg;
	u64 pud = READ_ONCE(*pudp);

	if (!(pud & DESC_VALID))
		return 0;
	if (!desc_is_table(pud, LEVEL_PUD))
		return ptmap_set(map, va, LEVEL_PUD, scratch_leaf(pud, LEVEL_PUD));
	return scratch_pmds(map, desc_table(pud), va);
}

int scratch_build(struct ptmap *map, struct steps *steps)
{
	int i, nr, err;

	err = ptmap_init(map, lmap.root_level, lmap.va_bits, steps);
	if (err)
		return err;
	/* The upper half of the root: image, modules, vmalloc, vmemmap, fixmap. */
	nr = 1 << (lmap.va_bits - level_shift(lmap.root_level));
	for (i = nr / 2; i < nr; i++)
		map->root[i] = READ_ONCE(kernel.swapper_pg_dir[i]);
	err = lmap_walk(kernel.swapper_pg_dir, &lmap.all, scratch_pud, map);
	/* Visible to the walker before a TTBR points here. */
	dsb(ishst);
	return err;
}

u64 scratch_ttbr1(const struct ptmap *map)
{
	return (read_sysreg(ttbr1_el1) & TTBRx_EL1_ASID_MASK) | phys_to_ttbr(__pa(map->root));
}

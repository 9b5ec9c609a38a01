// SPDX-License-Identifier: GPL-2.0-only
/*
 * plant.c - plants one fault in tables that no CPU walks, and lets wellformed.c find it.
 *
 * The tables are right for the piece of the linear map that they would be: a contiguous group
 * of blocks, one block, and a table of pages of which the first ones are a group.
 */
#include "convert.h"

#include "leaves.h"
#include "plant.h"
#include "reason.h"

struct garden {
	struct ptmap map;
	struct va_range range;
	u64 *pmd;		/* of the group of blocks; the block follows it, then the table */
	u64 *pte;
	struct page *free;	/* the page of a table, if it is made look free */
};

#define BLOCK		CONT_PMDS
#define TABLE		(CONT_PMDS + 1)
#define TWIN		(CONT_PMDS + 2)
#define LONE		CONT_PTES	/* the first page that is in no group */

static u64 leaf_at(unsigned long va)
{
	return __phys_to_pte_val(__pa(va)) | pgprot_val(PAGE_KERNEL);
}

static unsigned long pmd_va(const struct garden *garden, int i)
{
	return garden->range.start + i * PMD_SIZE;
}

static unsigned long pte_va(const struct garden *garden, int i)
{
	return pmd_va(garden, TABLE) + i * PAGE_SIZE;
}

static u64 *entry_of(const struct ptmap *map, unsigned long va, int level)
{
	u64 *table = map->root;
	int at;

	va &= GENMASK_ULL(map->va_bits - 1, 0);
	for (at = map->root_level; at < level; at++)
		table = desc_table(table[(va >> level_shift(at)) & (ENTRIES - 1)]);
	return &table[(va >> level_shift(level)) & (ENTRIES - 1)];
}

static int garden_make(struct garden *garden)
{
	unsigned long va = (unsigned long)__va(ALIGN(__pa(lmap.all.start), 2 * CONT_PMD_SIZE));
	int i, err = ptmap_init(&garden->map, lmap.root_level, lmap.va_bits, NULL);

	garden->range = (struct va_range){ va, va + 2 * CONT_PMD_SIZE };
	for (i = 0; i <= BLOCK && !err; i++, va += PMD_SIZE)
		err = ptmap_set(&garden->map, va, LEVEL_PMD, desc_to_block(leaf_at(va)) |
				(i < CONT_PMDS ? DESC_CONT : 0));
	for (i = 0; i < ENTRIES && !err; i++, va += PAGE_SIZE)
		err = ptmap_set(&garden->map, va, LEVEL_PTE,
				leaf_at(va) | (i < CONT_PTES ? DESC_CONT : 0));
	if (err)
		return err;
	garden->pmd = entry_of(&garden->map, garden->range.start, LEVEL_PMD);
	garden->pte = entry_of(&garden->map, pmd_va(garden, TABLE), LEVEL_PTE);
	return 0;
}

static void garden_free(struct garden *garden)
{
	if (garden->free)
		page_ref_unfreeze(garden->free, 1);
	ptmap_free(&garden->map);
}

/* Faults of pages and blocks. Returns where the first one is, 0: it is none of these. */
static unsigned long plant_leaf(struct garden *garden, u32 kind)
{
	u64 *pmd = garden->pmd, *pte = garden->pte;
	int i;

	switch (kind) {
	case SPLITFOLD_PLANT_GROUP_BIT:
		pte[CONT_PTES - 1] &= ~DESC_CONT;
		return pte_va(garden, 0);
	case SPLITFOLD_PLANT_GROUP_BLOCK:
		pmd[CONT_PMDS - 1] &= ~DESC_CONT;
		return pmd_va(garden, 0);
	case SPLITFOLD_PLANT_GROUP_HOLE:
		pte[CONT_PTES - 2] = 0;
		return pte_va(garden, 0);
	case SPLITFOLD_PLANT_GROUP_ADDRESS:
		pte[CONT_PTES / 2] += PAGE_SIZE;
		return pte_va(garden, 0);
	case SPLITFOLD_PLANT_GROUP_RDONLY:
		pte[1] |= DESC_RDONLY;
		return pte_va(garden, 0);
	case SPLITFOLD_PLANT_GROUP_ALIGN:
		for (i = 0; i < CONT_PTES; i++)
			pte[i] += PAGE_SIZE;
		return pte_va(garden, 0);
	case SPLITFOLD_PLANT_BLOCK_ALIGN:
		pmd[BLOCK] += PAGE_SIZE;
		return pmd_va(garden, BLOCK);
	case SPLITFOLD_PLANT_RESERVED:
		pte[LONE] &= ~DESC_TABLE;
		return pte_va(garden, LONE);
	case SPLITFOLD_PLANT_ADDRESS:
		pte[LONE] += PAGE_SIZE;
		return pte_va(garden, LONE);
	default:
		return 0;
	}
}

static unsigned long plant_table(struct garden *garden, u32 kind)
{
	u64 *table = &garden->pmd[TABLE];

	switch (kind) {
	case SPLITFOLD_PLANT_TWICE:
		garden->pmd[TWIN] = *table;
		return pmd_va(garden, TWIN);
	case SPLITFOLD_PLANT_TABLE_FREE:
		garden->free = virt_to_page(garden->pte);
		page_ref_freeze(garden->free, 1);
		return pmd_va(garden, TABLE);
	case SPLITFOLD_PLANT_TABLE_RDONLY:
		*table |= DESC_TABLE_RDONLY;
		return pte_va(garden, 0);
	case SPLITFOLD_PLANT_TABLE_PXN:
		*table |= DESC_TABLE_PXN;
		garden->pte[LONE] &= ~DESC_PXN;
		return pte_va(garden, LONE);
	case SPLITFOLD_PLANT_TABLE_UXN:
		*table |= DESC_TABLE_UXN;
		garden->pte[LONE] &= ~DESC_UXN;
		return pte_va(garden, LONE);
	case SPLITFOLD_PLANT_TABLE_NS:
		*table |= DESC_TABLE_NS;
		return pte_va(garden, 0);
	default:
		return 0;
	}
}

long plant(void *arg)
{
	struct splitfold_plant *req = arg;
	struct garden garden = { };
	struct wellformed found;
	int err;

	req->reason[0] = '\0';
	if (!allow_unsafe)
		return fail(req->reason, -EPERM, "the module was loaded without allow_unsafe=1");
	if (req->kind >= SPLITFOLD_NR_PLANTS)
		return fail(req->reason, -EINVAL, "no plant %u", req->kind);
	err = garden_make(&garden);
	if (err) {
		garden_free(&garden);
		return fail(req->reason, err, "no memory for tables");
	}
	req->va = plant_leaf(&garden, req->kind) ?: plant_table(&garden, req->kind);
	wellformed_take(garden.map.root, &garden.range, &found);
	req->found_va = found.va;
	req->faults = found.faults;
	wellformed_check(&found, 0, req->reason);
	garden_free(&garden);
	return 0;
}

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * lmap.h - the linear map: where it lies, and its descriptors.
 *
 * Table entries of all levels are plain u64 here: the VMSAv8-64 descriptor
 * formats of level 1, 2 and 3 differ only in bit 1, and every conversion moves
 * entries between levels. Levels are numbered as in the Arm ARM, -1 to 3.
 */
#ifndef SF_LMAP_H
#define SF_LMAP_H

#include <linux/pgtable.h>

#define LEVEL_PUD	1
#define LEVEL_PMD	2
#define LEVEL_PTE	3

#define DESC_VALID	BIT_ULL(0)
#define DESC_TABLE	BIT_ULL(1)	/* level < 3: a table; level 3: set in every page */
#define DESC_RDONLY	PTE_RDONLY
#define DESC_DBM	PTE_DBM
#define DESC_CONT	PTE_CONT
#define DESC_PXN	PTE_PXN
#define DESC_UXN	PTE_UXN
#define DESC_TABLE_PXN	PMD_TABLE_PXN
#define DESC_TABLE_UXN	PMD_TABLE_UXN

#define ENTRIES		PTRS_PER_PTE	/* of every table below the root */

/* An address range of the linear map, [start, end), kernel virtual. */
struct va_range {
	unsigned long start;
	unsigned long end;
};

struct lmap {
	struct va_range all;	/* the half of TTBR1's range that the linear map may use */
	struct va_range alias;	/* [_text, __init_begin): the kernel never changes its leaves */
	int root_level;		/* of swapper_pg_dir as TTBR1 uses it: -1 with 52-bit VA */
	int va_bits;
	bool splits_itself;	/* the kernel splits a leaf when set_memory_*() meets one */
};

extern struct lmap lmap;

/* Read the geometry; bbml2: every CPU has it. */
void lmap_init(bool bbml2);

/*
 * Whether all of today's RAM can be handled; memory may have been added. Returns 0, or
 * -EOPNOTSUPP with reason (SPLITFOLD_REASON_MAX) set: RAM beyond half of the VA range, or
 * above 2^50 (where stepping a descriptor by its size would have to carry into the high
 * address bits of LPA2).
 */
int lmap_check(char *reason);

static inline int level_shift(int level)
{
	return PAGE_SHIFT + (LEVEL_PTE - level) * PTDESC_TABLE_SHIFT;
}

static inline unsigned long level_size(int level)
{
	return 1UL << level_shift(level);
}

static inline int level_index(int level, unsigned long va)
{
	int bits = PTDESC_TABLE_SHIFT;

	if (level == lmap.root_level)
		bits = lmap.va_bits - level_shift(level);
	return (va >> level_shift(level)) & ((1UL << bits) - 1);
}

static inline bool desc_is_table(u64 desc, int level)
{
	return level < LEVEL_PTE && (desc & (DESC_VALID | DESC_TABLE)) == (DESC_VALID | DESC_TABLE);
}

/* The next-level table that desc points to, through the linear map. */
static inline u64 *desc_table(u64 desc)
{
	return __va(__pte_to_phys(__pte(desc)));
}

/* A leaf's descriptor at level 3, and back at level 1 or 2. */
static inline u64 desc_to_page(u64 leaf)
{
	return (leaf & ~DESC_CONT) | DESC_TABLE;
}

static inline u64 desc_to_block(u64 leaf)
{
	return leaf & ~(DESC_CONT | DESC_TABLE);
}

/*
 * Descriptor of the table at child that replaces leaf: the hierarchical
 * attributes that split_pmd() in arch/arm64/mm/mmu.c gives such a table.
 */
static inline u64 desc_make_table(const u64 *child, u64 leaf)
{
	u64 desc = __phys_to_pte_val(__pa(child)) | PMD_TYPE_TABLE | PMD_TABLE_UXN | PMD_TABLE_AF;

	return leaf & DESC_PXN ? desc | DESC_TABLE_PXN : desc;
}

/*
 * Whether all of [va, end) is mapped by single pages, so that permissions of each can
 * change. Neither locks nor sleeps.
 */
bool lmap_is_ptes(unsigned long va, unsigned long end);

/* The KFENCE pool: its entries change at any time, so it is never touched. */
struct va_range lmap_kfence(void);

/* Whether [va, va + size) meets the kernel image alias or the KFENCE pool. */
bool lmap_left_alone(unsigned long va, unsigned long size);

/* Whether it meets memory reserved for a crash kernel. */
bool lmap_is_crash_kernel(unsigned long va, unsigned long size);

/*
 * Whether a leaf of size at va would keep memory that came after boot from leaving: it
 * goes section by section, and can_unmap_without_split() (arch/arm64/mm/mmu.c) refuses
 * what a leaf reaches beyond.
 */
bool lmap_is_removable(unsigned long va, unsigned long size);

/*
 * The live entry of the leaf that maps va, and its level; NULL where nothing is mapped.
 * Neither locks nor sleeps.
 */
u64 *lmap_leaf(unsigned long va, int *level);

/*
 * The range that a request means: page aligned, in the linear map; 0, 0 is all of it.
 * Returns 0, or -EINVAL with reason (SPLITFOLD_REASON_MAX) set.
 */
int lmap_range(u64 start, u64 end, struct va_range *range, char *reason);

static inline bool range_covers(const struct va_range *range, unsigned long va, unsigned long size)
{
	return range->start <= va && va + size <= range->end;
}

/*
 * Call fn for every non-zero level 1 entry under root that maps a part of range,
 * with the VA at which the entry begins. Stops at the first non-zero return and
 * passes it on. Neither locks nor sleeps: fn sees a map that others may change.
 */
typedef int (*lmap_pud_fn)(u64 *pudp, unsigned long va, void *arg);
int lmap_walk(u64 *root, const struct va_range *range, lmap_pud_fn fn, void *arg);

#endif /* SF_LMAP_H */

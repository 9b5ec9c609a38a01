// SPDX-License-Identifier: GPL-2.0-only
/*
 * breach.c - breaks break-before-make where nobody is hurt, for those who look for it.
 *
 * The mapping is a vmap() of 2 MiB that lie together, which nobody uses but the tables'
 * walkers, if they care. The wrong change is made once, in between are right ones. What is
 * wrong is what is not done, so instructions stand here as they are: the kernel's macros do
 * more on some CPUs (ARM64_WORKAROUND_REPEAT_TLBI).
 */
#include "convert.h"

#include <linux/irqflags.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>

#include "breach.h"
#include "reason.h"
#include "tlbi.h"

#define DESC_NG		PTE_NG
#define GROUP_MAX	32	/* entries of a contiguous group of pages; 16 with 4K */

/* What is left out. */
enum how {
	RIGHT,
	NO_BREAK,
	NO_TLBI,
	EARLY_TLBI,		/* the break need not be visible when it is made */
	LOCAL_TLBI,
	NO_DSB,			/* the TLBI need not be complete */
};

/* What entries are to become, from what pages 0, 1, ... of the mapping are. */
enum what {
	AS_MAPPED,
	OTHER_PAGE,
	NON_CACHEABLE,
	NON_GLOBAL,
	CONTIGUOUS,
	HALF_CONTIGUOUS,
	BLOCK,			/* instead of the table */
};

struct area {
	struct page *pages;
	void *mapping;		/* twice the size of a block: */
	unsigned long va;	/* there is one that begins in it */
	u64 *pmd;
	u64 *pte;
	u64 table;		/* what *pmd was */
	u64 leaf;		/* and *pte */
};

static const struct {
	enum how how;
	enum what before, after;
	enum what right;	/* what comes after it when it is made right */
} kinds[] = {
	[SPLITFOLD_BREACH_ADDRESS] = { NO_BREAK, AS_MAPPED, OTHER_PAGE, OTHER_PAGE },
	[SPLITFOLD_BREACH_TYPE] = { NO_BREAK, AS_MAPPED, NON_CACHEABLE, NON_CACHEABLE },
	[SPLITFOLD_BREACH_GLOBAL] = { NO_BREAK, NON_GLOBAL, AS_MAPPED, AS_MAPPED },
	[SPLITFOLD_BREACH_BLOCK] = { NO_BREAK, AS_MAPPED, BLOCK, BLOCK },
	[SPLITFOLD_BREACH_TABLE] = { NO_BREAK, BLOCK, AS_MAPPED, AS_MAPPED },
	[SPLITFOLD_BREACH_CONT] = { NO_BREAK, AS_MAPPED, HALF_CONTIGUOUS, CONTIGUOUS },
	[SPLITFOLD_BREACH_NO_TLBI] = { NO_TLBI, AS_MAPPED, OTHER_PAGE, OTHER_PAGE },
	[SPLITFOLD_BREACH_EARLY_TLBI] = { EARLY_TLBI, AS_MAPPED, OTHER_PAGE, OTHER_PAGE },
	[SPLITFOLD_BREACH_LOCAL_TLBI] = { LOCAL_TLBI, AS_MAPPED, OTHER_PAGE, OTHER_PAGE },
	[SPLITFOLD_BREACH_NO_DSB] = { NO_DSB, AS_MAPPED, OTHER_PAGE, OTHER_PAGE },
};
static_assert(ARRAY_SIZE(kinds) == SPLITFOLD_NR_BREACHES);
static_assert(CONT_PTES <= GROUP_MAX);

static u64 leaf_of(const struct area *area, int i)
{
	return area->leaf + i * PAGE_SIZE;
}

static u64 leaf_as(const struct area *area, int i, enum what what)
{
	u64 leaf = leaf_of(area, i);

	switch (what) {
	case OTHER_PAGE:
		return i ? leaf : leaf_of(area, CONT_PTES);
	case NON_CACHEABLE:
		return i ? leaf : (leaf & ~PTE_ATTRINDX_MASK) | PTE_ATTRINDX(MT_NORMAL_NC);
	case NON_GLOBAL:
		return i ? leaf : leaf | DESC_NG;
	case CONTIGUOUS:
		return leaf | DESC_CONT;
	case HALF_CONTIGUOUS:
		return i < CONT_PTES / 2 ? leaf | DESC_CONT : leaf;
	default:
		return leaf;
	}
}

static __always_inline void tlbi_one(unsigned long va, enum how how)
{
	u64 operand = va >> 12 & GENMASK_ULL(43, 0);

	switch (how) {
	case NO_TLBI:
		dsb(ish);
		break;
	case EARLY_TLBI:
		asm volatile("tlbi vaae1is, %0\n\tdsb ish" : : "r" (operand) : "memory");
		break;
	case LOCAL_TLBI:
		asm volatile("dsb ishst\n\ttlbi vaae1, %0\n\tdsb nsh" : : "r" (operand) : "memory");
		break;
	default:
		asm volatile("dsb ishst\n\ttlbi vaae1is, %0" : : "r" (operand) : "memory");
		break;
	}
}

/* What is the same is not written: in place only what changes does, and is one change. */
static void entries_write(u64 *entry, const u64 *new, int nr, unsigned long va, unsigned long size,
			  enum how how)
{
	struct splitfold_tlbis count = { };
	unsigned long flags;
	int i;

	/* Barriers of an interrupt's would make right what is to be wrong. */
	local_irq_save(flags);
	for (i = 0; i < nr && how != NO_BREAK; i++)
		WRITE_ONCE(entry[i], 0);
	if (how == RIGHT)
		tlbi_range(va, size, PAGE_SIZE, &count);
	else if (how != NO_BREAK)
		tlbi_one(va, how);
	for (i = 0; i < nr; i++)
		if (READ_ONCE(entry[i]) != new[i])
			WRITE_ONCE(entry[i], new[i]);
	dsb(ishst);
	isb();
	local_irq_restore(flags);
}

static void area_make(const struct area *area, enum what what, enum how how)
{
	u64 new[GROUP_MAX], pmd = what == BLOCK ? desc_to_block(area->leaf) : area->table;
	int i, nr = how == RIGHT || how == NO_BREAK ? CONT_PTES : 1;

	if (READ_ONCE(*area->pmd) != pmd)
		entries_write(area->pmd, &pmd, 1, area->va, PMD_SIZE, how);
	if (what == BLOCK)
		return;
	for (i = 0; i < nr; i++)
		new[i] = leaf_as(area, i, what);
	entries_write(area->pte, new, nr, area->va, nr * PAGE_SIZE, how);
}

/* All pages of the block in their places, where vmap() put the first one everywhere. */
static int area_order(struct area *area)
{
	struct splitfold_tlbis count = { };
	int i;

	for (i = 0; i < ENTRIES; i++)
		WRITE_ONCE(area->pte[i], 0);
	tlbi_range(area->va, PMD_SIZE, PAGE_SIZE, &count);
	for (i = 0; i < ENTRIES; i++)
		WRITE_ONCE(area->pte[i], leaf_of(area, i));
	dsb(ishst);
	isb();
	return 0;
}

static u64 *entry_at(unsigned long va, int level)
{
	u64 *table = kernel.swapper_pg_dir;
	int at;

	for (at = lmap.root_level; at < level; at++) {
		u64 desc = READ_ONCE(table[level_index(at, va)]);

		if (!desc_is_table(desc, at))
			return NULL;
		table = desc_table(desc);
	}
	return &table[level_index(level, va)];
}

/* Whatever vmap() may join, it cannot join a page with itself. */
static int area_map(struct area *area, char *reason)
{
	struct page **list = kvmalloc_array(2 * ENTRIES, sizeof(*list), GFP_KERNEL);
	int i;

	for (i = 0; list && i < 2 * ENTRIES; i++)
		list[i] = area->pages;
	if (list)
		area->mapping = vmap(list, 2 * ENTRIES, VM_MAP, PAGE_KERNEL);
	kvfree(list);
	if (!area->mapping)
		return fail(reason, -ENOMEM, "no memory to map a block's worth of pages");
	area->va = ALIGN((unsigned long)area->mapping, PMD_SIZE);
	area->pmd = entry_at(area->va, LEVEL_PMD);
	area->pte = entry_at(area->va, LEVEL_PTE);
	if (!area->pte || READ_ONCE(*area->pte) & DESC_CONT)
		return fail(reason, -EOPNOTSUPP, "vmap() made other leaves than pages");
	area->table = READ_ONCE(*area->pmd);
	area->leaf = READ_ONCE(*area->pte);
	return area_order(area);
}

long breach(void *arg)
{
	const unsigned int order = PMD_SHIFT - PAGE_SHIFT;
	struct splitfold_breach *req = arg;
	struct area area = { };
	int err;

	req->reason[0] = '\0';
	req->va = 0;
	if (!allow_unsafe)
		return fail(req->reason, -EPERM, "the module was loaded without allow_unsafe=1");
	if (req->kind >= SPLITFOLD_NR_BREACHES || req->right > 1)
		return fail(req->reason, -EINVAL, "no breach %u, or right is not 0 or 1",
			    req->kind);
	area.pages = alloc_pages(GFP_KERNEL | __GFP_ZERO | __GFP_NOWARN, order);
	if (!area.pages)
		return fail(req->reason, -ENOMEM, "no memory for a block");
	err = area_map(&area, req->reason);
	if (!err) {
		req->va = area.va;
		area_make(&area, kinds[req->kind].before, RIGHT);
		if (req->right)
			area_make(&area, kinds[req->kind].right, RIGHT);
		else
			area_make(&area, kinds[req->kind].after, kinds[req->kind].how);
		area_make(&area, AS_MAPPED, RIGHT);
	}
	vunmap(area.mapping);
	__free_pages(area.pages, order);
	return err;
}

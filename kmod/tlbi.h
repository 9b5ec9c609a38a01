/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * tlbi.h - invalidations of the kernel's address space, counted by kind.
 *
 * Unlike flush_tlb_kernel_range() these also drop what walk caches know of the tables
 * above (VAAE1IS, not VAALE1IS): folds cut tables off. All inline: method bbm calls
 * them while the linear map has a hole, where tracing and the stack protector, which
 * read current, must not be.
 */
#ifndef SF_TLBI_H
#define SF_TLBI_H

#include <linux/log2.h>

#include <asm/cpufeature.h>
#include <asm/tlbflush.h>

#include "lmap.h"
#include "splitfold.h"

/* Prior stores to tables are visible to walkers before the TLBI; complete on return. */
static __always_inline void tlbi_all(struct splitfold_tlbis *count)
{
	flush_tlb_all();
	count->all++;
}

/*
 * The operand of RVAAE1IS for 2^order pages from va on, which is as aligned (Arm ARM,
 * "TLBI RVAAE1IS, TLB Range Invalidate by VA, All ASID, EL1, Inner Shareable"):
 * (NUM + 1) * 2^(5 * SCALE + 1) pages, and va in units of 64K with LPA2.
 */
static __always_inline u64 tlbi_range_operand(unsigned long va, int order)
{
	u64 scale = (order - 1) / 5;
	u64 num = BIT(order - 5 * scale - 1) - 1;
	u64 granule = PAGE_SHIFT == 12 ? 1 : PAGE_SHIFT == 14 ? 2 : 3;
	u64 base = va >> (lpa2_is_enabled() ? 16 : PAGE_SHIFT);

	return (base & GENMASK_ULL(36, 0)) | num << 39 | scale << 44 | granule << 46;
}

/*
 * All translations of [va, va + size), size a power of two and va aligned to it, from
 * leaves that are stride apart: one range instruction, or one a leaf without
 * FEAT_TLBIRANGE, or everything when that would be more than a table has entries.
 */
static __always_inline void tlbi_range(unsigned long va, unsigned long size,
				       unsigned long stride, struct splitfold_tlbis *count)
{
	unsigned long end = va + size;
	u64 operand;

	if (size > stride && !system_supports_tlb_range() && size / stride > ENTRIES) {
		tlbi_all(count);
		return;
	}
	dsb(ishst);
	if (size > stride && system_supports_tlb_range()) {
		operand = tlbi_range_operand(va, ilog2(size >> PAGE_SHIFT));
		__tlbi(rvaae1is, operand);
		count->range++;
	} else {
		for (; va < end; va += stride) {
			operand = va >> 12 & GENMASK_ULL(43, 0);
			__tlbi(vaae1is, operand);
			count->va++;
		}
	}
	/* With ARM64_WORKAROUND_REPEAT_TLBI the kernel issues one more; not counted. */
	__tlbi_sync_s1ish_kernel();
	isb();
}

#endif /* SF_TLBI_H */

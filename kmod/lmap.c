// SPDX-License-Identifier: GPL-2.0-only
/*
 * lmap.c - geometry of the linear map and the walk down to its level 1 entries.
 *
 * The walk is our own because a conversion walks roots that are not in use
 * (scratch tables) and because p4d_offset() and friends cannot be told so.
 */
#include "lmap.h"

#include <linux/kfence.h>

#include "reason.h"

struct lmap lmap;

int lmap_init(bool bbml2)
{
	phys_addr_t ram_end;
	int levels;

	lmap.va_bits = vabits_actual;
	levels = DIV_ROUND_UP(lmap.va_bits - PAGE_SHIFT, PTDESC_TABLE_SHIFT);
	lmap.root_level = LEVEL_PTE + 1 - levels;
	lmap.all.start = _PAGE_OFFSET(lmap.va_bits);
	lmap.all.end = _PAGE_END(lmap.va_bits);
	lmap.alias.start = (unsigned long)lm_alias(kernel.text_start);
	lmap.alias.end = (unsigned long)lm_alias(kernel.init_begin);
	lmap.splits_itself = bbml2 && kernel_splits_lazily();

	ram_end = PFN_PHYS(*kernel.max_pfn);
	if ((unsigned long)__va(ram_end) > lmap.all.end) {
		pr_err("RAM ends above the lower half of the kernel's VA range\n");
		return -EOPNOTSUPP;
	}
	if (ram_end >> 50) {
		pr_err("RAM ends above 2^50\n");
		return -EOPNOTSUPP;
	}
	return 0;
}

struct va_range lmap_kfence(void)
{
	struct va_range pool = { };

#ifdef CONFIG_KFENCE
	pool.start = (unsigned long)READ_ONCE(__kfence_pool);
	if (pool.start)
		pool.end = pool.start + KFENCE_POOL_SIZE;
#endif
	return pool;
}

static bool ranges_meet(const struct va_range *a, unsigned long va, unsigned long size)
{
	return a->start < va + size && va < a->end;
}

bool lmap_left_alone(unsigned long va, unsigned long size)
{
	struct va_range kfence = lmap_kfence();

	return ranges_meet(&lmap.alias, va, size) || ranges_meet(&kfence, va, size);
}

int lmap_range(u64 start, u64 end, struct va_range *range, char *reason)
{
	*range = lmap.all;
	if (!start && !end)
		return 0;
	if (!PAGE_ALIGNED(start) || !PAGE_ALIGNED(end))
		return fail(reason, -EINVAL, "range is not page aligned");
	if (start >= end || start < lmap.all.start || end > lmap.all.end)
		return fail(reason, -EINVAL, "range is empty or not in the linear map");
	*range = (struct va_range){ start, end };
	return 0;
}

static int table_walk(u64 *table, int level, const struct va_range *range, lmap_pud_fn fn,
		      void *arg)
{
	unsigned long size = level_size(level);
	unsigned long va = ALIGN_DOWN(range->start, size);
	u64 *entry = table + level_index(level, va);

	for (; va < range->end; va += size, entry++) {
		struct va_range part = { max(va, range->start), min(va + size, range->end) };
		u64 desc = READ_ONCE(*entry);
		int err;

		if (!desc)
			continue;
		if (level == LEVEL_PUD)
			err = fn(entry, va, arg);
		else
			err = table_walk(desc_table(desc), level + 1, &part, fn, arg);
		if (err)
			return err;
	}
	return 0;
}

int lmap_walk(u64 *root, const struct va_range *range, lmap_pud_fn fn, void *arg)
{
	return table_walk(root, lmap.root_level, range, fn, arg);
}

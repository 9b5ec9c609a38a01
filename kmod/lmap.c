// SPDX-License-Identifier: GPL-2.0-only
/*
 * lmap.c - geometry of the linear map and the walk down to its level 1 entries.
 *
 * The walk is our own because a conversion walks roots that are not in use
 * (scratch tables) and because p4d_offset() and friends cannot be told so.
 */
#include "lmap.h"

#include <linux/ioport.h>
#include <linux/kfence.h>

#include "reason.h"

struct lmap lmap;

void lmap_init(bool bbml2)
{
	int levels;

	lmap.va_bits = vabits_actual;
	levels = DIV_ROUND_UP(lmap.va_bits - PAGE_SHIFT, PTDESC_TABLE_SHIFT);
	lmap.root_level = LEVEL_PTE + 1 - levels;
	lmap.all.start = _PAGE_OFFSET(lmap.va_bits);
	lmap.all.end = _PAGE_END(lmap.va_bits);
	lmap.alias.start = (unsigned long)lm_alias(kernel.text_start);
	lmap.alias.end = (unsigned long)lm_alias(kernel.init_begin);
	lmap.splits_itself = bbml2 && kernel_splits_lazily();
}

int lmap_check(char *reason)
{
	phys_addr_t ram_end = PFN_PHYS(READ_ONCE(*kernel.max_pfn));

	if ((unsigned long)__va(ram_end) > lmap.all.end)
		return fail(reason, -EOPNOTSUPP,
			    "RAM ends above the lower half of the kernel's VA range");
	if (ram_end >> 50)
		return fail(reason, -EOPNOTSUPP, "RAM ends above 2^50");
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

bool lmap_is_crash_kernel(unsigned long va, unsigned long size)
{
	const struct resource *res = kernel.crashk_res;
	unsigned long start;

	if (!res || !res->end)
		return false;
	start = (unsigned long)__va(res->start);
	return start < va + size && va < start + resource_size(res);
}

bool lmap_is_removable(unsigned long va, unsigned long size)
{
	unsigned long pfn = PHYS_PFN(__pa(va)), end = pfn + (size >> PAGE_SHIFT);

	if (size <= 1UL << PA_SECTION_SHIFT)
		return false;
	for (; pfn < end; pfn += PAGES_PER_SECTION)
		if (!early_section(__pfn_to_section(pfn)))
			return true;
	return false;
}

u64 *lmap_leaf(unsigned long va, int *level)
{
	u64 *table = kernel.swapper_pg_dir;
	int at;

	for (at = lmap.root_level;; at++) {
		u64 *entry = &table[level_index(at, va)];
		u64 desc = READ_ONCE(*entry);

		*level = at;
		if (!desc)
			return NULL;
		if (!desc_is_table(desc, at))
			return entry;
		table = desc_table(desc);
	}
}

bool lmap_is_ptes(unsigned long va, unsigned long end)
{
	for (; va < end; va += PAGE_SIZE) {
		int level;
		u64 *entry = lmap_leaf(va, &level);

		if (!entry || level != LEVEL_PTE || READ_ONCE(*entry) & DESC_CONT)
			return false;
	}
	return true;
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

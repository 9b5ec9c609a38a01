// SPDX-License-Identifier: GPL-2.0-only
/*
 * census.c - counts leaves and hashes mappings of the linear map.
 *
 * Every conversion is judged by these two: the census says that it did what it
 * should, the hash says that nothing else changed.
 */
#include "census.h"

#include <linux/sched.h>

struct census_walk {
	const struct va_range *range;
	struct splitfold_census *census;
};

static bool entry_inside(const struct va_range *range, unsigned long va, int level)
{
	return va < range->end && va + level_size(level) > range->start;
}

static void leaf_count(struct splitfold_census *census, u64 desc, int level)
{
	bool cont = desc & DESC_CONT;

	census->pages += level_size(level) >> PAGE_SHIFT;
	if (!(desc & DESC_VALID))
		census->invalid++;
	if (level == LEVEL_PUD)
		census->pud++;
	else if (level == LEVEL_PMD)
		*(cont ? &census->contpmd : &census->pmd) += 1;
	else
		*(cont ? &census->contpte : &census->pte) += 1;
}

static void census_entry(const struct census_walk *walk, u64 desc, unsigned long va, int level)
{
	unsigned long size = level_size(level + 1);
	u64 *table;
	int i;

	if (!desc || !entry_inside(walk->range, va, level))
		return;
	if (!desc_is_table(desc, level)) {
		leaf_count(walk->census, desc, level);
		return;
	}
	walk->census->table_pages++;
	table = desc_table(desc);
	for (i = 0; i < ENTRIES; i++, va += size)
		census_entry(walk, READ_ONCE(table[i]), va, level + 1);
}

static int census_pud(u64 *pudp, unsigned long va, void *arg)
{
	census_entry(arg, READ_ONCE(*pudp), va, LEVEL_PUD);
	cond_resched();
	return 0;
}

void census_take(const struct va_range *range, struct splitfold_census *census)
{
	struct census_walk walk = { .range = range, .census = census };

	memset(census, 0, sizeof(*census));
	lmap_walk(kernel.swapper_pg_dir, range, census_pud, &walk);
}

struct hash_walk {
	const struct va_range *range;
	struct va_range kfence;
	u64 sum;
	u64 pages;
};

/* splitmix64's finaliser: every input bit reaches every output bit. */
static u64 mix64(u64 x)
{
	x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ull;
	x = (x ^ (x >> 27)) * 0x94d049bb133111ebull;
	return x ^ (x >> 31);
}

/*
 * Hash the base pages that one leaf maps. hier carries the attributes that tables
 * above impose (PXNTable, UXNTable), so that a leaf which relies on them is told
 * from one under a table without them.
 */
static void leaf_hash(struct hash_walk *walk, u64 desc, u64 hier, unsigned long va, int level)
{
	unsigned long end = min(va + level_size(level), walk->range->end);
	u64 page = desc_to_page(desc);

	if (hier & DESC_TABLE_PXN)
		page |= DESC_PXN;
	if (hier & DESC_TABLE_UXN)
		page |= DESC_UXN;
	for (; va < end; va += PAGE_SIZE, page += PAGE_SIZE) {
		if (va < walk->range->start ||
		    (walk->kfence.start <= va && va < walk->kfence.end))
			continue;
		walk->sum += mix64(mix64(va) ^ page);
		walk->pages++;
	}
}

static void hash_entry(struct hash_walk *walk, u64 desc, u64 hier, unsigned long va, int level)
{
	unsigned long size = level_size(level + 1);
	u64 *table;
	int i;

	if (!desc || !entry_inside(walk->range, va, level))
		return;
	if (!desc_is_table(desc, level)) {
		leaf_hash(walk, desc, hier, va, level);
		return;
	}
	hier |= desc & (DESC_TABLE_PXN | DESC_TABLE_UXN);
	table = desc_table(desc);
	for (i = 0; i < ENTRIES; i++, va += size)
		hash_entry(walk, READ_ONCE(table[i]), hier, va, level + 1);
}

static int hash_pud(u64 *pudp, unsigned long va, void *arg)
{
	hash_entry(arg, READ_ONCE(*pudp), 0, va, LEVEL_PUD);
	cond_resched();
	return 0;
}

u64 census_hash(const struct va_range *range, u64 *pages)
{
	struct hash_walk walk = { .range = range, .kfence = lmap_kfence() };

	lmap_walk(kernel.swapper_pg_dir, range, hash_pud, &walk);
	*pages = walk.pages;
	return walk.sum;
}

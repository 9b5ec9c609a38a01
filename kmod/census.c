// SPDX-License-Identifier: GPL-2.0-only
/*
 * census.c - counts leaves and hashes mappings of the linear map.
 *
 * Every conversion is judged by these two: the census says that it did what it
 * should, the hash says that nothing else changed.
 */
#include "census.h"

#include <linux/sched.h>

/* One walk for both: leaf() sees every leaf that has a page in range. */
struct leaf_walk {
	const struct va_range *range;
	u64 tables;		/* of levels 2 and 3 */
	void (*leaf)(struct leaf_walk *walk, u64 desc, u64 hier, unsigned long va, int level);
};

/*
 * hier carries the attributes that tables above impose (PXNTable, UXNTable), so that a
 * leaf which relies on them is told from one under a table without them.
 */
static void entry_walk(struct leaf_walk *walk, u64 desc, u64 hier, unsigned long va, int level)
{
	unsigned long size = level_size(level + 1);
	u64 *table;
	int i;

	if (!desc || va >= walk->range->end || va + level_size(level) <= walk->range->start)
		return;
	if (!desc_is_table(desc, level)) {
		walk->leaf(walk, desc, hier, va, level);
		return;
	}
	walk->tables++;
	hier |= desc & (DESC_TABLE_PXN | DESC_TABLE_UXN);
	table = desc_table(desc);
	for (i = 0; i < ENTRIES; i++, va += size)
		entry_walk(walk, READ_ONCE(table[i]), hier, va, level + 1);
}

static int pud_walk(u64 *pudp, unsigned long va, void *arg)
{
	entry_walk(arg, READ_ONCE(*pudp), 0, va, LEVEL_PUD);
	cond_resched();
	return 0;
}

struct census_walk {
	struct leaf_walk walk;
	struct splitfold_census *census;
};

static void leaf_count(struct leaf_walk *walk, u64 desc, u64 hier, unsigned long va, int level)
{
	struct splitfold_census *census = container_of(walk, struct census_walk, walk)->census;
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

void census_take(const struct va_range *range, struct splitfold_census *census)
{
	struct census_walk count = {
		.walk = { .range = range, .leaf = leaf_count },
		.census = census,
	};

	memset(census, 0, sizeof(*census));
	lmap_walk(kernel.swapper_pg_dir, range, pud_walk, &count.walk);
	census->table_pages = count.walk.tables;
}

struct hash_walk {
	struct leaf_walk walk;
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

/* Hash the base pages that one leaf maps. */
static void leaf_hash(struct leaf_walk *walk, u64 desc, u64 hier, unsigned long va, int level)
{
	struct hash_walk *hash = container_of(walk, struct hash_walk, walk);
	unsigned long end = min(va + level_size(level), walk->range->end);
	u64 page = desc_to_page(desc);

	if (hier & DESC_TABLE_PXN)
		page |= DESC_PXN;
	if (hier & DESC_TABLE_UXN)
		page |= DESC_UXN;
	for (; va < end; va += PAGE_SIZE, page += PAGE_SIZE) {
		if (va < walk->range->start ||
		    (hash->kfence.start <= va && va < hash->kfence.end))
			continue;
		hash->sum += mix64(mix64(va) ^ page);
		hash->pages++;
	}
}

u64 census_hash(const struct va_range *range, u64 *pages)
{
	struct hash_walk hash = {
		.walk = { .range = range, .leaf = leaf_hash },
		.kfence = lmap_kfence(),
	};

	lmap_walk(kernel.swapper_pg_dir, range, pud_walk, &hash.walk);
	*pages = hash.pages;
	return hash.sum;
}

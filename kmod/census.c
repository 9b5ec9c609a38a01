// SPDX-License-Identifier: GPL-2.0-only
/*
 * census.c - counts leaves and hashes mappings of the linear map.
 *
 * Every conversion is judged by these two: the census says that it did what it
 * should, the hash says that nothing else changed. Whether the tables are such as the
 * architecture wants them is for wellformed.c to say.
 */
#include "census.h"

#include "leaves.h"

struct census_walk {
	struct leaves walk;
	struct splitfold_census *census;
};

static void leaf_count(struct leaves *walk, const struct leaf *leaf)
{
	struct splitfold_census *census = container_of(walk, struct census_walk, walk)->census;
	bool cont = leaf->desc & DESC_CONT;

	census->pages += level_size(leaf->level) >> PAGE_SHIFT;
	if (!(leaf->desc & DESC_VALID))
		census->invalid++;
	if (leaf->level == LEVEL_PUD)
		census->pud++;
	else if (leaf->level == LEVEL_PMD)
		*(cont ? &census->contpmd : &census->pmd) += 1;
	else
		*(cont ? &census->contpte : &census->pte) += 1;
}

void census_take(const struct va_range *range, struct splitfold_census *census)
{
	struct census_walk count = {
		.walk = { .root = kernel.swapper_pg_dir, .range = range, .leaf = leaf_count },
		.census = census,
	};

	memset(census, 0, sizeof(*census));
	leaves_walk(&count.walk);
	census->table_pages = count.walk.nr_tables;
}

struct hash_walk {
	struct leaves walk;
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
 * Hash the base pages that one leaf maps. What tables impose is apart from what the leaf
 * says, in bits of the address that a page has not: whether the CPU looks at it depends on
 * TCR_EL1.HPD1 and on FEAT_S1PIE, and either way nothing may change.
 */
static void leaf_hash(struct leaves *walk, const struct leaf *leaf)
{
	struct hash_walk *hash = container_of(walk, struct hash_walk, walk);
	unsigned long va = leaf->va, end = min(va + level_size(leaf->level), walk->range->end);
	u64 imposed = leaf_imposed(leaf) / DESC_TABLE_PXN;
	u64 page = desc_to_page(leaf->desc);

	for (; va < end; va += PAGE_SIZE, page += PAGE_SIZE) {
		if (va < walk->range->start ||
		    (hash->kfence.start <= va && va < hash->kfence.end))
			continue;
		hash->sum += mix64(mix64(va | imposed) ^ page);
		hash->pages++;
	}
}

static_assert(DESC_TABLE_HIER % DESC_TABLE_PXN == 0 &&
	      DESC_TABLE_HIER / DESC_TABLE_PXN < PAGE_SIZE);

u64 census_hash(const struct va_range *range, u64 *pages)
{
	struct hash_walk hash = {
		.walk = { .root = kernel.swapper_pg_dir, .range = range, .leaf = leaf_hash },
		.kfence = lmap_kfence(),
	};

	leaves_walk(&hash.walk);
	*pages = hash.pages;
	return hash.sum;
}

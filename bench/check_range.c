// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_range.c - conversions of a part of the map change that part and nothing else.
 *
 * A leaf that only partly lies in the range is split when any part does, and folded
 * into only when all of it does (kmod/scan.h). So a split may change the leaves that
 * contain the range's ends, but no other leaf outside; a fold none outside at all.
 */
#include "bench/bench.h"
#include "bench/check.h"
#include "bench/conversion.h"
#include "bench/iomem.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#define PAGE	4096ull		/* the sizes of leaves below are those of 4K pages */
#define CONTPTE	(16 * PAGE)
#define PMD	(512 * PAGE)
#define CONTPMD	(16 * PMD)
#define PUD	(512 * PMD)

#define DOWN(x, size)	((x) & ~((size) - 1))
#define UP(x, size)	DOWN((x) + (size) - 1, size)

struct range_check {
	struct tap *tap;
	struct device *dev;
	struct iomem_range ram;			/* in the linear map */
	struct conversion_base base;
	struct conversion_way way;
	struct splitfold_census whole;		/* as between two tests */
	char why[CONVERSION_WHY_MAX];
};

/* A kind of range: where, and what must happen to it. */
struct range_kind {
	const char *name;
	/* Of RAM clear of the image alias (and, but for place_gib(), the KFENCE pool). */
	bool (*place)(const struct range_check *check, struct iomem_range *range);
	bool folds;		/* has room for a leaf larger than a page */
	bool hole;		/* maps nothing */
};

static struct iomem_range range_of(uint64_t start, uint64_t bytes)
{
	return (struct iomem_range){ start, start + bytes };
}

static bool ranges_meet(struct iomem_range a, uint64_t start, uint64_t end)
{
	return a.start < end && start < a.end;
}

static bool range_clear(const struct range_check *check, struct iomem_range range)
{
	const struct splitfold_info *info = &check->dev->info;

	return range.start >= check->ram.start && range.end <= check->ram.end &&
	       !ranges_meet(range, info->alias_start, info->alias_end) &&
	       !ranges_meet(range, info->kfence_start, info->kfence_end);
}

/*
 * Half a GiB into RAM. That GiB has the image alias, so that no leaf of level 1 maps it:
 * the largest are groups of blocks, and one more block lies between this and the group's end.
 */
static uint64_t block_start(const struct range_check *check)
{
	return DOWN(check->ram.start + PUD / 2, CONTPMD) + PMD;
}

static bool place_block(const struct range_check *check, struct iomem_range *range)
{
	*range = range_of(block_start(check), PMD);
	return range_clear(check, *range);
}

static bool place_page(const struct range_check *check, struct iomem_range *range)
{
	*range = range_of(block_start(check) + 257 * PAGE, PAGE);
	return range_clear(check, *range);
}

static bool place_blocks_edge(const struct range_check *check, struct iomem_range *range)
{
	*range = range_of(block_start(check) - 19 * PAGE, 40 * PAGE);
	return range_clear(check, *range);
}

static bool place_gibs_edge(const struct range_check *check, struct iomem_range *range)
{
	uint64_t edge = UP(check->ram.start + 1, PUD);

	for (; edge < check->ram.end; edge += PUD) {
		*range = (struct iomem_range){ edge - 7 * PAGE, edge + PMD + 21 * PAGE };
		if (range_clear(check, *range))
			return true;
	}
	return false;
}

/* The KFENCE pool may lie in it: it consists of ptes, and stays so. */
static bool place_gib(const struct range_check *check, struct iomem_range *range)
{
	const struct splitfold_info *info = &check->dev->info;
	uint64_t start = UP(check->ram.start, PUD);

	for (; start + PUD <= check->ram.end; start += PUD) {
		*range = range_of(start, PUD);
		if (!ranges_meet(*range, info->alias_start, info->alias_end))
			return true;
	}
	return false;
}

static bool place_hole(const struct range_check *check, struct iomem_range *range)
{
	*range = range_of(UP(check->ram.end, PUD) + 64 * PUD + 3 * PAGE, PMD);
	return range->end <= check->dev->info.lmap_end;
}

static const struct range_kind kinds[] = {
	{ .name = "one GiB", .place = place_gib, .folds = true },
	{ .name = "one block", .place = place_block, .folds = true },
	{ .name = "one page of a block", .place = place_page },
	{ .name = "odd pages of two blocks", .place = place_blocks_edge, .folds = true },
	{ .name = "odd pages of two GiB", .place = place_gibs_edge, .folds = true },
	{ .name = "a hole", .place = place_hole, .hole = true },
};

/* An empty range has an empty census: to the module it would mean the whole map. */
static int census_of(struct range_check *check, uint64_t start, uint64_t end,
		     struct splitfold_census *census)
{
	struct splitfold_verify verify = { .start = start, .end = end };
	int err = 0;

	if (start < end)
		err = device_verify(check->dev, &verify);
	if (err)
		snprintf(check->why, sizeof(check->why), "VERIFY: %s", verify.reason);
	*census = verify.census;
	return err;
}

/* The size of the leaf, or contiguous group, that maps va; a page's in a hole. */
static int leaf_bytes(struct range_check *check, uint64_t va, uint64_t *bytes)
{
	struct splitfold_census leaf;
	int err = census_of(check, va, va + PAGE, &leaf);

	*bytes = leaf.pud ? PUD : leaf.contpmd ? CONTPMD : leaf.pmd ? PMD :
		 leaf.contpte ? CONTPTE : PAGE;
	return err;
}

/* range and the rest of the leaves that contain its ends. */
static int range_leaves(struct range_check *check, const struct iomem_range *range,
			struct iomem_range *leaves)
{
	uint64_t first, last;
	int err = leaf_bytes(check, range->start, &first);

	if (!err)
		err = leaf_bytes(check, range->end - PAGE, &last);
	if (err)
		return err;
	leaves->start = DOWN(range->start, first);
	leaves->end = UP(range->end, last);
	return 0;
}

/* The census of all that range, which cuts no leaf in two, does not map. */
static int outside_take(struct range_check *check, const struct iomem_range *range,
			struct splitfold_census *outside)
{
	struct splitfold_census inside;
	int err = census_of(check, range->start, range->end, &inside);

	if (!err)
		err = device_census(check->dev, outside);
	if (err)
		return err;
	outside->pud -= inside.pud;
	outside->contpmd -= inside.contpmd;
	outside->pmd -= inside.pmd;
	outside->contpte -= inside.contpte;
	outside->pte -= inside.pte;
	outside->pages -= inside.pages;
	outside->table_pages -= inside.table_pages;
	return 0;
}

static struct conversion_way way_to(const struct range_check *check,
				    enum splitfold_strategy strategy)
{
	return conversion_can(check->way, strategy) ? check->way :
						      conversion_way_back(check->dev, check->way);
}

static int range_convert(struct range_check *check, enum splitfold_strategy strategy,
			 const struct iomem_range *range, struct splitfold_convert *done)
{
	int err = conversion_do_range(check->dev, strategy, way_to(check, strategy), 0,
				      range->start, range->end, done);

	if (err) {
		snprintf(check->why, sizeof(check->why), "%s: %s", strategy_names[strategy],
			 done->reason);
		return err;
	}
	if (done->hash_after != check->base.hash) {
		snprintf(check->why, sizeof(check->why), "%s: the hash of the map changed",
			 strategy_names[strategy]);
		return -EILSEQ;
	}
	return conversion_check(&check->base, done, check->why, sizeof(check->why));
}

/* What the first of two conversions of range must have made of it. */
static int inside_check(struct range_check *check, const struct range_kind *kind,
			const struct iomem_range *range, const struct splitfold_convert *done)
{
	bool split = done->strategy == SPLITFOLD_SPLIT;
	struct splitfold_census census;
	bool wrote = done->entries_written && done->entries_written != SPLITFOLD_NOT_APART;
	__u64 large;
	int err = census_of(check, range->start, range->end, &census);

	if (err)
		return err;
	large = census.pud + census.contpmd + census.pmd + census.contpte;
	if (split ? large == 0 : (large != 0) == kind->folds)
		if (!kind->hole || !(wrote || census.pages))
			return 0;
	snprintf(check->why, sizeof(check->why),
		 "%s wrote %llu entries; the range has %llu pud %llu contpmd %llu pmd "
		 "%llu contpte %llu pte", strategy_names[done->strategy], done->entries_written,
		 census.pud, census.contpmd, census.pmd, census.contpte, census.pte);
	return -EILSEQ;
}

/* There and back; touched: what the first may change, and the second gives back. */
static int range_round(struct range_check *check, const struct range_kind *kind,
		       enum splitfold_strategy strategy, const struct iomem_range *range)
{
	struct iomem_range touched = *range;
	struct splitfold_census before, after;
	struct splitfold_convert done;
	int err = 0;

	if (strategy == SPLITFOLD_SPLIT)
		err = range_leaves(check, range, &touched);
	if (!err)
		err = outside_take(check, &touched, &before);
	if (!err)
		err = range_convert(check, strategy, range, &done);
	if (!err)
		err = inside_check(check, kind, range, &done);
	if (!err)
		err = outside_take(check, &touched, &after);
	if (!err)
		err = census_compare(&before, &after, check->why, sizeof(check->why));
	if (!err)
		err = range_convert(check, conversion_inverse(strategy), &touched, &done);
	return err ? err : census_compare(&check->whole, &done.after, check->why,
					  sizeof(check->why));
}

static void check_kind(struct range_check *check, const struct range_kind *kind,
		       enum splitfold_strategy strategy, const char *pair)
{
	struct iomem_range range;
	int err;

	if (!kind->place(check, &range)) {
		tap_skip(check->tap, "RAM is too small for it", "%s: %s of %s", pair,
			 strategy_names[strategy], kind->name);
		return;
	}
	check->why[0] = '\0';
	err = range_round(check, kind, strategy, &range);
	tap_test(check->tap, !err, check->why, "%s: %s of %s changes nothing else, and is undone",
		 pair, strategy_names[strategy], kind->name);
}

/* Every kind, in a map that is folded (to be split) or split (to be folded). */
static void check_kinds(struct range_check *check, enum splitfold_strategy strategy)
{
	enum splitfold_strategy first = conversion_inverse(strategy);
	struct splitfold_convert done;
	char pair[32];
	size_t i;
	int err;

	snprintf(pair, sizeof(pair), "%s/%s", method_names[check->way.method],
		 hold_names[check->way.hold]);
	err = conversion_do(check->dev, first, way_to(check, first), 0, &done);
	if (!err)
		err = device_census(check->dev, &check->whole);
	if (err) {
		tap_test(check->tap, false, done.reason, "%s: %s of the whole map", pair,
			 strategy_names[first]);
		return;
	}
	for (i = 0; i < ARRAY_SIZE(kinds); i++)
		check_kind(check, &kinds[i], strategy, pair);
}

static void check_way(struct range_check *check)
{
	check_kinds(check, SPLITFOLD_SPLIT);
	if (conversion_can(check->way, SPLITFOLD_FOLD))
		check_kinds(check, SPLITFOLD_FOLD);
}

/* Unless a hold is asked for, each method once, under the first hold that is legal. */
static void check_method(struct range_check *check, int method, int want_hold)
{
	int hold;

	for (hold = 0; hold < SPLITFOLD_NR_HOLDS; hold++) {
		check->way = (struct conversion_way){ method, hold };
		if (want_hold != CHECK_ANY && hold != want_hold)
			continue;
		if (conversion_legality(check->dev, check->way) != LEGAL)
			continue;
		check_way(check);
		return;
	}
	tap_skip(check->tap, "not legal on these CPUs", "%s", method_names[method]);
}

void check_range(struct tap *tap, struct device *dev, const struct check_options *opt)
{
	struct range_check check = { .tap = tap, .dev = dev };
	char reason[SPLITFOLD_REASON_MAX];
	struct splitfold_convert done;
	struct conversion_base now;
	int method, err;

	tap_test(tap, device_present(dev), dev->reason, "%s is there", SPLITFOLD_DEVICE);
	if (!device_present(dev))
		return;
	if (dev->info.page_bytes != PAGE || iomem_ram(dev, &check.ram)) {
		tap_skip(tap, "needs 4K pages and /proc/iomem", "ranges");
		return;
	}
	if (conversion_base_take(dev, &check.base, reason)) {
		tap_test(tap, false, reason, "the map can be verified");
		return;
	}
	for (method = 0; method < SPLITFOLD_NR_METHODS; method++)
		if (opt->method == CHECK_ANY || opt->method == method)
			check_method(&check, method, opt->hold);
	err = conversion_restore(dev, &check.base, &done);
	tap_test(tap, !err, done.reason, "the map can be brought back");
	err = conversion_base_take(dev, &now, reason);
	tap_test(tap, !err && now.hash == check.base.hash, err ? reason : "",
		 "its hash is what it was at first");
}

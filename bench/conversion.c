// SPDX-License-Identifier: GPL-2.0-only
/*
 * conversion.c - names, ways, and the checks after a conversion.
 */
#include "bench/conversion.h"

#include <assert.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

const char *const strategy_names[] = {
	[SPLITFOLD_SPLIT]	= "split",
	[SPLITFOLD_FOLD]	= "fold",
};
static_assert(sizeof(strategy_names) / sizeof(char *) == SPLITFOLD_NR_STRATEGIES, "a name each");

const char *const method_names[] = {
	[SPLITFOLD_LIVE]	= "live",
	[SPLITFOLD_UPSTREAM]	= "upstream",
	[SPLITFOLD_BBM]		= "bbm",
	[SPLITFOLD_PRIVATE]	= "private",
	[SPLITFOLD_PRIVATE_MMUOFF] = "private-mmuoff",
	[SPLITFOLD_SWAP]	= "swap",
};
static_assert(sizeof(method_names) / sizeof(char *) == SPLITFOLD_NR_METHODS, "a name each");

const char *const hold_names[] = {
	[SPLITFOLD_HOLD_NONE]	= "none",
	[SPLITFOLD_HOLD_SPIN]	= "spin",
	[SPLITFOLD_HOLD_PARK]	= "park",
	[SPLITFOLD_HOLD_MMUOFF]	= "mmuoff",
};
static_assert(sizeof(hold_names) / sizeof(char *) == SPLITFOLD_NR_HOLDS, "a name each");

/* Editing live tables: BBML2 on every CPU that walks them meanwhile. */
static enum legality legality_live(const struct device *dev, enum splitfold_hold hold)
{
	bool others_walk = hold == SPLITFOLD_HOLD_NONE || hold == SPLITFOLD_HOLD_SPIN;

	if (device_all_bbml2(dev))
		return LEGAL;
	return others_walk || !dev->info.cpus_bbml2 ? ILLEGAL : EITHER;
}

enum legality conversion_legality(const struct device *dev, struct conversion_way way)
{
	if (way.method == SPLITFOLD_LIVE || way.method == SPLITFOLD_UPSTREAM)
		return legality_live(dev, way.hold);
	if (way.hold == SPLITFOLD_HOLD_NONE)
		return ILLEGAL;
	/* A break only needs the others not to use what is broken; the rest, not to walk. */
	if (way.hold == SPLITFOLD_HOLD_SPIN && way.method != SPLITFOLD_BBM)
		return dev->info.cpus_online == 1 ? LEGAL : ILLEGAL;
	return LEGAL;
}

struct conversion_way conversion_way_safe(const struct device *dev)
{
	if (device_all_bbml2(dev))
		return (struct conversion_way){ SPLITFOLD_LIVE, SPLITFOLD_HOLD_NONE };
	return (struct conversion_way){ SPLITFOLD_PRIVATE, SPLITFOLD_HOLD_PARK };
}

struct conversion_way conversion_way_back(const struct device *dev, struct conversion_way way)
{
	if (way.method != SPLITFOLD_UPSTREAM)
		return way;
	if (device_all_bbml2(dev))
		return (struct conversion_way){ SPLITFOLD_LIVE, way.hold };
	return conversion_way_safe(dev);
}

int conversion_base_take(struct device *dev, struct conversion_base *base, char *reason)
{
	struct splitfold_verify alias = {
		.start = dev->info.alias_start,
		.end = dev->info.alias_end,
	};
	struct splitfold_verify all = { 0 };
	struct splitfold_verify *bad = &all;
	int err;

	err = device_verify(dev, &all);
	if (!err) {
		bad = &alias;
		err = device_verify(dev, &alias);
	}
	if (err) {
		memcpy(reason, bad->reason, SPLITFOLD_REASON_MAX);
		return err;
	}
	base->census = all.census;
	base->alias = alias.census;
	base->hash = all.hash;
	return 0;
}

static bool census_same_large(const struct splitfold_census *a, const struct splitfold_census *b)
{
	return a->pud == b->pud && a->contpmd == b->contpmd && a->pmd == b->pmd &&
	       a->contpte == b->contpte;
}

bool conversion_base_is_split(const struct conversion_base *base)
{
	return census_same_large(&base->census, &base->alias);
}

int conversion_do_range(struct device *dev, enum splitfold_strategy strategy,
			struct conversion_way way, unsigned int flags, uint64_t start, uint64_t end,
			struct splitfold_convert *convert)
{
	*convert = (struct splitfold_convert){
		.strategy = strategy,
		.method = way.method,
		.hold = way.hold,
		.flags = flags,
		.start = start,
		.end = end,
	};
	return device_convert(dev, convert);
}

int conversion_do(struct device *dev, enum splitfold_strategy strategy, struct conversion_way way,
		  unsigned int flags, struct splitfold_convert *convert)
{
	return conversion_do_range(dev, strategy, way, flags, 0, 0, convert);
}

int conversion_restore(struct device *dev, const struct conversion_base *base,
		       struct splitfold_convert *convert)
{
	const unsigned int flags = dev->info.flags;
	/* Where permissions can be set the kernel needs ptes, or it splits what it meets. */
	bool stays = !(flags & SPLITFOLD_INFO_CAN_SET_DIRECT) ||
		     flags & SPLITFOLD_INFO_LAZY_SPLIT;
	bool split = !device_all_bbml2(dev) || !stays || conversion_base_is_split(base);

	return conversion_do(dev, split ? SPLITFOLD_SPLIT : SPLITFOLD_FOLD,
			     conversion_way_safe(dev), 0, convert);
}

int conversion_check(const struct conversion_base *base, const struct splitfold_convert *convert,
		     char *why, size_t size)
{
	const struct splitfold_census *after = &convert->after;
	const struct splitfold_tlbis *tlbis = &convert->tlbis;
	bool whole = !convert->start && !convert->end;

	if (convert->hash_before != convert->hash_after) {
		snprintf(why, size, "the hash changed: %016llx before, %016llx after",
			 convert->hash_before, convert->hash_after);
		return -EILSEQ;
	}
	if (convert->before.pages != after->pages) {
		snprintf(why, size, "pages were lost: %llu mapped before, %llu after",
			 convert->before.pages, after->pages);
		return -EILSEQ;
	}
	if (convert->entries_written && !tlbis->all && !tlbis->va && !tlbis->range) {
		snprintf(why, size, "entries were written, and no TLBI for all CPUs followed");
		return -EILSEQ;
	}
	if (whole && convert->strategy == SPLITFOLD_SPLIT &&
	    !census_same_large(after, &base->alias)) {
		snprintf(why, size,
			 "not all split: %llu pud %llu contpmd %llu pmd %llu contpte are left",
			 after->pud, after->contpmd, after->pmd, after->contpte);
		return -EILSEQ;
	}
	return 0;
}

int conversion_do_checked(struct device *dev, enum splitfold_strategy strategy,
			  struct conversion_way way, struct splitfold_convert *convert, char *why,
			  size_t size)
{
	struct conversion_base base;
	int err;

	why[0] = '\0';
	err = conversion_base_take(dev, &base, convert->reason);
	if (!err)
		err = conversion_do(dev, strategy, way, 0, convert);
	if (err) {
		snprintf(why, size, "%s", convert->reason);
		return err;
	}
	return conversion_check(&base, convert, why, size);
}

int census_compare(const struct splitfold_census *want, const struct splitfold_census *got,
		   char *why, size_t size)
{
	if (census_same_large(want, got) && want->pte == got->pte && want->pages == got->pages &&
	    want->table_pages == got->table_pages)
		return 0;
	snprintf(why, size,
		 "census not given back: pud %llu->%llu contpmd %llu->%llu pmd %llu->%llu "
		 "contpte %llu->%llu pte %llu->%llu pages %llu->%llu tables %llu->%llu",
		 want->pud, got->pud, want->contpmd, got->contpmd, want->pmd, got->pmd,
		 want->contpte, got->contpte, want->pte, got->pte, want->pages, got->pages,
		 want->table_pages, got->table_pages);
	return -EILSEQ;
}

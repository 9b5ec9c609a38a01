// SPDX-License-Identifier: GPL-2.0-only
/*
 * convert.c - one conversion from request to result.
 *
 * Everything that may fail or sleep happens before the hold, everything that only
 * has to happen some time after it: inside, pointers move and entries are stored.
 *
 * The kernel changes permissions by walks that take no lock (update_range_prot() in
 * arch/arm64/mm/pageattr.c). A hold may stop such a walker between reading an entry
 * and writing it; released, it writes to where the entry was. So retired tables are
 * kept until every task has left the kernel or slept (synchronize_rcu_tasks()), and
 * are then compared with what was folded: a late write is reported, never lost in a
 * freed page.
 */
#include "convert.h"

#include <linux/module.h>
#include <linux/rcupdate.h>

#include "census.h"
#include "clock.h"
#include "pairs.h"
#include "reason.h"
#include "scan.h"

bool allow_unsafe;
module_param(allow_unsafe, bool, 0444);
MODULE_PARM_DESC(allow_unsafe,
		 "let requests skip the legality check: for negative controls under emulation");

static u64 conversions;
static bool folded;

static int request_check(struct conversion *conv)
{
	struct splitfold_convert *req = conv->req;
	int err;

	if (req->strategy >= SPLITFOLD_NR_STRATEGIES)
		return fail(req->reason, -EINVAL, "no strategy %u", req->strategy);
	if (req->method >= SPLITFOLD_NR_METHODS)
		return fail(req->reason, -EINVAL, "no method %u", req->method);
	if (req->hold >= SPLITFOLD_NR_HOLDS)
		return fail(req->reason, -EINVAL, "no hold %u", req->hold);
	if (req->flags & ~SPLITFOLD_CONVERT_UNSAFE)
		return fail(req->reason, -EINVAL, "unknown flags %#x", req->flags);
	err = lmap_range(req->start, req->end, &conv->range, req->reason);
	if (err)
		return err;
	conv->method = methods[req->method];
	conv->hold = holds[req->hold];

	if (!(req->flags & SPLITFOLD_CONVERT_UNSAFE))
		return pair_check(req, req->reason);
	if (!allow_unsafe)
		return fail(req->reason, -EPERM, "the module was loaded without allow_unsafe=1");
	return 0;
}

/* The map may grow or be split further until the hold: leave room, and check again there. */
static unsigned long with_slack(unsigned long nr)
{
	return nr + nr / 4 + 64;
}

static int prealloc(struct conversion *conv)
{
	struct edit_list count = { };
	int err;

	scans[conv->req->strategy](&conv->range, &count);
	err = edits_alloc(&conv->edits, with_slack(count.nr));
	if (err)
		return fail(conv->req->reason, err, "no memory for a list of %lu edits", count.nr);
	err = tables_prealloc(&conv->tables, count.nr_tables, with_slack(count.nr_retired));
	if (err)
		return fail(conv->req->reason, err, "no memory for %lu table pages",
			    count.nr_tables);
	return 0;
}

/* Build, hold, edit. The kernel's own splitter must not be caught in the middle. */
static int run(struct conversion *conv)
{
	struct splitfold_phases *phases = &conv->req->phases;
	u64 mark = clock_ticks();
	int err = 0;

	if (kernel.pgtable_split_lock)
		mutex_lock(kernel.pgtable_split_lock);
	if (conv->method->build)
		err = conv->method->build(conv);
	phases->build = clock_lap(&mark);
	if (!err) {
		conv->hold->run(conv);
		err = conv->err;
		if (err)
			err = fail(conv->req->reason, err, "%s failed under hold %s (%d)",
				   conv->method->name, conv->hold->name, err);
	}
	if (kernel.pgtable_split_lock)
		mutex_unlock(kernel.pgtable_split_lock);
	return err;
}

static int settle(struct conversion *conv)
{
	struct splitfold_convert *req = conv->req;
	unsigned long late;
	u64 mark = clock_ticks();

	synchronize_rcu_tasks();
	late = edits_count_late_writes(&conv->edits);
	req->phases.grace = clock_lap(&mark);

	if (conv->method->own_tables) {
		req->tables_allocated = conv->tables.taken;
		req->tables_spare = conv->tables.nr_spare - conv->tables.taken;
		req->tables_freed = tables_settle(&conv->tables);
	}
	req->phases.post = clock_lap(&mark);
	if (late || conv->raced)
		return fail(req->reason, -EAGAIN,
			    "%lu permission changes raced with the conversion",
			    late + conv->raced);
	return 0;
}

/* Preallocation to settling: all that is timed. */
static int run_timed(struct conversion *conv)
{
	struct splitfold_phases *phases = &conv->req->phases;
	u64 begin = clock_ticks(), mark = begin;
	int err = 0;

	if (conv->method->own_tables)
		err = prealloc(conv);
	phases->prealloc = clock_lap(&mark);
	if (!err)
		err = run(conv);
	if (conv->method->finish)
		conv->method->finish(conv);
	if (err)
		tables_abandon(&conv->tables);
	else
		err = settle(conv);
	edits_free(&conv->edits);
	phases->total = clock_ticks() - begin - phases->grace;
	return err;
}

/*
 * set_memory_*() needs ptes unless the kernel splits leaves by itself. While something
 * is left to split on a system that needs ptes, somebody must be there to do it.
 */
static void folded_update(void)
{
	struct edit_list left = { };
	bool now;

	scan_split(&lmap.all, &left);
	now = left.nr && kernel.can_set_direct_map() && !lmap.splits_itself;
	if (now && !folded)
		__module_get(THIS_MODULE);
	else if (!now && folded)
		module_put(THIS_MODULE);
	WRITE_ONCE(folded, now);
}

static int verified(struct conversion *conv)
{
	struct splitfold_convert *req = conv->req;
	u64 pages_before, pages_after;
	int err;

	census_take(&lmap.all, &req->before);
	req->hash_before = census_hash(&lmap.all, &pages_before);
	err = run_timed(conv);
	folded_update();
	census_take(&lmap.all, &req->after);
	req->hash_after = census_hash(&lmap.all, &pages_after);
	if (!conv->method->own_tables) {
		req->tables_allocated = req->after.table_pages - req->before.table_pages;
		req->tables_spare = 0;
	}
	if (err)
		return err;
	conversions++;
	if (req->hash_before != req->hash_after || pages_before != pages_after)
		return fail(req->reason, -EILSEQ,
			    "mapping hash was %#llx over %llu pages, is %#llx over %llu",
			    req->hash_before, pages_before, req->hash_after, pages_after);
	return 0;
}

int convert(struct splitfold_convert *req)
{
	struct conversion conv = { .req = req };
	int err = request_check(&conv);

	return err ?: verified(&conv);
}

bool convert_is_folded(void)
{
	return READ_ONCE(folded);
}

u64 convert_count(void)
{
	return READ_ONCE(conversions);
}

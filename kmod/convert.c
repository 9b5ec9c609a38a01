// SPDX-License-Identifier: GPL-2.0-only
/*
 * convert.c - one conversion from request to result.
 *
 * Everything that may fail or sleep happens before the hold, everything that only
 * has to happen some time after it. The map is counted, hashed and held against the rules
 * for tables right before the hold and right after it, with the gate closed: a difference is
 * the conversion's own doing, and a second hold takes it back.
 *
 * Tables that were cut off are kept until every task has left the kernel or slept
 * (synchronize_rcu_tasks()): some walk the kernel's tables without a lock.
 */
#include "convert.h"

#include <linux/module.h>
#include <linux/rcupdate.h>
#include <linux/vmalloc.h>

#include "census.h"
#include "clock.h"
#include "exclusion.h"
#include "gate.h"
#include "pairs.h"
#include "reason.h"
#include "scan.h"

#define UNSAFE_FLAGS \
	(SPLITFOLD_CONVERT_UNSAFE | SPLITFOLD_CONVERT_WRONG | SPLITFOLD_CONVERT_NO_FIXUP | \
	 SPLITFOLD_CONVERT_TORN)

bool allow_unsafe;
module_param(allow_unsafe, bool, 0444);
MODULE_PARM_DESC(allow_unsafe,
		 "let requests skip checks and inject faults: for tests under emulation");

static u64 conversions;
static bool folded;

static int request_check(struct conversion *conv)
{
	struct splitfold_convert *req = conv->req;

	if (req->strategy >= SPLITFOLD_NR_STRATEGIES)
		return fail(req->reason, -EINVAL, "no strategy %u", req->strategy);
	if (req->method >= SPLITFOLD_NR_METHODS)
		return fail(req->reason, -EINVAL, "no method %u", req->method);
	if (req->hold >= SPLITFOLD_NR_HOLDS)
		return fail(req->reason, -EINVAL, "no hold %u", req->hold);
	if (req->flags & ~UNSAFE_FLAGS)
		return fail(req->reason, -EINVAL, "unknown flags %#x", req->flags);
	if ((req->flags || req->fail_nth) && !allow_unsafe)
		return fail(req->reason, -EPERM, "the module was loaded without allow_unsafe=1");
	conv->method = methods[req->method];
	conv->hold = holds[req->hold];
	return lmap_range(req->start, req->end, &conv->range, req->reason);
}

static int pair_legal(struct conversion *conv)
{
	struct splitfold_convert *req = conv->req;

	if (step_fails(&conv->steps, "legality"))
		return -EPERM;
	if (req->flags & SPLITFOLD_CONVERT_UNSAFE)
		return 0;
	return pair_check(req, req->reason);
}

static void gate_close_timed(struct conversion *conv)
{
	u64 mark = clock_ticks();

	gate_close();
	conv->closed = clock_ticks();
	conv->req->phases.gate = conv->closed - mark;
}

static int scan_timed(struct conversion *conv)
{
	struct splitfold_convert *req = conv->req;
	struct scan scan = { .range = conv->range, .list = &conv->edits };
	u64 mark = clock_ticks();
	int err;

	if (req->flags & SPLITFOLD_CONVERT_WRONG)
		scan.overlook = DESC_RDONLY | DESC_DBM;
	err = scans[req->strategy](&scan);
	if (req->flags & SPLITFOLD_CONVERT_TORN)
		edits_tear(&conv->edits);
	req->phases.scan = clock_lap(&mark);
	return err ? fail(req->reason, err, "no memory for a list of %lu edits",
			  conv->edits.nr) : 0;
}

/* Everything up to the hold that does not depend on it. */
static int prepare(struct conversion *conv)
{
	struct splitfold_convert *req = conv->req;
	u64 mark;
	int err = 0;

	if (conv->method->own_tables) {
		err = scan_timed(conv);
		if (err)
			return err;
		mark = clock_ticks();
		err = tables_prealloc(&conv->tables, conv->edits.nr_tables);
		req->phases.prealloc = clock_lap(&mark);
		if (err)
			return fail(req->reason, err, "no memory for %lu table pages",
				    conv->edits.nr_tables);
		edits_fill(&conv->edits, &conv->tables);
		req->phases.fill = clock_lap(&mark);
	}
	if (conv->method->build) {
		mark = clock_ticks();
		err = conv->method->build(conv);
		req->phases.build = clock_lap(&mark);
	}
	return err;
}

static void unprepare(struct conversion *conv)
{
	if (conv->method->finish)
		conv->method->finish(conv);
	tables_abandon(&conv->tables);
	edits_free(&conv->edits);
}

static int fixup_timed(struct conversion *conv)
{
	u64 mark = clock_ticks();
	int err = conv->method->fixup(conv);

	conv->req->phases.fixup = clock_lap(&mark);
	return err;
}

/* Returns with the gate closed, whatever it returns. */
static int prepare_gated(struct conversion *conv)
{
	int err;

	if (!conv->method->builds_open) {
		gate_close_timed(conv);
		return prepare(conv);
	}
	gate_watch();
	err = prepare(conv);
	gate_close_timed(conv);
	if (!err)
		err = fixup_timed(conv);
	if (err != -EAGAIN || conv->steps.failed)
		return err;

	/* More changed than can be noted: once more, while nothing does. */
	unprepare(conv);
	gate_watch_closed();
	return prepare(conv) ?: fixup_timed(conv);
}

static void hold_run(struct conversion *conv)
{
	conv->err = 0;
	conv->hold->run(conv);
	/* The kernel does not say how many it stores. */
	conv->req->entries_written = conv->method->own_tables ? conv->entries_written :
								SPLITFOLD_NOT_APART;
	conv->req->tlbis = conv->tlbis;
}

static void look_before(struct conversion *conv)
{
	struct wellformed formed;
	u64 mark = clock_ticks();

	census_take(&lmap.all, &conv->req->before);
	conv->req->hash_before = census_hash(&lmap.all, &conv->pages);
	wellformed_take(kernel.swapper_pg_dir, &lmap.all, &formed);
	conv->faults = formed.faults;
	conv->looking += clock_lap(&mark);
}

static int look_after(struct conversion *conv)
{
	struct splitfold_convert *req = conv->req;
	u64 mark = clock_ticks(), pages;
	struct wellformed formed;

	req->hash_after = census_hash(&lmap.all, &pages);
	if (conv->method->own_tables && step_fails(&conv->steps, "mapping hash"))
		return -EILSEQ;
	/* All CPUs run on this map: a wrong one is taken back before anything else. */
	if (req->hash_before != req->hash_after || conv->pages != pages)
		return fail(req->reason, -EILSEQ,
			    "mapping hash was %#llx over %llu pages, was %#llx over %llu "
			    "afterwards", req->hash_before, conv->pages, req->hash_after, pages);
	census_take(&lmap.all, &req->after);
	wellformed_take(kernel.swapper_pg_dir, &lmap.all, &formed);
	conv->looking += clock_lap(&mark);
	if (conv->method->own_tables && step_fails(&conv->steps, "well-formed tables"))
		return -EILSEQ;
	return wellformed_check(&formed, conv->faults, req->reason);
}

static u64 leaves_large(const struct splitfold_census *census)
{
	return census->pud + census->contpmd + census->pmd + census->contpte;
}

/*
 * set_memory_*() needs ptes unless the kernel splits leaves by itself. While something
 * is left to split on a system that needs ptes, somebody must be there to do it. Leaves
 * of the alias do not count: nobody splits them.
 */
static void folded_update(struct conversion *conv)
{
	const struct splitfold_census *now = &conv->req->after;
	struct splitfold_census alias;
	u64 mark = clock_ticks();
	bool is;

	census_take(&lmap.alias, &alias);
	conv->looking += clock_lap(&mark);
	is = leaves_large(now) > leaves_large(&alias) && kernel.can_set_direct_map() &&
	     !lmap.splits_itself;
	if (is && !folded)
		__module_get(THIS_MODULE);
	else if (!is && folded)
		module_put(THIS_MODULE);
	WRITE_ONCE(folded, is);
	gate_folded(is);
}

/* The result was wrong: once more through the hold, the other way. */
static void take_back(struct conversion *conv)
{
	struct splitfold_convert *req = conv->req;
	struct wellformed formed;
	u64 pages;

	edits_reverse(&conv->edits);
	if (conv->method->reverse)
		conv->method->reverse(conv);
	hold_run(conv);
	census_take(&lmap.all, &req->after);
	folded_update(conv);
	wellformed_take(kernel.swapper_pg_dir, &lmap.all, &formed);
	if (!conv->err && formed.faults <= conv->faults &&
	    census_hash(&lmap.all, &pages) == req->hash_before)
		return;
	pr_err("%s under %s: the map could not be taken back (%d)\n", conv->method->name,
	       conv->hold->name, conv->err);
	conv->stuck = true;
	strlcat(req->reason, "; NOT rolled back", sizeof(req->reason));
}

static int edit_and_look(struct conversion *conv)
{
	struct splitfold_convert *req = conv->req;
	int err;

	look_before(conv);
	hold_run(conv);
	err = conv->err;
	if (err) {
		req->after = req->before;
		req->hash_after = req->hash_before;
		return fail(req->reason, err, "%s failed under hold %s (%d)", conv->method->name,
			    conv->hold->name, err);
	}
	err = look_after(conv);
	folded_update(conv);
	if (err && conv->method->own_tables) {
		take_back(conv);
		/* Its tables were live for a while. */
		synchronize_rcu_tasks();
	}
	return err;
}

/* Gate closed to gate open. */
static int run_gated(struct conversion *conv)
{
	struct splitfold_phases *phases = &conv->req->phases;
	int err = prepare_gated(conv);

	if (!err)
		err = edit_and_look(conv);
	phases->closed = clock_ticks() - conv->closed - conv->looking;
	if (gate_open() && !err)
		pr_warn("a permission change from atomic context met a conversion\n");
	return err;
}

static void settle(struct conversion *conv)
{
	struct splitfold_convert *req = conv->req;
	u64 mark = clock_ticks();

	req->pages_peak = conv->tables.nr + edits_pages(&conv->edits) + conv->map.nr_pages +
			  conv->writes.nr_pages;
	synchronize_rcu_tasks();
	req->phases.grace = clock_lap(&mark);
	if (conv->method->retire)
		conv->method->retire(conv);
	else
		edits_retire(&conv->edits, &conv->tables);
	req->tables_allocated = conv->tables.taken;
	req->tables_spare = tables_settle(&conv->tables);
	req->tables_freed = conv->tables.nr_freed;
	if (!conv->method->own_tables) {
		req->tables_allocated = req->after.table_pages - req->before.table_pages;
		req->pages_peak = req->tables_allocated;
	}
	if (conv->method->finish)
		conv->method->finish(conv);
	edits_free(&conv->edits);
	req->phases.post = clock_lap(&mark);
}

static int run(struct conversion *conv)
{
	struct splitfold_phases *phases = &conv->req->phases;
	u64 begin = clock_ticks();
	int err = run_gated(conv);

	if (!err)
		settle(conv);
	else if (!conv->stuck)
		unprepare(conv);
	phases->total = clock_ticks() - begin - conv->looking;
	if (phases->grace != SPLITFOLD_NOT_APART)
		phases->total -= phases->grace;
	conversions += !err;
	return err;
}

int convert(struct splitfold_convert *req)
{
	struct conversion *conv = vzalloc(sizeof(*conv));
	int err;

	if (!conv)
		return fail(req->reason, -ENOMEM, "no memory for a conversion");
	/* All that a method does not set it does not have. */
	memset(&req->phases, 0xff, sizeof(req->phases));
	conv->req = req;
	conv->steps.fail_nth = req->fail_nth;
	conv->edits.steps = conv->tables.steps = &conv->steps;
	err = request_check(conv) ?: gate_install(req->reason) ?: exclusion_begin(req->reason);
	if (!err) {
		err = lmap_check(req->reason) ?: pair_legal(conv) ?: run(conv);
		exclusion_end();
	}
	if (conv->steps.failed)
		fail(req->reason, err, "step %llu, %s, was made to fail (%d)", req->fail_nth,
		     conv->steps.failed, err);
	req->steps = conv->steps.taken;
	vfree(conv);
	return err;
}

bool convert_is_folded(void)
{
	return READ_ONCE(folded);
}

u64 convert_count(void)
{
	return READ_ONCE(conversions);
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * method_swap.c - builds new tables beside the live ones, then replaces the root's
 * entries.
 *
 * All work that grows with memory is done while the system runs and permissions
 * change. What changed since the scan is noted by the gate; once that is closed, only
 * those ranges are brought over. The hold stores as many entries as the linear map has
 * in the root table, which is one or two.
 */
#include "convert.h"

#include "clock.h"
#include "gate.h"
#include "idmap.h"
#include "reason.h"

static int swap_build(struct conversion *conv)
{
	unsigned long i;
	int j;

	shadow_init(&conv->shadow, &conv->tables);
	for (i = 0; i < conv->edits.nr; i++) {
		const struct edit *edit = &conv->edits.edit[i];
		u64 *entry = shadow_entry(&conv->shadow, edit->va, edit->level);

		if (!entry)
			return fail(conv->req->reason, -ENOMEM, "no memory for copies of tables");
		for (j = 0; j < edit->nr; j++)
			entry[j] = conv->edits.word[edit->first + j].new;
	}
	/* Visible to the walkers before the root points here. */
	dsb(ishst);
	return 0;
}

/* What the hold stores, listed before it. */
static int root_writes_fill(struct shadow *shadow)
{
	struct write_page *root = idmap_root_writes();
	int i;

	shadow_find_new(shadow);
	if (shadow->nr_new > WRITES_PER_PAGE)
		return -EOPNOTSUPP;
	root->nr = shadow->nr_new;
	for (i = 0; i < shadow->nr_new; i++) {
		int at = shadow->new[i];

		root->write[i].pa = __pa_symbol(&kernel.swapper_pg_dir[at]);
		root->write[i].value = shadow->root[at];
	}
	return 0;
}

/* The gate is closed: what was built becomes what the live map is now. */
static int swap_fixup(struct conversion *conv)
{
	const struct va_range *change;
	int i, nr, err;

	change = gate_changes(&nr);
	if (!change || step_fails(&conv->steps, "record of changed ranges"))
		return -EAGAIN;
	conv->req->ranges_changed = nr;
	for (i = 0; i < nr && !(conv->req->flags & SPLITFOLD_CONVERT_NO_FIXUP); i++)
		shadow_fixup(&conv->shadow, &change[i]);
	dsb(ishst);
	err = root_writes_fill(&conv->shadow);
	return err ? fail(conv->req->reason, err, "RAM fills the whole root table") : 0;
}

/* In the hold: whether the root entries to be replaced are those that were built on. */
static int swap_check(struct conversion *conv)
{
	struct shadow *shadow = &conv->shadow;
	int i;

	if (step_fails(&conv->steps, "root entries as copied"))
		return -EAGAIN;
	for (i = 0; i < shadow->nr_new; i++) {
		int at = shadow->new[i];

		if (READ_ONCE(kernel.swapper_pg_dir[at]) != shadow->old[at])
			return -EAGAIN;
	}
	return 0;
}

static int swap_edit(struct conversion *conv)
{
	struct va_range kfence = lmap_kfence();
	u64 mark = clock_ticks();
	int err;

	/* Its entries changed until now, and are in copies where neighbours were edited. */
	shadow_copy_ptes(&conv->shadow, &kfence);
	err = swap_check(conv);
	if (!err && conv->shadow.nr_new) {
		idmap_write_root();
		conv->entries_written += conv->shadow.nr_new;
		conv->tlbis.all++;
		conv->tlbis.local += IDMAP_WRITE_ROOT_TLBIS;
	}
	conv->req->phases.commit = clock_lap(&mark);
	return err;
}

static void swap_reverse(struct conversion *conv)
{
	struct shadow *shadow = &conv->shadow;
	int i;

	for (i = 0; i < shadow->nr_root; i++)
		swap(shadow->root[i], shadow->old[i]);
	root_writes_fill(shadow);
}

static void swap_retire(struct conversion *conv)
{
	shadow_retire(&conv->shadow);
}

const struct method method_swap = {
	.name = "swap",
	.needs = NEEDS_DEAD,
	.folds = true,
	.own_tables = true,
	.builds_open = true,
	.build = swap_build,
	.fixup = swap_fixup,
	.edit = swap_edit,
	.reverse = swap_reverse,
	.retire = swap_retire,
};

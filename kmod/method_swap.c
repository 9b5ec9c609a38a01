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

/* The gate is closed: what was built becomes what the live map is now. */
static int swap_fixup(struct conversion *conv)
{
	const struct va_range *change;
	int i, nr;

	change = gate_changes(&nr);
	if (!change || step_fails(&conv->steps, "record of changed ranges"))
		return -EAGAIN;
	conv->req->ranges_changed = nr;
	for (i = 0; i < nr && !(conv->req->flags & SPLITFOLD_CONVERT_NO_FIXUP); i++)
		shadow_fixup(&conv->shadow, &change[i]);
	dsb(ishst);
	return 0;
}

/* The list of root entries to store. Returns -EAGAIN when they are not what was built on. */
static int swap_root(struct conversion *conv, struct write_page *root)
{
	struct shadow *shadow = &conv->shadow;
	int i;

	root->nr = 0;
	if (step_fails(&conv->steps, "root entries as copied"))
		return -EAGAIN;
	for (i = 0; i < shadow->nr_root; i++) {
		u64 *entry = &kernel.swapper_pg_dir[i];

		if (READ_ONCE(*entry) != shadow->old[i])
			return -EAGAIN;
		if (shadow->root[i] == shadow->old[i])
			continue;
		if (root->nr == ARRAY_SIZE(root->write))
			return -EAGAIN;
		root->write[root->nr].pa = __pa_symbol(entry);
		root->write[root->nr++].value = shadow->root[i];
	}
	return 0;
}

static int swap_edit(struct conversion *conv)
{
	struct write_page *root = idmap_root_writes();
	struct va_range kfence = lmap_kfence();
	u64 mark = clock_ticks();
	int err;

	/* Its entries changed until now, and are in copies where neighbours were edited. */
	shadow_copy_ptes(&conv->shadow, &kfence);
	err = swap_root(conv, root);
	if (!err && root->nr) {
		idmap_write_root();
		conv->entries_written += root->nr;
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

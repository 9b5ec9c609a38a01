// SPDX-License-Identifier: GPL-2.0-only
/*
 * method_live.c - rewrites valid entries of the live map in place.
 *
 * Changing a block into a table or back, or the contiguous bit, without
 * break-before-make is what FEAT_BBM level 2 permits; "noabort" CPUs promise not to
 * raise a TLB conflict abort meanwhile. See cpu_supports_bbml2_noabort().
 */
#include "convert.h"

#include "clock.h"

static int live_edit(struct conversion *conv)
{
	u64 mark = clock_ticks();
	int err = edits_check(&conv->edits);

	if (err)
		return err;
	conv->entries_written += edits_commit_live(&conv->edits);
	conv->req->phases.commit = clock_lap(&mark);
	method_invalidate(conv);
	return 0;
}

const struct method method_live = {
	.name = "live",
	.needs = NEEDS_BBML2,
	.folds = true,
	.own_tables = true,
	.edit = live_edit,
};

// SPDX-License-Identifier: GPL-2.0-only
/*
 * method_live.c - rewrites valid entries of the live map in place.
 *
 * Changing a block into a table or back, or the contiguous bit, without
 * break-before-make is what FEAT_BBM level 2 permits; "noabort" CPUs promise not to
 * raise a TLB conflict abort meanwhile. See cpu_supports_bbml2_noabort().
 */
#include "convert.h"

static int live_edit(struct conversion *conv)
{
	int err = method_scan_and_commit(conv);

	if (!err)
		method_invalidate(conv);
	return err;
}

const struct method method_live = {
	.name = "live",
	.folds = true,
	.own_tables = true,
	.edit = live_edit,
};

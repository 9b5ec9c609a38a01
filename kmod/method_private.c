// SPDX-License-Identifier: GPL-2.0-only
/*
 * method_private.c - edits the map while its tables are live on no CPU.
 *
 * The other CPUs are parked with an empty TTBR1. The editing CPU moves to scratch
 * tables: the same root but for the linear map, which they map anew in blocks. So
 * any entry of the real tables may change in any way without break-before-make, by
 * plain C that uses the linear map, per-CPU data and the stack as ever. Before the
 * CPUs come back, every TLB is invalidated.
 */
#include "convert.h"

#include "clock.h"
#include "idmap.h"
#include "reason.h"
#include "scratch.h"

static int private_build(struct conversion *conv)
{
	int err = scratch_build(&conv->map, &conv->steps);

	return err ? fail(conv->req->reason, err, "no memory for the scratch tables") : 0;
}

static int private_edit(struct conversion *conv)
{
	u64 ttbr1 = idmap_replace_ttbr1(scratch_ttbr1(&conv->map));
	u64 mark = clock_ticks();
	int err = edits_check(&conv->edits);

	if (!err) {
		conv->entries_written += edits_commit(&conv->edits);
		conv->req->phases.commit = clock_lap(&mark);
		/*
		 * While the tables are still dead: idmap_replace_ttbr1() drops what this CPU
		 * cached of the scratch tables, this TLBI all else, walk caches included.
		 */
		method_invalidate(conv);
	}
	idmap_replace_ttbr1(ttbr1);
	conv->tlbis.local += 2 * IDMAP_REPLACE_TLBIS;
	return err;
}

static void private_finish(struct conversion *conv)
{
	ptmap_free(&conv->map);
}

const struct method method_private = {
	.name = "private",
	.needs = NEEDS_DEAD,
	.folds = true,
	.own_tables = true,
	.build = private_build,
	.edit = private_edit,
	.finish = private_finish,
};

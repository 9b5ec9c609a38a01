// SPDX-License-Identifier: GPL-2.0-only
/*
 * hold_none.c - nobody waits: the edit runs in the caller's context.
 *
 * The other CPUs go on translating, and go on changing permissions, while entries
 * change size; the commit therefore exchanges entries only if they are still what
 * the scan saw (edits_commit_racing()).
 */
#include "convert.h"

#include "clock.h"

static void none_run(struct conversion *conv)
{
	struct splitfold_phases *phases = &conv->req->phases;
	u64 mark = clock_ticks();

	phases->gather = SPLITFOLD_NOT_APART;
	phases->held = SPLITFOLD_NOT_APART;
	conv->err = conv->method->edit(conv);
	phases->edit = clock_lap(&mark);
}

const struct hold hold_none = {
	.name = "none",
	.tables_live = true,
	.run = none_run,
};

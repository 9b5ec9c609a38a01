// SPDX-License-Identifier: GPL-2.0-only
/*
 * hold_none.c - nobody waits: the edit runs in the caller's context.
 *
 * The other CPUs go on translating while entries change size. They do not go on
 * changing permissions: those wait at the gate, as for every hold (gate.c).
 */
#include "convert.h"

#include "clock.h"

static void none_run(struct conversion *conv)
{
	struct splitfold_phases *phases = &conv->req->phases;

	phases->gather = SPLITFOLD_NOT_APART;
	phases->held = SPLITFOLD_NOT_APART;
	conv->arrived = clock_ticks();
	conv->err = conv->method->edit(conv);
	phases->edit = clock_ticks() - conv->arrived;
	conv->req->cpus_held = 0;
}

const struct hold hold_none = {
	.name = "none",
	.tables_live = true,
	.run = none_run,
};

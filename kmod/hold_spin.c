// SPDX-License-Identifier: GPL-2.0-only
/*
 * hold_spin.c - the others spin in the module, exceptions masked, kernel tables live.
 *
 * Under method bbm the linear map has holes meanwhile. So nothing of it is touched
 * between arrival and return: no stop_machine() loop and no interrupt, which live on
 * per-CPU data, no tracer, and no stack protector, which finds its canary by way of
 * current. What is left is this code, its flag and the stack: all in vmalloc space.
 */
#include "convert.h"

#include <asm/daifflags.h>

static struct meeting spin_meeting;

static void spin_hold_prepare(void)
{
	meeting_prepare(&spin_meeting);
}

static noinstr __no_stack_protector void spin_hold_wait(void)
{
	unsigned long flags = local_daif_save();

	/* Release: what this CPU did to the tables before is done when it has arrived. */
	raw_atomic64_inc_return_release(&spin_meeting.arrived);
	smp_cond_load_acquire(&spin_meeting.released, VAL);
	local_daif_restore(flags);
}

static void spin_hold_gather(unsigned int others)
{
	meeting_gather(&spin_meeting, others);
}

static void spin_hold_release(void)
{
	meeting_release(&spin_meeting);
}

static const struct hold_place spin_hold_place = {
	.prepare = spin_hold_prepare,
	.wait = spin_hold_wait,
	.gather = spin_hold_gather,
	.release = spin_hold_release,
};

static void spin_hold_run(struct conversion *conv)
{
	hold_stop_machine(conv, &spin_hold_place);
}

const struct hold hold_spin = {
	.name = "spin",
	.stops_others = true,
	.tables_live = true,
	.run = spin_hold_run,
};

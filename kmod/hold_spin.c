// SPDX-License-Identifier: GPL-2.0-only
/*
 * hold_spin.c - the others spin in the module, interrupts off, kernel tables live.
 *
 * Not in stop_machine()'s own loop: that one touches per-CPU data, which lies in
 * the linear map, all the time.
 */
#include "convert.h"

static struct meeting spin_meeting;

static void spin_wait(struct meeting *meeting)
{
	atomic64_inc_return_release(&meeting->arrived);
	smp_cond_load_acquire(&meeting->released, VAL);
}

static void spin_run(struct conversion *conv)
{
	hold_stop_machine(conv, &spin_meeting, spin_wait);
}

const struct hold hold_spin = {
	.name = "spin",
	.stops_others = true,
	.tables_live = true,
	.run = spin_run,
};

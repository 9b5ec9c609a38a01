// SPDX-License-Identifier: GPL-2.0-only
/* hold.c - the table of holds, and the frame of those under stop_machine(). */
#include "convert.h"

#include <linux/cpumask.h>
#include <linux/stop_machine.h>

#include "clock.h"

const struct hold *const holds[] = {
	[SPLITFOLD_HOLD_NONE] = &hold_none,
	[SPLITFOLD_HOLD_SPIN] = &hold_spin,
	[SPLITFOLD_HOLD_PARK] = &hold_park,
};
static_assert(ARRAY_SIZE(holds) == SPLITFOLD_NR_HOLDS);

struct stop {
	struct conversion *conv;
	struct meeting *meeting;
	void (*wait)(struct meeting *meeting);
	u64 begin;
};

static void stop_edit(struct stop *stop)
{
	struct conversion *conv = stop->conv;
	struct splitfold_phases *phases = &conv->req->phases;
	struct meeting *meeting = stop->meeting;
	u64 others = num_online_cpus() - 1;
	u64 mark = stop->begin, released;

	atomic64_cond_read_acquire(&meeting->arrived, VAL == others);
	phases->gather = clock_lap(&mark);
	conv->arrived = mark;

	/* A CPU may have come online since pair_check(). */
	if (others && conv->method->tables_dead && conv->hold->tables_live)
		conv->err = -EAGAIN;
	else
		conv->err = conv->method->edit(conv);
	released = clock_ticks();
	phases->edit = released - conv->arrived;

	/* Orders all edits before the release; pairs with the load-acquire in the waits. */
	smp_store_release(&meeting->released, 1);
	phases->held = clock_ticks() - conv->arrived;
	conv->req->cpus_held = others;
}

/* The first online CPU edits: the boot CPU, the one linear_map_split_to_ptes() picks. */
static int stop_cpu(void *arg)
{
	struct stop *stop = arg;

	if (smp_processor_id() == cpumask_first(cpu_online_mask))
		stop_edit(stop);
	else
		stop->wait(stop->meeting);
	return 0;
}

void hold_stop_machine(struct conversion *conv, struct meeting *meeting,
		       void (*wait)(struct meeting *meeting))
{
	struct stop stop = { .conv = conv, .meeting = meeting, .wait = wait };

	atomic64_set(&meeting->arrived, 0);
	meeting->released = 0;
	stop.begin = clock_ticks();
	stop_machine(stop_cpu, &stop, cpu_online_mask);
}

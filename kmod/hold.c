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
	[SPLITFOLD_HOLD_MMUOFF] = &hold_mmuoff,
};
static_assert(ARRAY_SIZE(holds) == SPLITFOLD_NR_HOLDS);

struct stop {
	struct conversion *conv;
	const struct hold_place *place;
	unsigned int editor;
	unsigned int others;
	u64 begin;
};

static void stop_edit(struct stop *stop)
{
	struct conversion *conv = stop->conv;
	struct splitfold_phases *phases = &conv->req->phases;
	u64 mark = stop->begin, edited;

	stop->place->gather(stop->others);
	phases->gather = clock_lap(&mark);
	conv->arrived = mark;

	conv->err = conv->method->edit(conv);
	edited = clock_ticks();

	stop->place->release();
	phases->held = clock_ticks() - conv->arrived;
	phases->edit = edited - conv->arrived;
	conv->req->cpus_held = stop->others;
}

static int stop_cpu(void *arg)
{
	struct stop *stop = arg;

	if (smp_processor_id() == stop->editor)
		stop_edit(stop);
	else
		stop->place->wait();
	return 0;
}

/* The first online CPU edits: the boot CPU, the one linear_map_split_to_ptes() picks. */
void hold_stop_machine(struct conversion *conv, const struct hold_place *place)
{
	struct stop stop = {
		.conv = conv,
		.place = place,
		.editor = cpumask_first(cpu_online_mask),
		.others = num_online_cpus() - 1,
	};

	place->prepare();
	stop.begin = clock_ticks();
	kernel.stop_machine_cpuslocked(stop_cpu, &stop, cpu_online_mask);
}

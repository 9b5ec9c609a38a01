// SPDX-License-Identifier: GPL-2.0-only
/*
 * hold_park.c - the others wait in the idmap, TTBR1 empty.
 *
 * The place where linear_map_split_to_ptes() sends secondary CPUs that must not see
 * a live mapping change size. The kernel's own waiting area needs a flag that is
 * mapped writable in its idmap only on some boots, so the module brings both.
 */
#include "convert.h"

#include "idmap.h"

static void park_prepare(void)
{
	meeting_prepare(idmap_meeting());
}

static void park_gather(unsigned int others)
{
	meeting_gather(idmap_meeting(), others);
}

static void park_release(void)
{
	meeting_release(idmap_meeting());
}

static const struct hold_place park_place = {
	.prepare = park_prepare,
	.wait = idmap_park,
	.gather = park_gather,
	.release = park_release,
};

static void park_run(struct conversion *conv)
{
	hold_stop_machine(conv, &park_place);
}

const struct hold hold_park = {
	.name = "park",
	.stops_others = true,
	.run = park_run,
};

// SPDX-License-Identifier: GPL-2.0-only
/*
 * method_upstream.c - the kernel's own split, as the baseline.
 *
 * Calls range_split_to_ptes() as linear_map_split_to_ptes() does at boot when a
 * secondary CPU lacks BBML2: around the kernel image alias, GFP_ATOMIC since the
 * other CPUs are held, one invalidation of the whole map. It allocates as it goes,
 * so its phases cannot be told apart.
 */
#include "convert.h"

#include <asm/pgalloc.h>

#include "reason.h"

static int upstream_build(struct conversion *conv)
{
	if (step_fails(&conv->steps, "range_split_to_ptes()") || !kernel.range_split_to_ptes)
		return fail(conv->req->reason, -EOPNOTSUPP,
			    "this kernel has no range_split_to_ptes()");
	return 0;
}

static int split_between(struct conversion *conv, unsigned long start, unsigned long end)
{
	gfp_t gfp = conv->hold->stops_others ? GFP_ATOMIC : GFP_PGTABLE_KERNEL;

	start = max(start, conv->range.start);
	end = min(end, conv->range.end);
	return start < end ? kernel.range_split_to_ptes(start, end, gfp) : 0;
}

static int upstream_edit(struct conversion *conv)
{
	int err;

	err = split_between(conv, lmap.all.start, lmap.alias.start);
	if (!err)
		err = split_between(conv, lmap.alias.end, lmap.all.end);
	/* A split that ran out of memory half-way is consistent, but must be invalidated too. */
	method_invalidate(conv);
	return err;
}

const struct method method_upstream = {
	.name = "upstream",
	.needs = NEEDS_BBML2,
	.build = upstream_build,
	.edit = upstream_edit,
};

// SPDX-License-Identifier: GPL-2.0-only
/* method.c - the table of methods, and the steps that they have in common. */
#include "convert.h"

#include <asm/tlbflush.h>

#include "clock.h"
#include "scan.h"

const struct method *const methods[] = {
	[SPLITFOLD_LIVE] = &method_live,
	[SPLITFOLD_UPSTREAM] = &method_upstream,
	[SPLITFOLD_PRIVATE] = &method_private,
};
static_assert(ARRAY_SIZE(methods) == SPLITFOLD_NR_METHODS);

int method_scan_and_commit(struct conversion *conv)
{
	struct splitfold_phases *phases = &conv->req->phases;
	struct edit_list *edits = &conv->edits;
	u64 mark = clock_ticks();
	int err;

	err = scans[conv->req->strategy](&conv->range, edits);
	phases->scan = clock_lap(&mark);
	if (err || edits->nr_retired > conv->tables.max_retired)
		return -EAGAIN;

	err = edits_take_tables(edits, &conv->tables);
	phases->alloc = clock_lap(&mark);
	if (err)
		return err;

	edits_fill(edits, &conv->tables);
	phases->fill = clock_lap(&mark);

	if (conv->hold->stops_others)
		conv->req->entries_written = edits_commit(edits, &conv->tables);
	else
		conv->req->entries_written = edits_commit_racing(edits, &conv->tables,
								 &conv->raced);
	/* The stores must reach the walkers before the TLBI that follows. */
	dsb(ishst);
	isb();
	phases->commit = clock_lap(&mark);
	return 0;
}

void method_invalidate(struct conversion *conv)
{
	u64 mark = clock_ticks();

	/* Whole map or one page: flush_tlb_kernel_range() invalidates all beyond a limit. */
	flush_tlb_kernel_range(conv->range.start, conv->range.end);
	conv->req->tlbis++;
	conv->req->phases.tlbi = clock_lap(&mark);
}

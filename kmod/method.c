// SPDX-License-Identifier: GPL-2.0-only
/* method.c - the table of methods, and the step that they have in common. */
#include "convert.h"

#include <linux/log2.h>

#include "clock.h"
#include "tlbi.h"

const struct method *const methods[] = {
	[SPLITFOLD_LIVE] = &method_live,
	[SPLITFOLD_UPSTREAM] = &method_upstream,
	[SPLITFOLD_BBM] = &method_bbm,
	[SPLITFOLD_PRIVATE] = &method_private,
	[SPLITFOLD_PRIVATE_MMUOFF] = &method_private_mmuoff,
	[SPLITFOLD_SWAP] = &method_swap,
};
static_assert(ARRAY_SIZE(methods) == SPLITFOLD_NR_METHODS);

void method_invalidate(struct conversion *conv)
{
	struct va_range span = edits_span(&conv->edits);
	unsigned long size = span.end - span.start;
	u64 mark = clock_ticks();

	/* One leaf or group by its address, more than that all at once. */
	if (conv->method->own_tables && !size)
		;
	else if (is_power_of_2(size) && size <= CONT_PMD_SIZE)
		tlbi_range(span.start, size, PAGE_SIZE, &conv->tlbis);
	else
		tlbi_all(&conv->tlbis);
	conv->req->phases.tlbi = clock_lap(&mark);
}

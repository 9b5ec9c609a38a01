// SPDX-License-Identifier: GPL-2.0-only
/*
 * stat/better.c - what is good of a metric, see stat/better.h.
 */
#include <string.h>

#include "host/base/alloc.h"
#include "host/stat/better.h"
#include "host/base/text.h"

const char *const better_names[] = {
	[BETTER_LESS] = "less",
	[BETTER_MORE] = "more",
	[BETTER_NEITHER] = "neither",
};

/* The first that fits. What is not here: less is better. */
static const struct {
	const char *metric, *unit;	/* as globs */
	enum better better;
} table[] = {
	{ "mem_free", "*", BETTER_MORE },
	{ "mem_available", "*", BETTER_MORE },
	{ "mem_total", "*", BETTER_MORE },
	{ "*", "*/s", BETTER_MORE },
	{ "sharing", "*", BETTER_MORE },
	{ "ops", "*", BETTER_NEITHER },
	{ "compared", "*", BETTER_NEITHER },
	{ "stores", "*", BETTER_NEITHER },
	{ "loads", "*", BETTER_NEITHER },
	{ "pte_count", "*", BETTER_NEITHER },
	{ "cpus_held", "*", BETTER_NEITHER },
	{ "ranges_changed", "*", BETTER_NEITHER },
	{ "shared_pages", "*", BETTER_NEITHER },
	{ "tables_freed", "*", BETTER_NEITHER },
	{ "clock_step", "*", BETTER_NEITHER },
	{ "slab", "*", BETTER_NEITHER },
	{ "*", "bits", BETTER_NEITHER },
	{ "*", "hz", BETTER_NEITHER },
};

enum better better_of(const char *metric, const char *unit)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(table); i++)
		if (text_glob(table[i].metric, metric) && text_glob(table[i].unit, unit))
			return table[i].better;
	return BETTER_LESS;
}

bool metric_is_exact(const char *clock, const char *metric, const char *unit)
{
	static const char *const counted[] = { "count", "bool", "bits", "hz" };
	size_t i;

	if (!strcmp(clock, "icount"))
		return true;
	/* a PMU's cycles are time in all but name */
	if (text_glob("*cycles", metric))
		return false;
	for (i = 0; i < ARRAY_SIZE(counted); i++)
		if (!strcmp(unit, counted[i]))
			return true;
	return false;
}

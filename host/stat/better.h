/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * stat/better.h - whether more of a metric is good, bad, or neither: the one table of it.
 */
#ifndef HOST_BETTER_H
#define HOST_BETTER_H

#include <stdbool.h>

enum better {
	BETTER_LESS,	/* time, instructions, memory used */
	BETTER_MORE,	/* memory left, work done in a given time */
	BETTER_NEITHER,	/* says how much there was to do, or what was there */
};

extern const char *const better_names[];

/* By the metric's name, else by its unit. */
enum better better_of(const char *metric, const char *unit);

/*
 * Repeats exactly when nothing differs, and is compared as it is: instructions of one CPU
 * (clock=icount), or whatever is counted and not measured.
 */
bool metric_is_exact(const char *clock, const char *metric, const char *unit);

#endif

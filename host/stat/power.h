/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * stat/power.h - how many boots a comparison needs to find a change that it was planned for.
 */
#ifndef HOST_POWER_H
#define HOST_POWER_H

#include <stddef.h>

#define POWER_P		0.05	/* of a whole table, two-sided */
#define POWER_WANTED	0.9
#define POWER_LEAST	4	/* boots; an exact U test of fewer never gets to POWER_P */
#define POWER_MOST	9999	/* boots; more are not counted */

/*
 * Boots on each side, with which a table of so many tests finds a change of effect (a
 * share of the mean) with probability POWER_WANTED; cv is the standard deviation between
 * boots as a share of the mean. By the normal approximation, with the U test's efficiency
 * of 3/pi against Student's; and never fewer than its exact distribution needs.
 * Source: Lehmann, "Nonparametrics" (1975), 2.4.
 */
size_t power_boots(double cv, double effect, size_t tests);

/* The fewest boots on each side that such a table can tell anything of. */
size_t power_least(size_t tests);

#endif

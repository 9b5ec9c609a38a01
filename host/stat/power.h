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
#define POWER_SURE	0.7	/* that the spread is not larger than was planned with */

/*
 * Boots on each side, with which a table of so many tests finds a change of effect (a
 * share of the mean) with probability POWER_WANTED; cv is the standard deviation between
 * boots as a share of the mean. By the normal approximation, with the U test's efficiency
 * of 3/pi against Student's; and never fewer than its exact distribution needs.
 * Source: Lehmann, "Nonparametrics" (1975), 2.4.
 */
size_t power_boots(double cv, double effect, size_t tests);

/*
 * How large the spread between boots is at the most, seven times in ten, where it was seen to be
 * cv with so many degrees of freedom: few boots can lie close together by chance, and what was
 * planned with their own spread would then find too little. df > 0.
 * Source: df cv^2 over the true one has a chi-square distribution (of normal boots); Browne,
 * "On the use of a pilot sample for sample size determination", Stat. Med. 14 (1995).
 */
double power_spread(double cv, double df);

/* The fewest boots on each side that such a table can tell anything of. */
size_t power_least(size_t tests);

#endif

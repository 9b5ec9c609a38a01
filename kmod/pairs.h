/* SPDX-License-Identifier: GPL-2.0-only */
/* pairs.h - which method under which hold the CPUs at hand allow. */
#ifndef SF_PAIRS_H
#define SF_PAIRS_H

#include "splitfold.h"

struct cpu_census {
	u32 online;
	u32 bbml2;		/* of these, cpu_supports_bbml2_noabort() */
	bool editor_bbml2;	/* the first online CPU, the one that edits, has it */
};

/*
 * Ask every online CPU; CPU hotplug is locked. All zero but online when the kernel knows
 * no BBML2.
 */
void cpus_count(struct cpu_census *cpus);

/*
 * Returns 0, or -EPERM (not legal on these CPUs), -EOPNOTSUPP (the method does not do
 * this strategy) with the reason in reason.
 */
int pair_check(const struct splitfold_convert *req, char reason[SPLITFOLD_REASON_MAX]);

#endif /* SF_PAIRS_H */

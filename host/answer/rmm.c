// SPDX-License-Identifier: GPL-2.0-only
/*
 * answer/rmm.c - Q6 and Q7: what the calls between a host and the RMM cost. There is neither
 * here: the monitor of realm/ answers the realm's side (RSI) by itself, so that no run of
 * this project has such a number. What would have it is said instead.
 */
#include "host/answer/build.h"

void answer_granules(struct answer *answer, const struct report *report)
{
	(void)report;
	answer_not_measured(answer,
			    "no RMM and no host of realms runs here. Realms are guests of an "
			    "emulated RSI, which tracks no granules and makes no GPT: "
			    "GRANULE_TRACKING_GET, GPT_L1_CREATE and delegation are calls of a "
			    "host to the RMM. An RMM under such a host, on a model or on hardware, "
			    "would measure it.");
}

void answer_faulting(struct answer *answer, const struct report *report)
{
	(void)report;
	answer_not_measured(answer,
			    "RTTs are made by a host's calls to the RMM, and there is none here. "
			    "The monitor of realm/ fills its own stage 2 by blocks of 2M where "
			    "they fit, in one way only; its faults are counted (s2_fault), but "
			    "nothing is there to compare them with. An RMM under a host would "
			    "measure it.");
}

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * report/bbm.h - what a record of bench bbm says of the boot, the conversion or the control that a
 * checker of break-before-make watched.
 */
#ifndef HOST_BBM_H
#define HOST_BBM_H

#include "host/record/run.h"

enum bbm_verdict {
	BBM_CLEAN,		/* nothing was violated, as it should be */
	BBM_NO_DSB,		/* of a boot: nothing but that */
	BBM_TRIPS,		/* a control tripped the checker as it should */
	BBM_ALLOWED,		/* it would have, but for what these CPUs allow */
	BBM_SKIP,
	BBM_BROKEN,		/* violations by what may have none */
	BBM_FAILED,
	BBM_VERDICTS,
};

extern const char *const bbm_verdict_names[BBM_VERDICTS];

/* Of boots, conversions and controls. */
struct bbm_counts {
	size_t boots[BBM_VERDICTS], conversions[BBM_VERDICTS], controls[BBM_VERDICTS];
};

/* Whether the record is of the checker, and of the attempt that counts. */
bool bbm_is(const struct run_record *from);

/* Made to trip the checker, or to show that it does not. */
bool bbm_is_control(const struct record *record);

enum bbm_verdict bbm_judge(const struct record *record);

void bbm_count(struct bbm_counts *counts, const struct record *record);

/* A metric of the record, or NULL. */
const struct metric *bbm_metric(const struct record *record, const char *name);

#endif

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * collect/collect.h - turns what one boot left behind into lines of records.jsonl.
 */
#ifndef HOST_COLLECT_H
#define HOST_COLLECT_H

#include "host/plan/plan.h"
#include "host/record/record.h"

struct collect {
	/* in */
	const char *run;		/* id of the run */
	const struct plan_boot *boot;
	const char *frames_name;	/* for messages */
	const char *frames;
	size_t frames_len;
	const char *console;		/* NULL: not looked at */
	size_t console_len;
	const char *dead;		/* why the guest did not end by itself; NULL: it did */
					/* with STATUS_SKIP: why no guest was made */
	enum status dead_status;
	int64_t wall_ms;		/* -1: not known */

	/* out */
	enum status status;		/* of the boot */
	char reason[512];
	char *text;			/* the lines; the caller frees it */
	size_t text_len;
};

/* Always makes at least the boot's end line: a planned boot cannot vanish. */
void collect_boot(struct collect *collect);

#endif

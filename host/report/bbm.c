// SPDX-License-Identifier: GPL-2.0-only
/*
 * report/bbm.c - judges what a checker of break-before-make saw, see report/bbm.h.
 */
#include <string.h>

#include "host/base/alloc.h"
#include "host/report/bbm.h"

#define OP_BOOT		"boot"
#define OP_CONTROL	"control-"

const char *const bbm_verdict_names[BBM_VERDICTS] = {
	[BBM_CLEAN] = "clean",
	[BBM_NO_DSB] = "no DSB",
	[BBM_TRIPS] = "trips",
	[BBM_ALLOWED] = "allowed",
	[BBM_SKIP] = "skip",
	[BBM_BROKEN] = "BROKEN",
	[BBM_FAILED] = "FAILED",
};

bool bbm_is_control(const struct record *record)
{
	return !strncmp(record->op, OP_CONTROL, strlen(OP_CONTROL));
}

const struct metric *bbm_metric(const struct record *record, const char *name)
{
	size_t i;

	for (i = 0; i < record->nr_metrics; i++)
		if (!strcmp(record->metrics[i].name, name))
			return &record->metrics[i];
	return NULL;
}

static int64_t value(const struct record *record, const char *name)
{
	const struct metric *metric = bbm_metric(record, name);

	return metric ? metric->value : 0;
}

static int64_t violations(const struct record *record)
{
	return value(record, "size") + value(record, "address") + value(record, "attributes") +
	       value(record, "reused");
}

/*
 * All was done but for a DSB after the TLBI. The kernel does that once as it boots, before
 * there is another CPU and long before anybody uses what it mapped: a finding, but no failure.
 */
static bool unfinished(const struct record *record)
{
	return value(record, "unfinished");
}

static enum bbm_verdict judge_control(const struct record *record)
{
	if (record->status != STATUS_OK)
		return BBM_FAILED;
	if (violations(record) || unfinished(record))
		return BBM_TRIPS;
	return value(record, "allowed") ? BBM_ALLOWED : BBM_CLEAN;
}

enum bbm_verdict bbm_judge(const struct record *record)
{
	const bool boot = !strcmp(record->op, OP_BOOT);

	if (record->status == STATUS_SKIP)
		return BBM_SKIP;
	if (bbm_is_control(record))
		return judge_control(record);
	if (violations(record) || (unfinished(record) && !boot))
		return BBM_BROKEN;
	if (record->status != STATUS_OK)
		return BBM_FAILED;
	return unfinished(record) ? BBM_NO_DSB : BBM_CLEAN;
}

bool bbm_is(const struct run_record *from)
{
	const char *op = from->record.op;

	return from->counts && cell_is(&from->record.cell, AXIS_BENCH, "bbm") &&
	       strcmp(op, OP_END) && strcmp(op, OP_HELLO) && strcmp(op, OP_CONSOLE);
}

void bbm_count(struct bbm_counts *counts, const struct record *record)
{
	enum bbm_verdict verdict = bbm_judge(record);

	if (bbm_is_control(record))
		counts->controls[verdict]++;
	else if (!strcmp(record->op, OP_BOOT))
		counts->boots[verdict]++;
	else
		counts->conversions[verdict]++;
}

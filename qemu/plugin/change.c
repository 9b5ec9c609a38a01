// SPDX-License-Identifier: GPL-2.0-only
/* change.c - counts changes that were judged, and keeps the first ones, see change.h. */
#include "qemu/plugin/change.h"

#include <errno.h>
#include <string.h>

#include "qemu/plugin/bbm.h"
#include "qemu/plugin/trace.h"

/*
 * Reports of what is allowed are few, they are no finding; and of what lacks a DSB only: a
 * boot has hundreds of them, and there must be room for others.
 */
#define LESSER_REPORTS_MAX	4

/* Of abi.h's columns, by the name of a column. */
struct report {
	uint64_t value[PLUGIN_BBM_REPORT_NR];
};

struct counts {
	uint64_t value[PLUGIN_BBM_NR];
	struct report report[BBM_REPORTS_MAX];
};

static struct {
	uint64_t bbml2;
	struct counts now;
	struct counts shown;		/* when they stand still */
	bool still;
} tally;

void change_init(uint64_t bbml2)
{
	memset(&tally, 0, sizeof(tally));
	tally.bbml2 = bbml2;
}

void change_tally(enum plugin_bbm column, unsigned int nr)
{
	tally.now.value[column] += nr;
}

bool change_allowed(const struct change *change, enum plugin_bbm_kind kind)
{
	return kind == PLUGIN_BBM_KIND_SIZE && !(change->cpus & ~tally.bbml2);
}

static void change_report(const struct change *change, enum plugin_bbm_kind kind, bool allowed)
{
	uint64_t *count = tally.now.value;
	const uint64_t nr = count[PLUGIN_BBM_REPORTS];
	const bool unfinished = !allowed && change->why == PLUGIN_BBM_WHY_NO_DSB;

	if (nr == BBM_REPORTS_MAX || (allowed && count[PLUGIN_BBM_ALLOWED] > LESSER_REPORTS_MAX) ||
	    (unfinished && count[PLUGIN_BBM_UNFINISHED] > LESSER_REPORTS_MAX))
		return;
	count[PLUGIN_BBM_REPORTS]++;
	tally.now.report[nr] = (struct report){ {
		[PLUGIN_BBM_REPORT_KIND] = kind,
		[PLUGIN_BBM_REPORT_WHY] = change->why,
		[PLUGIN_BBM_REPORT_ALLOWED] = allowed,
		[PLUGIN_BBM_REPORT_VA] = change->va,
		[PLUGIN_BBM_REPORT_LEVEL] = change->level,
		[PLUGIN_BBM_REPORT_OLD] = change->old,
		[PLUGIN_BBM_REPORT_NEW] = change->new,
		[PLUGIN_BBM_REPORT_PC] = change->pc,
		[PLUGIN_BBM_REPORT_CPU] = change->cpu,
		[PLUGIN_BBM_REPORT_CPUS] = change->cpus,
	} };
}

void change_count(const struct change *change, enum plugin_bbm_kind kind)
{
	static const enum plugin_bbm counter[] = {
		[PLUGIN_BBM_KIND_SIZE] = PLUGIN_BBM_SIZE,
		[PLUGIN_BBM_KIND_ADDRESS] = PLUGIN_BBM_ADDRESS,
		[PLUGIN_BBM_KIND_ATTRIBUTES] = PLUGIN_BBM_ATTRIBUTES,
		[PLUGIN_BBM_KIND_REUSED] = PLUGIN_BBM_REUSED,
	};
	const bool allowed = change_allowed(change, kind);

	trace_verdict(kind, change->why, allowed);
	if (allowed)
		tally.now.value[PLUGIN_BBM_ALLOWED]++;
	else if (change->why == PLUGIN_BBM_WHY_NO_DSB)
		tally.now.value[PLUGIN_BBM_UNFINISHED]++;
	else
		tally.now.value[counter[kind]]++;
	change_report(change, kind, allowed);
}

void bbm_begin(void)
{
	tally.still = false;
	memset(&tally.now, 0, sizeof(tally.now));
}

void bbm_end(void)
{
	tally.now.value[PLUGIN_BBM_TABLES] = shadow_tables();
	tally.shown = tally.now;
	tally.still = true;
}

static const struct counts *counts_shown(void)
{
	tally.now.value[PLUGIN_BBM_TABLES] = shadow_tables();
	return tally.still ? &tally.shown : &tally.now;
}

int bbm_value(uint64_t column, uint64_t *value)
{
	if (column >= PLUGIN_BBM_NR)
		return -ENOENT;
	*value = counts_shown()->value[column];
	return 0;
}

int bbm_report(uint64_t row, uint64_t column, uint64_t *value)
{
	const struct counts *counts = counts_shown();

	if (row >= counts->value[PLUGIN_BBM_REPORTS] || column >= PLUGIN_BBM_REPORT_NR)
		return -ENOENT;
	*value = counts->report[row].value[column];
	return 0;
}

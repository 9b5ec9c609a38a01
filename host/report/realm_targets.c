// SPDX-License-Identifier: GPL-2.0-only
/*
 * report/realm_targets.c - what realm guests are meant to show, and whether this run
 * does: a boot as a realm takes little more than a plain one. Read off its medians,
 * never asserted by a test.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "host/base/alloc.h"
#include "host/report/label.h"
#include "host/report/realm.h"
#include "host/report/table.h"

#define BOOT_LIMIT	1.3	/* instructions to /init, to a plain guest's */

static bool is_boot(const struct series *series)
{
	return cell_is_realm(series->cell) && cell_is(series->cell, AXIS_BENCH, "boot") &&
	       cell_is(series->cell, AXIS_CLOCK, "icount") && !strcmp(series->metric, "counter");
}

/* The worst of all pairs decides; a pair without a number is worse than any. */
static const struct series *worst_boot(const struct series_list *list, double *ratio)
{
	const struct series *worst = NULL;
	size_t i;

	*ratio = NAN;
	for (i = 0; i < list->nr; i++) {
		double got;

		if (!is_boot(&list->series[i]))
			continue;
		got = realm_ratio_less_s2(list, &list->series[i]);
		if (!worst || isnan(got) || (!isnan(*ratio) && got > *ratio)) {
			worst = &list->series[i];
			*ratio = got;
		}
	}
	return worst;
}

void report_realm_targets(const struct report *report)
{
	const struct series_list *list = report->list;
	const struct series *worst;
	char is[32], *text;
	double ratio;

	worst = worst_boot(list, &ratio);
	if (!worst)
		return;
	snprintf(is, sizeof(is), isnan(ratio) ? "?" : "%.3f", ratio);
	text = xasprintf("boot as a realm, without stage 2 faults, is %s of the plain boot at most "
			 "(target: at most %.3g; instructions; %s)", is, BOOT_LIMIT,
			 worst->cell_name);
	fprintf(report->out, "\n== realm (emulated RSI): targets\n\n%-7s ",
		isnan(ratio) ? "no data" : ratio <= BOOT_LIMIT ? "met" : "MISSED");
	table_fold(report->out, 8, text);
	free(text);
}

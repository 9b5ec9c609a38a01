// SPDX-License-Identifier: GPL-2.0-only
/*
 * report_unit.c - what tables say about the numbers in them.
 */
#include <string.h>

#include "host/report.h"

bool unit_is_virtual(const struct series *series)
{
	return cell_is(series->cell, AXIS_ACCEL, "tcg") && !strcmp(series->unit, "ns");
}

const char *unit_head(const struct series *series)
{
	if (unit_is_virtual(series))
		return "virtual ns, not hardware";
	return strcmp(series->unit, "insn") ? series->unit : "instructions";
}

void report_table_head(const struct report *report, const struct series *series, const char *what)
{
	const struct cell *cell = series->cell;

	fprintf(report->out, "\n== %s: %s\n", cell->value[AXIS_BENCH], what);
	fprintf(report->out, "   accel %s, clock %s, page %sk, guest %s\n   kernel %s\n\n",
		cell->value[AXIS_ACCEL], cell->value[AXIS_CLOCK], cell->value[AXIS_PAGE],
		cell->value[AXIS_GUEST], cell->value[AXIS_KERNEL]);
}

void mem_text(const struct cell *cell, char *out, size_t size)
{
	int64_t mib = cell_number(cell, AXIS_MEM);

	if (mib % 1024)
		snprintf(out, size, "%lldM", (long long)mib);
	else
		snprintf(out, size, "%lldG", (long long)mib / 1024);
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * report/unit.c - what tables say about the numbers in them.
 */
#include <string.h>

#include "host/report/report.h"

static bool is_ns(const struct series *series)
{
	return !strcmp(series->unit, "ns");
}

bool unit_is_virtual(const struct series *series)
{
	return cell_is(series->cell, AXIS_ACCEL, "tcg") && is_ns(series);
}

int64_t unit_scale(const struct series *series, size_t nr)
{
	size_t i;

	for (i = 0; i < nr; i++)
		if (is_ns(&series[i]) && series[i].max >= 100 * 1000 * 1000)
			return 1000;
	return 1;
}

int64_t unit_scaled(const struct series *series, int64_t value, int64_t scale)
{
	return is_ns(series) ? value / scale + (value % scale >= (scale + 1) / 2) : value;
}

/* TCG's PMU makes its cycles from virtual time, at 1 GHz: they are no count. */
static bool is_virtual_cycles(const struct series *series)
{
	size_t len = strlen(series->metric), tail = strlen("cycles");

	return cell_is(series->cell, AXIS_ACCEL, "tcg") && len >= tail &&
	       !strcmp(series->metric + len - tail, "cycles");
}

const char *unit_head(const struct series *series, int64_t scale)
{
	if (is_virtual_cycles(series))
		return "virtual time at 1 GHz, not hardware";
	if (unit_is_virtual(series))
		return scale == 1 ? "virtual ns, not hardware" : "virtual us, not hardware";
	if (is_ns(series))
		return scale == 1 ? "ns" : "us";
	return strcmp(series->unit, "insn") ? series->unit : "instructions";
}

/* A realm is no guest of a real RMM, and no table may be read as if it were. */
void report_guests(const struct report *report, const struct series *like, char *out, size_t size)
{
	const struct series_list *list = report->list;
	bool realm = false, plain = false;
	size_t i;

	for (i = 0; i < list->nr; i++) {
		if (!series_same_table(&list->series[i], like))
			continue;
		realm |= cell_is_realm(list->series[i].cell);
		plain |= !cell_is_realm(list->series[i].cell);
	}
	snprintf(out, size, "%s%s%s", plain ? "plain" : "", plain && realm ? ", " : "",
		 realm ? "realm (emulated RSI)" : "");
}

void report_table_head(const struct report *report, const struct series *series, const char *what)
{
	const struct cell *cell = series->cell;
	char guests[48];

	report_guests(report, series, guests, sizeof(guests));
	fprintf(report->out, "\n== %s: %s\n", cell->value[AXIS_BENCH], what);
	fprintf(report->out, "   accel %s, clock %s, page %sk, guest %s\n   kernel %s\n\n",
		cell->value[AXIS_ACCEL], cell->value[AXIS_CLOCK], cell->value[AXIS_PAGE], guests,
		cell->value[AXIS_KERNEL]);
}

void mem_text(const struct cell *cell, char *out, size_t size)
{
	int64_t mib = cell_number(cell, AXIS_MEM);

	if (mib % 1024)
		snprintf(out, size, "%lldM", (long long)mib);
	else
		snprintf(out, size, "%lldG", (long long)mib / 1024);
}

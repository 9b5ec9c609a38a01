// SPDX-License-Identifier: GPL-2.0-only
/*
 * report/pair.c - rows of conversions, see report/pair.h.
 */
#include <string.h>

#include "host/base/alloc.h"
#include "host/report/pair.h"

struct pair_row *pair_rows(const struct report *report, size_t from, size_t nr, size_t *nr_rows)
{
	struct pair_row *rows = xcalloc(nr, sizeof(*rows));
	size_t used = 0, at;

	for (at = from; at < from + nr; at += rows[used++].nr) {
		rows[used].series = &report->list->series[at];
		rows[used].nr = series_row(report->list, at);
	}
	*nr_rows = used;
	return rows;
}

void pair_name(const struct cell *cell, char out[PAIR_TEXT_MAX])
{
	snprintf(out, PAIR_TEXT_MAX, "%s.%s", cell->value[AXIS_METHOD], cell->value[AXIS_HOLD]);
}

int pair_fit(const struct cell *cell, const char *baseline)
{
	size_t method = strcspn(baseline, ".");
	const char *own = cell->value[AXIS_METHOD];
	char pair[PAIR_TEXT_MAX];

	pair_name(cell, pair);
	if (!strcmp(pair, baseline))
		return 2;
	return !strncmp(own, baseline, method) && !own[method];
}

bool pair_same_guest(const struct cell *a, const struct cell *b)
{
	static const enum axis_id ids[] = {
		AXIS_BBM, AXIS_RODATA, AXIS_KFENCE, AXIS_CPU, AXIS_EL, AXIS_MEM, AXIS_CPUS,
		AXIS_GUEST, AXIS_DEVICES,
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(ids); i++)
		if (!cell_is(a, ids[i], b->value[ids[i]]))
			return false;
	return true;
}

void pair_heading(struct table *table, const char *op, const struct cell *cell)
{
	bool realm = cell_is_realm(cell);
	char map[64], mem[24];

	cell_map(cell, map, sizeof(map));
	mem_text(cell, mem, sizeof(mem));
	/* a realm's kernel is at EL1 */
	table_heading(table, "-- %s, map %s, cpu %s, %s%s, %s, cpus %s%s", op, map,
		      cell->value[AXIS_CPU], realm ? "" : "el ",
		      realm ? "realm" : cell->value[AXIS_EL], mem, cell->value[AXIS_CPUS],
		      cell_is(cell, AXIS_DEVICES, "yes") ? ", devices" : "");
}

void ratio_text(double value, double base, char *out, size_t size)
{
	if (value <= 0 || base <= 0)
		snprintf(out, size, "-");
	else if (base >= 10 * value)
		snprintf(out, size, "1/%.0f", base / value);
	else
		snprintf(out, size, "%.2f", value / base);
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * report/ratio.c - the tables of the ratio benchmark: for each guest, what every method
 * and hold cost there as a ratio to what the kernel's own split cost there.
 */
#include <stdlib.h>
#include <string.h>

#include "host/base/alloc.h"
#include "host/report/pair.h"

/* The last one for instructions only: of emulated time a share of a PTE says nothing. */
static const struct table_column columns[] = {
	{ "", "method.hold", 1 }, { "", "n", 0 }, { "held", "p50", 0 }, { "held", "ratio", 0 },
	{ "total", "p50", 0 }, { "total", "ratio", 0 }, { "total", "/PTE", 0 },
};

struct part {
	const struct report *report;
	struct pair_row *rows;
	size_t nr;
	int64_t scale;
	struct table *table;
};

static const struct series *find(const struct pair_row *row, const char *metric)
{
	return row ? series_find(row->series, row->nr, metric) : NULL;
}

/* The kernel has no fold: its split is what both directions are set beside. */
static const struct pair_row *find_baseline(const struct part *part, const struct cell *guest)
{
	const struct pair_row *found = NULL;
	int best = 0, fit;
	size_t i;

	for (i = 0; i < part->nr; i++) {
		const struct cell *cell = part->rows[i].series->cell;

		if (!cell_is(cell, AXIS_STRATEGY, "split") || !pair_same_guest(cell, guest))
			continue;
		fit = pair_fit(cell, part->report->baseline);
		if (fit > best) {
			best = fit;
			found = &part->rows[i];
		}
	}
	return found;
}

static void put_cost(const struct part *part, const struct series *cost, const struct series *base)
{
	char ratio[TABLE_CELL_MAX] = "-";

	if (!cost) {
		table_put(part->table, "-");
		table_put(part->table, "-");
		return;
	}
	if (base)
		ratio_text(cost->q.p50, base->q.p50, ratio, sizeof(ratio));
	table_put(part->table, "%lld", (long long)unit_scaled(cost, cost->q.p50, part->scale));
	table_put(part->table, "%s", cost == base ? "base" : ratio);
}

static void put_row(const struct part *part, const struct pair_row *row,
		    const struct pair_row *base)
{
	const struct series *total = find(row, "total"), *ptes = find(row, "pte_count");
	char pair[PAIR_TEXT_MAX];

	pair_name(row->series->cell, pair);
	table_row(part->table);
	table_source(part->table, row->series->cell_name, row->series->op);
	table_put(part->table, "%s", pair);
	table_put(part->table, "%lld", (long long)(total ? total->n : 0));
	put_cost(part, find(row, "held"), find(base, "held"));
	put_cost(part, total, find(base, "total"));
	if (total && ptes && ptes->q.p50)
		table_put(part->table, "%.2f", (double)total->q.p50 / ptes->q.p50);
	else
		table_put(part->table, "-");
}

static void put_guest(const struct part *part, const struct cell *guest, const char *strategy)
{
	const struct pair_row *base = find_baseline(part, guest);
	bool any = false;
	size_t i;

	for (i = 0; i < part->nr; i++) {
		const struct cell *cell = part->rows[i].series->cell;

		if (!cell_is(cell, AXIS_STRATEGY, strategy) || !pair_same_guest(cell, guest))
			continue;
		if (!any)
			pair_heading(part->table, strategy, guest);
		any = true;
		put_row(part, &part->rows[i], base);
	}
}

static bool guest_seen(const struct part *part, size_t at)
{
	size_t i;

	for (i = 0; i < at; i++)
		if (pair_same_guest(part->rows[i].series->cell, part->rows[at].series->cell))
			return true;
	return false;
}

void report_ratio(const struct report *report, size_t from, size_t nr)
{
	const struct series *series = &report->list->series[from];
	struct part part = { .report = report, .scale = unit_scale(series, nr) };
	char what[96];
	size_t i;

	part.rows = pair_rows(report, from, nr, &part.nr);
	part.table = table_new(columns, ARRAY_SIZE(columns) -
					!cell_is(series->cell, AXIS_CLOCK, "icount"));
	for (i = 0; i < part.nr; i++) {
		if (guest_seen(&part, i))
			continue;
		put_guest(&part, part.rows[i].series->cell, "split");
		put_guest(&part, part.rows[i].series->cell, "fold");
	}
	snprintf(what, sizeof(what), "held and total, %s",
		 unit_head(series_find(series, nr, "total") ?: series, part.scale));
	report_table_head(report, series, what);
	table_print(part.table, report->out);
	fprintf(report->out, "ratio: to %s's split in the same guest, of folds too: the\n"
		"kernel has no fold\n", report->baseline);
	table_free(part.table);
	free(part.rows);
}

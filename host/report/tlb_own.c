// SPDX-License-Identifier: GPL-2.0-only
/*
 * report/tlb_own.c - what bench tlb has beside its model: what a CPU's own PMU counted, for
 * each operation, and the numbers that programs gave of themselves.
 */
#include <string.h>

#include "host/base/alloc.h"
#include "host/report/report.h"
#include "host/report/table.h"
#include "host/report/tlb.h"

#define PMU	"pmu_"
#define OWN	"own_"

static const struct table_column pmu_columns[] = {
	{ "", "", 1 }, { "", "/op", 0 }, { "", "/1000 i", 0 },
};

static const struct table_column own_columns[] = {
	{ "", "", 1 }, { "", "p50", 0 }, { "", "unit", 1 },
};

static bool begins(const char *text, const char *with)
{
	return !strncmp(text, with, strlen(with));
}

static bool ends(const char *text, const char *with)
{
	size_t len = strlen(text), tail = strlen(with);

	return len >= tail && !strcmp(text + len - tail, with);
}

/*
 * TCG's PMU has instructions and cycles only, and makes the latter from virtual time. How
 * long each event of a group that took turns was on is in the exports.
 */
static bool is_pmu(const struct series *series)
{
	return begins(series->metric, PMU) && !ends(series->metric, "_share") &&
	       !cell_is(series->cell, AXIS_ACCEL, "tcg");
}

static bool is_own(const struct series *series)
{
	return begins(series->metric, OWN);
}

static void put_label(struct table *table, const struct tlb_row *row, const struct series *metric,
		      const char *before)
{
	char map[64];

	cell_map(row->series->cell, map, sizeof(map));
	table_row(table);
	table_source(table, metric->cell_name, metric->op);
	table_put(table, "%s %s: %s", map, row->stage, metric->metric + strlen(before));
}

static void put_pmu(struct table *table, const struct tlb_row *row, const struct series *metric)
{
	double total = tlb_total(row, metric->metric);
	char text[TLB_TEXT_MAX];

	put_label(table, row, metric, PMU);
	tlb_text(tlb_per_op(row, total), text);
	table_put(table, "%s", text);
	tlb_text(tlb_per_1000(row, total), text);
	table_put(table, "%s", text);
}

static void put_own(struct table *table, const struct tlb_row *row, const struct series *metric)
{
	put_label(table, row, metric, OWN);
	table_put(table, "%lld", (long long)metric->q.p50);
	table_put(table, "%s", metric->unit);
}

static size_t put_row(struct table *table, const struct tlb_row *row, bool heading,
		      bool (*wanted)(const struct series *series),
		      void (*put)(struct table *table, const struct tlb_row *row,
				  const struct series *metric))
{
	size_t i, nr = 0;

	for (i = 0; i < row->nr; i++) {
		if (!wanted(&row->series[i]))
			continue;
		if (heading && !nr)
			table_heading(table, "-- %s, %s, cell of %s", row->workload,
				      row->series->cell->value[AXIS_GUEST],
				      row->series->cell->value[AXIS_GEOMETRY]);
		nr++;
		put(table, row, &row->series[i]);
	}
	return nr;
}

static bool same_workload(const struct tlb_row *a, const struct tlb_row *b)
{
	return !strcmp(a->workload, b->workload) &&
	       tlb_same_system(a->series->cell, b->series->cell);
}

/* Has one of rows[0..at) its workload? */
static bool seen(const struct tlb_row *rows, size_t at)
{
	size_t i;

	for (i = 0; i < at; i++)
		if (same_workload(&rows[i], &rows[at]))
			return true;
	return false;
}

static void print_rows(const struct report *report, const struct tlb_row *rows, size_t nr,
		       const struct table_column *columns, const char *what,
		       bool (*wanted)(const struct series *series),
		       void (*put)(struct table *table, const struct tlb_row *row,
				   const struct series *metric))
{
	struct table *table = table_new(columns, ARRAY_SIZE(own_columns));
	size_t i, k, put_rows = 0, of_workload;

	for (i = 0; i < nr; i++) {
		if (seen(rows, i))
			continue;
		for (k = i, of_workload = 0; k < nr; k++)
			if (same_workload(&rows[i], &rows[k]))
				of_workload += put_row(table, &rows[k], !of_workload, wanted, put);
		put_rows += of_workload;
	}
	if (put_rows) {
		report_table_head(report, rows->series, what);
		table_print(table, report->out);
	}
	table_free(table);
}

_Static_assert(ARRAY_SIZE(pmu_columns) == ARRAY_SIZE(own_columns), "one function prints both");

void report_tlb_own(const struct report *report, const struct tlb_row *rows, size_t nr)
{
	const char *what = "programs' own numbers";

	if (nr && cell_is(rows->series->cell, AXIS_ACCEL, "tcg"))
		what = "programs' own numbers; virtual time: not to be quoted";

	print_rows(report, rows, nr, pmu_columns, "the CPU's own counters", is_pmu, put_pmu);
	print_rows(report, rows, nr, own_columns, what, is_own, put_own);
}

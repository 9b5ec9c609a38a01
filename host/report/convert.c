// SPDX-License-Identifier: GPL-2.0-only
/*
 * report/convert.c - the tables of conversions: one heading per operation, kind of map,
 * memory and CPUs, one row per method and hold, set beside a baseline.
 */
#include <stdlib.h>
#include <string.h>

#include "host/base/alloc.h"
#include "host/report/pair.h"

/* The rows of one table. */
struct part {
	const struct report *report;
	struct pair_row *rows;
	size_t nr;
	bool marked;		/* a number was marked with ~ */
	unsigned int unpaired;	/* rows without a baseline */
};

/* A column that shows the median of a metric. */
struct metric_column {
	const char *over, *head, *metric;
};

#define METRIC_COLUMNS_MAX	7

/* Columns that are no metric. */
#define COLUMN_N	"-n"
#define COLUMN_BOOTS	"-boots"

struct metric_table {
	const char *what;
	bool per_pte;		/* else counts */
	struct metric_column columns[METRIC_COLUMNS_MAX + 1];
};

static const struct metric_table count_tables[] = {
	{ "pages and entries of a conversion", false, {
		{ "", "n", COLUMN_N }, { "tables", "new", "tables_allocated" },
		{ "tables", "freed", "tables_freed" }, { "tables", "spare", "tables_spare" },
		{ "pages", "peak", "pages_peak" }, { "entries", "written", "entries_written" },
		{ "ranges", "changed", "ranges_changed" }, } },
	{ "TLB invalidations of a conversion, by kind", false, {
		{ "", "n", COLUMN_N }, { "", "boots", COLUMN_BOOTS },
		{ "", "all", "tlbis_all" }, { "", "va", "tlbis_va" },
		{ "", "range", "tlbis_range" }, { "", "local", "tlbis_local" },
		{ "cpus", "held", "cpus_held" }, } },
};

/* What is done while the system runs, then what is not; edit is the most of held. */
static const struct metric_table pte_tables[] = {
	{ "instructions a PTE, while the system runs", true, {
		{ "", "scan", "scan" }, { "pre-", "alloc", "prealloc" }, { "", "fill", "fill" },
		{ "", "build", "build" }, { "", "gate", "gate" }, { "", "fixup", "fixup" },
		{ "", "post", "post" }, } },
	{ "instructions a PTE, while others wait, and in all", true, {
		{ "", "gather", "gather" }, { "", "held", "held" }, { "", "edit", "edit" },
		{ "", "commit", "commit" }, { "", "tlbi", "tlbi" }, { "", "closed", "closed" },
		{ "", "total", "total" }, } },
};

static const struct table_column time_columns[] = {
	{ "", "method.hold", 1 }, { "", "n", 0 }, { "held", "p50", 0 }, { "held", "ratio", 0 },
	{ "held", "max", 0 }, { "closed", "p50", 0 }, { "total", "p50", 0 },
};

static bool same_heading(const struct pair_row *a, const struct pair_row *b)
{
	return !strcmp(a->series->op, b->series->op) &&
	       pair_same_guest(a->series->cell, b->series->cell);
}

static void find_baseline(struct part *part, struct pair_row *row)
{
	int best = 0, fit;
	size_t i;

	for (i = 0; i < part->nr; i++) {
		if (!same_heading(&part->rows[i], row))
			continue;
		fit = pair_fit(part->rows[i].series->cell, part->report->baseline);
		if (fit > best) {
			best = fit;
			row->baseline = &part->rows[i];
		}
	}
}

/* The first cell of a row, under a heading where one begins. */
static void put_label(struct table *table, const struct part *part, size_t i)
{
	const struct pair_row *row = &part->rows[i];
	char pair[PAIR_TEXT_MAX];

	if (!i || !same_heading(&row[-1], row))
		pair_heading(table, row->series->op, row->series->cell);
	pair_name(row->series->cell, pair);
	table_row(table);
	table_source(table, row->series->cell_name, row->series->op);
	table_put(table, "%s", pair);
}

/* Samples and boots of a row: the metric with the most. */
static const struct series *row_largest(const struct pair_row *row)
{
	const struct series *largest = row->series;
	size_t i;

	for (i = 1; i < row->nr; i++)
		if (row->series[i].n > largest->n)
			largest = &row->series[i];
	return largest;
}

/* A count that differs between samples is given by its median and marked. */
static void put_count(struct table *table, const struct series *count, bool *marked)
{
	bool differs = count->min != count->max;

	table_put(table, "%lld%s", (long long)count->q.p50, differs ? "~" : "");
	*marked |= differs;
}

static void put_per_pte(struct table *table, const struct series *phase, const struct series *ptes)
{
	double value = (double)phase->q.p50 / ptes->q.p50;

	table_put(table, value < 99.995 ? "%.2f" : "%.1f", value);
}

static void put_metric(struct table *table, struct part *part, const struct pair_row *row,
		       const struct metric_table *kind, const char *metric)
{
	const struct series *ptes = series_find(row->series, row->nr, "pte_count");
	const struct series *series = series_find(row->series, row->nr, metric);

	if (!strcmp(metric, COLUMN_N))
		table_put(table, "%lld", (long long)row_largest(row)->n);
	else if (!strcmp(metric, COLUMN_BOOTS))
		table_put(table, "%lld", (long long)row_largest(row)->boots);
	else if (!series || (kind->per_pte && (!ptes || !ptes->q.p50)))
		table_put(table, "-");
	else if (kind->per_pte)
		put_per_pte(table, series, ptes);
	else
		put_count(table, series, &part->marked);
}

static void print_metrics(struct part *part, const struct metric_table *kind)
{
	struct table_column columns[1 + METRIC_COLUMNS_MAX] = { { "", "method.hold", 1 } };
	const struct metric_column *column;
	struct table *table;
	size_t nr = 1, i;

	for (column = kind->columns; column->metric; column++)
		columns[nr++] = (struct table_column){ column->over, column->head, 0 };
	table = table_new(columns, nr);
	part->marked = false;
	for (i = 0; i < part->nr; i++) {
		put_label(table, part, i);
		for (column = kind->columns; column->metric; column++)
			put_metric(table, part, &part->rows[i], kind, column->metric);
	}
	report_table_head(part->report, part->rows->series, kind->what);
	table_print(table, part->report->out);
	if (part->marked)
		fprintf(part->report->out,
			"~ differs between conversions; the median is shown\n");
	table_free(table);
}

static void print_counts(struct part *part)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(count_tables); i++)
		print_metrics(part, &count_tables[i]);
}

/* Of emulated time a part of a PTE says nothing; of instructions it does. */
static void print_per_pte(struct part *part)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(pte_tables); i++)
		if (cell_is(part->rows->series->cell, AXIS_CLOCK, "icount"))
			print_metrics(part, &pte_tables[i]);
}

static void put_ratio(struct table *table, struct part *part, const struct pair_row *row,
		      const struct series *held)
{
	const struct series *base = NULL;
	char ratio[TABLE_CELL_MAX];

	if (row->baseline)
		base = series_find(row->baseline->series, row->baseline->nr, "held");
	if (!base || !base->q.p50) {
		table_put(table, "-");
		part->unpaired++;
		return;
	}
	ratio_text(held->q.p50, base->q.p50, ratio, sizeof(ratio));
	table_put(table, "%s", row == row->baseline ? "base" : ratio);
}

static void put_time(struct table *table, const struct series *time, int64_t scale)
{
	if (time)
		table_put(table, "%lld", (long long)unit_scaled(time, time->q.p50, scale));
	else
		table_put(table, "-");
}

static void put_times(struct table *table, struct part *part, const struct pair_row *row,
		      int64_t scale)
{
	const struct series *held = series_find(row->series, row->nr, "held");

	table_put(table, "%lld", (long long)row_largest(row)->n);
	put_time(table, held, scale);
	if (held) {
		put_ratio(table, part, row, held);
		table_put(table, "%lld", (long long)unit_scaled(held, held->max, scale));
	} else {
		table_put(table, "-");
		table_put(table, "-");
	}
	put_time(table, series_find(row->series, row->nr, "closed"), scale);
	put_time(table, series_find(row->series, row->nr, "total"), scale);
}

/* NULL if no row has times: all were skipped. */
static const struct series *first_timed(const struct part *part)
{
	const struct series *total = NULL;
	size_t i;

	for (i = 0; i < part->nr && !total; i++)
		total = series_find(part->rows[i].series, part->rows[i].nr, "total");
	return total;
}

static void print_times(struct part *part)
{
	const struct pair_row *last = &part->rows[part->nr - 1];
	const struct series *all = part->rows->series, *timed = first_timed(part);
	int64_t scale = unit_scale(all, last->series + last->nr - all);
	struct table *table;
	char what[80];
	size_t i;

	if (!timed)
		return;
	table = table_new(time_columns, ARRAY_SIZE(time_columns));
	for (i = 0; i < part->nr; i++) {
		put_label(table, part, i);
		put_times(table, part, &part->rows[i], scale);
	}
	snprintf(what, sizeof(what), "held, closed and total, %s", unit_head(timed, scale));
	report_table_head(part->report, timed, what);
	table_print(table, part->report->out);
	fprintf(part->report->out, "ratio: of held p50, to that of %s\n"
		"closed: how long permission changes had to wait\n", part->report->baseline);
	if (part->unpaired)
		fprintf(part->report->out, "- no baseline under the same heading (%u row%s)\n",
			part->unpaired, part->unpaired == 1 ? "" : "s");
	table_free(table);
}

void report_convert(const struct report *report, size_t from, size_t nr)
{
	struct part part = { .report = report };
	size_t i;

	part.rows = pair_rows(report, from, nr, &part.nr);
	for (i = 0; i < part.nr; i++)
		find_baseline(&part, &part.rows[i]);
	/* emulated time proves little: what can be counted stands first */
	if (cell_is(part.rows->series->cell, AXIS_ACCEL, "tcg")) {
		print_counts(&part);
		print_per_pte(&part);
		print_times(&part);
	} else {
		print_times(&part);
		print_counts(&part);
	}
	free(part.rows);
}

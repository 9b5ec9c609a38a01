// SPDX-License-Identifier: GPL-2.0-only
/*
 * report_convert.c - the tables of conversions: one heading per operation and kind of
 * map, one row per method, hold, memory and CPUs, set beside a baseline.
 */
#include <stdlib.h>
#include <string.h>

#include "host/alloc.h"
#include "host/report.h"
#include "host/table.h"

/* One cell and operation. */
struct row {
	const struct series *series;
	size_t nr;
	const struct row *baseline;	/* of the same heading, memory and CPUs; or NULL */
};

static const struct table_column count_columns[] = {
	{ "", "method.hold", 1 }, { "", "mem", 0 }, { "", "cpus", 0 }, { "", "n", 0 },
	{ "", "boots", 0 }, { "tables", "new", 0 }, { "tables", "freed", 0 },
	{ "tables", "spare", 0 }, { "", "tlbis", 0 }, { "entries", "written", 0 },
};

/* In the order of count_columns, behind boots. */
static const char *const count_metrics[] = {
	"tables_allocated", "tables_freed", "tables_spare", "tlbis", "entries_written",
};

static const struct table_column time_columns[] = {
	{ "", "method.hold", 1 }, { "", "mem", 0 }, { "", "cpus", 0 }, { "", "n", 0 },
	{ "held", "p50", 0 }, { "", "change", 0 }, { "held", "p99", 0 }, { "held", "max", 0 },
	{ "total", "p50", 0 },
};

static bool same_axis(const struct row *a, const struct row *b, enum axis_id id)
{
	return cell_is(a->series->cell, id, b->series->cell->value[id]);
}

static bool same_heading(const struct row *a, const struct row *b)
{
	return !strcmp(a->series->op, b->series->op) && same_axis(a, b, AXIS_BBM) &&
	       same_axis(a, b, AXIS_RODATA) && same_axis(a, b, AXIS_KFENCE) &&
	       same_axis(a, b, AXIS_CPU) && same_axis(a, b, AXIS_EL);
}

static void pair_name(const struct row *row, char *out, size_t size)
{
	snprintf(out, size, "%s.%s", row->series->cell->value[AXIS_METHOD],
		 row->series->cell->value[AXIS_HOLD]);
}

/* 2 = the pair asked for, 1 = its method, 0 = another. */
static int baseline_fit(const struct row *row, const char *baseline)
{
	size_t method = strcspn(baseline, ".");
	const char *own = row->series->cell->value[AXIS_METHOD];
	char pair[2 * AXIS_TEXT_MAX];

	pair_name(row, pair, sizeof(pair));
	if (!strcmp(pair, baseline))
		return 2;
	return !strncmp(own, baseline, method) && !own[method];
}

static void find_baseline(struct row *rows, size_t nr, struct row *row, const char *baseline)
{
	int best = 0, fit;
	size_t i;

	for (i = 0; i < nr; i++) {
		if (!same_heading(&rows[i], row) || !same_axis(&rows[i], row, AXIS_MEM) ||
		    !same_axis(&rows[i], row, AXIS_CPUS))
			continue;
		fit = baseline_fit(&rows[i], baseline);
		if (fit > best) {
			best = fit;
			row->baseline = &rows[i];
		}
	}
}

static void put_heading(struct table *table, const struct row *rows, size_t i)
{
	const struct cell *cell = rows[i].series->cell;
	char map[64];

	if (i && same_heading(&rows[i - 1], &rows[i]))
		return;
	cell_map(cell, map, sizeof(map));
	table_heading(table, "-- %s, map %s, cpu %s, el %s", rows[i].series->op, map,
		      cell->value[AXIS_CPU], cell->value[AXIS_EL]);
}

static void put_label(struct table *table, const struct row *row)
{
	char pair[2 * AXIS_TEXT_MAX], mem[24];

	pair_name(row, pair, sizeof(pair));
	mem_text(row->series->cell, mem, sizeof(mem));
	table_row(table);
	table_put(table, "%s", pair);
	table_put(table, "%s", mem);
	table_put(table, "%s", row->series->cell->value[AXIS_CPUS]);
}

/* A count that differs between samples is given by its median and marked. */
static void put_count(struct table *table, const struct series *count, bool *differs)
{
	if (!count) {
		table_put(table, "-");
		return;
	}
	table_put(table, "%lld%s", (long long)count->q.p50, count->min == count->max ? "" : "~");
	*differs |= count->min != count->max;
}

/* Samples and boots of a row: the metric with the most. */
static const struct series *row_largest(const struct row *row)
{
	const struct series *largest = row->series;
	size_t i;

	for (i = 1; i < row->nr; i++)
		if (row->series[i].n > largest->n)
			largest = &row->series[i];
	return largest;
}

static void print_counts(const struct report *report, const struct row *rows, size_t nr)
{
	struct table *table = table_new(count_columns, ARRAY_SIZE(count_columns));
	bool differs = false;
	size_t i, k;

	for (i = 0; i < nr; i++) {
		const struct series *largest = row_largest(&rows[i]);

		put_heading(table, rows, i);
		put_label(table, &rows[i]);
		table_put(table, "%lld", (long long)largest->n);
		table_put(table, "%lld", (long long)largest->boots);
		for (k = 0; k < ARRAY_SIZE(count_metrics); k++)
			put_count(table, series_find(rows[i].series, rows[i].nr, count_metrics[k]),
				  &differs);
	}
	report_table_head(report, rows->series, "counts per conversion");
	table_print(table, report->out);
	if (differs)
		fprintf(report->out, "~ differs between conversions; the median is shown\n");
	table_free(table);
}

static void put_change(struct table *table, const struct row *row, const struct series *held,
		       unsigned int *unpaired)
{
	const struct series *base = NULL;

	if (row->baseline)
		base = series_find(row->baseline->series, row->baseline->nr, "held");
	if (!base || !base->q.p50) {
		table_put(table, "-");
		*unpaired += 1;
	} else if (row == row->baseline) {
		table_put(table, "base");
	} else {
		table_put(table, "%+.1f%%",
			  100.0 * (held->q.p50 - base->q.p50) / (double)base->q.p50);
	}
}

static void put_time(struct table *table, const struct series *time, int64_t value,
		     int64_t scale)
{
	table_put(table, "%lld", (long long)unit_scaled(time, value, scale));
}

static void put_times(struct table *table, const struct row *row, int64_t scale,
		      unsigned int *unpaired)
{
	const struct series *held = series_find(row->series, row->nr, "held");
	const struct series *total = series_find(row->series, row->nr, "total");

	table_put(table, "%lld", (long long)row_largest(row)->n);
	if (held) {
		put_time(table, held, held->q.p50, scale);
		put_change(table, row, held, unpaired);
		put_time(table, held, held->q.p99, scale);
		put_time(table, held, held->max, scale);
	} else {
		table_put(table, "-");
		table_put(table, "-");
		table_put(table, "-");
		table_put(table, "-");
	}
	if (total)
		put_time(table, total, total->q.p50, scale);
	else
		table_put(table, "-");
}

/* NULL if no row has times: all were skipped. */
static const struct series *first_timed(const struct row *rows, size_t nr)
{
	const struct series *total = NULL;
	size_t i;

	for (i = 0; i < nr && !total; i++)
		total = series_find(rows[i].series, rows[i].nr, "total");
	return total;
}

static void print_times(const struct report *report, const struct row *rows, size_t nr)
{
	const struct row *last = &rows[nr - 1];
	int64_t scale = unit_scale(rows->series, last->series + last->nr - rows->series);
	const struct series *timed = first_timed(rows, nr);
	unsigned int unpaired = 0;
	struct table *table;
	char what[80];
	size_t i;

	if (!timed)
		return;
	table = table_new(time_columns, ARRAY_SIZE(time_columns));
	for (i = 0; i < nr; i++) {
		put_heading(table, rows, i);
		put_label(table, &rows[i]);
		put_times(table, &rows[i], scale, &unpaired);
	}
	snprintf(what, sizeof(what), "held and total, %s", unit_head(timed, scale));
	report_table_head(report, timed, what);
	table_print(table, report->out);
	fprintf(report->out, "change: of held p50, against %s\n", report->baseline);
	if (unpaired)
		fprintf(report->out, "- no baseline with the same map, memory and CPUs (%u rows)\n",
			unpaired);
	table_free(table);
}

void report_convert(const struct report *report, size_t from, size_t nr)
{
	struct row *rows = xcalloc(nr, sizeof(*rows));
	size_t nr_rows = 0, at, i;

	for (at = from; at < from + nr; at += rows[nr_rows++].nr) {
		rows[nr_rows].series = &report->list->series[at];
		rows[nr_rows].nr = series_row(report->list, at);
	}
	for (i = 0; i < nr_rows; i++)
		find_baseline(rows, nr_rows, &rows[i], report->baseline);
	/* emulated time proves little: what can be counted stands first */
	if (cell_is(rows->series->cell, AXIS_ACCEL, "tcg")) {
		print_counts(report, rows, nr_rows);
		print_times(report, rows, nr_rows);
	} else {
		print_times(report, rows, nr_rows);
		print_counts(report, rows, nr_rows);
	}
	free(rows);
}

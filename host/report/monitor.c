// SPDX-License-Identifier: GPL-2.0-only
/*
 * report/monitor.c - what guests of the monitor in realm/ had of it, from its counters:
 * calls, stage 2 faults, shared pages, and the work that was. Medians; a row in which
 * it was never entered is only counted, and a benchmark whose records all have the counts
 * of the whole benchmark takes one row a cell.
 */
#include <stdlib.h>
#include <string.h>

#include "host/base/alloc.h"
#include "host/report/pair.h"

/* As records name them; shared_pages is how many there were then, the others count. */
static const char *const metrics[] = {
	"smc", "rsi_set", "rsi_get", "s2_fault", "shared_pages", "monitor_work", "s2_fault_work",
};

static const struct table_column columns[] = {
	{ "", "", 1 }, { "", "smc", 0 }, { "RIPAS", "set", 0 }, { "RIPAS", "get", 0 },
	{ "stage 2", "faults", 0 }, { "shared", "pages", 0 }, { "monitor's", "work", 0 },
	{ "of it,", "faults", 0 },
};

_Static_assert(ARRAY_SIZE(columns) == 1 + ARRAY_SIZE(metrics), "a column for each");

bool monitor_counts(const char *metric)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(metrics); i++)
		if (!strcmp(metric, metrics[i]))
			return true;
	return false;
}

bool monitor_under(const struct cell *cell)
{
	return cell_is_realm(cell) || cell_is(cell, AXIS_BBM, "mixed");
}

struct part {
	const struct report *report;
	struct pair_row *rows;
	size_t nr;
	struct table *table;
	int64_t scale;
	unsigned int shown;
	unsigned int idle;	/* rows without a call and without a fault */
	bool pairs;		/* rows are conversions */
	bool by_op;		/* operations of one cell differ */
};

static int64_t median(const struct pair_row *row, const char *metric)
{
	const struct series *series = series_find(row->series, row->nr, metric);

	return series ? series->q.p50 : 0;
}

static bool same_counts(const struct pair_row *a, const struct pair_row *b)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(metrics); i++)
		if (median(a, metrics[i]) != median(b, metrics[i]))
			return false;
	return true;
}

/* The first row with counts of the cell that row i is of. */
static const struct pair_row *cell_first(const struct part *part, size_t i)
{
	const char *name = part->rows[i].series->cell_name;
	size_t k;

	for (k = 0; k < i; k++)
		if (!strcmp(part->rows[k].series->cell_name, name) &&
		    series_find(part->rows[k].series, part->rows[k].nr, "smc"))
			break;
	return &part->rows[k];
}

/* Rows of conversions are pairs, those of other benchmarks maps. */
static bool same_heading(const struct part *part, const struct cell *a, const struct cell *b)
{
	static const enum axis_id ids[] = {
		AXIS_CPU, AXIS_EL, AXIS_MEM, AXIS_CPUS, AXIS_DEVICES,
	};
	size_t i;

	if (part->pairs)
		return pair_same_guest(a, b);
	for (i = 0; i < ARRAY_SIZE(ids); i++)
		if (!cell_is(a, ids[i], b->value[ids[i]]))
			return false;
	return true;
}

static void put_heading(const struct part *part, const struct series *series)
{
	const char *op = part->by_op ? series->op : "all operations";
	const struct cell *cell = series->cell;
	char mem[24];

	if (part->pairs) {
		pair_heading(part->table, op, cell);
		return;
	}
	mem_text(cell, mem, sizeof(mem));
	table_heading(part->table, "-- %s, cpu %s, el %s, %s, cpus %s%s", op,
		      cell->value[AXIS_CPU], cell->value[AXIS_EL], mem, cell->value[AXIS_CPUS],
		      cell_is(cell, AXIS_DEVICES, "yes") ? ", devices" : "");
}

static void put_row(const struct part *part, const struct pair_row *row)
{
	const struct cell *cell = row->series->cell;
	char label[PAIR_TEXT_MAX];
	size_t i;

	if (part->pairs)
		pair_name(cell, label);
	else
		cell_map(cell, label, sizeof(label));
	table_row(part->table);
	table_source(part->table, row->series->cell_name, part->by_op ? row->series->op : "");
	table_put(part->table, "%s%s%s", label, part->pairs ? "" : " ",
		  part->pairs ? "" : cell->value[AXIS_GUEST]);
	for (i = 0; i < ARRAY_SIZE(metrics); i++) {
		const struct series *s = series_find(row->series, row->nr, metrics[i]);

		if (s)
			table_put(part->table, "%lld",
				  (long long)unit_scaled(s, s->q.p50, part->scale));
		else
			table_put(part->table, "-");
	}
}

/* Whether row i is to be shown; counts those that are not for having nothing to show. */
static bool row_shown(struct part *part, size_t i)
{
	const struct pair_row *row = &part->rows[i];

	if (!series_find(row->series, row->nr, "smc") ||
	    (!part->by_op && cell_first(part, i) != row))
		return false;
	if (median(row, "smc") || median(row, "s2_fault"))
		return true;
	part->idle++;
	return false;
}

/* Rows under one heading may lie apart: maps come first in the order of series. */
static void put_rows(struct part *part)
{
	bool *left = xcalloc(part->nr, sizeof(*left));
	size_t i, k;

	for (i = 0; i < part->nr; i++)
		left[i] = row_shown(part, i);
	for (i = 0; i < part->nr; i++) {
		const struct series *first = part->rows[i].series;

		if (!left[i])
			continue;
		put_heading(part, first);
		for (k = i; k < part->nr; k++) {
			const struct series *s = part->rows[k].series;

			if (!left[k] || !same_heading(part, first->cell, s->cell) ||
			    (part->by_op && strcmp(first->op, s->op)))
				continue;
			put_row(part, &part->rows[k]);
			left[k] = false;
			part->shown++;
		}
	}
	free(left);
}

static bool differs_by_op(const struct part *part)
{
	size_t i;

	for (i = 0; i < part->nr; i++)
		if (series_find(part->rows[i].series, part->rows[i].nr, "smc") &&
		    !same_counts(cell_first(part, i), &part->rows[i]))
			return true;
	return false;
}

static void print(const struct part *part, const struct series *all)
{
	size_t i;

	report_table_head(part->report, all, "the monitor's counters");
	if (!part->shown) {
		fprintf(part->report->out, "in %u row%s, all there are, it was never entered\n",
			part->idle, part->idle == 1 ? "" : "s");
		return;
	}
	table_print(part->table, part->report->out);
	for (i = 0; i < part->nr; i++) {
		const struct pair_row *row = &part->rows[i];
		const struct series *work = series_find(row->series, row->nr, "monitor_work");

		if (!work)
			continue;
		fprintf(part->report->out, "work: %s\n", unit_head(work, part->scale));
		break;
	}
	if (part->idle)
		fprintf(part->report->out, "in %u other row%s it was never entered\n",
			part->idle, part->idle == 1 ? "" : "s");
}

void report_monitor(const struct report *report, size_t from, size_t nr)
{
	const struct series *series = &report->list->series[from];
	struct part part = { .report = report };
	size_t i;

	for (i = 0; i < nr; i++)
		if (!strcmp(series[i].metric, "smc"))
			break;
	if (i == nr)
		return;
	part.pairs = cell_is(series->cell, AXIS_BENCH, "convert") ||
		     cell_is(series->cell, AXIS_BENCH, "ratio");
	part.scale = cell_is(series->cell, AXIS_CLOCK, "icount") ? 1 : 1000;
	part.rows = pair_rows(report, from, nr, &part.nr);
	part.table = table_new(columns, ARRAY_SIZE(columns));
	part.by_op = differs_by_op(&part);
	put_rows(&part);
	if (part.shown || part.idle)
		print(&part, series);
	table_free(part.table);
	free(part.rows);
}

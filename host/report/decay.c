// SPDX-License-Identifier: GPL-2.0-only
/*
 * report/decay.c - bench decay: the map of a system after each step of its life, what a load
 * cost on it, and the price of folds, of the first boot of each cell.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "host/base/alloc.h"
#include "host/report/decay.h"
#include "host/report/table.h"
#include "host/report/tlb.h"

static const struct table_column columns[] = {
	{ "", "", 1 }, { "2M", "blocks", 0 }, { "in", "64K", 0 }, { "", "ptes", 0 },
	{ "walks", "/op", 0 }, { "fold:", "total", 0 }, { "others", "held", 0 },
};

double decay_blocks(const struct census *c, const struct cell *cell)
{
	return (double)c->contpmd + c->pmd + c->pud * (cell_number(cell, AXIS_PAGE) * 1024 / 8.0);
}

static const struct metric *find(const struct record *record, const char *name)
{
	size_t i;

	for (i = 0; i < record->nr_metrics; i++)
		if (!strcmp(record->metrics[i].name, name))
			return &record->metrics[i];
	return NULL;
}

/* The middle one of few, or the only one; NAN if there is none. */
static double number(const struct record *record, const char *name)
{
	const struct metric *metric = find(record, name);
	struct quantiles q;

	if (!metric)
		return NAN;
	if (!metric->is_hist)
		return metric->value;
	return metric_quantiles(metric, &q) ? NAN : q.p50;
}

bool decay_is_cell(const struct series *series)
{
	return !strcmp(series->op, "pread-64.booted") && !strcmp(series->metric, "ops");
}

int64_t decay_done(const struct record *record)
{
	const struct metric *done = find(record, "done");

	return done && !done->is_hist ? done->value : -1;
}

const struct run_boot *decay_boot(const struct report *report, const char *cell_name)
{
	const struct run *run = report->run;
	size_t i;

	for (i = 0; i < run->nr_boots; i++)
		if (run->boots[i].counts && run->boots[i].rep == 1 &&
		    !strcmp(run->boots[i].cell_name, cell_name))
			return &run->boots[i];
	return NULL;
}

const struct record *decay_map(const struct report *report, const struct run_boot *boot, size_t i)
{
	const struct record *record = &report->run->records[boot->first + i].record;

	return record->status == STATUS_OK && record->has_census ? record : NULL;
}

const struct record *decay_record(const struct report *report, const struct run_boot *boot,
				  const char *op)
{
	size_t i;

	for (i = 0; boot && i < boot->nr; i++) {
		const struct record *record = decay_map(report, boot, i);

		if (record && !strcmp(record->op, op))
			return record;
	}
	return NULL;
}

const struct record *decay_last(const struct report *report, const struct run_boot *boot,
				const char *step)
{
	const struct record *last = NULL;
	size_t len = strlen(step), i;

	for (i = 0; boot && i < boot->nr; i++) {
		const struct record *record = decay_map(report, boot, i);

		if (record && !strncmp(record->op, step, len) && record->op[len] == '.' &&
		    (!last || decay_done(record) > decay_done(last)))
			last = record;
	}
	return last;
}

static void put_per_op(struct table *table, const struct record *record, const char *name)
{
	double ops = number(record, "ops");
	char text[TLB_TEXT_MAX];

	tlb_text(ops > 0 ? number(record, name) / ops : NAN, text);
	table_put(table, "%s", text);
}

static void put_number(struct table *table, const struct record *record, const char *name)
{
	double value = number(record, name);

	if (isnan(value))
		table_put(table, "-");
	else
		table_put(table, "%.0f", value);
}

static void put_record(struct table *table, const struct record *record)
{
	table_row(table);
	table_source(table, record->cell_name, record->op);
	table_put(table, "%s", record->op);
	table_put(table, "%.0f", decay_blocks(&record->after, &record->cell));
	table_put(table, "%lld", (long long)record->after.contpte);
	table_put(table, "%lld", (long long)record->after.pte);
	put_per_op(table, record, "linear_walk");
	put_number(table, record, "total");
	put_number(table, record, "held");
}

/* At any step: one that has none loses none. */
static bool has_blocks(const struct report *report, const struct run_boot *boot)
{
	size_t i;

	for (i = 0; i < boot->nr; i++) {
		const struct record *record = decay_map(report, boot, i);

		if (record && decay_blocks(&record->before, &record->cell) +
			      decay_blocks(&record->after, &record->cell) > 0)
			return true;
	}
	return false;
}

static void put_cell(struct table *table, const struct report *report, const struct series *of)
{
	const struct run_boot *boot = decay_boot(report, of->cell_name);
	bool blocks = boot && has_blocks(report, boot);
	const struct cell *cell = of->cell;
	const struct record *record;
	char map[64], mem[24];
	size_t i;

	cell_map(cell, map, sizeof(map));
	mem_text(cell, mem, sizeof(mem));
	table_heading(table, "-- map %s, %s, %s, cpus %s, TLB of %s%s", map,
		      cell->value[AXIS_GUEST], mem, cell->value[AXIS_CPUS],
		      cell->value[AXIS_GEOMETRY], blocks ? "" : ": no blocks to lose");
	for (i = 0; blocks && i < boot->nr; i++) {
		record = decay_map(report, boot, i);
		if (record)
			put_record(table, record);
	}
}

/* In which unit the folds' price is; the cells of a table have one clock. */
static const char *price_unit(const struct series *series, size_t nr)
{
	size_t i;

	for (i = 0; i < nr; i++)
		if (!strcmp(series[i].metric, "total"))
			return unit_head(&series[i], 1);
	return "-";
}

void report_decay(const struct report *report, size_t from, size_t nr)
{
	const struct series *series = &report->list->series[from];
	struct table *table = table_new(columns, ARRAY_SIZE(columns));
	size_t i;

	for (i = 0; i < nr; i++)
		if (decay_is_cell(&series[i]))
			put_cell(table, report, &series[i]);
	report_table_head(report, series, "leaves of the linear map after each step");
	table_print(table, report->out);
	table_free(table);
	fprintf(report->out,
		"fresh:  most of memory is free, in large pieces; aged: only single pages\n"
		"        are, which lie among those of the file that pread-64 reads\n"
		"MEMORY.KIND.N: after N of the kind, with all that came before\n"
		"fold:   of the map with all of it there; release: all of it was given\n"
		"        back; refold: a fold after that. Its price is in %s\n"
		"walks:  of accesses to the linear map, in a model of the TLB, see tlb\n",
		price_unit(series, nr));
}

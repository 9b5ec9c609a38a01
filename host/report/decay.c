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

/* The middle one of few, or the only one; NAN if there is none. */
static double number(const struct record *record, const char *name)
{
	size_t i;

	for (i = 0; i < record->nr_metrics; i++)
		if (!strcmp(record->metrics[i].name, name))
			return (double)(record->metrics[i].is_hist ? record->metrics[i].q.p50 :
					record->metrics[i].value);
	return NAN;
}

int64_t decay_done(const struct record *record)
{
	double done = number(record, "done");

	return isnan(done) ? -1 : (int64_t)done;
}

static bool tells_map(const struct run_record *from, const char *cell_name)
{
	const struct record *record = &from->record;

	return from->counts && record->status == STATUS_OK && record->has_census &&
	       record->rep == 1 && !strcmp(record->cell_name, cell_name);
}

const struct record *decay_record(const struct report *report, const char *cell_name,
				  const char *op)
{
	const struct run *run = report->run;
	size_t i;

	for (i = 0; i < run->nr_records; i++) {
		const struct record *record = &run->records[i].record;

		if (tells_map(&run->records[i], cell_name) && !strcmp(record->op, op))
			return record;
	}
	return NULL;
}

const struct record *decay_last(const struct report *report, const char *cell_name,
				const char *step)
{
	const struct run *run = report->run;
	const struct record *last = NULL;
	size_t len = strlen(step), i;

	for (i = 0; i < run->nr_records; i++) {
		const struct record *record = &run->records[i].record;

		if (tells_map(&run->records[i], cell_name) && !strncmp(record->op, step, len) &&
		    record->op[len] == '.' && (!last || decay_done(record) > decay_done(last)))
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
static bool has_blocks(const struct report *report, const char *cell_name)
{
	const struct run *run = report->run;
	size_t i;

	for (i = 0; i < run->nr_records; i++) {
		const struct record *record = &run->records[i].record;

		if (tells_map(&run->records[i], cell_name) &&
		    decay_blocks(&record->before, &record->cell) +
		    decay_blocks(&record->after, &record->cell) > 0)
			return true;
	}
	return false;
}

static void put_cell(struct table *table, const struct report *report, const struct series *of)
{
	const struct run *run = report->run;
	const struct cell *cell = of->cell;
	char map[64], mem[24];
	size_t i;

	cell_map(cell, map, sizeof(map));
	mem_text(cell, mem, sizeof(mem));
	table_heading(table, "-- map %s, %s, %s, cpus %s, TLB of %s%s", map,
		      cell->value[AXIS_GUEST], mem, cell->value[AXIS_CPUS],
		      cell->value[AXIS_GEOMETRY], has_blocks(report, of->cell_name) ? "" :
		      ": no blocks to lose");
	if (!has_blocks(report, of->cell_name))
		return;
	for (i = 0; i < run->nr_records; i++)
		if (tells_map(&run->records[i], of->cell_name))
			put_record(table, &run->records[i].record);
}

static bool first_of_cell(const struct series *series, size_t at)
{
	size_t i;

	for (i = 0; i < at; i++)
		if (!strcmp(series[i].cell_name, series[at].cell_name))
			return false;
	return true;
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
		if (first_of_cell(series, i))
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

// SPDX-License-Identifier: GPL-2.0-only
/*
 * report/tlb_table.c - the tables of bench tlb: for each modelled TLB and kind of guest, what an
 * operation of each workload cost on each map as booted, after a split and after a fold.
 * Refills and walks are a model's: counts, which say nothing of time.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "host/base/alloc.h"
#include "host/report/report.h"
#include "host/report/table.h"
#include "host/report/tlb.h"

#define LABEL_MAX	(64 + AXIS_TEXT_MAX)

struct part {
	const struct report *report;
	const struct series *series;
	struct tlb_row *rows;
	size_t nr;
	struct table *table;
	size_t put;		/* rows of the table */
};

static const struct table_column linear_columns[] = {
	{ "", "", 1 }, { "refills", "/op", 0 }, { "walks", "/op", 0 }, { "steps", "/op", 0 },
	{ "s2 steps", "/op", 0 }, { "walks", "/1000 i", 0 }, { "walks", "ratio", 0 },
};

static const struct table_column class_columns[] = {
	{ "", "", 1 }, { "linear", "walks", 0 }, { "kernel", "walks", 0 }, { "user", "walks", 0 },
	{ "fetches", "walks", 0 }, { "all", "walks", 0 }, { "all", "ratio", 0 },
};

static void put_number(struct table *table, double value)
{
	char text[TLB_TEXT_MAX];

	tlb_text(value, text);
	table_put(table, "%s", text);
}

static void put_ratio(struct table *table, double value, double base)
{
	if (isnan(value) || isnan(base) || base <= 0)
		table_put(table, "-");
	else if (value > 0 && base >= 10 * value)
		table_put(table, "1/%.0f", base / value);
	else
		table_put(table, "%.3f", value / base);
}

/* These put the numbers of a row behind its name. */

static void put_linear(struct part *part, const struct tlb_row *row, const struct tlb_row *base)
{
	const double *count = row->count[TLB_LINEAR];
	double walks = tlb_per_op(row, count[TLB_WALK]);

	put_number(part->table, tlb_per_op(row, count[TLB_L1_REFILL]));
	put_number(part->table, walks);
	put_number(part->table, tlb_per_op(row, count[TLB_STEP]));
	put_number(part->table, tlb_per_op(row, count[TLB_S2_STEP]));
	put_number(part->table, tlb_per_1000(row, count[TLB_WALK]));
	put_ratio(part->table, walks,
		  base ? tlb_per_op(base, base->count[TLB_LINEAR][TLB_WALK]) : NAN);
}

static void put_classes(struct part *part, const struct tlb_row *row, const struct tlb_row *base)
{
	double all = tlb_per_op(row, tlb_all(row, TLB_WALK));
	int kind;

	for (kind = 0; kind < TLB_CLASSES; kind++)
		put_number(part->table, tlb_per_op(row, row->count[kind][TLB_WALK]));
	put_number(part->table, all);
	put_ratio(part->table, all, base ? tlb_per_op(base, tlb_all(base, TLB_WALK)) : NAN);
}

typedef void (*put_fn)(struct part *part, const struct tlb_row *row, const struct tlb_row *base);

static bool modelled(const struct tlb_row *row)
{
	return !isnan(row->count[TLB_LINEAR][TLB_WALK]);
}

static bool first_of_system(const struct part *part, size_t at)
{
	size_t i;

	for (i = 0; i < at; i++)
		if (tlb_same_system(part->rows[i].series->cell, part->rows[at].series->cell))
			return false;
	return true;
}

static bool same_workload(const struct tlb_row *a, const struct tlb_row *b)
{
	return tlb_same_system(a->series->cell, b->series->cell) &&
	       !strcmp(a->workload, b->workload);
}

static bool first_of_workload(const struct part *part, size_t at)
{
	size_t i;

	for (i = 0; i < at; i++)
		if (same_workload(&part->rows[i], &part->rows[at]))
			return false;
	return true;
}

static bool first_of_cell(const struct part *part, size_t at)
{
	size_t i;

	for (i = 0; i < at; i++)
		if (same_workload(&part->rows[i], &part->rows[at]) &&
		    !strcmp(part->rows[i].series->cell_name, part->rows[at].series->cell_name))
			return false;
	return true;
}

/* The file that some of the loads read: ", file of 256 MiB", or nothing. */
static void file_text(const struct part *part, const struct cell *cell, char *out, size_t size)
{
	size_t i;

	out[0] = '\0';
	for (i = 0; i < part->nr && !out[0]; i++) {
		double mib = tlb_total(&part->rows[i], "file");

		if (!isnan(mib) && tlb_same_system(part->rows[i].series->cell, cell))
			snprintf(out, size, ", file of %.0f MiB", mib);
	}
}

/* How many boots the medians of a system are of: "1", or "1 to 3". */
static void boots_text(const struct part *part, const struct cell *cell, char *out, size_t size)
{
	long long least = 0, most = 0, boots;
	size_t i;

	for (i = 0; i < part->nr; i++) {
		if (!tlb_same_system(part->rows[i].series->cell, cell))
			continue;
		boots = part->rows[i].series->boots;
		least = !least || boots < least ? boots : least;
		most = boots > most ? boots : most;
	}
	if (least == most)
		snprintf(out, size, "%lld", most);
	else
		snprintf(out, size, "%lld to %lld", least, most);
}

static void put_system(struct part *part, const struct cell *cell)
{
	char mem[24], boots[48], file[48];

	mem_text(cell, mem, sizeof(mem));
	boots_text(part, cell, boots, sizeof(boots));
	file_text(part, cell, file, sizeof(file));
	table_heading(part->table, "-- TLB of %s, %s, cpu %s, %s, cpus %s%s%s%s, boots %s",
		      cell->value[AXIS_GEOMETRY], cell->value[AXIS_GUEST], cell->value[AXIS_CPU],
		      mem, cell->value[AXIS_CPUS], cell_is(cell, AXIS_LOAD, "all") ? "" : ", load ",
		      cell_is(cell, AXIS_LOAD, "all") ? "" : cell->value[AXIS_LOAD], file, boots);
}

static void put_stage(struct part *part, const struct tlb_row *like, const char *stage, put_fn put)
{
	char map[64];
	size_t i;

	for (i = 0; i < part->nr; i++) {
		const struct tlb_row *row = &part->rows[i];

		if (!tlb_is_stage(row, stage) || !same_workload(row, like) || !modelled(row) ||
		    strcmp(row->series->cell_name, like->series->cell_name))
			continue;
		cell_map(row->series->cell, map, sizeof(map));
		table_row(part->table);
		table_source(part->table, row->series->cell_name, row->series->op);
		table_put(part->table, "  %s %s", map, row->stage);
		put(part, row, tlb_base(part->rows, part->nr, row));
		part->put++;
	}
}

/* A map, with what was made of it behind it. */
static void put_cell(struct part *part, const struct tlb_row *like, put_fn put)
{
	static const char *const stages[] = { "booted", "split", "fold" };
	size_t i;

	for (i = 0; i < ARRAY_SIZE(stages); i++)
		put_stage(part, like, stages[i], put);
}

static void put_workload(struct part *part, size_t first, put_fn put)
{
	size_t i;

	for (i = first; i < part->nr; i++)
		if (same_workload(&part->rows[i], &part->rows[first]) && modelled(&part->rows[i]))
			break;
	if (i == part->nr)
		return;
	table_heading(part->table, "%s, %.0f op", part->rows[i].workload, part->rows[i].ops);
	for (i = first; i < part->nr; i++)
		if (same_workload(&part->rows[i], &part->rows[first]) && first_of_cell(part, i))
			put_cell(part, &part->rows[i], put);
}

static void print_table(struct part *part, const struct table_column *columns, size_t nr_columns,
			const char *what, put_fn put)
{
	size_t i, k;

	part->table = table_new(columns, nr_columns);
	part->put = 0;
	for (i = 0; i < part->nr; i++) {
		if (!first_of_system(part, i))
			continue;
		put_system(part, part->rows[i].series->cell);
		for (k = i; k < part->nr; k++)
			if (tlb_same_system(part->rows[i].series->cell,
					    part->rows[k].series->cell) &&
			    first_of_workload(part, k))
				put_workload(part, k, put);
	}
	if (part->put) {
		report_table_head(part->report, part->series, what);
		table_print(part->table, part->report->out);
	}
	table_free(part->table);
}

static bool has_start(const struct part *part)
{
	size_t i;

	for (i = 0; i < part->nr; i++)
		if (part->rows[i].start)
			return true;
	return false;
}

/* What a reader has to know to read the tables. */
static void print_words(const struct part *part)
{
	FILE *out = part->report->out;

	fprintf(out,
		"refill: an access that the first level of the TLB did not have\n"
		"walk:   one that no level had: the tables were read\n"
		"step:   a descriptor read for that; s2 step: one of stage 2, in a realm\n"
		"/op:    for each operation of the load; a region has as many as said,\n"
		"        and a fourth of that before it, to warm up\n"
		"/1000 i: for each 1000 instructions, of all CPUs, user and kernel\n"
		"ratio:  to the same load where the same system booted with ptes\n"
		"The TLB is a model, by which each access of the guest goes: a count that\n"
		"says nothing of time. qemu/plugin/geometry/NAME.ini has its entries, and\n"
		"the source of each figure, or that there is none (confirmed = no).\n"
		"control cannot differ: what it has of the linear map is the tick's, and\n"
		"it is judged by all accesses (next table, and targets).\n");
	if (has_start(part))
		fprintf(out,
			"Programs: less what it takes to start them, which is -start (below 0:\n"
			"less than the start alone).\n");
}

void report_tlb(const struct report *report, size_t from, size_t nr)
{
	struct part part = { .report = report, .series = &report->list->series[from] };

	part.rows = tlb_rows(report->list, from, nr, &part.nr);
	print_table(&part, linear_columns, ARRAY_SIZE(linear_columns),
		    "accesses to the linear map; modelled: counts, not time", put_linear);
	if (part.put)
		print_words(&part);
	print_table(&part, class_columns, ARRAY_SIZE(class_columns),
		    "walks of an operation by what was accessed; modelled", put_classes);
	report_tlb_own(report, part.rows, part.nr);
	free(part.rows);
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * answer/build.c - what answers are made with, see answer/build.h.
 */
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "host/base/alloc.h"
#include "host/answer/build.h"
#include "host/report/tlb.h"

static void text_free(struct answer_text *text)
{
	size_t i;

	for (i = 0; i < text->nr; i++)
		free(text->pieces[i].text);
	free(text->pieces);
	memset(text, 0, sizeof(*text));
}

static void table_drop(struct answer_table *table)
{
	size_t i;

	for (i = 0; i < table->nr; i++) {
		free(table->rows[i].heading);
		text_free(&table->rows[i].cells);
	}
	free(table->rows);
	free(table->title);
	free(table->note);
}

void answer_clear(struct answer *answer)
{
	size_t i;

	text_free(&answer->said);
	text_free(&answer->missing);
	for (i = 0; i < answer->nr_tables; i++)
		table_drop(&answer->tables[i]);
	free(answer->tables);
	free(answer->cells);
	answer->tables = NULL;
	answer->cells = NULL;
	answer->nr_tables = answer->tables_alloc = answer->nr_cells = answer->cells_alloc = 0;
}

static char *format(const char *fmt, va_list args)
{
	char *text;

	if (vasprintf(&text, fmt, args) < 0) {
		say("out of memory");
		exit(2);
	}
	return text;
}

static struct answer_piece *piece_add(struct answer_text *text, const char *fmt, va_list args)
{
	struct answer_piece *piece = array_add(text->pieces, text->nr, text->alloc);

	piece->text = format(fmt, args);
	return piece;
}

void answer_say(struct answer_text *text, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	piece_add(text, fmt, args);
	va_end(args);
}

/* The number of a cell among those of an answer, which it joins if it is not there. */
static size_t cell_use(struct answer *answer, const struct cell *cell, const char *name,
		       int64_t boots)
{
	struct answer_cell *used;
	size_t i;

	for (i = 0; i < answer->nr_cells; i++)
		if (!strcmp(answer->cells[i].cell_name, name))
			break;
	if (i == answer->nr_cells) {
		used = array_add(answer->cells, answer->nr_cells, answer->cells_alloc);
		used->cell = cell;
		used->cell_name = name;
	}
	if (boots > answer->cells[i].boots)
		answer->cells[i].boots = boots;
	return i + 1;
}

void answer_give(struct answer *answer, struct answer_text *text, const struct series *series,
		 const char *fmt, ...)
{
	struct answer_piece *piece;
	va_list args;

	va_start(args, fmt);
	piece = piece_add(text, fmt, args);
	va_end(args);
	piece->of = cell_use(answer, series->cell, series->cell_name, series->boots);
	piece->op = series->op;
	piece->metric = series->metric;
}

void answer_give_record(struct answer *answer, struct answer_text *text,
			const struct record *record, const char *fmt, ...)
{
	struct answer_piece *piece;
	va_list args;

	va_start(args, fmt);
	piece = piece_add(text, fmt, args);
	va_end(args);
	piece->of = cell_use(answer, &record->cell, record->cell_name, 1);
	piece->op = record->op;
	piece->metric = "";
}

void answer_median(struct answer *answer, struct answer_text *text, const struct series *series)
{
	if (series)
		answer_give(answer, text, series, "%lld", (long long)series->q.p50);
	else
		answer_say(text, "-");
}

void answer_not_measured(struct answer *answer, const char *fmt, ...)
{
	va_list args;

	answer_clear(answer);
	answer->measured = false;
	va_start(args, fmt);
	piece_add(&answer->said, fmt, args);
	va_end(args);
}

struct answer_table *answer_table(struct answer *answer, const struct table_column *columns,
				  size_t nr, const char *title, ...)
{
	struct answer_table *table = array_add(answer->tables, answer->nr_tables,
					       answer->tables_alloc);
	va_list args;

	table->columns = columns;
	table->nr_columns = nr;
	va_start(args, title);
	table->title = format(title, args);
	va_end(args);
	return table;
}

void answer_table_drop(struct answer *answer)
{
	table_drop(&answer->tables[--answer->nr_tables]);
}

struct answer_text *answer_row(struct answer_table *table)
{
	return &array_add(table->rows, table->nr, table->alloc)->cells;
}

void answer_heading(struct answer_table *table, const char *fmt, ...)
{
	struct answer_row *row = array_add(table->rows, table->nr, table->alloc);
	va_list args;

	va_start(args, fmt);
	row->heading = format(fmt, args);
	va_end(args);
}

void answer_note(struct answer_table *table, const char *fmt, ...)
{
	va_list args;

	free(table->note);
	va_start(args, fmt);
	table->note = format(fmt, args);
	va_end(args);
}

struct answer_rows answer_rows(const struct report *report, const char *bench)
{
	const struct series_list *list = report->list;
	struct answer_rows rows = { 0 };
	size_t at, nr;

	for (at = 0; at < list->nr; at += nr) {
		nr = 1;
		if (!cell_is(list->series[at].cell, AXIS_BENCH, bench))
			continue;
		nr = series_row(list, at);
		*array_add(rows.op, rows.nr, rows.alloc) =
			(struct answer_op){ &list->series[at], nr };
	}
	return rows;
}

void answer_rows_free(struct answer_rows *rows)
{
	free(rows->op);
}

const struct series *answer_metric(const struct answer_op *op, const char *metric)
{
	return op ? series_find(op->series, op->nr, metric) : NULL;
}

bool answer_op_is(const struct answer_op *op, const char *name)
{
	size_t len = strlen(name);

	return !strncmp(op->series->op, name, len) &&
	       (!op->series->op[len] || op->series->op[len] == '.');
}

void answer_guest(const struct cell *cell, char out[ANSWER_GUEST_MAX])
{
	char map[64], mem[24];

	cell_map(cell, map, sizeof(map));
	mem_text(cell, mem, sizeof(mem));
	snprintf(out, ANSWER_GUEST_MAX, "%s, %s, %s, cpus %s%s%s", map, cell->value[AXIS_GUEST],
		 mem, cell->value[AXIS_CPUS], cell_is(cell, AXIS_CPU, "max") ? "" : ", cpu ",
		 cell_is(cell, AXIS_CPU, "max") ? "" : cell->value[AXIS_CPU]);
}

void answer_size(int64_t mib, char out[ANSWER_SIZE_MAX])
{
	bool whole = mib % 1024 == 0;

	snprintf(out, ANSWER_SIZE_MAX, "%lld %s", (long long)(whole ? mib / 1024 : mib),
		 whole ? "GiB" : "MiB");
}

const char *answer_unit(const struct series *series)
{
	return unit_head(series, 1);
}

/* CPUs that differ are no such case: their kernel maps blocks and splits them late. */
bool answer_maps_ptes(const struct cell *cell)
{
	return cell_is(cell, AXIS_BBM, "none") && tlb_boots_ptes(cell);
}

bool answer_maps_blocks(const struct cell *cell)
{
	return !cell_is(cell, AXIS_BBM, "mixed") && tlb_boots_blocks(cell);
}

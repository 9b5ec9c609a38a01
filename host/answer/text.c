// SPDX-License-Identifier: GPL-2.0-only
/*
 * answer/text.c - the questions' part of report.txt: each with its answer in words and
 * what that does not cover, then the tables they rest on and the cells of their numbers.
 */
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "host/base/alloc.h"
#include "host/answer/answer.h"
#include "host/base/text.h"

#define INDENT		4
#define ANSWER_COLUMNS_MAX	12

/* The pieces in a row, each number with the cell it came from behind it. */
static char *text_join(const struct answer_text *text)
{
	char *joined = NULL;
	size_t len, i;
	FILE *stream = open_memstream(&joined, &len);

	if (!stream) {
		say("out of memory");
		exit(2);
	}
	for (i = 0; i < text->nr; i++) {
		const struct answer_piece *piece = &text->pieces[i];
		char grouped[TABLE_GROUPED_MAX];

		table_grouped(piece->text, grouped);
		fputs(piece->of && strlen(piece->text) < TABLE_CELL_MAX ? grouped : piece->text,
		      stream);
		if (piece->of)
			fprintf(stream, " [%zu]", piece->of);
	}
	fclose(stream);
	text_printable(joined);
	return joined;
}

static void print_text(FILE *out, const char *before, const struct answer_text *text)
{
	char *joined, *all;

	if (!text->nr)
		return;
	joined = text_join(text);
	all = xasprintf("%s%s", before, joined);
	fprintf(out, "%*s", INDENT, "");
	table_fold(out, INDENT, all);
	free(all);
	free(joined);
}

/* "1 4": the cells that the numbers of a row came from, each once. */
static void row_sources(const struct answer_text *cells, char *out, size_t size)
{
	size_t used = 0, i, k;

	out[0] = '\0';
	for (i = 0; i < cells->nr && used < size; i++) {
		for (k = 0; k < i; k++)
			if (cells->pieces[k].of == cells->pieces[i].of)
				break;
		if (cells->pieces[i].of && k == i)
			used += snprintf(out + used, size - used, "%s%zu", used ? " " : "",
					 cells->pieces[i].of);
	}
}

static void print_row(struct table *table, const struct answer_row *row)
{
	char sources[TABLE_CELL_MAX];
	size_t i;

	if (row->heading) {
		table_heading(table, "-- %s", row->heading);
		return;
	}
	table_row(table);
	for (i = 0; i < row->cells.nr; i++) {
		text_printable(row->cells.pieces[i].text);
		table_put(table, "%s", row->cells.pieces[i].text);
	}
	row_sources(&row->cells, sources, sizeof(sources));
	table_put(table, "%s", sources);
}

static void print_table(FILE *out, const struct answer_table *from)
{
	struct table_column columns[ANSWER_COLUMNS_MAX + 1];
	struct table *table;
	size_t i;

	for (i = 0; i < from->nr_columns && i < ANSWER_COLUMNS_MAX; i++)
		columns[i] = from->columns[i];
	columns[i++] = (struct table_column){ "", "from", 1 };
	table = table_new(columns, i);
	for (i = 0; i < from->nr; i++)
		print_row(table, &from->rows[i]);
	fputs("\n", out);
	table_fold(out, 0, from->title);
	putc('\n', out);
	table_print(table, out);
	if (from->note)
		table_fold(out, 0, from->note);
	table_free(table);
}

/* A name is broken only where it is wider than a page, and there behind a dash. */
static void print_name(FILE *out, size_t indent, const char *name)
{
	size_t room = TABLE_WIDTH - indent;

	while (strlen(name) > room) {
		size_t cut = room;

		while (cut && name[cut - 1] != '-')
			cut--;
		cut = cut ? cut : room;
		fprintf(out, "%.*s\n%*s", (int)cut, name, (int)indent, "");
		name += cut;
	}
	fprintf(out, "%s\n", name);
}

static void print_cells(FILE *out, const struct answer *answer)
{
	size_t i;

	putc('\n', out);
	for (i = 0; i < answer->nr_cells; i++) {
		int len = fprintf(out, "[%zu] ", i + 1);

		print_name(out, len, answer->cells[i].cell_name);
	}
}

/* The answer in words. */
static void print_answer(FILE *out, const struct answer *answer)
{
	fprintf(out, "\n%-3s ", answer->id);
	table_fold(out, INDENT, answer->title);
	print_text(out, answer->measured ? "" : "not measured in this run: ", &answer->said);
	print_text(out, "not covered: ", &answer->missing);
	if (answer->nr_cells)
		fprintf(out, "%*srecords: --records %s, of the %zu cell%s under == %s\n", INDENT,
			"", answer->id, answer->nr_cells, answer->nr_cells == 1 ? "" : "s",
			answer->id);
}

/* What it rests on. */
static void print_grounds(FILE *out, const struct answer *answer)
{
	size_t i;

	if (!answer->nr_cells)
		return;
	fprintf(out, "\n== %s: ", answer->id);
	table_fold(out, INDENT, answer->title);
	for (i = 0; i < answer->nr_tables; i++)
		print_table(out, &answer->tables[i]);
	print_cells(out, answer);
}

void report_answers(const struct report *report)
{
	FILE *out = report->out;
	struct answer *answers;
	size_t nr, i;

	answers = answers_make(report, &nr);
	fprintf(out, "\n== questions\n"
		"[3] behind a number of Q1 is the cell it is of: its name is under == Q1,\n"
		"./run.sh report %s --records Q1.3\nprints its records.\n", report->run->id);
	for (i = 0; i < nr; i++)
		print_answer(out, &answers[i]);
	for (i = 0; i < nr; i++)
		print_grounds(out, &answers[i]);
	answers_free(answers, nr);
}

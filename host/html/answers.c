// SPDX-License-Identifier: GPL-2.0-only
/*
 * html/answers.c - the questions with their answers in an HTML report. A number that came
 * from one cell is a link to that cell's figures.
 */
#include <stdlib.h>

#include "host/answer/answer.h"
#include "host/html/html.h"

/* What is a number and nothing else is grouped to be read. */
static void put_text(FILE *out, const char *text, bool number)
{
	char grouped[TABLE_GROUPED_MAX];

	table_grouped(text, grouped);
	html_text(out, number ? grouped : text);
}

static void put_piece(FILE *out, const struct answer *answer, const struct answer_piece *piece,
		      bool number)
{
	if (!piece->of || piece->of > answer->nr_cells) {
		put_text(out, piece->text, number);
		return;
	}
	fputs("<a", out);
	html_href(out, answer->cells[piece->of - 1].cell_name, piece->op);
	if (piece->metric && *piece->metric) {
		fputs(" title=\"", out);
		html_text(out, piece->metric);
		putc('"', out);
	}
	putc('>', out);
	put_text(out, piece->text, true);
	fputs("</a>", out);
}

static void put_pieces(FILE *out, const struct answer *answer, const struct answer_text *text)
{
	size_t i;

	for (i = 0; i < text->nr; i++)
		put_piece(out, answer, &text->pieces[i], false);
}

static void put_row(FILE *out, const struct answer *answer, const struct answer_table *table,
		    const struct answer_row *row)
{
	size_t c;

	if (row->heading) {
		fprintf(out, "<tr><th class=\"over\" colspan=\"%zu\">", table->nr_columns);
		html_text(out, row->heading);
		fputs("</th></tr>\n", out);
		return;
	}
	fputs("<tr>", out);
	for (c = 0; c < table->nr_columns && c < row->cells.nr; c++) {
		fputs(table->columns[c].left ? "<td class=\"l\">" : "<td>", out);
		put_piece(out, answer, &row->cells.pieces[c], !table->columns[c].left);
		fputs("</td>", out);
	}
	fputs("</tr>\n", out);
}

/* A heading begins a body of its own, as in html/table.c. */
static void put_table(FILE *out, const struct answer *answer, const struct answer_table *table)
{
	size_t i;

	fputs("<details>\n<summary class=\"under\">", out);
	html_text(out, table->title);
	fputs("</summary>\n<div class=\"wide\"><table>\n", out);
	html_table_head(out, table->columns, table->nr_columns);
	for (i = 0; i < table->nr; i++) {
		if (!i || table->rows[i].heading)
			fputs(i ? "</tbody>\n<tbody>\n" : "<tbody>\n", out);
		put_row(out, answer, table, &table->rows[i]);
	}
	fputs(table->nr ? "</tbody>\n</table></div>\n" : "</table></div>\n", out);
	if (table->note) {
		fputs("<p class=\"note\">", out);
		html_text(out, table->note);
		fputs("</p>\n", out);
	}
	fputs("</details>\n", out);
}

static void put_records(FILE *out, const struct run *run, const struct answer *answer)
{
	size_t i;

	if (!answer->nr_cells)
		return;
	fprintf(out, "<details class=\"cell\"><summary>from %zu cell%s</summary>\n"
		"<p>./run.sh report ", answer->nr_cells, answer->nr_cells == 1 ? "" : "s");
	html_text(out, run->id);
	fputs(" --records ", out);
	html_text(out, answer->id);
	fputs("</p>\n<ol>\n", out);
	for (i = 0; i < answer->nr_cells; i++) {
		const struct answer_cell *cell = &answer->cells[i];

		fputs("<li><a", out);
		html_href(out, cell->cell_name, "");
		putc('>', out);
		html_text(out, cell->cell_name);
		fprintf(out, "</a>, %lld boot%s</li>\n", (long long)cell->boots,
			cell->boots == 1 ? "" : "s");
	}
	fputs("</ol>\n</details>\n", out);
}

void html_answer(FILE *out, const struct run *run, const struct answer *answer)
{
	size_t i;

	fputs("<section id=\"", out);
	html_text(out, answer->id);
	fputs("\">\n<h3>", out);
	html_text(out, answer->id);
	fputs(". ", out);
	html_text(out, answer->title);
	fprintf(out, "</h3>\n<p%s>%s", answer->measured ? "" : " class=\"not\"",
		answer->measured ? "" : "Not measured in this run: ");
	put_pieces(out, answer, &answer->said);
	fputs("</p>\n", out);
	if (answer->missing.nr) {
		fputs("<p class=\"note\">Not covered: ", out);
		put_pieces(out, answer, &answer->missing);
		fputs("</p>\n", out);
	}
	for (i = 0; i < answer->nr_tables; i++)
		put_table(out, answer, &answer->tables[i]);
	put_records(out, run, answer);
	fputs("</section>\n", out);
}

void html_answers(FILE *out, const struct report *report)
{
	size_t nr, i;
	struct answer *answers = answers_make(report, &nr);

	for (i = 0; i < nr; i++)
		html_answer(out, report->run, &answers[i]);
	answers_free(answers, nr);
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * html/table.c - a table as HTML. Rows under one heading are a body of their own: they
 * sort among themselves. The first cell of a row leads to the records behind it.
 */
#include <string.h>

#include "host/html/html.h"

void html_table_head(FILE *out, const struct table_column *columns, size_t nr)
{
	size_t c;

	fputs("<thead><tr>", out);
	for (c = 0; c < nr; c++) {
		const struct table_column *column = &columns[c];

		fprintf(out, "<th%s>", column->left ? " class=\"l\"" : "");
		html_text(out, column->over);
		if (*column->over && *column->head)
			fputs(" ", out);
		html_text(out, column->head);
		fputs("</th>", out);
	}
	fputs("</tr></thead>\n", out);
}

static void put_row(FILE *out, const struct table *table, const struct table_line *line)
{
	char number[TABLE_GROUPED_MAX];
	size_t c;

	fputs("<tr>", out);
	for (c = 0; c < table->nr_columns; c++) {
		bool linked = !c && line->cell_name && *line->cell[c];

		fputs(table->columns[c].left ? "<td class=\"l\">" : "<td>", out);
		if (linked) {
			fputs("<a", out);
			html_href(out, line->cell_name, line->op);
			putc('>', out);
		}
		table_grouped(line->cell[c], number);
		html_text(out, table->columns[c].left ? line->cell[c] : number);
		fputs(linked ? "</a></td>" : "</td>", out);
	}
	fputs("</tr>\n", out);
}

/* A heading's "-- " is for text. */
static void put_heading(FILE *out, const struct table *table, const char *heading)
{
	fprintf(out, "<tr><th class=\"over\" colspan=\"%zu\" scope=\"rowgroup\">",
		table->nr_columns);
	html_text(out, heading + (strncmp(heading, "-- ", 3) ? 0 : 3));
	fputs("</th></tr>\n", out);
}

void html_table(FILE *out, const struct table *table)
{
	bool body = false;
	size_t i;

	fputs("<div class=\"wide\"><table>\n", out);
	html_table_head(out, table->columns, table->nr_columns);
	for (i = 0; i < table->nr; i++) {
		const struct table_line *line = &table->lines[i];

		if (line->heading || !body) {
			fputs(body ? "</tbody>\n<tbody>\n" : "<tbody>\n", out);
			body = true;
		}
		if (line->heading)
			put_heading(out, table, line->heading);
		else
			put_row(out, table, line);
	}
	fputs(body ? "</tbody>\n</table></div>\n" : "</table></div>\n", out);
}

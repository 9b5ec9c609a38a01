// SPDX-License-Identifier: GPL-2.0-only
/*
 * report/table.c - a table of plain ASCII text, see report/table.h.
 */
#include <stdarg.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "host/base/alloc.h"
#include "host/report/table.h"

#define GROUP		3	/* digits between commas */
#define GROUP_FROM	5	/* fewer digits are read without */

void (*table_printer)(const struct table *table, FILE *stream);

struct table *table_new(const struct table_column *columns, size_t nr)
{
	struct table *table = xcalloc(1, sizeof(*table));

	table->columns = columns;
	table->nr_columns = nr;
	return table;
}

void table_row(struct table *table)
{
	struct table_line *row = array_add(table->lines, table->nr, table->alloc);

	row->cell = xcalloc(table->nr_columns, sizeof(*row->cell));
}

void table_source(struct table *table, const char *cell_name, const char *op)
{
	table->lines[table->nr - 1].cell_name = cell_name;
	table->lines[table->nr - 1].op = op;
}

void table_put(struct table *table, const char *fmt, ...)
{
	struct table_line *row = &table->lines[table->nr - 1];
	va_list args;

	if (row->nr == table->nr_columns)
		return;
	va_start(args, fmt);
	vsnprintf(row->cell[row->nr++], TABLE_CELL_MAX, fmt, args);
	va_end(args);
}

void table_heading(struct table *table, const char *fmt, ...)
{
	struct table_line *row = array_add(table->lines, table->nr, table->alloc);
	char line[256];
	va_list args;

	va_start(args, fmt);
	vsnprintf(line, sizeof(line), fmt, args);
	va_end(args);
	row->heading = xstrdup(line);
}

static void column_widths(const struct table *table, size_t *widths)
{
	size_t c, r, len;

	for (c = 0; c < table->nr_columns; c++) {
		widths[c] = strlen(table->columns[c].head);
		len = strlen(table->columns[c].over);
		if (len > widths[c])
			widths[c] = len;
		for (r = 0; r < table->nr; r++) {
			if (table->lines[r].heading)
				continue;
			len = strlen(table->lines[r].cell[c]);
			if (len > widths[c])
				widths[c] = len;
		}
	}
}

/* No blanks at the end of a line: mail and git complain about them. */
static void print_line(FILE *stream, const struct table *table, const size_t *widths,
		       const char *(*text)(const void *from, size_t c), const void *from)
{
	size_t blanks = 0, c, pad;

	for (c = 0; c < table->nr_columns; c++) {
		const char *cell = text(from, c);
		size_t len = strlen(cell);

		pad = widths[c] - len;
		if (len) {
			fprintf(stream, "%*s%s", (int)(blanks + (table->columns[c].left ? 0 : pad)),
				"", cell);
			blanks = table->columns[c].left ? pad : 0;
		} else {
			blanks += pad;
		}
		blanks++;
	}
	putc('\n', stream);
}

static const char *over_text(const void *from, size_t c)
{
	return ((const struct table *)from)->columns[c].over;
}

static const char *head_text(const void *from, size_t c)
{
	return ((const struct table *)from)->columns[c].head;
}

static const char *cell_text(const void *from, size_t c)
{
	return ((const struct table_line *)from)->cell[c];
}

/*
 * A table that would be wider than a page gets a narrower first column: a label that does
 * not fit in there stands on a line of its own, over its numbers.
 */
static void column_fit(const struct table *table, size_t *widths)
{
	size_t sum = table->nr_columns - 1, others = 0, least, c;

	for (c = 1; c < table->nr_columns; c++)
		others += widths[c];
	least = strlen(table->columns[0].head);
	if (sum + others + widths[0] <= TABLE_WIDTH || !table->columns[0].left)
		return;
	widths[0] = sum + others + least < TABLE_WIDTH ? TABLE_WIDTH - sum - others : least;
}

static void print_row(FILE *stream, const struct table *table, const size_t *widths,
		      struct table_line *line)
{
	size_t len = strlen(line->cell[0]);

	if (len > widths[0]) {
		table_fold(stream, 0, line->cell[0]);
		memset(line->cell[0], 0, len);
	}
	print_line(stream, table, widths, cell_text, line);
}

static size_t width_of(const struct table *table, const size_t *widths)
{
	size_t sum = table->nr_columns - 1, c;

	for (c = 0; c < table->nr_columns; c++)
		sum += widths[c];
	return sum;
}

/* Numbers that no page is wide enough for, each behind its column's name. */
static void print_stacked(FILE *stream, const struct table *table)
{
	size_t i, c;

	for (i = 0; i < table->nr; i++) {
		const struct table_line *line = &table->lines[i];

		table_fold(stream, 0, line->heading ? line->heading : line->cell[0]);
		for (c = 1; !line->heading && c < table->nr_columns; c++) {
			const struct table_column *column = &table->columns[c];

			if (!*line->cell[c])
				continue;
			fprintf(stream, "    %s%s%s: ", column->over, *column->over ? " " : "",
				column->head);
			table_fold(stream, 8, line->cell[c]);
		}
	}
}

void table_print(const struct table *table, FILE *stream)
{
	bool has_over = false;
	size_t *widths;
	size_t i;

	if (table_printer) {
		table_printer(table, stream);
		return;
	}
	widths = xcalloc(table->nr_columns, sizeof(*widths));
	column_widths(table, widths);
	column_fit(table, widths);
	if (width_of(table, widths) > TABLE_WIDTH) {
		print_stacked(stream, table);
		free(widths);
		return;
	}
	for (i = 0; i < table->nr_columns; i++)
		has_over |= *table->columns[i].over;
	if (has_over)
		print_line(stream, table, widths, over_text, table);
	print_line(stream, table, widths, head_text, table);
	for (i = 0; i < table->nr; i++) {
		if (table->lines[i].heading)
			table_fold(stream, 0, table->lines[i].heading);
		else
			print_row(stream, table, widths, &table->lines[i]);
	}
	free(widths);
}

void table_free(struct table *table)
{
	size_t i;

	for (i = 0; i < table->nr; i++) {
		free(table->lines[i].heading);
		free(table->lines[i].cell);
	}
	free(table->lines);
	free(table);
}

void table_grouped(const char *text, char out[TABLE_GROUPED_MAX])
{
	size_t len = strspn(text, "0123456789"), used = 0, i;
	bool number = !text[len] || !strcmp(text + len, "~");

	for (i = 0; text[i] && used < TABLE_GROUPED_MAX - 2; i++) {
		out[used++] = text[i];
		if (number && len >= GROUP_FROM && i + 1 < len && (len - i - 1) % GROUP == 0)
			out[used++] = ',';
	}
	out[used] = '\0';
}

void table_fold(FILE *stream, size_t indent, const char *text)
{
	size_t room = TABLE_WIDTH - indent;

	while (strlen(text) > room) {
		size_t cut = room;

		while (cut && text[cut] != ' ')
			cut--;
		if (!cut)
			cut = room;
		fprintf(stream, "%.*s\n%*s", (int)cut, text, (int)indent, "");
		text += cut;
		text += *text == ' ';
	}
	fprintf(stream, "%s\n", text);
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * table.c - a table of plain ASCII text, see table.h.
 */
#include <stdarg.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "host/alloc.h"
#include "host/table.h"

struct row {
	char *heading;			/* NULL: cells */
	char (*cell)[TABLE_CELL_MAX];
	size_t nr;
};

struct table {
	const struct table_column *columns;
	size_t nr_columns;
	struct row *rows;
	size_t nr, alloc;
};

struct table *table_new(const struct table_column *columns, size_t nr)
{
	struct table *table = xcalloc(1, sizeof(*table));

	table->columns = columns;
	table->nr_columns = nr;
	return table;
}

void table_row(struct table *table)
{
	struct row *row = array_add(table->rows, table->nr, table->alloc);

	row->cell = xcalloc(table->nr_columns, sizeof(*row->cell));
}

void table_put(struct table *table, const char *fmt, ...)
{
	struct row *row = &table->rows[table->nr - 1];
	va_list args;

	if (row->nr == table->nr_columns)
		return;
	va_start(args, fmt);
	vsnprintf(row->cell[row->nr++], TABLE_CELL_MAX, fmt, args);
	va_end(args);
}

void table_heading(struct table *table, const char *fmt, ...)
{
	struct row *row = array_add(table->rows, table->nr, table->alloc);
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
			if (table->rows[r].heading)
				continue;
			len = strlen(table->rows[r].cell[c]);
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
	return ((const struct row *)from)->cell[c];
}

void table_print(const struct table *table, FILE *stream)
{
	size_t *widths = xcalloc(table->nr_columns, sizeof(*widths));
	bool has_over = false;
	size_t i;

	column_widths(table, widths);
	for (i = 0; i < table->nr_columns; i++)
		has_over |= *table->columns[i].over;
	if (has_over)
		print_line(stream, table, widths, over_text, table);
	print_line(stream, table, widths, head_text, table);
	for (i = 0; i < table->nr; i++) {
		if (table->rows[i].heading)
			fprintf(stream, "%s\n", table->rows[i].heading);
		else
			print_line(stream, table, widths, cell_text, &table->rows[i]);
	}
	free(widths);
}

void table_free(struct table *table)
{
	size_t i;

	for (i = 0; i < table->nr; i++) {
		free(table->rows[i].heading);
		free(table->rows[i].cell);
	}
	free(table->rows);
	free(table);
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

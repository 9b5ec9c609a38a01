/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * report/table.h - a table of plain ASCII text, columns as wide as what is in them.
 */
#ifndef HOST_TABLE_H
#define HOST_TABLE_H

#include <stdio.h>

#define TABLE_WIDTH	72	/* what a mail can quote twice */
#define TABLE_CELL_MAX	64
#define TABLE_GROUPED_MAX	(TABLE_CELL_MAX + TABLE_CELL_MAX / 3)

struct table_column {
	const char *over;	/* first line of the head, "" = none */
	const char *head;	/* second line */
	int left;		/* else aligned right */
};

struct table_line {
	char *heading;			/* over all columns; NULL: cells */
	const char *cell_name, *op;	/* that its numbers are of; NULL: not said */
	char (*cell)[TABLE_CELL_MAX];
	size_t nr;
};

struct table {
	const struct table_column *columns;
	size_t nr_columns;
	struct table_line *lines;
	size_t nr, alloc;
};

/*
 * While it is set table_print() calls it instead: a report in another format prints the
 * same tables its own way.
 */
extern void (*table_printer)(const struct table *table, FILE *stream);

struct table *table_new(const struct table_column *columns, size_t nr);

/* A new row, empty; then fill it from the left. */
void table_row(struct table *table);
__attribute__((format(printf, 2, 3)))
void table_put(struct table *table, const char *fmt, ...);

/*
 * Which cell and operation the numbers of the row are of, as records call them; op "" =
 * of more than one. Text does not show them, HTML leads there. The names must outlive the
 * table.
 */
void table_source(struct table *table, const char *cell_name, const char *op);

/* A line between rows, over all columns. */
__attribute__((format(printf, 2, 3)))
void table_heading(struct table *table, const char *fmt, ...);

void table_print(const struct table *table, FILE *stream);
void table_free(struct table *table);

/* 24679045 or 24679045~ as 24,679,045; what is not a number of many digits as it is. */
void table_grouped(const char *text, char out[TABLE_GROUPED_MAX]);

/*
 * Prints text and a newline, folded at blanks so that no line is wider than a table.
 * The cursor is in column indent already; further lines begin there.
 */
void table_fold(FILE *stream, size_t indent, const char *text);

#endif

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * table.h - a table of plain ASCII text, columns as wide as what is in them.
 */
#ifndef HOST_TABLE_H
#define HOST_TABLE_H

#include <stdio.h>

#define TABLE_WIDTH	72	/* what a mail can quote twice */
#define TABLE_CELL_MAX	64

struct table_column {
	const char *over;	/* first line of the head, "" = none */
	const char *head;	/* second line */
	int left;		/* else aligned right */
};

struct table;

struct table *table_new(const struct table_column *columns, size_t nr);

/* A new row, empty; then fill it from the left. */
void table_row(struct table *table);
__attribute__((format(printf, 2, 3)))
void table_put(struct table *table, const char *fmt, ...);

/* A line between rows, over all columns. */
__attribute__((format(printf, 2, 3)))
void table_heading(struct table *table, const char *fmt, ...);

void table_print(const struct table *table, FILE *stream);
void table_free(struct table *table);

/*
 * Prints text and a newline, folded at blanks so that no line is wider than a table.
 * The cursor is in column indent already; further lines begin there.
 */
void table_fold(FILE *stream, size_t indent, const char *text);

#endif

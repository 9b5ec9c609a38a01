/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * answer/answer.h - what a run says to each question it is made for, as data: sentences and small
 * tables in which every number knows the records it came from. Whoever prints it (as text,
 * as HTML) only lays it out.
 */
#ifndef HOST_ANSWER_H
#define HOST_ANSWER_H

#include "host/report/report.h"
#include "host/report/table.h"

/*
 * A piece of text. If of is not 0 it is a number, or the like, which
 * answer->cells[of - 1] gave: in records of op, as metric ("" = as a whole: its census,
 * its log). A number made of numbers of several cells has of = 0; they stand beside it.
 */
struct answer_piece {
	char *text;
	size_t of;
	const char *op, *metric;
};

struct answer_text {
	struct answer_piece *pieces;
	size_t nr, alloc;
};

/* Either a heading over the rows that follow or as many pieces as there are columns. */
struct answer_row {
	char *heading;
	struct answer_text cells;
};

struct answer_table {
	char *title;			/* what, and in which unit */
	const struct table_column *columns;
	size_t nr_columns;
	struct answer_row *rows;
	size_t nr, alloc;
	char *note;			/* under the table, or NULL */
};

/* A cell that was used, in the order of its first use, from 1 on: [1], [2] in text. */
struct answer_cell {
	const char *cell_name;
	const struct cell *cell;
	int64_t boots;			/* the most that one of its numbers is of */
};

struct answer {
	const char *id;			/* "Q1": anchors, --records Q1 */
	const char *title;		/* the question in short, one line */
	bool measured;			/* else said is why not, and what would measure it */
	struct answer_text said;
	struct answer_text missing;	/* what the answer does not cover; may be empty */
	struct answer_table *tables;
	size_t nr_tables, tables_alloc;
	struct answer_cell *cells;
	size_t nr_cells, cells_alloc;
};

/* All of them, in their order; texts live as long as report's run and list do. */
struct answer *answers_make(const struct report *report, size_t *nr);
void answers_free(struct answer *answers, size_t nr);

/* answer/text.c: the questions' part of report.txt. */
void report_answers(const struct report *report);

/*
 * answer/records.c: the records that what names, on report->out: a selector, "Q1" (all that
 * answer 1 is made of) or "Q1.3" (its cell [3]). -1 after a message.
 */
int report_records(const struct report *report, const char *what);

#endif

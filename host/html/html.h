/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * html/html.h - a report as one HTML file that needs no other: what is told by text, tables
 * that sort, plots, and at its end every cell's figures, to which rows of tables lead.
 *
 * What comes from a record or a file is never written but by html_text().
 */
#ifndef HOST_HTML_H
#define HOST_HTML_H

#include "host/report/report.h"
#include "host/report/table.h"

/* html/html.c */

/* Text of any origin: markup escaped, what is not printable ASCII as '?', '\n' kept. */
void html_text(FILE *out, const char *text);
void html_text_len(FILE *out, const char *text, size_t len);

/* " href=..." of a link to what html_cells() says of a cell; op "" or NULL: all of it. */
void html_href(FILE *out, const char *cell_name, const char *op);

/* html/page.c: all before and all after what a page says; style and script are in it. */
void html_begin(FILE *out, const char *title);
void html_end(FILE *out);

/* html/part.c */

/*
 * What fn prints for report, as HTML: a part for each "== title", tables as tables, the
 * rest as text. open: the parts are to be seen at once, not to be opened first.
 */
void html_part(FILE *out, const struct report *report, void (*fn)(const struct report *report),
	       bool open);
/* The same of text that is there already, as a file of it is. */
void html_prose(FILE *out, const char *text, bool open);

/* html/table.c: a table whose columns sort when their heads are clicked. */
void html_table(FILE *out, const struct table *table);
void html_table_head(FILE *out, const struct table_column *columns, size_t nr);

/* html/answers.c: what the run says to each question. */
void html_answers(FILE *out, const struct report *report);
struct answer;
void html_answer(FILE *out, const struct run *run, const struct answer *answer);

/* html/plots.c: the plots that are in the run's directory; says so if there are none. */
void html_plots(FILE *out, const struct report *report);

/* html/cells.c: every cell: how it was booted, what it gave, where its console is. */
void html_cells(FILE *out, const struct report *report);

#endif

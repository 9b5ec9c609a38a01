// SPDX-License-Identifier: GPL-2.0-only
/*
 * html/html.c - a report as one HTML file, see html/html.h: the order of its parts.
 */
#include <string.h>

#include "host/html/html.h"

static const char *entity(char c)
{
	switch (c) {
	case '&': return "&amp;";
	case '<': return "&lt;";
	case '>': return "&gt;";
	case '"': return "&quot;";
	case '\'': return "&#39;";
	default: return NULL;
	}
}

void html_text_len(FILE *out, const char *text, size_t len)
{
	size_t i;

	for (i = 0; i < len; i++) {
		const char *safe = entity(text[i]);

		if (safe)
			fputs(safe, out);
		else
			putc(text[i] == '\n' || (text[i] >= ' ' && text[i] <= '~') ? text[i] : '?',
			     out);
	}
}

void html_text(FILE *out, const char *text)
{
	html_text_len(out, text, strlen(text));
}

void html_href(FILE *out, const char *cell_name, const char *op)
{
	fputs(" href=\"#cell-", out);
	html_text(out, cell_name);
	if (op && *op) {
		putc('/', out);
		html_text(out, op);
	}
	putc('"', out);
}

static void heading(FILE *out, const char *id, const char *text)
{
	fprintf(out, "<h2 id=\"%s\">%s</h2>\n", id, text);
}

void report_html(const struct report *report)
{
	FILE *out = report->out;

	html_begin(out, report->run->id);
	html_part(out, report, report_head, true);
	heading(out, "answers", "Questions and answers");
	html_answers(out, report);
	heading(out, "plots", "Plots");
	html_plots(out, report);
	heading(out, "tables", "Tables");
	html_part(out, report, report_back, false);
	html_part(out, report, report_calibration, true);
	heading(out, "cells", "Cells");
	html_cells(out, report);
	html_end(out);
}

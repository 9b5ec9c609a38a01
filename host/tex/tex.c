// SPDX-License-Identifier: GPL-2.0-only
/*
 * tex/tex.c - a report for a paper, see tex/tex.h.
 */
#include <string.h>

#include "host/report/figure.h"
#include "host/tex/tex.h"

static const char *command(char c)
{
	switch (c) {
	case '\\': return "\\textbackslash{}";
	case '~': return "\\textasciitilde{}";
	case '^': return "\\textasciicircum{}";
	case '<': return "\\textless{}";
	case '>': return "\\textgreater{}";
	case '|': return "\\textbar{}";
	case '"': return "\'\'";
	default: return NULL;
	}
}

void tex_text(FILE *out, const char *text)
{
	for (; *text; text++) {
		const char *instead = command(*text);

		if (instead)
			fputs(instead, out);
		else if (strchr("#$%&_{}", *text))
			fprintf(out, "\\%c", *text);
		else
			putc(*text >= ' ' && *text < '\x7f' ? *text : '?', out);
	}
}

static void put_columns(FILE *out, const struct table *table)
{
	size_t c;

	fputs("\\begin{tabular}{", out);
	for (c = 0; c < table->nr_columns; c++)
		putc(table->columns[c].left ? 'l' : 'r', out);
	fputs("}\n\\toprule\n", out);
	for (c = 0; c < table->nr_columns; c++) {
		fputs(c ? " & " : "", out);
		tex_text(out, table->columns[c].over);
		fputs(*table->columns[c].over ? " " : "", out);
		tex_text(out, table->columns[c].head);
	}
	fputs(" \\\\\n\\midrule\n", out);
}

static void put_line(FILE *out, const struct table *table, const struct table_line *line)
{
	char text[TABLE_GROUPED_MAX];
	size_t c;

	if (line->heading) {
		fprintf(out, "\\addlinespace\n\\multicolumn{%zu}{l}{\\itshape ", table->nr_columns);
		tex_text(out, line->heading + (strncmp(line->heading, "-- ", 3) ? 0 : 3));
		fputs("} \\\\\n", out);
		return;
	}
	for (c = 0; c < table->nr_columns; c++) {
		fputs(c ? " & " : "", out);
		table_grouped(line->cell[c], text);
		tex_text(out, table->columns[c].left ? line->cell[c] : text);
	}
	fputs(" \\\\\n", out);
}

void tex_table(FILE *out, const struct table *table, const char *caption, const char *label)
{
	size_t i;

	fputs("\\begin{table}\n\\centering\\small\n\\caption{", out);
	tex_text(out, caption);
	fprintf(out, "}\n\\label{tab:%s}\n", label);
	put_columns(out, table);
	for (i = 0; i < table->nr; i++)
		put_line(out, table, &table->lines[i]);
	fputs("\\bottomrule\n\\end{tabular}\n\\end{table}\n\n", out);
}

void tex_source(const struct report *report, const struct series *like, const char *guests,
		char *out, size_t size)
{
	const struct cell *cell = like->cell;
	char all[48];

	if (!guests) {
		report_guests(report, like, all, sizeof(all));
		guests = all;
	}
	snprintf(out, size, "Linux %s, %s, clock %s, guest %s, %sK pages; run %s.",
		 cell->value[AXIS_KERNEL], cell->value[AXIS_ACCEL], cell->value[AXIS_CLOCK],
		 guests, cell->value[AXIS_PAGE], report->run->id);
}

static void put_figures(FILE *out, const struct report *report)
{
	size_t nr, i;
	struct figure *figures = figures_find(report->run->dir, &nr);

	for (i = 0; i < nr && figures[i].caption; i++) {
		fprintf(out, "\\begin{figure}\n\\centering\n"
			"\\includegraphics[width=\\linewidth,height=0.85\\textheight,"
			"keepaspectratio]{\\splitfoldfigures/");
		tex_text(out, figures[i].name);
		fputs(".pdf}\n\\caption{", out);
		tex_text(out, figures[i].caption);
		fputs(" Run ", out);
		tex_text(out, report->run->id);
		fprintf(out, ".}\n\\label{fig:%s}\n\\end{figure}\n\n", figures[i].name);
	}
	figures_free(figures, nr);
}

void report_tex(const struct report *report)
{
	FILE *out = report->out;

	fputs("% Tables and figures of splitfold run ", out);
	tex_text(out, report->run->id);
	fputs(", to be \\input.\n% They need \\usepackage{booktabs,graphicx}; "
	      "./run.sh bundle draws figures/*.pdf.\n"
	      "\\providecommand{\\splitfoldfigures}{figures}\n\n", out);
	tex_convert(out, report);
	tex_setmem(out, report);
	tex_tlb(out, report);
	put_figures(out, report);
}

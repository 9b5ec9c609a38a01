// SPDX-License-Identifier: GPL-2.0-only
/*
 * html/cells.c - what is behind the tables of an HTML report: each cell with its boots,
 * their consoles, and every figure as merged from its records.
 */
#include <stdlib.h>
#include <string.h>

#include "host/base/alloc.h"
#include "host/html/html.h"

#define FIGURE_MAX	160

/* One cell of the run. */
struct part {
	const struct run *run;
	const struct run_boot *boots;	/* they stand together */
	size_t nr_boots;
	const struct series *const *series;
	size_t nr_series;
};

/* By cell; one cell's in the order of the report. */
static int compare_cells(const void *pa, const void *pb)
{
	const struct series *const *a = pa, *const *b = pb;
	int order = strcmp((*a)->cell_name, (*b)->cell_name);

	return order ? order : (*a > *b) - (*a < *b);
}

static const struct series **sort_by_cell(const struct series_list *list)
{
	const struct series **sorted = xcalloc(list->nr + 1, sizeof(*sorted));
	size_t i;

	for (i = 0; i < list->nr; i++)
		sorted[i] = &list->series[i];
	qsort(sorted, list->nr, sizeof(*sorted), compare_cells);
	return sorted;
}

static void put_axes(FILE *out, const struct cell *cell)
{
	int i;

	fputs("<p>", out);
	for (i = 0; i < AXIS_NR; i++) {
		fprintf(out, "%s%s=", i ? " " : "", axes[i].key);
		html_text(out, cell->value[i]);
	}
	fputs("</p>\n", out);
}

static void put_boots(FILE *out, const struct part *part)
{
	size_t i;

	for (i = 0; i < part->nr_boots; i++) {
		const struct run_boot *boot = &part->boots[i];

		if (!boot->counts)
			continue;
		fprintf(out, "<p>boot %lld: %s; ", (long long)boot->rep,
			boot->ended ? status_names[boot->status] : "not finished");
		fprintf(out, "records.jsonl line %u to %u; console/",
			part->run->records[boot->first].line,
			part->run->records[boot->first + boot->nr - 1].line);
		html_text(out, boot->cell_name);
		fprintf(out, ".%lld.log</p>\n", (long long)boot->rep);
	}
}

static void put_figure(FILE *out, const struct series *s)
{
	char line[FIGURE_MAX + RECORD_UNIT_MAX + RECORD_NAME_MAX];

	if (s->is_hist)
		snprintf(line, sizeof(line), "%-20s %-6s %8lld %5lld %10lld %10lld %10lld %10lld\n",
			 s->metric, s->unit, (long long)s->n, (long long)s->boots,
			 (long long)s->min, (long long)s->q.p50, (long long)s->q.p99,
			 (long long)s->max);
	else
		snprintf(line, sizeof(line), "%-20s %-6s %8lld %5lld %10lld %10lld %10s %10lld\n",
			 s->metric, s->unit, (long long)s->n, (long long)s->boots,
			 (long long)s->min, (long long)s->q.p50, "", (long long)s->max);
	html_text(out, line);
}

/* One operation's of series[0..nr), which stand together. */
static void put_figures(FILE *out, const char *op, const struct series *const *series, size_t nr)
{
	size_t i, some = 0;

	for (i = 0; i < nr; i++) {
		if (strcmp(series[i]->op, op))
			continue;
		if (!some++)
			fprintf(out, "<pre>%-20s %-6s %8s %5s %10s %10s %10s %10s\n", "",
				"unit", "n", "boots", "min", "p50", "p99", "max");
		put_figure(out, series[i]);
	}
	if (some)
		fputs("</pre>\n", out);
}

/* What a record says beside numbers: why it has none, and what the kernel said. */
static void put_words(FILE *out, const struct record *record)
{
	size_t i;

	if (record->status != STATUS_OK) {
		fprintf(out, "<p>boot %lld: %s: ", (long long)record->rep,
			status_names[record->status]);
		html_text(out, record->reason);
		fputs("</p>\n", out);
	}
	for (i = 0; i < record->nr_log; i++) {
		fprintf(out, "<p>boot %lld: ", (long long)record->rep);
		html_text(out, record->log[i]);
		fputs("</p>\n", out);
	}
}

/* Whether anything stands under op: frames that only begin and end a boot have no numbers. */
static bool says_something(const struct part *part, const char *op)
{
	size_t b, r, i;

	for (i = 0; i < part->nr_series; i++)
		if (!strcmp(part->series[i]->op, op))
			return true;
	for (b = 0; b < part->nr_boots; b++) {
		const struct run_boot *boot = &part->boots[b];

		for (r = boot->first; boot->counts && r < boot->first + boot->nr; r++) {
			const struct record *record = &part->run->records[r].record;

			if (!strcmp(record->op, op) &&
			    (record->status != STATUS_OK || record->nr_log))
				return true;
		}
	}
	return false;
}

static void put_op(FILE *out, const struct part *part, const char *op)
{
	const char *name = part->boots->cell_name;
	size_t b, r;

	fputs("<h4 id=\"cell-", out);
	html_text(out, name);
	putc('/', out);
	html_text(out, op);
	fputs("\">", out);
	html_text(out, op);
	fputs("</h4>\n", out);
	put_figures(out, op, part->series, part->nr_series);
	for (b = 0; b < part->nr_boots; b++) {
		const struct run_boot *boot = &part->boots[b];

		for (r = boot->first; boot->counts && r < boot->first + boot->nr; r++)
			if (!strcmp(part->run->records[r].record.op, op))
				put_words(out, &part->run->records[r].record);
	}
}

/* Every operation that any boot of the cell sent, once. */
static void put_ops(FILE *out, const struct part *part)
{
	const char **ops = NULL;
	size_t nr = 0, alloc = 0, b, r, i;

	for (b = 0; b < part->nr_boots; b++) {
		const struct run_boot *boot = &part->boots[b];

		for (r = boot->first; boot->counts && r < boot->first + boot->nr; r++) {
			const char *op = part->run->records[r].record.op;

			for (i = 0; i < nr; i++)
				if (!strcmp(ops[i], op))
					break;
			if (i < nr)
				continue;
			*array_add(ops, nr, alloc) = op;
			if (says_something(part, op))
				put_op(out, part, op);
		}
	}
	free(ops);
}

static void put_cell(FILE *out, const struct part *part)
{
	const struct cell *cell = &part->run->records[part->boots->first].record.cell;
	const char *name = part->boots->cell_name;

	fputs("<details class=\"cell\" id=\"cell-", out);
	html_text(out, name);
	fputs("\"><summary>", out);
	html_text(out, name);
	fprintf(out, "%s</summary>\n", cell_is_realm(cell) ? " (emulated RSI)" : "");
	put_axes(out, cell);
	put_boots(out, part);
	fputs("<p>./run.sh report ", out);
	html_text(out, part->run->id);
	fputs(" --format csv | grep &#39;^", out);
	html_text(out, name);
	fputs(",&#39;</p>\n", out);
	put_ops(out, part);
	fputs("</details>\n", out);
}

/* The boots from the first on that are of its cell, and the cell's series. */
static void part_find(struct part *part, const struct series *const *sorted, size_t nr)
{
	const char *name = part->boots->cell_name;
	const struct run_boot *end = part->run->boots + part->run->nr_boots;
	const struct run_boot *boot = part->boots;
	size_t first = 0;

	while (boot < end && !strcmp(boot->cell_name, name))
		boot++;
	part->nr_boots = boot - part->boots;
	while (first < nr && strcmp(sorted[first]->cell_name, name) < 0)
		first++;
	part->series = sorted + first;
	while (first < nr && !strcmp(sorted[first]->cell_name, name))
		first++;
	part->nr_series = sorted + first - part->series;
}

void html_cells(FILE *out, const struct report *report)
{
	const struct series **sorted = sort_by_cell(report->list);
	const struct run *run = report->run;
	size_t nr = report->list->nr, at = 0, boot;
	struct part part;

	fputs("<p>Every cell of the run, with what its boots gave: the numbers behind the tables. "
	      "A cell is one kind of guest; p50 and p99 are of all its boots together.</p>\n", out);
	for (boot = 0; boot < run->nr_boots; boot += part.nr_boots) {
		part = (struct part){ .run = run, .boots = &run->boots[boot] };
		part_find(&part, (const struct series *const *)sorted + at, nr - at);
		at = part.series - (const struct series *const *)sorted + part.nr_series;
		put_cell(out, &part);
	}
	free(sorted);
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * compare/table.c - the rows of a comparison as tables of text, a table for each benchmark
 * and whatever else is never mixed.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <gsl/gsl_sort.h>

#include "host/base/alloc.h"
#include "host/compare/report.h"
#include "host/stat/power.h"
#include "host/report/report.h"
#include "host/report/table.h"
#include "host/base/text.h"

#define ALL_ROWS_MAX	60	/* a table of so many is shown as a whole */
#define MARKED_MAX	200	/* of a larger one, so many of those that are marked */

static const struct table_column columns[] = {
	{ "", "", 1 }, { "", "A", 0 }, { "", "B", 0 }, { "", "change", 0 }, { "95 %", "from", 0 },
	{ "95 %", "to", 0 }, { "p,", "Holm", 0 }, { "", "delta", 0 }, { "boots", "A:B", 0 },
	{ "", "", 1 },
};

static const struct table_column exact_columns[] = {
	{ "", "", 1 }, { "", "A", 0 }, { "", "B", 0 }, { "", "B - A", 0 }, { "", "change", 0 },
	{ "boots", "A:B", 0 }, { "", "", 1 },
};

/* Four digits or more, and no more than fit. */
void compare_number(double value, char out[16])
{
	static const char steps[] = " kMGTP";
	double rest = fabs(value);
	size_t step = 0;

	if (rest < 99999.5 && (rest == floor(rest) || rest >= 999.95)) {
		snprintf(out, 16, "%.0f", value);
		return;
	}
	for (; rest >= 999.95 && step + 2 < sizeof(steps); step++)
		rest /= 1000;
	snprintf(out, 16, "%s%.*f%.*s", value < 0 ? "-" : "",
		 rest < 9.9995 ? 3 : rest < 99.995 ? 2 : 1, rest, step > 0, steps + step);
}

/* "+5.1%", or "+5.1" where the head of the column says so; nothing grows by no percentage. */
static void change_text(const struct comparison *row, double change, const char *sign, char out[32])
{
	char number[16];

	if (isinf(change))
		snprintf(out, 16, "%s", change > 0 ? "inf" : "-inf");
	else if (row->percent && fabs(change) < 999.95)
		snprintf(out, 16, "%+.1f%s", change, sign);
	else if (row->percent)
		snprintf(out, 16, "%+.0f%s", change > 99999 ? 99999 : change, sign);
	else {
		compare_number(change, number);
		snprintf(out, 32, "%s%s", change > 0 ? "+" : "", number);
	}
}

static void p_text(const struct comparison *row, char out[16])
{
	if (!row->has_test)
		snprintf(out, 16, "-");
	else if (row->p < 0.0001)
		snprintf(out, 16, "<.0001");
	else
		snprintf(out, 16, "%.4f", row->p);
}

static void verdict_text(const struct comparison *row, size_t least, char out[32])
{
	if (row->verdict == VERDICT_WORSE)
		snprintf(out, 32, "WORSE");
	else if (row->verdict != VERDICT_FEW)
		snprintf(out, 32, "%s", verdict_names[row->verdict]);
	else if (row->need)
		snprintf(out, 32, "few/%zu%s", row->need, row->need == POWER_MOST ? "+" : "");
	else
		snprintf(out, 32, "few/%zu+", least);
}

static void put_boots(struct table *table, const struct comparison *row)
{
	table_put(table, "%zu:%zu", row->a.boots, row->b.boots);
}

static void put_measured(struct table *table, const struct comparison *row, size_t least)
{
	char text[32];

	table_row(table);
	table_put(table, "  %s", stat_names[row->stat]);
	compare_number(row->a.value, text);
	table_put(table, "%s", text);
	compare_number(row->b.value, text);
	table_put(table, "%s", text);
	change_text(row, row->change, "%", text);
	table_put(table, "%s", text);
	change_text(row, row->interval.low, "", text);
	table_put(table, "%s", row->has_interval ? text : "-");
	change_text(row, row->interval.high, "", text);
	table_put(table, "%s", row->has_interval ? text : "-");
	p_text(row, text);
	table_put(table, "%s", text);
	table_put(table, "%+.2f", row->test.delta);
	put_boots(table, row);
	verdict_text(row, least, text);
	table_put(table, "%s", text);
}

/* All digits; of boots that differ, the least and the largest. */
static void put_exact_side(struct table *table, const struct compare_side *side)
{
	if (side->low == side->high)
		table_put(table, "%.0f", side->low);
	else
		table_put(table, "%.0f..%.0f", side->low, side->high);
}

static void put_exact(struct table *table, const struct comparison *row)
{
	bool varies = row->verdict == VERDICT_VARIES;
	char text[32];

	table_row(table);
	table_put(table, "  %s", stat_names[row->stat]);
	put_exact_side(table, &row->a);
	put_exact_side(table, &row->b);
	if (varies)
		table_put(table, "-");
	else
		table_put(table, "%+.0f", row->b.value - row->a.value);
	change_text(row, row->change, "%", text);
	table_put(table, "%s", varies || !row->percent ? "-" : text);
	put_boots(table, row);
	table_put(table, "%s%s",
		  row->verdict == VERDICT_WORSE ? "WORSE" : verdict_names[row->verdict],
		  row->verdict == VERDICT_EQUAL && row->rounded ? " to 3 digits" : "");
}

/* A heading in as many lines as it needs. */
static void put_lines(struct table *table, char *text)
{
	char *line = text, *cut;

	while (strlen(line) > TABLE_WIDTH - 3) {
		for (cut = line + TABLE_WIDTH - 3; cut > line && *cut != ' '; cut--)
			;
		if (cut == line)
			break;
		*cut = '\0';
		table_heading(table, "   %s", line);
		line = cut + 1;
	}
	table_heading(table, "   %.*s", TABLE_WIDTH - 3, line);
}

static void put_title(struct table *table, const struct comparison *row)
{
	if (comparison_typical(row))
		table_heading(table, "-- all %zu times of a cell (median of A and B: 100)",
			      row->times);
	else
		table_heading(table, "-- %s, %.*s", row->key.op,
			      TABLE_WIDTH - 5 - (int)strlen(row->key.op), row->key.metric);
}

/* What is typical has none, but is of times: whether they are any hardware's has to be said. */
static const char *row_unit(const struct comparison *row)
{
	struct series key = row->key;

	if (comparison_typical(row))
		key.unit = "ns";
	return unit_head(&key, 1);
}

/* "-- split, held" and "   bbml2.on.k0 live.spin max el1 2G cpus 1" */
static void put_heading(struct table *table, const struct comparison *row)
{
	const struct cell *cell = row->key.cell;
	bool tlb = cell_is(cell, AXIS_BENCH, "tlb");
	char map[3 * AXIS_TEXT_MAX], mem[AXIS_TEXT_MAX], line[1024];
	const char *one = cell->value[tlb ? AXIS_GEOMETRY : AXIS_METHOD];
	const char *other = cell->value[tlb ? AXIS_LOAD : AXIS_HOLD];
	bool has = strcmp(one, AXIS_NONE);

	cell_map(cell, map, sizeof(map));
	if (cell_is(cell, AXIS_MEM, MATCH_ANY))
		text_copy(mem, sizeof(mem), "any memory");
	else
		mem_text(cell, mem, sizeof(mem));
	put_title(table, row);
	snprintf(line, sizeof(line), "%s, %s%s%s%s%s %s el%s %s cpus %s%s%s",
		 row_unit(row), map, has ? " " : "",
		 has ? one : "", has ? "." : "", has ? other : "", cell->value[AXIS_CPU],
		 cell->value[AXIS_EL], mem, cell->value[AXIS_CPUS],
		 cell_is_realm(cell) ? " realm (emulated RSI)" : "",
		 cell_is(cell, AXIS_DEVICES, "yes") ? " devices" : "");
	put_lines(table, line);
}

/*
 * Which rows of a table are shown: all of a small one, else those that are marked, and of
 * too many those with the largest changes. Returns the least change that is shown.
 */
static double least_shown(const struct comparison *row, size_t nr)
{
	double *changes = xcalloc(nr, sizeof(*changes)), least = 0;
	size_t marked = 0, i;

	for (i = 0; i < nr; i++)
		if (comparison_marked(&row[i]))
			changes[marked++] = row[i].percent ? fabs(row[i].change) : INFINITY;
	if (marked > MARKED_MAX) {
		gsl_sort(changes, 1, marked);
		least = changes[marked - MARKED_MAX];
	}
	free(changes);
	return least;
}

static bool is_shown(const struct compare_report *report, const struct comparison *row, size_t nr,
		     double least)
{
	if (report->all || nr <= ALL_ROWS_MAX || (comparison_typical(row) && row->has_test))
		return true;
	return comparison_marked(row) && (!row->percent || fabs(row->change) >= least);
}

enum kind { KIND_TYPICAL, KIND_EXACT, KIND_MEASURED, KIND_NR };

static const char *const kind_heads[KIND_NR] = {
	[KIND_TYPICAL] = "typical of a cell, in evidence by boots",
	[KIND_EXACT] = "exact, compared as they are",
	[KIND_MEASURED] = "measured, in evidence by boots",
};

static enum kind kind_of(const struct comparison *row)
{
	return comparison_typical(row) ? KIND_TYPICAL : row->exact ? KIND_EXACT : KIND_MEASURED;
}

static size_t print_rows(const struct compare_report *report, const struct comparison *row,
			 size_t nr, enum kind kind, size_t least_boots)
{
	bool exact = kind == KIND_EXACT;
	struct table *table = exact ? table_new(exact_columns, ARRAY_SIZE(exact_columns)) :
				      table_new(columns, ARRAY_SIZE(columns));
	double least = least_shown(row, nr);
	const struct comparison *last = NULL;
	size_t shown = 0, i;

	for (i = 0; i < nr; i++) {
		if (kind_of(&row[i]) != kind || !is_shown(report, &row[i], nr, least))
			continue;
		if (!last || last->pair != row[i].pair || kind == KIND_TYPICAL)
			put_heading(table, &row[i]);
		last = &row[i];
		if (exact)
			put_exact(table, &row[i]);
		else
			put_measured(table, &row[i], least_boots);
		shown++;
	}
	if (shown) {
		fprintf(report->out, "%s\n", kind_heads[kind]);
		table_print(table, report->out);
		putc('\n', report->out);
	}
	table_free(table);
	return shown;
}

static const char *const verdict_help[VERDICT_NR] = {
	[VERDICT_BETTER] = "better",
	[VERDICT_WORSE] = "WORSE",
	[VERDICT_CHANGED] = "changed, neither good nor bad",
	[VERDICT_DIFFERS] = "differ exactly, too little to be marked or in min and max only",
	[VERDICT_VARIES] = "vary: exact, but boots of one side differ",
	[VERDICT_FEW] = "few: not enough boots for the planned effect",
	[VERDICT_OPEN] = "open: enough boots, but as large a change is not excluded",
	[VERDICT_SAME] = "same: enough boots, and as large a change is excluded",
	[VERDICT_EQUAL] = "equal, exactly; a p50 of more than two samples to 3 digits",
};

static void print_counts(FILE *out, const struct comparison *row, size_t nr, size_t shown)
{
	size_t count[VERDICT_NR] = { 0 }, i;

	for (i = 0; i < nr; i++)
		count[row[i].verdict]++;
	for (i = 0; i < VERDICT_NR; i++)
		if (count[i])
			fprintf(out, "%7zu  %s\n", count[i], verdict_help[i]);
	if (shown < nr)
		fprintf(out, "%7zu  not shown (--all shows them)\n", nr - shown);
}

static void print_table(const struct compare_report *report, const struct comparison *row,
			size_t nr)
{
	const struct cell *cell = row->key.cell;
	size_t least = power_least(compare_tests(row, nr, false)), measured = 0, shown = 0, i;
	enum kind kind;

	for (i = 0; i < nr; i++)
		measured += kind_of(&row[i]) == KIND_MEASURED;
	fprintf(report->out, "\n== %s: B against A, %zu rows\n", cell->value[AXIS_BENCH], nr);
	fprintf(report->out, "   accel %s, clock %s, page %sk\n", cell->value[AXIS_ACCEL],
		cell->value[AXIS_CLOCK], cell->value[AXIS_PAGE]);
	if (cell_is(cell, AXIS_GUEST, MATCH_ANY))
		fprintf(report->out, "   guest plain or realm (emulated RSI), as A and B say\n");
	if (!cell_is(cell, AXIS_KERNEL, MATCH_ANY))
		fprintf(report->out, "   kernel %s\n", cell->value[AXIS_KERNEL]);
	putc('\n', report->out);
	for (kind = 0; kind < KIND_NR; kind++)
		shown += print_rows(report, row, nr, kind, kind == KIND_TYPICAL ?
				    power_least(compare_tests(row, nr, true)) : least);
	print_counts(report->out, row, nr, shown);
	if (measured)
		fprintf(report->out, "%7zu  boots a side are the least for %zu measured rows\n",
			least, measured);
}

void compare_tables(const struct compare_report *report)
{
	size_t from, nr;

	for (from = 0; from < report->list->nr; from += nr) {
		nr = match_table(report->list->row + from, report->list->nr - from);
		print_table(report, report->list->row + from, nr);
	}
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * compare/calibrate_print.c - how far compare can be believed, as text.
 */
#include <stdlib.h>

#include "host/base/alloc.h"
#include "host/compare/calibrate.h"
#include "host/stat/binomial.h"
#include "host/report/table.h"

#define KEY_COLUMN 10

static const struct table_column columns[] = {
	{ "", "", 1 }, { "", "rows", 0 }, { "marked,", "A/A", 0 }, { "found,", "all", 0 },
	{ "enough", "boots", 0 }, { "found", "of these", 0 },
};

static void put_share(struct table *table, size_t part, size_t of)
{
	if (of)
		table_put(table, "%.2f %%", 100.0 * part / of);
	else
		table_put(table, "-");
}

static void put_count(struct table *table, const char *name, const struct calibrate_count *count)
{
	if (!count->rows)
		return;
	table_row(table);
	table_put(table, "%s", name);
	table_put(table, "%zu", count->rows);
	put_share(table, count->flagged, count->rows);
	put_share(table, count->found, count->rows - count->empty);
	table_put(table, "%zu", count->enough);
	put_share(table, count->enough_found, count->enough);
}

static struct calibrate_count all_measured(const struct calibration *result)
{
	struct calibrate_count all = { 0 };
	size_t i;

	for (i = 0; i < STAT_TYPICAL; i++) {
		const struct calibrate_count *count = &result->stat[i];

		all.rows += count->rows;
		all.flagged += count->flagged;
		all.empty += count->empty;
		all.found += count->found;
		all.enough += count->enough;
		all.enough_found += count->enough_found;
	}
	return all;
}

static void print_table(FILE *out, const struct calibration *result,
			const struct calibrate_count *all)
{
	struct table *table = table_new(columns, ARRAY_SIZE(columns));
	size_t i;

	put_count(table, stat_names[STAT_TYPICAL], &result->stat[STAT_TYPICAL]);
	for (i = 0; i < STAT_TYPICAL; i++)
		put_count(table, stat_names[i], &result->stat[i]);
	put_count(table, "all measured", all);
	put_count(table, "exact", &result->exact);
	table_print(table, out);
	table_free(table);
}

static void fold(FILE *out, char *text)
{
	table_fold(out, 0, text);
	free(text);
}

/* "family     text, folded": a line of what was done. */
static void put_line(FILE *out, const char *key, char *text)
{
	fprintf(out, "%-*s", KEY_COLUMN, key);
	table_fold(out, KEY_COLUMN, text);
	free(text);
}

static void put_cells(FILE *out, const struct calibration *result)
{
	size_t i;

	for (i = 0; i < result->cells && i < CALIBRATE_NAMES; i++)
		put_line(out, i ? "" : "cells", xasprintf("%s", result->names[i]));
	if (i < result->cells)
		put_line(out, "", xasprintf("and %zu more", result->cells - i));
}

static void put_family(FILE *out, const struct calibration *result)
{
	bool one = result->family_least == result->family_most;
	char *rows = one ? xasprintf("%zu", result->family_least) :
			   xasprintf("%zu to %zu", result->family_least, result->family_most);

	put_line(out, "family", xasprintf("%s rows: Holm's correction is over all rows of a table "
					  "that have a p, and a table has all those cells above "
					  "that compare would show in it; what is typical of them "
					  "is a family of its own", rows));
	free(rows);
}

static void put_same(FILE *out, const struct calibration *result)
{
	double low, high;

	binomial_interval(result->pairs_flagged, result->pairs, &low, &high);
	put_line(out, "A/A", xasprintf("%zu of %zu pairs have a row that is marked, %.1f %% (at "
				       "most 5); binomial interval of 95 %%: %.1f to %.1f %%, "
				       "of the drawing, for all pairs are of the same boots",
				       result->pairs_flagged, result->pairs,
				       100.0 * result->pairs_flagged / result->pairs, 100 * low,
				       100 * high));
}

static void put_planted_exact(FILE *out, const struct calibrate_count *exact, double shift)
{
	size_t rows = exact->rows - exact->empty;

	if (rows)
		put_line(out, "", xasprintf("%g %% of what is counted exactly: found in %zu of %zu "
					    "rows, %.1f %%", shift, exact->found, rows,
					    100.0 * exact->found / rows));
}

static void put_planted_typical(FILE *out, const struct calibrate_count *typical, double shift)
{
	if (typical->rows)
		put_line(out, "", xasprintf("%g %% of all times of a cell, by what is typical of "
					    "them: found in %zu of %zu cells, %.1f %% (at least "
					    "90)", shift, typical->found, typical->rows,
					    100.0 * typical->found / typical->rows));
}

static void put_planted(FILE *out, const struct calibrate_count *all, double shift)
{
	size_t rows = all->rows - all->empty;
	char *enough;

	if (!rows) {
		put_line(out, "planted", xasprintf("nothing: there are no measured rows"));
		return;
	}
	enough = all->enough ? xasprintf("in %zu of the %zu with boots enough for it: %.1f %% (at "
					 "least 90)", all->enough_found, all->enough,
					 100.0 * all->enough_found / all->enough) :
			       xstrdup("no row has boots enough for it");
	put_line(out, "planted", xasprintf("%g %%: found in %zu of %zu measured rows, %.1f %%; %s",
					   shift, all->found, rows, 100.0 * all->found / rows,
					   enough));
	free(enough);
}

static void put_lines(FILE *out, const struct calibration *result, const struct run *run,
		      const struct calibrate_plan *plan, const char *command)
{
	const char *many = plan->boots == 1 ? "" : "s";

	put_line(out, "command", xstrdup(command));
	put_line(out, "run", xstrdup(run->id));
	put_cells(out, result);
	put_line(out, "pairs", xasprintf("%zu, each of %zu boot%s and %zu other%s of the same "
					 "cells, drawn at random: A and B do not differ. Each is "
					 "compared as it is (A/A) and with all numbers of B %g %% "
					 "larger (planted)", result->pairs, plan->boots, many,
					 plan->boots, many, plan->shift));
	put_family(out, result);
}

void calibrate_print(FILE *out, const struct calibration *result, const struct run *run,
		     const struct calibrate_plan *plan, const char *command)
{
	struct calibrate_count all = all_measured(result);

	fprintf(out, "== calibration of compare, %zu boot%s a side\n\n", plan->boots,
		plan->boots == 1 ? "" : "s");
	if (!result->pairs) {
		fold(out, xasprintf("not measured in this run: a pair takes 2 x %zu boots of one "
				    "cell, and no cell of run %s has more than %zu. --boots takes "
				    "fewer; ./run.sh matrix --reps %zu makes as many.",
				    plan->boots, run->id, result->most, 2 * plan->boots));
		return;
	}
	put_lines(out, result, run, plan, command);
	put_same(out, result);
	put_planted(out, &all, plan->shift);
	put_planted_typical(out, &result->stat[STAT_TYPICAL], plan->shift);
	put_planted_exact(out, &result->exact, plan->shift);
	putc('\n', out);
	print_table(out, result, &all);
	putc('\n', out);
	fold(out, xasprintf("marked: as better, worse or changed though nothing differs. found: "
			    "marked once %g %% are planted. enough: rows for which compare says "
			    "that the boots are enough to find %g %%, by how they spread. "
			    "typical: a row for each cell, of all its times. "
			    "What is exact was counted: one boot is enough. A comparison of two "
			    "runs with as many boots has these tables; with fewer it finds less, "
			    "and with 1 to 3 boots a cell, as matrix.ini has, it can only compare "
			    "counts.",
			    plan->shift, plan->compare.effect));
}

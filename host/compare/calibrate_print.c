// SPDX-License-Identifier: GPL-2.0-only
/*
 * compare/calibrate_print.c - how far compare can be believed, as text.
 */
#include <stdlib.h>

#include "host/base/alloc.h"
#include "host/compare/calibrate.h"
#include "host/stat/power.h"
#include "host/report/table.h"

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

static void put_count(struct table *table, const char *name, const struct calibrate_count *count,
		      bool planted)
{
	if (!count->rows)
		return;
	table_row(table);
	table_put(table, "%s", name);
	table_put(table, "%zu", count->rows);
	put_share(table, count->flagged, count->rows);
	if (!planted)
		return;
	put_share(table, count->found, count->rows - count->empty);
	table_put(table, "%zu", count->enough);
	put_share(table, count->enough_found, count->enough);
}

static void print_table(FILE *out, const struct calibration *result)
{
	struct table *table = table_new(columns, ARRAY_SIZE(columns));
	struct calibrate_count all = { 0 };
	size_t i;

	for (i = 0; i < STAT_NR; i++) {
		const struct calibrate_count *count = &result->stat[i];

		put_count(table, stat_names[i], count, true);
		all.rows += count->rows;
		all.flagged += count->flagged;
		all.empty += count->empty;
		all.found += count->found;
		all.enough += count->enough;
		all.enough_found += count->enough_found;
	}
	put_count(table, "all measured", &all, true);
	put_count(table, "exact", &result->exact, false);
	table_print(table, out);
	table_free(table);
}

static void fold(FILE *out, char *text)
{
	table_fold(out, 0, text);
	free(text);
}

void calibrate_print(FILE *out, const struct calibration *result, const struct run *run,
		     const struct calibrate_plan *plan, const char *command)
{
	fprintf(out, "== calibration of compare\n\n");
	if (!result->pairs) {
		fold(out, xasprintf("not measured in this run: a pair takes 2 x %zu boots of one "
				    "cell, and no cell of run %s has more than %zu. --boots takes "
				    "fewer.",
				    plan->boots, run->id, result->most));
		return;
	}
	fold(out, xasprintf("%zu pairs of %zu boots and %zu others, drawn at random from one cell "
			    "of run %s (%zu cells have enough boots): A and B do not differ. Each "
			    "pair is compared as a table of its own, once as it is (A/A) and once "
			    "with all of B's samples %g %% larger.",
			    result->pairs, plan->boots, plan->boots,
			    run->id, result->cells, plan->shift));
	fprintf(out, "\nA/A: %zu of %zu pairs have a row that is marked: %.1f %% (at most 5)\n\n",
		result->pairs_flagged, result->pairs,
		100.0 * result->pairs_flagged / result->pairs);
	print_table(out, result);
	putc('\n', out);
	fold(out, xasprintf("marked: as better, worse or changed though nothing differs. found: "
			    "marked once %g %% are planted. enough: rows for which compare says "
			    "that the boots are enough to find %g %%, by the spread between them; "
			    "of these it should find 90 %% or more when as much is "
			    "planted.", plan->shift,
			    plan->compare.effect));
	fprintf(out, "\nmade by: ");
	table_fold(out, 9, command);
}

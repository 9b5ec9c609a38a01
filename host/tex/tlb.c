// SPDX-License-Identifier: GPL-2.0-only
/*
 * tex/tlb.c - TLB pressure in a paper: a table for each system and geometry, a row a
 * workload, a column for each map as booted, after a split and after a fold.
 */
#include <stdlib.h>
#include <string.h>

#include "host/base/alloc.h"
#include "host/tex/tex.h"
#include "host/report/tlb.h"

enum column { PTES, PTES_FOLD, BLOCKS, BLOCKS_SPLIT, COLUMN_NR };

static const struct table_column columns[1 + COLUMN_NR] = {
	{ "", "workload", 1 },
	[1 + PTES] = { "", "ptes", 0 },
	[1 + PTES_FOLD] = { "", "folded", 0 },
	[1 + BLOCKS] = { "", "blocks", 0 },
	[1 + BLOCKS_SPLIT] = { "", "split", 0 },
};

static bool fits(const struct tlb_row *row, enum column column)
{
	const struct cell *cell = row->series->cell;

	switch (column) {
	case PTES: return tlb_boots_ptes(cell) && tlb_is_stage(row, "booted");
	case PTES_FOLD: return tlb_boots_ptes(cell) && tlb_is_stage(row, "fold");
	case BLOCKS: return tlb_boots_blocks(cell) && tlb_is_stage(row, "booted");
	default: return tlb_boots_blocks(cell) && tlb_is_stage(row, "split");
	}
}

static const struct tlb_row *find(const struct tlb_row *rows, size_t nr,
				  const struct tlb_row *like, enum column column)
{
	size_t i;

	for (i = 0; i < nr; i++)
		if (fits(&rows[i], column) && !strcmp(rows[i].workload, like->workload) &&
		    tlb_same_system(rows[i].series->cell, like->series->cell))
			return &rows[i];
	return NULL;
}

/* Which cannot differ by map: of it all accesses count, as in plots, since few are linear. */
static bool is_control(const struct tlb_row *row)
{
	return !strcmp(row->workload, "control");
}

static void put_workload(struct table *table, const struct tlb_row *rows, size_t nr,
			 const struct tlb_row *like)
{
	char text[TLB_TEXT_MAX];
	int column;

	table_row(table);
	table_put(table, "%s", like->workload);
	for (column = 0; column < COLUMN_NR; column++) {
		const struct tlb_row *row = find(rows, nr, like, column);

		if (row) {
			tlb_text(tlb_per_op(row, is_control(row) ? tlb_all(row, TLB_WALK) :
					    row->count[TLB_LINEAR][TLB_WALK]), text);
			table_put(table, "%s", text);
		} else {
			table_put(table, "--");
		}
	}
}

/* Whether rows[at] is the first of its system; workload: of its workload there as well. */
static bool is_first(const struct tlb_row *rows, size_t at, bool workload)
{
	size_t i;

	for (i = 0; i < at; i++)
		if (tlb_same_system(rows[i].series->cell, rows[at].series->cell) &&
		    (!workload || !strcmp(rows[i].workload, rows[at].workload)))
			return false;
	return true;
}

static void put_system(FILE *out, const struct report *report, const struct tlb_row *rows,
		       size_t nr, size_t first, size_t number)
{
	const struct cell *cell = rows[first].series->cell;
	struct table *table = table_new(columns, ARRAY_SIZE(columns));
	char caption[TEX_CAPTION_MAX], source[TEX_SOURCE_MAX], label[32];
	bool load = !cell_is(cell, AXIS_LOAD, "all") && !cell_is(cell, AXIS_LOAD, AXIS_NONE);
	bool control = false;
	size_t i;

	for (i = first; i < nr; i++) {
		if (!tlb_same_system(rows[i].series->cell, cell) || !is_first(rows, i, true))
			continue;
		put_workload(table, rows, nr, &rows[i]);
		control |= is_control(&rows[i]);
	}
	tex_source(report, rows[first].series,
		   cell_is_realm(cell) ? "realm (emulated RSI)" : "plain", source, sizeof(source));
	snprintf(caption, sizeof(caption), "Walks of the linear map by an operation, in a model of "
		 "the TLB of %s (counts, not time), %s%s%s MiB, %s CPU%s. %s%s",
		 cell->value[AXIS_GEOMETRY], load ? cell->value[AXIS_LOAD] : "", load ? ", " : "",
		 cell->value[AXIS_MEM], cell->value[AXIS_CPUS],
		 cell_is(cell, AXIS_CPUS, "1") ? "" : "s",
		 control ? "Control: of all accesses. " : "", source);
	snprintf(label, sizeof(label), "tlb-walks-%zu", number);
	tex_table(out, table, caption, label);
	table_free(table);
}

void tex_tlb(FILE *out, const struct report *report)
{
	size_t from, nr, nr_rows, i, number = 0;

	for (from = 0; from < report->list->nr; from += nr) {
		struct tlb_row *rows;

		nr = series_table(report->list, from);
		if (!cell_is(report->list->series[from].cell, AXIS_BENCH, "tlb"))
			continue;
		rows = tlb_rows(report->list, from, nr, &nr_rows);
		for (i = 0; i < nr_rows; i++)
			if (is_first(rows, i, false))
				put_system(out, report, rows, nr_rows, i, ++number);
		free(rows);
	}
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * report/tlb_targets.c - what bench tlb is meant to show, and whether this run does: read
 * off its medians, never asserted by a test. The worst of all systems and maps decides.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "host/base/alloc.h"
#include "host/report/report.h"
#include "host/report/table.h"
#include "host/report/tlb.h"

#define CONTROL		"control"	/* cannot differ: it hardly touches the linear map */
#define CONTROL_LIMIT	0.02
#define FOLD		"pread-64"	/* judged; the other workloads are in the tables */
#define FOLD_LIMIT	0.10

/* The number that decides, and between which two it lies. */
struct got {
	double value;		/* NAN: not in this run */
	const struct tlb_row *row, *base;
	const struct tlb_row *ptes;	/* that it is a part of; or NULL */
};

/* whole: what the difference of the two is a part of. */
static void got_take(struct got *got, double is, double base, double whole,
		     const struct tlb_row *row, const struct tlb_row *of)
{
	double value = fabs(is - base) / whole;

	if (!isfinite(value) || (got->row && value <= got->value))
		return;
	*got = (struct got){ value, row, of, NULL };
}

/* Refills and walks of a modelled TLB are one thing to differ by each. */
static struct got control_measure(const struct tlb_row *rows, size_t nr)
{
	static const enum tlb_count counts[] = { TLB_L1_REFILL, TLB_WALK };
	struct got got = { .value = NAN };
	size_t i, k;

	for (i = 0; i < nr; i++) {
		const struct tlb_row *base = tlb_base(rows, nr, &rows[i]);

		if (strcmp(rows[i].workload, CONTROL) || !base || base == &rows[i])
			continue;
		for (k = 0; k < ARRAY_SIZE(counts); k++) {
			double with = tlb_per_op(base, tlb_all(base, counts[k]));

			got_take(&got, tlb_per_op(&rows[i], tlb_all(&rows[i], counts[k])), with,
				 with, &rows[i], base);
		}
	}
	return got;
}

/* A fold's figure beside that of a boot on blocks of the same system. */
static bool fold_beside(const struct tlb_row *fold, const struct tlb_row *blocks)
{
	return !strcmp(fold->workload, FOLD) && tlb_is_stage(fold, "fold") &&
	       !strcmp(blocks->workload, FOLD) && tlb_is_stage(blocks, "booted") &&
	       tlb_boots_blocks(blocks->series->cell) &&
	       tlb_same_system(fold->series->cell, blocks->series->cell);
}

static struct got refills_measure(const struct tlb_row *rows, size_t nr)
{
	struct got got = { .value = NAN };
	size_t i, k;

	for (i = 0; i < nr; i++) {
		for (k = 0; k < nr; k++) {
			double is = rows[i].count[TLB_LINEAR][TLB_L1_REFILL];
			double base = rows[k].count[TLB_LINEAR][TLB_L1_REFILL];

			if (fold_beside(&rows[i], &rows[k]))
				got_take(&got, is, base, base, &rows[i], &rows[k]);
		}
	}
	return got;
}

/*
 * Blocks leave a handful of walks in thousands of operations, of which none can be the tenth
 * part: for walks it is a part of those with ptes.
 */
static struct got walks_measure(const struct tlb_row *rows, size_t nr)
{
	struct got got = { .value = NAN };
	size_t i, k;

	for (i = 0; i < nr; i++) {
		for (k = 0; k < nr; k++) {
			const struct tlb_row *ptes = tlb_base(rows, nr, &rows[i]);

			if (!ptes || !fold_beside(&rows[i], &rows[k]))
				continue;
			got_take(&got, rows[i].count[TLB_LINEAR][TLB_WALK],
				 rows[k].count[TLB_LINEAR][TLB_WALK],
				 ptes->count[TLB_LINEAR][TLB_WALK], &rows[i], &rows[k]);
			if (got.row == &rows[i] && got.base == &rows[k])
				got.ptes = ptes;
		}
	}
	return got;
}

/* "8.3 %", or "-" of nothing. */
static void percent(double value, char out[TLB_TEXT_MAX])
{
	if (isfinite(value))
		snprintf(out, TLB_TEXT_MAX, "%.*g %%", value < 1 ? 2 : 4, 100 * value);
	else
		snprintf(out, TLB_TEXT_MAX, "-");
}

static void print_verdict(const struct report *report, const struct got *got, double limit,
			  char *text)
{
	fprintf(report->out, "%-7s ",
		!got->row ? "no data" : got->value <= limit ? "met" : "MISSED");
	table_fold(report->out, 8, text);
	free(text);
}

static void print_target(const struct report *report, const struct got *got, double limit,
			 const char *what)
{
	char row[64], base[64], is[TLB_TEXT_MAX], *text;

	if (got->row) {
		const struct cell *cell = got->row->series->cell;

		cell_map(cell, row, sizeof(row));
		cell_map(got->base->series->cell, base, sizeof(base));
		percent(got->value, is);
		text = xasprintf("%s differ by %s at most (target: %.2g %%; %s %s beside %s %s, "
				 "TLB of %s, %s, clock %s)", what, is, 100 * limit, row,
				 got->row->stage, base, got->base->stage,
				 cell->value[AXIS_GEOMETRY], cell->value[AXIS_GUEST],
				 cell->value[AXIS_CLOCK]);
	} else {
		text = xasprintf("%s differ by ? at most (target: %.2g %%)", what, 100 * limit);
	}
	print_verdict(report, got, limit, text);
}

/* With all three figures, and what they would be beside each other. */
static void print_walks(const struct report *report, const struct got *got, double limit)
{
	char row[64], base[64], is[TLB_TEXT_MAX], strict[TLB_TEXT_MAX], *text;
	double fold, blocks;

	if (!got->row) {
		print_target(report, got, limit, FOLD ": its walks after a fold and on blocks as "
			     "booted, as a part of those with ptes,");
		return;
	}
	cell_map(got->row->series->cell, row, sizeof(row));
	cell_map(got->base->series->cell, base, sizeof(base));
	fold = got->row->count[TLB_LINEAR][TLB_WALK];
	blocks = got->base->count[TLB_LINEAR][TLB_WALK];
	percent(got->value, is);
	percent(fabs(fold - blocks) / blocks, strict);
	text = xasprintf(FOLD ": its walks are %.0f in %.0f reads after a fold (%s), %.0f on "
			 "blocks as booted (%s), %.0f with ptes: the two differ by %s of those "
			 "with ptes at most (target: %.2g %%; TLB of %s, %s, clock %s). Of one "
			 "another they differ by %s, in which a walk more or less decides: that "
			 "is not judged",
			 fold, got->row->ops, row, blocks, base,
			 got->ptes->count[TLB_LINEAR][TLB_WALK], is, 100 * limit,
			 got->row->series->cell->value[AXIS_GEOMETRY],
			 got->row->series->cell->value[AXIS_GUEST],
			 got->row->series->cell->value[AXIS_CLOCK], strict);
	print_verdict(report, got, limit, text);
}

/* Under icount all boots of a cell are one and the same. */
static void print_identical(const struct report *report)
{
	const struct series_list *list = report->list;
	const struct series *worst = NULL;
	char first[2 * CELL_NAME_MAX] = "", *text;
	size_t i, nr = 0, differ = 0;

	for (i = 0; i < list->nr; i++) {
		const struct series *s = &list->series[i];

		if (!cell_is(s->cell, AXIS_BENCH, "tlb") || s->boots < 2 ||
		    !cell_is(s->cell, AXIS_CLOCK, "icount"))
			continue;
		nr++;
		differ += s->min != s->max;
		if (s->min != s->max && !worst)
			worst = s;
	}
	if (worst)
		snprintf(first, sizeof(first), "; the first: %s of %s in %s", worst->metric,
			 worst->op, worst->cell_name);
	text = xasprintf("icount: %zu of %zu numbers differ between boots of a cell (target: 0%s)",
			 differ, nr, first);
	fprintf(report->out, "%-7s ", !nr ? "no data" : differ ? "MISSED" : "met");
	table_fold(report->out, 8, text);
	free(text);
}

void report_tlb_targets(const struct report *report)
{
	const struct series_list *list = report->list;
	size_t from = 0, nr = 0, nr_rows;
	struct tlb_row *rows;
	struct got got;

	while (from < list->nr && !cell_is(list->series[from].cell, AXIS_BENCH, "tlb"))
		from++;
	while (from + nr < list->nr && cell_is(list->series[from + nr].cell, AXIS_BENCH, "tlb"))
		nr++;
	if (!nr)
		return;
	fprintf(report->out, "\n== tlb: targets\n\n");
	rows = tlb_rows(list, from, nr, &nr_rows);
	got = control_measure(rows, nr_rows);
	print_target(report, &got, CONTROL_LIMIT, CONTROL ": refills and walks of all accesses");
	got = refills_measure(rows, nr_rows);
	print_target(report, &got, FOLD_LIMIT,
		     FOLD ": the linear map's refills after a fold and on blocks as booted");
	got = walks_measure(rows, nr_rows);
	print_walks(report, &got, FOLD_LIMIT);
	print_identical(report);
	free(rows);
}

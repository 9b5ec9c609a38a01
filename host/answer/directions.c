// SPDX-License-Identifier: GPL-2.0-only
/*
 * answer/directions.c - Q2: the same system folded and split, by each method and hold. What
 * was counted is set side by side; where nothing was, the times are.
 */
#include <stdlib.h>
#include <string.h>

#include "host/base/alloc.h"
#include "host/answer/build.h"
#include "host/report/pair.h"

/* A pair on a guest, in both directions; the kernel's own has no fold. */
struct both {
	const struct answer_op *split, *fold;
};

struct directions {
	struct answer *answer;
	struct answer_rows convert, ratio;
	struct both *both;
	size_t nr, alloc;
	bool counted;		/* instructions; else times */
};

static const struct table_column work_columns[] = {
	{ "", "method.hold", 1 }, { "held:", "split", 0 }, { "", "fold", 0 },
	{ "total:", "split", 0 }, { "", "fold", 0 }, { "fold :", "split", 0 },
};

static const struct table_column memory_columns[] = {
	{ "", "method.hold", 1 }, { "tables", "split", 0 }, { "freed", "fold", 0 },
	{ "peak", "split", 0 }, { "pages", "fold", 0 }, { "TLBIs", "split", 0 }, { "", "fold", 0 },
};

static bool is_counted(const struct answer_op *op)
{
	return cell_is(op->series->cell, AXIS_CLOCK, "icount");
}

/* Neither what the first conversion of a boot met, nor a whole boot. */
static bool is_direction(const struct answer_op *op, const char *direction)
{
	const char *last = strrchr(op->series->op, '.');

	return answer_op_is(op, direction) && (!last || strcmp(last, ".first"));
}

static bool same_but_direction(const struct series *a, const struct series *b)
{
	return series_same_table(a, b) && pair_same_guest(a->cell, b->cell) &&
	       cell_is(a->cell, AXIS_METHOD, b->cell->value[AXIS_METHOD]) &&
	       cell_is(a->cell, AXIS_HOLD, b->cell->value[AXIS_HOLD]);
}

static const struct answer_op *fold_of(const struct answer_rows *rows, const struct series *split)
{
	size_t i;

	for (i = 0; i < rows->nr; i++)
		if (is_direction(&rows->op[i], "fold") &&
		    same_but_direction(rows->op[i].series, split))
			return &rows->op[i];
	return NULL;
}

static void gather(struct directions *d, const struct answer_rows *rows)
{
	size_t i;

	for (i = 0; i < rows->nr; i++) {
		const struct answer_op *op = &rows->op[i];

		if (is_direction(op, "split") && is_counted(op) == d->counted &&
		    answer_metric(op, "total"))
			*array_add(d->both, d->nr, d->alloc) =
				(struct both){ op, fold_of(rows, op->series) };
	}
}

static int compare_guests(const void *pa, const void *pb)
{
	static const enum axis_id ids[] = {
		AXIS_BENCH, AXIS_BBM, AXIS_RODATA, AXIS_KFENCE, AXIS_GUEST, AXIS_CPU, AXIS_EL,
		AXIS_CPUS, AXIS_MEM, AXIS_METHOD, AXIS_HOLD,
	};
	const struct both *a = pa, *b = pb;
	int order = 0;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(ids) && !order; i++)
		order = axis_compare(&axes[ids[i]], a->split->series->cell->value[ids[i]],
				     b->split->series->cell->value[ids[i]]);
	return order;
}

static bool same_guest(const struct both *a, const struct both *b)
{
	return series_same_table(a->split->series, b->split->series) &&
	       pair_same_guest(a->split->series->cell, b->split->series->cell);
}

static struct answer_text *put_label(struct directions *d, struct answer_table *table, size_t i)
{
	const struct cell *cell = d->both[i].split->series->cell;
	char guest[ANSWER_GUEST_MAX], pair[PAIR_TEXT_MAX];
	struct answer_text *row;

	answer_guest(cell, guest);
	pair_name(cell, pair);
	if (!i || !same_guest(&d->both[i - 1], &d->both[i]))
		answer_heading(table, "map %s%s", guest,
			       cell_is(cell, AXIS_BENCH, "ratio") ? ", bench ratio" : "");
	row = answer_row(table);
	answer_say(row, "%s", pair);
	return row;
}

/* fold : split, or less than 0 */
static double ratio_of(const struct both *both, const char *metric)
{
	const struct series *split = answer_metric(both->split, metric);
	const struct series *fold = answer_metric(both->fold, metric);

	return split && fold && split->q.p50 > 0 ? (double)fold->q.p50 / split->q.p50 : -1;
}

static void table_work(struct directions *d)
{
	const struct series *total = answer_metric(d->both->split, "total");
	struct answer_table *table = answer_table(d->answer, work_columns,
						  ARRAY_SIZE(work_columns),
						  "medians of conversions, %s", answer_unit(total));
	size_t i;

	for (i = 0; i < d->nr; i++) {
		const struct both *both = &d->both[i];
		struct answer_text *row = put_label(d, table, i);
		double ratio = ratio_of(both, "total");

		answer_median(d->answer, row, answer_metric(both->split, "held"));
		answer_median(d->answer, row, answer_metric(both->fold, "held"));
		answer_median(d->answer, row, answer_metric(both->split, "total"));
		answer_median(d->answer, row, answer_metric(both->fold, "total"));
		if (ratio < 0)
			answer_say(row, "-");
		else
			answer_say(row, "%.2f", ratio);
	}
	answer_note(table, "fold : split is of totals; above 1 the fold is more work. held: while "
		    "the other CPUs wait. - the kernel has no fold, or not in this run");
}

static double tlbis(const struct answer_op *op)
{
	static const char *const kinds[] = { "tlbis_all", "tlbis_va", "tlbis_range" };
	double sum = 0;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(kinds); i++) {
		const struct series *kind = answer_metric(op, kinds[i]);

		if (!kind)
			return -1;
		sum += kind->q.p50;
	}
	return sum;
}

static void put_tlbis(struct answer_text *row, const struct answer_op *op)
{
	double sum = tlbis(op);

	if (sum < 0)
		answer_say(row, "-");
	else
		answer_say(row, "%.0f", sum);
}

static void table_memory(struct directions *d)
{
	struct answer_table *table = answer_table(d->answer, memory_columns,
						  ARRAY_SIZE(memory_columns),
						  "pages and TLB invalidations of a conversion");
	size_t i;

	for (i = 0; i < d->nr; i++) {
		const struct both *both = &d->both[i];
		struct answer_text *row = put_label(d, table, i);

		answer_median(d->answer, row, answer_metric(both->split, "tables_allocated"));
		answer_median(d->answer, row, answer_metric(both->fold, "tables_freed"));
		answer_median(d->answer, row, answer_metric(both->split, "pages_peak"));
		answer_median(d->answer, row, answer_metric(both->fold, "pages_peak"));
		put_tlbis(row, both->split);
		put_tlbis(row, both->fold);
	}
	answer_note(table, "tables: a split's new ones, and those a fold frees; peak: the most "
		    "pages that a conversion has at a time; TLBIs: broadcast, of all kinds");
}

static const char *ratio_of_text(const struct both *both, const char *metric,
				 char out[TABLE_CELL_MAX])
{
	ratio_text(answer_metric(both->fold, metric)->q.p50,
		   answer_metric(both->split, metric)->q.p50, out, TABLE_CELL_MAX);
	return out;
}

/* The least and the most of fold : split, or the one that both are written as. */
static void say_range(struct directions *d, const char *before, const char *metric,
		      const char *after)
{
	const struct both *least = NULL, *most = NULL;
	struct answer_text *said = &d->answer->said;
	char low[TABLE_CELL_MAX], high[TABLE_CELL_MAX];
	size_t i;

	for (i = 0; i < d->nr; i++) {
		double ratio = ratio_of(&d->both[i], metric);

		if (ratio < 0)
			continue;
		if (!least || ratio < ratio_of(least, metric))
			least = &d->both[i];
		if (!most || ratio > ratio_of(most, metric))
			most = &d->both[i];
	}
	if (!least)
		return;
	answer_say(said, "%s", before);
	if (strcmp(ratio_of_text(least, metric, low), ratio_of_text(most, metric, high))) {
		answer_give(d->answer, said, answer_metric(least->fold, metric), "%s", low);
		answer_say(said, " to ");
	}
	answer_give(d->answer, said, answer_metric(most->fold, metric), "%s", high);
	answer_say(said, "%s", after);
}

/* rodata=off without BBML2, and no realm: the case that needs a conversion without BBML2. */
static bool is_wanted_case(const struct cell *cell)
{
	return cell_is(cell, AXIS_BBM, "none") && cell_is(cell, AXIS_RODATA, "off") &&
	       answer_maps_blocks(cell) && !cell_is_realm(cell);
}

static void say_case(struct directions *d)
{
	struct answer_text *said = &d->answer->said;
	const struct both *best = NULL;
	char guest[ANSWER_GUEST_MAX], pair[PAIR_TEXT_MAX];
	size_t i;

	for (i = 0; i < d->nr; i++) {
		const struct both *both = &d->both[i];
		const struct series *held = answer_metric(both->fold, "held");

		if (held && is_wanted_case(held->cell) && answer_metric(both->split, "held") &&
		    answer_metric(both->fold, "total") &&
		    (!best || held->q.p50 <= answer_metric(best->fold, "held")->q.p50))
			best = both;
	}
	if (!best) {
		answer_say(said, "; rodata=off without BBML2, no realm: not measured in this run; "
			   "bench=convert rodata=off kfence=100 bbm=none would");
		return;
	}
	answer_guest(best->split->series->cell, guest);
	pair_name(best->split->series->cell, pair);
	answer_say(said, "; rodata=off without BBML2, no realm (%s): %s %s the others "
		   "least, for ", guest, pair,
		   cell_is(best->split->series->cell, AXIS_CPUS, "1") ? "would hold" : "holds");
	answer_median(d->answer, said, answer_metric(best->split, "held"));
	answer_say(said, " in a split of ");
	answer_median(d->answer, said, answer_metric(best->split, "total"));
	answer_say(said, " in all, and for ");
	answer_median(d->answer, said, answer_metric(best->fold, "held"));
	answer_say(said, " in a fold of ");
	answer_median(d->answer, said, answer_metric(best->fold, "total"));
}

/* Whether any of the guests had other CPUs to be held. */
static bool any_others(const struct directions *d)
{
	size_t i;

	for (i = 0; i < d->nr; i++)
		if (!cell_is(d->both[i].split->series->cell, AXIS_CPUS, "1"))
			return true;
	return false;
}

static void say_answer(struct directions *d)
{
	struct answer_text *said = &d->answer->said;

	answer_say(said, "a fold of a map ");
	say_range(d, "takes ", "total", " times the work of its split");
	say_range(d, any_others(d) ? ", holds the others for " : ", would hold the others for ",
		  "held", " times as long");
	say_range(d, ", and needs ", "pages_peak", " of the split's pages at its peak");
	answer_say(said, " (%zu pair%s of method and hold on a guest, in %s)", d->nr,
		   d->nr == 1 ? "" : "s", answer_unit(answer_metric(d->both->split, "total")));
	say_case(d);
	answer_say(said, ".");
}

static bool has_pair(const struct directions *d, const struct cell *cell)
{
	size_t i;

	for (i = 0; i < d->nr; i++) {
		const struct cell *of = d->both[i].split->series->cell;

		if (cell_is(cell, AXIS_METHOD, of->value[AXIS_METHOD]) &&
		    cell_is(cell, AXIS_HOLD, of->value[AXIS_HOLD]))
			return true;
	}
	return false;
}

/* Pairs that no counted cell has: each is named once. */
static void say_missing(struct directions *d, const struct answer_rows *rows)
{
	struct answer_text *missing = &d->answer->missing;
	char pair[PAIR_TEXT_MAX], *all = xstrdup(" ");
	size_t i;

	for (i = 0; i < rows->nr; i++) {
		const struct cell *cell = rows->op[i].series->cell;
		char *more, *word;

		pair_name(cell, pair);
		word = xasprintf(" %s,", pair);
		if (!has_pair(d, cell) && !strstr(all, word)) {
			more = xasprintf("%s%s", all[1] ? all : "", word);
			free(all);
			all = more;
		}
		free(word);
	}
	if (all[1])
		answer_say(missing, "what these take in instructions, which were timed only, on "
			   "more CPUs, see == convert:%.*s; ", (int)strlen(all) - 1, all);
	free(all);
	answer_say(missing, d->counted ? "what the others lose by waiting, which is held times "
		   "their number: a count is of one CPU." : "instructions, which bench=convert "
		   "clock=icount would count.");
}

void answer_directions(struct answer *answer, const struct report *report)
{
	struct directions d = { .answer = answer, .counted = true };

	d.convert = answer_rows(report, "convert");
	d.ratio = answer_rows(report, "ratio");
	gather(&d, &d.convert);
	gather(&d, &d.ratio);
	if (!d.nr) {
		d.counted = false;
		gather(&d, &d.convert);
		gather(&d, &d.ratio);
	}
	if (d.nr) {
		qsort(d.both, d.nr, sizeof(*d.both), compare_guests);
		say_answer(&d);
		table_work(&d);
		table_memory(&d);
		say_missing(&d, &d.convert);
	} else {
		answer_not_measured(answer, "no conversion has records; bench=convert with "
				    "strategy=both would measure both directions.");
	}
	free(d.both);
	answer_rows_free(&d.convert);
	answer_rows_free(&d.ratio);
}

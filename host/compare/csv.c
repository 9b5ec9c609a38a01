// SPDX-License-Identifier: GPL-2.0-only
/*
 * compare/csv.c - every row of a comparison as one line: both runs, seed, cell, axes, op, metric,
 * unit, stat and all that is known of the two sides; metrics without a counterpart as well. What
 * is not known is empty; a need of 9999 boots (POWER_MOST) is as many or more. No field can hold
 * a separator or a quote.
 */
#include <math.h>

#include "host/base/alloc.h"
#include "host/compare/report.h"

static const char *const head[] = {
	"op", "metric", "unit", "stat", "exact", "better_is", "boots_a", "boots_b", "n_a", "n_b",
	"a", "b", "a_min", "a_max", "b_min", "b_max", "a_sd", "b_sd", "change", "change_in", "low",
	"high", "u", "p", "p_by", "p_holm", "delta", "need", "verdict",
};

/* What a line is of, so that lines of several comparisons can stand in one file. */
static void put_key(const struct compare_report *report, char separator, const struct series *key)
{
	const struct match_want *want = &report->match->want;
	FILE *out = report->out;
	int i;

	fprintf(out, "%s%c%s%c%llu%c", want->run[SIDE_A]->id, separator, want->run[SIDE_B]->id,
		separator, (unsigned long long)report->plan->seed, separator);
	fprintf(out, "%s%c", key->cell_name, separator);
	for (i = 0; i < AXIS_NR; i++)
		fprintf(out, "%s%c", key->cell->value[i], separator);
	fprintf(out, "%s%c%s%c%s%c", key->op, separator, key->metric, separator, key->unit,
		separator);
}

static void put_number(FILE *out, char separator, bool known, double value)
{
	if (known)
		fprintf(out, "%.17g", value);
	putc(separator, out);
}

static void put_sides(FILE *out, char separator, const struct comparison *row)
{
	const struct compare_side *a = &row->a, *b = &row->b;
	const double numbers[] = { a->boots, b->boots, a->n, b->n, a->value, b->value, a->low,
				   a->high, b->low, b->high };
	size_t i;

	for (i = 0; i < ARRAY_SIZE(numbers); i++)
		put_number(out, separator, true, numbers[i]);
	put_number(out, separator, a->boots > 1, a->sd);
	put_number(out, separator, b->boots > 1, b->sd);
}

/* Where p is from. */
static const char *p_by(const struct comparison *row)
{
	if (row->exact)
		return "";
	if (comparison_typical(row))
		return "permutation";
	return row->test.exact ? "exact" : "normal";
}

static void put_row(const struct compare_report *report, char separator,
		    const struct comparison *row)
{
	FILE *out = report->out;

	put_key(report, separator, &row->key);
	fprintf(out, "%s%c%s%c%s%c", stat_names[row->stat], separator, row->exact ? "yes" : "no",
		separator, better_names[row->better], separator);
	put_sides(out, separator, row);
	put_number(out, separator, true, row->change);
	fprintf(out, "%s%c", row->percent ? "percent" : row->key.unit, separator);
	put_number(out, separator, row->has_interval, row->interval.low);
	put_number(out, separator, row->has_interval, row->interval.high);
	put_number(out, separator, !row->exact, row->test.u);
	put_number(out, separator, !row->exact, row->test.p);
	fprintf(out, "%s%c", p_by(row), separator);
	put_number(out, separator, row->has_test, row->p);
	put_number(out, separator, !row->exact, row->test.delta);
	put_number(out, separator, row->need, row->need);
	fprintf(out, "%s\n", verdict_names[row->verdict]);
}

static void put_unpaired(const struct compare_report *report, char separator,
			 const struct match_pair *pair)
{
	enum side side = pair->nr[SIDE_A] ? SIDE_A : SIDE_B;
	FILE *out = report->out;
	size_t i;

	put_key(report, separator, &report->match->parts.part[pair->from].key);
	for (i = 3; i + 1 < ARRAY_SIZE(head); i++) {
		if (i == 6 + (size_t)side)
			fprintf(out, "%zu", pair->nr[side]);
		putc(separator, out);
	}
	fprintf(out, "only-%c\n", "ab"[side]);
}

void compare_csv(const struct compare_report *report, char separator)
{
	const struct match *match = report->match;
	FILE *out = report->out;
	size_t i;

	fprintf(out, "run_a%crun_b%cseed%ccell%c", separator, separator, separator, separator);
	for (i = 0; i < AXIS_NR; i++)
		fprintf(out, "%s%c", axes[i].field, separator);
	for (i = 0; i < ARRAY_SIZE(head); i++)
		fprintf(out, "%s%c", head[i], i + 1 < ARRAY_SIZE(head) ? separator : '\n');
	for (i = 0; i < report->list->nr; i++)
		put_row(report, separator, &report->list->row[i]);
	for (i = 0; i < match->nr; i++)
		if (!match->pairs[i].nr[SIDE_A] || !match->pairs[i].nr[SIDE_B])
			put_unpaired(report, separator, &match->pairs[i]);
}

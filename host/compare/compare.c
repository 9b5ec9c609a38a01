// SPDX-License-Identifier: GPL-2.0-only
/*
 * compare/compare.c - what boots on two sides say about a change, see compare/compare.h.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>
#include <gsl/gsl_statistics_double.h>

#include "host/base/alloc.h"
#include "host/compare/compare.h"
#include "host/stat/holm.h"
#include "host/stat/power.h"
#include "host/base/random.h"

const char *const verdict_names[VERDICT_NR] = {
	[VERDICT_BETTER] = "better",
	[VERDICT_WORSE] = "worse",
	[VERDICT_CHANGED] = "changed",
	[VERDICT_DIFFERS] = "differs",
	[VERDICT_VARIES] = "varies",
	[VERDICT_FEW] = "few",
	[VERDICT_OPEN] = "open",
	[VERDICT_SAME] = "same",
	[VERDICT_EQUAL] = "equal",
};

static const enum stat exact_stats[] = { STAT_VALUE, STAT_MIN, STAT_P50, STAT_MAX };
static const enum stat measured_stats[] = {
	STAT_VALUE, STAT_MEAN, STAT_P50, STAT_P99, STAT_P999,
};

/* One statistic of all boots of a sample; NULL if a boot does not have it. */
static double *stat_boots(const struct sample *sample, enum stat stat)
{
	double *values = xcalloc(sample->nr, sizeof(*values));
	size_t i;

	for (i = 0; i < sample->nr; i++) {
		if (sample_stat(&sample->boots[i], stat, &values[i])) {
			free(values);
			return NULL;
		}
	}
	return values;
}

static void side_make(struct compare_side *side, const struct sample *sample, const double *values)
{
	side->boots = sample->nr;
	side->n = sample->n;
	side->value = gsl_stats_mean(values, 1, sample->nr);
	gsl_stats_minmax(&side->low, &side->high, values, 1, sample->nr);
	side->sd = sample->nr > 1 ? gsl_stats_sd(values, 1, sample->nr) : 0;
	/* the mean of equal numbers need not be one of them */
	if (side->low == side->high) {
		side->value = side->low;
		side->sd = 0;
	}
}

uint64_t compare_state(const struct comparison *row, uint64_t seed)
{
	const char *const texts[] = { row->key.cell_name, row->key.op, row->key.metric };
	uint32_t sum = row->stat;
	uint64_t state;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(texts); i++)
		sum = crc32(sum, (const unsigned char *)texts[i], strlen(texts[i]) + 1);
	state = sum;
	return seed ^ random_next(&state);
}

static void row_measure(struct comparison *row, const struct sample *a, const double *values_a,
			const struct sample *b, const double *values_b, uint64_t seed)
{
	uint64_t state = compare_state(row, seed);
	struct draws pool_a, pool_b;

	row->has_test = a->nr >= POWER_LEAST && b->nr >= POWER_LEAST;
	ranksum(values_a, a->nr, values_b, b->nr, &row->test);
	row->p = row->test.p;
	row->has_interval = row->has_test;
	if (!row->has_interval)
		return;
	draws_make(&pool_a, a, stat_share(row->stat), &state);
	draws_make(&pool_b, b, stat_share(row->stat), &state);
	bootstrap_change(&pool_a, &pool_b, row->percent, &state, &row->interval);
	row->a.drawn_sd = draws_sd(&pool_a);
	row->b.drawn_sd = draws_sd(&pool_b);
	draws_free(&pool_a);
	draws_free(&pool_b);
}

/* A median of more than two samples is read from a histogram. */
static bool has_more(const struct sample *sample)
{
	size_t i;

	for (i = 0; i < sample->nr; i++)
		if (sample->boots[i].is_hist && sample->boots[i].n > 2)
			return true;
	return false;
}

static void row_add(struct comparisons *list, const struct sample *a, const struct sample *b,
		    enum stat stat, bool exact, const struct compare_plan *plan)
{
	double *values_a = stat_boots(a, stat), *values_b = stat_boots(b, stat);
	struct comparison *row;

	if (!values_a || !values_b) {
		list->thin += a->boots->is_hist && stat != STAT_VALUE;
		goto out;
	}
	row = array_add(list->row, list->nr, list->alloc);
	row->key = a->key;
	row->stat = stat;
	row->exact = exact;
	row->better = better_of(a->key.metric, a->key.unit);
	side_make(&row->a, a, values_a);
	side_make(&row->b, b, values_b);
	row->rounded = stat == STAT_P50 && (has_more(a) || has_more(b));
	row->percent = row->a.value != 0;
	row->change = row->b.value - row->a.value;
	if (row->percent)
		row->change *= 100 / fabs(row->a.value);
	if (!exact)
		row_measure(row, a, values_a, b, values_b, plan->seed);
out:
	free(values_a);
	free(values_b);
}

static bool boots_agree(const struct sample *sample)
{
	size_t i;

	for (i = 1; i < sample->nr; i++)
		if (!sample_boot_same(&sample->boots[0], &sample->boots[i]))
			return false;
	return true;
}

/*
 * Where boots differ among themselves, what is counted is a matter of chance like any time. Few
 * boots that agree are no proof that others would, unless nothing varies: under icount.
 */
static bool counts_exactly(const struct sample *a, const struct sample *b, const char *clock)
{
	bool many = a->nr >= POWER_LEAST && b->nr >= POWER_LEAST, icount = !strcmp(clock, "icount");

	if (!boots_agree(a) || !boots_agree(b))
		return icount && !many;
	return icount || many || sample_boot_same(&a->boots[0], &b->boots[0]);
}

void compare_samples(struct comparisons *list, const struct sample *a, const struct sample *b,
		     const struct compare_plan *plan)
{
	const char *clock = a->key.cell->value[AXIS_CLOCK];
	bool exact = metric_is_exact(clock, a->key.metric, a->key.unit);
	size_t i;

	exact = exact && counts_exactly(a, b, clock);
	for (i = 0; exact && i < ARRAY_SIZE(exact_stats); i++)
		row_add(list, a, b, exact_stats[i], exact, plan);
	for (i = 0; !exact && i < ARRAY_SIZE(measured_stats); i++)
		row_add(list, a, b, measured_stats[i], exact, plan);
}

bool comparison_typical(const struct comparison *row)
{
	return row->stat == STAT_TYPICAL;
}

/* Of both sides, as a share of their values. */
static double both_cv(double sd_a, double sd_b, const struct comparison *row)
{
	double cv_a = sd_a / row->a.value, cv_b = sd_b / row->b.value;

	return sqrt((cv_a * cv_a + cv_b * cv_b) / 2);
}

/*
 * Not known without an interval; nor of a mean of 0, but where all boots are alike. What is marked
 * takes a p, corrected for all rows, and an interval, which has the samples' own doubt in it.
 */
static size_t row_need(const struct comparison *row, size_t tests, double effect)
{
	double df = row->a.boots + row->b.boots - 2.0, cv;
	size_t by_p, by_interval;

	if (!row->has_interval)
		return 0;
	if (comparison_typical(row))
		return power_boots(power_spread(row->spread, df), effect / 100, tests);
	if (row->a.value == 0 || row->b.value == 0)
		return row->a.sd > 0 || row->b.sd > 0 ? 0 : power_least(tests);
	cv = power_spread(both_cv(row->a.sd, row->b.sd, row), df);
	by_p = power_boots(cv, effect / 100, tests);
	cv = power_spread(both_cv(row->a.drawn_sd, row->b.drawn_sd, row), df);
	by_interval = power_boots(cv, effect / 100, 1);
	return by_p > by_interval ? by_p : by_interval;
}

static enum verdict row_direction(const struct comparison *row)
{
	if (row->better == BETTER_NEITHER)
		return VERDICT_CHANGED;
	return (row->change > 0) == (row->better == BETTER_MORE) ? VERDICT_BETTER : VERDICT_WORSE;
}

static enum verdict judge_exact(const struct comparison *row, double least)
{
	if (row->a.low != row->a.high || row->b.low != row->b.high)
		return VERDICT_VARIES;
	if (row->a.value == row->b.value)
		return VERDICT_EQUAL;
	/* one sample of many: to be seen, and not what a change is judged by */
	if (row->stat == STAT_MIN || row->stat == STAT_MAX)
		return VERDICT_DIFFERS;
	return !row->percent || fabs(row->change) >= least ? row_direction(row) : VERDICT_DIFFERS;
}

static enum verdict judge_measured(const struct comparison *row, const struct compare_plan *plan)
{
	double least = plan->least, most = fmax(least, plan->effect);
	size_t boots = row->a.boots < row->b.boots ? row->a.boots : row->b.boots;
	bool excludes = row->has_interval && (row->interval.low > 0 || row->interval.high < 0);

	/* means and ranks that say opposite things are no evidence of either */
	if (row->has_test && excludes && row->p < POWER_P && row->change * row->test.delta > 0 &&
	    (!row->percent || fabs(row->change) >= least))
		return row_direction(row);
	if (!row->need || boots < row->need)
		return VERDICT_FEW;
	/* not to have found a change is not to have excluded it; of 0 there is none in % */
	if (row->percent && (row->interval.low <= -most || row->interval.high >= most))
		return VERDICT_OPEN;
	return VERDICT_SAME;
}

/* Rows that are not exact, with a test or without. */
static size_t count_family(const struct comparison *row, size_t nr, bool typical)
{
	size_t count = 0, i;

	for (i = 0; i < nr; i++)
		count += !row[i].exact && comparison_typical(&row[i]) == typical;
	return count;
}

static size_t count_families(const struct comparison *row, size_t nr)
{
	return (count_family(row, nr, true) > 0) + (count_family(row, nr, false) > 0);
}

size_t compare_tests(const struct comparison *row, size_t nr, bool typical)
{
	return count_families(row, nr) * count_family(row, nr, typical);
}

/* Holm's correction within a family, and Bonferroni's for there being so many of them. */
static void judge_family(struct comparison *row, size_t nr, bool typical,
			 const struct compare_plan *plan)
{
	size_t families = count_families(row, nr), planned = compare_tests(row, nr, typical);
	size_t tests = 0, i;
	double *p = xcalloc(nr, sizeof(*p));

	for (i = 0; i < nr; i++)
		if (row[i].has_test && comparison_typical(&row[i]) == typical)
			p[tests++] = row[i].test.p;
	holm(p, tests);
	for (i = 0, tests = 0; i < nr; i++) {
		if (row[i].exact || comparison_typical(&row[i]) != typical)
			continue;
		if (row[i].has_test)
			row[i].p = fmin(1, families * p[tests++]);
		row[i].need = row_need(&row[i], planned, plan->effect);
		row[i].verdict = judge_measured(&row[i], plan);
	}
	free(p);
}

void compare_judge(struct comparison *row, size_t nr, const struct compare_plan *plan)
{
	size_t i;

	judge_family(row, nr, true, plan);
	judge_family(row, nr, false, plan);
	for (i = 0; i < nr; i++)
		if (row[i].exact)
			row[i].verdict = judge_exact(&row[i], plan->least);
}

bool comparison_marked(const struct comparison *row)
{
	return row->verdict == VERDICT_BETTER || row->verdict == VERDICT_WORSE ||
	       row->verdict == VERDICT_CHANGED;
}

void comparisons_free(struct comparisons *list)
{
	free(list->row);
	memset(list, 0, sizeof(*list));
}

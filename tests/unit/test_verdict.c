// SPDX-License-Identifier: GPL-2.0-only
/*
 * test_verdict.c - what a row is judged to be, on boots whose values are made up one by one:
 * what is counted, what is measured, and what neither of them tells.
 */
#include <math.h>

#include "tests/unit/unit.h"
#include "host/compare/compare.h"

#define BOOTS_MAX 40

/* One side: so many boots with a value each. */
struct side {
	struct sample_boot boot[BOOTS_MAX];
	struct sample sample;
};

static struct cell cell;

static void side_start(struct side *side, const char *clock, const char *unit)
{
	memset(side, 0, sizeof(*side));
	cell = make_boot("bench=boot", 1).cell;
	strcpy(cell.value[AXIS_CLOCK], clock);
	side->sample.boots = side->boot;
	side->sample.key = (struct series){ .cell = &cell, .cell_name = "cell", .op = "op",
					    .metric = "made", .unit = unit };
}

static void side_add(struct side *side, double value)
{
	struct sample_boot *boot = &side->boot[side->sample.nr++];

	boot->n = 1;
	boot->min = boot->max = llround(value);
	boot->mean = boot->value = value;
	side->sample.n++;
}

/* The only row of two such sides, as a table of its own; effect 5 %, least 1 %. */
static struct comparison judged(const struct side *a, const struct side *b)
{
	const struct compare_plan plan = { 5, 1, 1 };
	struct comparisons list = { 0 };
	struct comparison row;

	compare_samples(&list, &a->sample, &b->sample, &plan);
	compare_judge(list.row, list.nr, &plan);
	assert_int_equal(list.nr, 1);
	row = list.row[0];
	comparisons_free(&list);
	return row;
}

/* As many boots on each side, all alike, but for the last one of B. */
static enum verdict counted(const char *clock, int boots, double a, double b, double last)
{
	struct side from, to;
	int i;

	side_start(&from, clock, "count");
	side_start(&to, clock, "count");
	for (i = 0; i < boots; i++) {
		side_add(&from, a);
		side_add(&to, i + 1 < boots ? b : last);
	}
	return judged(&from, &to).verdict;
}

/* A count of one boot says nothing of the next one's, where CPUs race. */
static void few_boots_count_nothing_exactly(void **state)
{
	(void)state;
	assert_int_equal(counted("host", 1, 350, 380, 380), VERDICT_FEW);
	assert_int_equal(counted("host", 3, 350, 380, 380), VERDICT_FEW);
	assert_int_equal(counted("host", 4, 350, 380, 380), VERDICT_WORSE);
	assert_int_equal(counted("host", 1, 350, 350, 350), VERDICT_EQUAL);
	assert_int_equal(counted("icount", 1, 350, 380, 380), VERDICT_WORSE);
}

/* Under icount one boot is enough; boots that differ all the same are evidence as elsewhere. */
static void counts_that_vary_are_judged_by_many(void **state)
{
	(void)state;
	assert_int_equal(counted("icount", 3, 350, 380, 381), VERDICT_VARIES);
	assert_int_equal(counted("icount", 4, 350, 380, 381), VERDICT_WORSE);
	assert_int_equal(counted("icount", 6, 350, 350, 351), VERDICT_SAME);
}

/* Sides of times: sorted offsets in 1/1000 of A's mean, and B's above them by so many. */
static struct comparison measured(const int *off, int boots, double more)
{
	struct side from, to;
	int i;

	side_start(&from, "host", "ns");
	side_start(&to, "host", "ns");
	for (i = 0; i < boots; i++) {
		side_add(&from, 1000.0 * (1000 + off[i]));
		side_add(&to, 1000.0 * (1000 + off[i] + more));
	}
	return judged(&from, &to);
}

static const int spread[] = { -36, -24, -14, -5, 5, 14, 24, 36 };	/* sd 2.45 % */

/* An interval of 2 boots holds the truth 66 times of 100, of 3 boots 90: none says 95 %. */
static void few_boots_have_no_interval(void **state)
{
	struct comparison row = measured(spread, 3, 100);

	(void)state;
	assert_false(row.has_interval);
	assert_int_equal(row.verdict, VERDICT_FEW);
	assert_int_equal(row.need, 0);
	row = measured(spread, 4, 100);
	assert_true(row.has_interval);
}

/* 8 boots are enough for 5 %; but not to have seen 3 % is not to have excluded 5 %. */
static void same_is_what_excludes_a_change(void **state)
{
	struct comparison row = measured(spread, 8, 0);

	(void)state;
	assert_in_range(row.need, 4, 8);
	assert_int_equal(row.verdict, VERDICT_SAME);
	row = measured(spread, 8, 24);
	assert_in_range(row.need, 4, 8);
	assert_true(row.interval.low < 0 && row.interval.high > 5);
	assert_int_equal(row.verdict, VERDICT_OPEN);
	row = measured(spread, 8, 60);
	assert_int_equal(row.verdict, VERDICT_WORSE);
}

/* A quarter of B doubled, the rest fell: the mean says more, the ranks say less. */
static void contradiction_is_no_evidence(void **state)
{
	struct side from, to;
	struct comparison row;
	int i;

	(void)state;
	side_start(&from, "host", "ns");
	side_start(&to, "host", "ns");
	for (i = 0; i < 20; i++) {
		side_add(&from, 100000 + i);
		side_add(&to, i < 5 ? 200000 + i : 99000 + i);
	}
	row = judged(&from, &to);
	assert_true(row.interval.low > 0 && row.p < 0.05 && row.change > 1);
	assert_true(row.test.delta < 0);
	assert_int_equal(row.verdict, VERDICT_FEW);
}

/*
 * sd 1.83 % of 4 boots a side: 3 boots if that is the truth, so the least, 4. But it was
 * estimated with 6 degrees of freedom: times sqrt(6 / 3.828) it asks for 4.6.
 */
static void few_boots_know_little_of_their_spread(void **state)
{
	static const int close[] = { -20, -10, 10, 20 };

	(void)state;
	assert_int_equal(measured(close, 4, 0).need, 5);
}

/* Of a mean of 0 no percentage can be promised: only of boots that are all 0. */
static void nothing_is_planned_for_nothing(void **state)
{
	struct side from, to;
	struct comparison row;
	int i;

	(void)state;
	side_start(&from, "host", "ns");
	side_start(&to, "host", "ns");
	for (i = 0; i < 6; i++) {
		side_add(&from, 0);
		side_add(&to, i == 5 ? 1000 : 0);
	}
	row = judged(&from, &to);
	assert_int_equal(row.need, 0);
	assert_int_equal(row.verdict, VERDICT_FEW);
	to.boot[5].mean = to.boot[5].value = 0;
	assert_int_equal(judged(&from, &to).verdict, VERDICT_SAME);
}

/*
 * Eight boots that agree to the last sample: but a median of three samples of 50 to 150 says so
 * little that it would take more of them, whatever the boots' own spread of 0 promises.
 */
static void samples_are_planned_for_too(void **state)
{
	static struct sample_slot slots[] = { { 50, 1 }, { 100, 2 }, { 150, 3 } };
	const struct compare_plan plan = { 5, 1, 1 };
	struct comparisons list = { 0 };
	struct side side[2];
	int i, k;

	(void)state;
	for (i = 0; i < 2; i++) {
		side_start(&side[i], "host", "ns");
		side[i].sample.key.is_hist = true;
		for (k = 0; k < 8; k++) {
			side_add(&side[i], 100);
			side[i].boot[k] = (struct sample_boot){
				.n = 3, .is_hist = true, .min = 50, .max = 150, .mean = 100,
				.sd = 50, .slots = slots, .nr_slots = 3,
			};
		}
	}
	compare_samples(&list, &side[0].sample, &side[1].sample, &plan);
	compare_judge(list.row, list.nr, &plan);
	assert_int_equal(list.nr, 2);
	for (i = 0; i < 2; i++) {
		/* a mean's standard error is 28.9 %, times sqrt(14 / 10.82): 950 boots or so */
		assert_in_range(list.row[i].need, 600, 3000);
		assert_int_equal(list.row[i].verdict, VERDICT_FEW);
	}
	comparisons_free(&list);
}

/* The extremes are shown as they are; one sample of many is not what a method is judged by. */
static void extremes_are_not_judged(void **state)
{
	static struct sample_slot slots[2][3] = {
		{ { 50, 1 }, { 100, 2 }, { 150, 3 } }, { { 60, 1 }, { 100, 2 }, { 900, 3 } },
	};
	const struct compare_plan plan = { 5, 1, 1 };
	struct comparisons list = { 0 };
	struct side side[2];
	int i;

	(void)state;
	for (i = 0; i < 2; i++) {
		side_start(&side[i], "icount", "insn");
		side_add(&side[i], 100);
		side[i].sample.key.is_hist = side[i].boot->is_hist = true;
		side[i].sample.n = side[i].boot->n = 3;
		side[i].boot->slots = slots[i];
		side[i].boot->nr_slots = 3;
		side[i].boot->min = slots[i][0].value;
		side[i].boot->max = slots[i][2].value;
	}
	compare_samples(&list, &side[0].sample, &side[1].sample, &plan);
	compare_judge(list.row, list.nr, &plan);
	assert_int_equal(list.nr, 3);
	assert_int_equal(list.row[0].verdict, VERDICT_DIFFERS);
	assert_int_equal(list.row[1].verdict, VERDICT_EQUAL);
	assert_int_equal(list.row[2].verdict, VERDICT_DIFFERS);
	comparisons_free(&list);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(few_boots_count_nothing_exactly),
		cmocka_unit_test(counts_that_vary_are_judged_by_many),
		cmocka_unit_test(few_boots_have_no_interval),
		cmocka_unit_test(same_is_what_excludes_a_change),
		cmocka_unit_test(contradiction_is_no_evidence),
		cmocka_unit_test(few_boots_know_little_of_their_spread),
		cmocka_unit_test(nothing_is_planned_for_nothing),
		cmocka_unit_test(samples_are_planned_for_too),
		cmocka_unit_test(extremes_are_not_judged),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

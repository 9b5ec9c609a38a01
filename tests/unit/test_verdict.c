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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(few_boots_count_nothing_exactly),
		cmocka_unit_test(counts_that_vary_are_judged_by_many),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

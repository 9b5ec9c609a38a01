// SPDX-License-Identifier: GPL-2.0-only
/*
 * test_typical.c - what all times of a cell say together, on boots that are made up.
 */
#include <math.h>

#include "tests/unit/samples.h"
#include "host/compare/typical.h"

#define BOOTS	8
#define TIMES	5

static struct cell cell;

/* A time whose boots stand within 1 % of base, and percent above; boot `lacking` has none. */
static void sample_start(struct sample *sample, const char *unit, double base, double percent,
			 int64_t lacking)
{
	static const int off[BOOTS] = { 3, -7, 10, -2, 6, -10, 0, -4 };
	int64_t rep;

	memset(sample, 0, sizeof(*sample));
	cell = make_boot("bench=boot", 1).cell;
	sample->key = (struct series){ .cell = &cell, .cell_name = "cell", .op = "op",
				       .metric = "made", .unit = unit };
	for (rep = 1; rep <= BOOTS; rep++) {
		struct sample_boot *boot;

		if (rep == lacking)
			continue;
		boot = array_add(sample->boots, sample->nr, sample->alloc);
		boot->rep = rep;
		boot->n = 1;
		boot->value = boot->mean = base * (1 + off[rep - 1] / 1000.0) *
					   (1 + percent / 100);
		boot->min = boot->max = llround(boot->value);
		sample->n++;
	}
}

static void add(struct typical *typical, const char *unit, double base, double percent,
		int64_t lacking)
{
	struct sample a, b;

	sample_start(&a, unit, base, 0, 0);
	sample_start(&b, unit, base, percent, lacking);
	typical_add(typical, &a, &b);
	sample_free(&a);
	sample_free(&b);
}

/* The row, judged as a table of its own; times 0 if there is none. */
static struct comparison judged(struct typical *typical)
{
	const struct compare_plan plan = { 5, 1, 1 };
	struct comparisons list = { 0 };
	struct comparison row = { 0 };

	typical_compare(typical, &list, &plan);
	compare_judge(list.row, list.nr, &plan);
	if (list.nr)
		row = list.row[0];
	assert_true(list.nr <= 1);
	comparisons_free(&list);
	typical_free(typical);
	return row;
}

static void all_of_them_move(void **state)
{
	struct typical typical = { 0 };
	struct comparison row;
	int i;

	(void)state;
	for (i = 0; i < TIMES; i++)
		add(&typical, "ns", pow(10, i + 1), 5, 0);
	row = judged(&typical);
	assert_int_equal(row.times, TIMES);
	assert_int_equal(row.verdict, VERDICT_WORSE);
	assert_near(row.change, 5, 0.001);
	/* 100 lies between both */
	assert_near(sqrt(row.a.value * row.b.value), 100, 1);
	assert_string_equal(row.key.metric, TYPICAL_METRIC);
}

/* A boot in which one of them was disturbed is like any other. */
static void one_of_them_disturbs_nothing(void **state)
{
	struct typical typical = { 0 };
	struct sample a, b;
	struct comparison row;
	int i;

	(void)state;
	for (i = 1; i < TIMES; i++)
		add(&typical, "ns", 1000, 5, 0);
	sample_start(&a, "ns", 1000, 0, 0);
	sample_start(&b, "ns", 1000, 5, 0);
	a.boots[3].value *= 40;
	b.boots[6].value /= 70;
	typical_add(&typical, &a, &b);
	sample_free(&a);
	sample_free(&b);
	row = judged(&typical);
	assert_int_equal(row.verdict, VERDICT_WORSE);
	assert_near(row.change, 5, 0.2);
}

/* That is for its own row to say: this one has to be believed where it says that all is well. */
static void few_of_them_do_not_show(void **state)
{
	struct typical typical = { 0 };
	struct comparison row;
	int i;

	(void)state;
	for (i = 0; i < TIMES; i++)
		add(&typical, "ns", 1000, i < 2 ? 30 : 0, 0);
	row = judged(&typical);
	assert_int_equal(row.verdict, VERDICT_SAME);
	assert_near(row.change, 0, 0.5);
}

static void takes_times_only(void **state)
{
	struct typical typical = { 0 };

	(void)state;
	add(&typical, "ns", 1000, 5, 0);
	add(&typical, "ns", 1000, 5, 0);
	add(&typical, "KiB", 1000, 5, 0);
	add(&typical, "count", 1000, 5, 0);
	add(&typical, "ns", 0, 5, 0);
	assert_int_equal(typical.times, 2);
	assert_int_equal(judged(&typical).times, 0);
}

/* Under icount a time is counted: there is nothing to be typical of. */
static void leaves_counts_alone(void **state)
{
	struct typical typical = { 0 };
	struct sample a, b;

	(void)state;
	sample_start(&a, "ns", 1000, 0, 0);
	sample_start(&b, "ns", 1000, 5, 0);
	strcpy(cell.value[AXIS_CLOCK], "icount");
	typical_add(&typical, &a, &b);
	assert_int_equal(typical.times, 0);
	sample_free(&a);
	sample_free(&b);
	typical_free(&typical);
}

/* Boots that lack one of the times are told by the others. */
static void does_without_a_time(void **state)
{
	struct typical typical = { 0 };
	struct comparison row;
	int i;

	(void)state;
	for (i = 0; i < TIMES; i++)
		add(&typical, "ns", 1000, 5, i);
	row = judged(&typical);
	assert_int_equal(row.a.boots, BOOTS);
	assert_int_equal(row.b.boots, BOOTS);
	assert_near(row.change, 5, 0.3);
}

/* Cells come operation by operation; each has one row, and keeps to its own times. */
static void keeps_cells_apart(void **state)
{
	static const char *const names[] = { "one", "other", "third" };
	const struct compare_plan plan = { 5, 1, 1 };
	struct comparisons list = { 0 };
	struct typicals typicals = { 0 };
	struct sample a, b;
	size_t op, i;

	(void)state;
	for (op = 0; op < TYPICAL_LEAST; op++) {
		for (i = 0; i < ARRAY_SIZE(names); i++) {
			sample_start(&a, "ns", 1000, 0, 0);
			sample_start(&b, "ns", 1000, 10.0 * i, 0);
			a.key.cell_name = b.key.cell_name = names[i];
			typical_add(typicals_of(&typicals, &a.key), &a, &b);
			sample_free(&a);
			sample_free(&b);
		}
	}
	typicals_compare(&typicals, &list, &plan);
	assert_int_equal(list.nr, ARRAY_SIZE(names));
	for (i = 0; i < list.nr; i++) {
		assert_string_equal(list.row[i].key.cell_name, names[i]);
		assert_int_equal(list.row[i].times, TYPICAL_LEAST);
		assert_near(list.row[i].change, 10.0 * i, 0.001);
	}
	assert_int_equal(typicals.nr, 0);
	comparisons_free(&list);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(all_of_them_move),
		cmocka_unit_test(one_of_them_disturbs_nothing),
		cmocka_unit_test(few_of_them_do_not_show),
		cmocka_unit_test(takes_times_only),
		cmocka_unit_test(leaves_counts_alone),
		cmocka_unit_test(does_without_a_time),
		cmocka_unit_test(keeps_cells_apart),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * test_ranksum.c - the U test against values worked out by hand or printed in books.
 */
#include "tests/unit/unit.h"
#include "host/stat/ranksum.h"

static void assert_near(double value, double expected, double within)
{
	if (!(value >= expected - within && value <= expected + within))
		fail_msg("%.9g is not %.9g", value, expected);
}

/* Ages of onset, the example of many texts: U = 17 of 20, exact p = 1/9. */
static void knows_a_textbook_example(void **state)
{
	static const double a[] = { 19, 22, 16, 29, 24 }, b[] = { 20, 11, 17, 12 };
	struct ranksum r;

	(void)state;
	ranksum(a, 5, b, 4, &r);
	assert_near(r.u, 3, 0);
	assert_near(r.p, 1.0 / 9, 1e-12);
	assert_true(r.exact);
	assert_near(r.delta, -0.7, 1e-12);
	ranksum(b, 4, a, 5, &r);
	assert_near(r.u, 17, 0);
	assert_near(r.p, 1.0 / 9, 1e-12);
	assert_near(r.delta, 0.7, 1e-12);
}

/* All of b above a is one of all the ways to deal, and its mirror is another. */
static void separates_completely(void **state)
{
	static const double a[] = { 1, 2, 3, 4, 5 }, b[] = { 11, 12, 13, 14, 15 };
	static const double ways[] = { 0, 1, 3, 10, 35, 126 };	/* C(2n, n) / 2 */
	struct ranksum r;
	size_t n;

	(void)state;
	for (n = 1; n <= 5; n++) {
		ranksum(a, n, b, n, &r);
		assert_near(r.p, 1 / ways[n], 1e-12);
		assert_near(r.delta, 1, 0);
	}
}

/* Ranks 1; 3 3 3; 5.5 5.5: of the 20 ways 3 sum up to 14 (b: 2 3 3), 3 to 7. */
static void deals_ties_as_they_are(void **state)
{
	static const double a[] = { 1, 2, 2 }, b[] = { 2, 3, 3 };
	struct ranksum r;

	(void)state;
	ranksum(a, 3, b, 3, &r);
	assert_near(r.u, 8, 0);
	assert_near(r.p, 0.3, 1e-12);
	assert_true(r.exact);
}

static void equal_numbers_say_nothing(void **state)
{
	static const double same[] = { 7, 7, 7, 7, 7, 7 };
	struct ranksum r;

	(void)state;
	ranksum(same, 6, same, 6, &r);
	assert_near(r.p, 1, 0);
	assert_near(r.delta, 0, 0);
}

/* U = 350, variance 400/12 (41 - 9960/1560), z = 149.5 / 33.9683 */
static void is_normal_for_many(void **state)
{
	double a[20], b[20];
	struct ranksum r;
	size_t i;

	(void)state;
	for (i = 0; i < 20; i++) {
		a[i] = i < 10 ? 1 : 2;
		b[i] = i < 10 ? 2 : 3;
	}
	ranksum(a, 20, b, 20, &r);
	assert_false(r.exact);
	assert_near(r.u, 350, 0);
	assert_near(r.p, 1.0767e-5, 2e-9);
	ranksum(a, 20, a, 20, &r);
	assert_near(r.p, 1, 0);
}

/* The two ways to a p agree where one passes into the other. */
static void exact_and_normal_agree(void **state)
{
	double a[17], b[17];
	struct ranksum exact, normal;
	size_t i;

	(void)state;
	for (i = 0; i < 17; i++) {
		a[i] = 2 * i;
		b[i] = 2 * i + 13;
	}
	ranksum(a, 16, b, 16, &exact);
	ranksum(a, 17, b, 16, &normal);
	assert_true(exact.exact);
	assert_false(normal.exact);
	ranksum(a, 17, b, 15, &exact);
	assert_true(exact.exact);
	assert_near(normal.p, exact.p, 0.02);
}

/* 2 / C(2n, n): 0.1 of 3, 0.0286 of 4, 0.0079 of 5, 0.00216 of 6, 0.000155 of 8. */
static void knows_how_few_are_too_few(void **state)
{
	(void)state;
	assert_int_equal(ranksum_least(0.1), 3);
	assert_int_equal(ranksum_least(0.05), 4);
	assert_int_equal(ranksum_least(0.01), 5);
	assert_int_equal(ranksum_least(0.00217), 6);
	assert_int_equal(ranksum_least(0.00216), 7);
	assert_int_equal(ranksum_least(0.0002), 8);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(knows_a_textbook_example),
		cmocka_unit_test(separates_completely),
		cmocka_unit_test(deals_ties_as_they_are),
		cmocka_unit_test(equal_numbers_say_nothing),
		cmocka_unit_test(is_normal_for_many),
		cmocka_unit_test(exact_and_normal_agree),
		cmocka_unit_test(knows_how_few_are_too_few),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

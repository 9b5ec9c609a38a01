// SPDX-License-Identifier: GPL-2.0-only
/*
 * test_faster.c - two sets of boots by their faster halves: how sure that is, and what disturbed
 * boots do to it.
 */
#include <math.h>

#include "tests/unit/samples.h"
#include "tests/unit/normal.h"
#include "host/base/random.h"
#include "host/stat/faster.h"

#define MOST 40

static struct faster compared(const double *a, size_t nr_a, const double *b, size_t nr_b)
{
	struct faster out;
	uint64_t seed = 1;

	faster_compare(a, nr_a, b, nr_b, &seed, &out);
	return out;
}

static void takes_the_faster_half(void **state)
{
	double even[] = { 9, 1, 7, 2 }, odd[] = { 9, 1, 8, 3, 2 }, one[] = { 4 };

	(void)state;
	assert_near(faster_half(even, 4), 1.5, 1e-12);
	assert_near(faster_half(odd, 5), 2, 1e-12);
	assert_near(faster_half(one, 1), 4, 1e-12);
}

/* 4 and 4 that lie apart: of 70 ways to deal them one differs by as much, and one the other way. */
static void counts_deals(void **state)
{
	static const double a[] = { 1, 2, 3, 4 }, b[] = { 105, 106, 107, 108 };
	struct faster out = compared(a, 4, b, 4);

	(void)state;
	assert_near(out.change, 104, 1e-12);
	assert_near(out.p, 2 / 70.0, 0.006);
	/* whichever is first */
	assert_near(compared(b, 4, a, 4).p, 2 / 70.0, 0.006);
	assert_near(compared(b, 4, a, 4).change, -104, 1e-12);
	/* and nothing is less likely than one deal of all that were made */
	assert_true(compared(a, 4, b, 4).p >= 2.0 / (FASTER_DEALS + 1));
}

static void boots_that_agree_differ_in_nothing(void **state)
{
	static const double same[] = { 5, 5, 5, 5 };
	struct faster out = compared(same, 4, same, 4);

	(void)state;
	assert_near(out.p, 1, 1e-12);
	assert_near(out.low, 0, 1e-12);
	assert_near(out.high, 0, 1e-12);
	assert_near(faster_sd(&out, 4, 4), 0, 1e-12);
}

/* Where nothing differs: p below 0.05 in 5 of 100, no change outside the interval in more. */
static void promises_no_more_than_it_holds(void **state)
{
	static const size_t sizes[][2] = { { 4, 4 }, { 8, 8 }, { 6, 20 }, { 40, 40 } };
	uint64_t random = 3;
	double a[MOST], b[MOST];
	size_t k, i;
	int trial, within, found;

	(void)state;
	for (k = 0; k < ARRAY_SIZE(sizes); k++) {
		for (trial = within = found = 0; trial < 400; trial++) {
			struct faster out;

			for (i = 0; i < MOST; i++) {
				a[i] = normal(&random);
				b[i] = normal(&random);
			}
			out = compared(a, sizes[k][0], b, sizes[k][1]);
			within += out.low <= 0 && out.high >= 0;
			found += out.p < 0.05;
		}
		assert_in_range(within, 400 * 91 / 100, 400);
		assert_in_range(found, 0, 400 * 8 / 100);
	}
}

/* One boot in five half as slow again: a mean would see the disturbance alone. */
static void is_not_moved_by_what_disturbs(void **state)
{
	uint64_t random = 9;
	double a[MOST], b[MOST];
	int trial, found = 0;
	size_t i;

	(void)state;
	for (trial = 0; trial < 50; trial++) {
		struct faster out;

		for (i = 0; i < MOST; i++) {
			a[i] = 100 + 3 * normal(&random) + 45 * (random_below(&random, 5) == 0);
			b[i] = 105 + 3 * normal(&random) + 45 * (random_below(&random, 5) == 0);
		}
		out = compared(a, MOST, b, MOST);
		found += out.p < 0.025 && out.low > 0;
	}
	assert_in_range(found, 42, 50);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(takes_the_faster_half),
		cmocka_unit_test(counts_deals),
		cmocka_unit_test(boots_that_agree_differ_in_nothing),
		cmocka_unit_test(promises_no_more_than_it_holds),
		cmocka_unit_test(is_not_moved_by_what_disturbs),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

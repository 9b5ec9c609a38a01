// SPDX-License-Identifier: GPL-2.0-only
/*
 * test_shift.c - how far one set of numbers lies above another: the interval that goes with the
 * U test, and what numbers that lie far off do to it.
 */
#include <math.h>

#include "tests/unit/samples.h"
#include "host/base/random.h"
#include "host/stat/ranksum.h"
#include "host/stat/shift.h"

#define MOST 40

static double normal(uint64_t *state)
{
	double sum = 0;
	int i;

	for (i = 0; i < 12; i++)
		sum += (random_next(state) >> 11) * 0x1p-53;
	return sum - 6;
}

static struct shift shift(const double *a, size_t nr_a, const double *b, size_t nr_b)
{
	struct shift out;

	shift_of(a, nr_a, b, nr_b, &out);
	return out;
}

static void is_the_median_of_all_differences(void **state)
{
	static const double a[] = { 0, 10 }, b[] = { 11, 14, 12 };
	struct shift out = shift(a, 2, b, 3);

	(void)state;
	/* 11 14 12 and 1 4 2 */
	assert_near(out.value, 7.5, 1e-12);
	assert_near(out.low, 1, 1e-12);
	assert_near(out.high, 14, 1e-12);
}

/*
 * Of 4 and 4 numbers only U = 0 and U = 16 are as rare as 5 in 100 (2 of 70 ways), of 5 and 5
 * those up to 2 (Lehmann, table B): so many differences lie outside on either side.
 */
static void leaves_out_what_the_test_does(void **state)
{
	double a[5] = { 0, 0.01, 0.02, 0.03, 0.04 }, b[5] = { 100, 200, 300, 400, 500 };
	struct shift out;

	(void)state;
	out = shift(a, 4, b, 4);
	assert_near(out.low, 99.97, 1e-9);
	assert_near(out.high, 400, 1e-9);
	/* the third of 25: 99.96 99.97 99.98 */
	out = shift(a, 5, b, 5);
	assert_near(out.low, 99.98, 1e-9);
	assert_near(out.high, 499.98, 1e-9);
}

/* In as many cases as it says, and where the test of the same numbers finds something. */
static void covers_what_it_promises(void **state)
{
	static const size_t sizes[][2] = { { 4, 4 }, { 8, 8 }, { 5, 20 }, { 30, 30 } };
	uint64_t random = 3;
	double a[MOST], b[MOST];
	size_t k, i;
	int trial, within, agree;

	(void)state;
	for (k = 0; k < ARRAY_SIZE(sizes); k++) {
		for (trial = within = agree = 0; trial < 1000; trial++) {
			struct ranksum test;
			struct shift out;

			for (i = 0; i < MOST; i++) {
				a[i] = normal(&random);
				b[i] = normal(&random);
			}
			out = shift(a, sizes[k][0], b, sizes[k][1]);
			ranksum(a, sizes[k][0], b, sizes[k][1], &test);
			within += out.low <= 0 && out.high >= 0;
			agree += (out.low <= 0 && out.high >= 0) == (test.p >= 0.05);
		}
		assert_in_range(within, 935, 985);
		assert_in_range(agree, 980, 1000);
	}
}

/* One in six far above: a mean would move by as much as is looked for. */
static void is_not_moved_by_a_few(void **state)
{
	uint64_t random = 9;
	double a[MOST], b[MOST], far[MOST];
	struct shift out, moved;
	size_t i;

	(void)state;
	for (i = 0; i < MOST; i++) {
		a[i] = 100 + normal(&random);
		b[i] = far[i] = 105 + normal(&random);
		if (i % 6 == 0)
			far[i] += 45;
	}
	out = shift(a, MOST, b, MOST);
	moved = shift(a, MOST, far, MOST);
	assert_near(out.value, 5, 0.5);
	assert_near(moved.value, out.value, 0.5);
	assert_near(moved.high, out.high, 1);
	/* and the spread is that of the others, or a little more */
	assert_near(shift_sd(&out, MOST, MOST), 1, 0.25);
	assert_in_range(100 * shift_sd(&moved, MOST, MOST), 75, 200);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(is_the_median_of_all_differences),
		cmocka_unit_test(leaves_out_what_the_test_does),
		cmocka_unit_test(covers_what_it_promises),
		cmocka_unit_test(is_not_moved_by_a_few),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

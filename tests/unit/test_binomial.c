// SPDX-License-Identifier: GPL-2.0-only
/*
 * test_binomial.c - intervals of shares, against what follows by hand or is printed in tables.
 */
#include <math.h>

#include "tests/unit/samples.h"
#include "host/stat/binomial.h"

static void assert_interval(size_t part, size_t of, double low, double high)
{
	double from, to;

	binomial_interval(part, of, &from, &to);
	assert_near(from, low, 5e-5);
	assert_near(to, high, 5e-5);
}

/* Of none or all one end follows by hand: (1 - p)^n = 0.025. */
static void knows_none_and_all(void **state)
{
	double end = 1 - pow(0.025, 1.0 / 200);

	(void)state;
	assert_interval(0, 200, 0, end);
	assert_interval(200, 200, 1 - end, 1);
	assert_interval(0, 0, 0, 1);
}

/* Tables of Clopper and Pearson: 1 of 10 is 0.0025..0.4450, 5 of 10 is 0.1871..0.8129. */
static void knows_what_tables_print(void **state)
{
	(void)state;
	assert_interval(1, 10, 0.0025, 0.4450);
	assert_interval(5, 10, 0.1871, 0.8129);
	assert_interval(3, 200, 0.0031, 0.0432);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(knows_none_and_all),
		cmocka_unit_test(knows_what_tables_print),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * test_multiple.c - many rows in a table: Holm's correction, and how many boots it takes.
 */
#include "tests/unit/unit.h"
#include "host/stat/better.h"
#include "host/stat/holm.h"
#include "host/stat/power.h"

static void assert_all(const double *p, const double *expected, size_t nr)
{
	size_t i;

	for (i = 0; i < nr; i++)
		if (p[i] < expected[i] - 1e-12 || p[i] > expected[i] + 1e-12)
			fail_msg("p %zu is %.9g, not %.9g", i, p[i], expected[i]);
}

/* 0.005 x 4, 0.01 x 3, 0.03 x 2, and 0.04 is not below the one before it. */
static void corrects_step_by_step(void **state)
{
	double p[] = { 0.01, 0.04, 0.03, 0.005 };
	static const double expected[] = { 0.03, 0.06, 0.06, 0.02 };

	(void)state;
	holm(p, 4);
	assert_all(p, expected, 4);
}

static void one_alone_stays(void **state)
{
	double p[] = { 0.0286 };
	static const double expected[] = { 0.0286 };

	(void)state;
	holm(p, 1);
	assert_all(p, expected, 1);
	holm(p, 0);
}

static void no_p_is_above_one(void **state)
{
	double p[] = { 0.6, 0.9, 0.5 };
	static const double expected[] = { 1, 1, 1 };

	(void)state;
	holm(p, 3);
	assert_all(p, expected, 3);
}

/*
 * Normal: 2 (1.95996 + 1.28155)^2 = 21.015 for a spread as large as the effect, times
 * pi / 3 = 22.007. Twice the spread takes four times that: 88.03.
 */
static void reckons_boots(void **state)
{
	(void)state;
	assert_int_equal(power_boots(0.05, 0.05, 1), 23);
	assert_int_equal(power_boots(0.10, 0.05, 1), 89);
	assert_int_equal(power_boots(0.05, 0.10, 1), 6);
	assert_int_equal(power_boots(0.01, 0.05, 1), 4);
	assert_int_equal(power_boots(0, 0.05, 1), 4);
	assert_int_equal(power_boots(1e9, 0.05, 1), POWER_MOST);
}

/* 20 rows want p = 0.0025: 2 / C(2n, n) is 0.0022 for 6. */
static void more_rows_take_more_boots(void **state)
{
	(void)state;
	assert_int_equal(power_least(1), 4);
	assert_int_equal(power_least(20), 6);
	assert_int_equal(power_least(0), 4);
	assert_int_equal(power_boots(0.001, 0.05, 20), 6);
	assert_true(power_boots(0.05, 0.05, 20) > power_boots(0.05, 0.05, 1));
}

static void knows_what_is_good(void **state)
{
	(void)state;
	assert_int_equal(better_of("latency", "ns"), BETTER_LESS);
	assert_int_equal(better_of("held", "insn"), BETTER_LESS);
	assert_int_equal(better_of("mem_free", "KiB"), BETTER_MORE);
	assert_int_equal(better_of("own_iops", "op/s"), BETTER_MORE);
	assert_int_equal(better_of("own_bandwidth", "KiB/s"), BETTER_MORE);
	assert_int_equal(better_of("page_tables", "KiB"), BETTER_LESS);
	assert_int_equal(better_of("pte_count", "count"), BETTER_NEITHER);
}

static void knows_what_is_exact(void **state)
{
	(void)state;
	assert_true(metric_is_exact("icount", "held", "insn"));
	assert_true(metric_is_exact("host", "tables_allocated", "count"));
	assert_false(metric_is_exact("host", "held", "ns"));
	assert_false(metric_is_exact("host", "mem_free", "KiB"));
	assert_false(metric_is_exact("host", "ioctl_cycles", "count"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(corrects_step_by_step),
		cmocka_unit_test(one_alone_stays),
		cmocka_unit_test(no_p_is_above_one),
		cmocka_unit_test(reckons_boots),
		cmocka_unit_test(more_rows_take_more_boots),
		cmocka_unit_test(knows_what_is_good),
		cmocka_unit_test(knows_what_is_exact),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

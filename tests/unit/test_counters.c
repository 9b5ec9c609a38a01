// SPDX-License-Identifier: GPL-2.0-only
/*
 * test_counters.c - the scaling of events that shared the PMU with others. The PMU itself is
 * asked in guests.
 */
#include "bench/counters.h"
#include "tests/unit/unit.h"

static uint64_t scaled(uint64_t count, uint64_t running_ns, uint64_t enabled_ns)
{
	return counter_scaled(count, (struct counter_share){ running_ns, enabled_ns });
}

static void all_of_the_time_is_the_count(void **state)
{
	(void)state;
	assert_int_equal(scaled(0, 1, 1), 0);
	assert_int_equal(scaled(12345, 777, 777), 12345);
	assert_int_equal(scaled(UINT64_MAX, UINT64_MAX, UINT64_MAX), UINT64_MAX);
}

static void a_share_is_scaled_up(void **state)
{
	(void)state;
	assert_int_equal(scaled(1000, 25, 100), 4000);
	assert_int_equal(scaled(1000, 3, 4), 1333);
	assert_int_equal(scaled(7, 1, 1000000000), 7000000000);
	assert_int_equal(scaled(0, 1, 1000000000), 0);
}

/* An hour in ns times billions of events is more than 64 bits. */
static void nothing_is_cut_off(void **state)
{
	const uint64_t hour_ns = 3600000000000;

	(void)state;
	assert_int_equal(scaled(5000000000000, hour_ns / 4, hour_ns), 20000000000000);
	assert_int_equal(scaled(UINT64_MAX / 8, hour_ns / 8, hour_ns), UINT64_MAX / 8 * 8);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(all_of_the_time_is_the_count),
		cmocka_unit_test(a_share_is_scaled_up),
		cmocka_unit_test(nothing_is_cut_off),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

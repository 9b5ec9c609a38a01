// SPDX-License-Identifier: GPL-2.0-only
/*
 * test_bootstrap.c - intervals: as wide as the boots and their samples make them.
 */
#include <math.h>

#include "tests/unit/samples.h"
#include "tests/unit/normal.h"
#include "host/stat/bootstrap.h"

/* The interval for p50, or the value, of two sets of boots. */
static struct interval interval_of(struct made_sample *a, struct made_sample *b, double share,
				   bool percent, uint64_t seed)
{
	struct interval interval;
	struct draws pool_a, pool_b;

	draws_make(&pool_a, made_end(a), share, &seed);
	assert_string_equal(said_end(), "");
	draws_make(&pool_b, made_end(b), share, &seed);
	assert_string_equal(said_end(), "");
	bootstrap_change(&pool_a, &pool_b, percent, &seed, &interval);
	draws_free(&pool_a);
	draws_free(&pool_b);
	made_free(a);
	made_free(b);
	return interval;
}

static struct made_sample values(const int64_t *value, size_t nr)
{
	struct made_sample made;
	size_t i;

	made_start(&made, "bench=boot");
	for (i = 0; i < nr; i++)
		made_value(&made, value[i]);
	return made;
}

static void boots_that_agree_leave_no_doubt(void **state)
{
	static const int64_t hundred[] = { 100, 100, 100 }, more[] = { 110, 110 };
	struct made_sample a = values(hundred, 3), b = values(more, 2);
	struct interval interval;

	(void)state;
	interval = interval_of(&a, &b, 0, true, 1);
	assert_near(interval.low, 10, 1e-9);
	assert_near(interval.high, 10, 1e-9);
	a = values(hundred, 3);
	b = values(more, 2);
	interval = interval_of(&b, &a, 0, false, 1);
	assert_near(interval.low, -10, 1e-9);
	assert_near(interval.high, -10, 1e-9);
}

/* So many boots, half of them 1 and half of them -1, times spread_a and spread_b. */
static double tail_of(size_t boots_a, double spread_a, size_t boots_b, double spread_b)
{
	static double of_a[2000], of_b[2000];
	const struct draws a = { of_a, boots_a, 1 }, b = { of_b, boots_b, 1 };
	size_t i;

	for (i = 0; i < 2000; i++) {
		of_a[i] = 1000 + (i % 2 ? spread_a : -spread_a);
		of_b[i] = 1000 + (i % 2 ? spread_b : -spread_b);
	}
	return bootstrap_tail(&a, &b);
}

/* Student's t for 6 degrees is 2.4469, times sqrt(4/3): beyond 2.8254 is 0.00236. */
static void widens_for_few_boots(void **state)
{
	(void)state;
	assert_near(tail_of(4, 1, 4, 1), 0.002361, 1e-5);
	assert_near(tail_of(4, 0, 4, 0), 0.002361, 1e-5);
	assert_near(tail_of(2000, 1, 2000, 1), 0.025, 0.0002);
}

/*
 * Where one side's boots do not differ, the other's are all there is: t of 3 degrees is 3.1824,
 * times sqrt(4/3) 3.6748, beyond which is 0.000119. 4 boots and 40 with the same spread: the
 * means' variances are 1/3 and 1/39, Welch's degrees 3.4777, t 2.9489; of the variance
 * (1/4 + 1/40) / (1/3 + 1/39) shows, so 3.3692 and 0.000377; not 42 degrees.
 */
static void fewer_boots_have_less_freedom(void **state)
{
	(void)state;
	assert_near(tail_of(4, 1, 4, 0), 0.000119, 2e-6);
	assert_near(tail_of(4, 1, 40, 1), 0.000377, 1e-6);
	assert_near(tail_of(40, 3, 4, 3), 0.000377, 1e-6);
}

/* Normal boots without a difference: about 95 of 100 intervals have 0 in them. */
static void covers_what_it_promises(void **state)
{
	uint64_t random = 7;
	int trials = 600, within = 0, trial, i;

	(void)state;
	for (trial = 0; trial < trials; trial++) {
		int64_t value[2][5];
		struct made_sample a, b;
		struct interval interval;

		for (i = 0; i < 10; i++)
			value[i / 5][i % 5] = 1000000 + 50000 * normal(&random);
		a = values(value[0], 5);
		b = values(value[1], 5);
		interval = interval_of(&a, &b, 0, true, trial);
		within += interval.low <= 0 && interval.high >= 0;
	}
	assert_in_range(within, trials * 92 / 100, trials * 98 / 100);
}

/*
 * Four boots with the same histogram differ in nothing; but each is 100 samples of some
 * 1..1000, whose median has a standard error of 5 % of the range. A bootstrap of boots
 * alone would say: no doubt.
 */
static void counts_the_samples_in_a_boot(void **state)
{
	struct made_sample a, b;
	struct interval few, many;
	int i;

	(void)state;
	made_start(&a, "bench=setmem");
	made_start(&b, "bench=setmem");
	for (i = 0; i < 4; i++) {
		made_hist(&a, 10, 10, 100);
		made_hist(&b, 10, 10, 100);
	}
	few = interval_of(&a, &b, 0.5, true, 1);
	/* 50 of 500 is 10 %, over 4 boots 5 %, of a difference 7.07 %, times 2.4469 to 2.83 */
	assert_in_range(few.high * 10, 120, 280);
	assert_in_range(-few.low * 10, 120, 280);
	made_start(&a, "bench=setmem");
	made_start(&b, "bench=setmem");
	for (i = 0; i < 4; i++) {
		made_hist(&a, 1, 1, 1000);
		made_hist(&b, 1, 1, 1000);
	}
	many = interval_of(&a, &b, 0.5, true, 1);
	/* ten times the samples, sqrt(10) times as narrow */
	assert_in_range(100 * (few.high - few.low) / (many.high - many.low), 240, 420);
}

/* The draws of a median of 9: Beta(5, 5), variance 25 / (100 * 11). */
static void draws_quantiles_as_they_are_distributed(void **state)
{
	struct made_sample made;
	struct draws pool;
	uint64_t seed = 3;
	double sum = 0, squares = 0, nr;
	size_t i;

	(void)state;
	made_start(&made, "bench=setmem");
	for (i = 0; i < 40; i++)
		made_hist(&made, 1, 1, 9);
	draws_make(&pool, made_end(&made), 0.5, &seed);
	said_end();
	nr = pool.boots * pool.per_boot;
	assert_int_equal(pool.per_boot, BOOTSTRAP_POOL);
	for (i = 0; i < nr; i++) {
		sum += pool.draw[i];
		squares += pool.draw[i] * pool.draw[i];
	}
	assert_near(sum / nr, 5, 0.1);
	/* in ninths, and a sample is a whole one of them: 1/12 more */
	assert_near(squares / nr - sum / nr * sum / nr, 81 * 25 / 1100.0 + 1 / 12.0, 0.15);
	draws_free(&pool);
	made_free(&made);
}

static void depends_on_the_seed_alone(void **state)
{
	static const int64_t value[] = { 100, 104, 97, 103, 99 };
	static const int64_t more[] = { 108, 103, 111, 99, 106 };
	struct interval interval[3];
	size_t i;

	(void)state;
	for (i = 0; i < 3; i++) {
		struct made_sample a = values(value, 5), b = values(more, 5);

		interval[i] = interval_of(&a, &b, 0, true, i == 2 ? 99 : 5);
	}
	assert_memory_equal(&interval[0], &interval[1], sizeof(interval[0]));
	assert_memory_not_equal(&interval[0], &interval[2], sizeof(interval[0]));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(boots_that_agree_leave_no_doubt),
		cmocka_unit_test(widens_for_few_boots),
		cmocka_unit_test(fewer_boots_have_less_freedom),
		cmocka_unit_test(covers_what_it_promises),
		cmocka_unit_test(counts_the_samples_in_a_boot),
		cmocka_unit_test(draws_quantiles_as_they_are_distributed),
		cmocka_unit_test(depends_on_the_seed_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

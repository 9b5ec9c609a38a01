// SPDX-License-Identifier: GPL-2.0-only
/*
 * test_sample.c - what is made of a metric, boot by boot.
 */
#include "tests/unit/samples.h"

static double stat_of(const struct sample *sample, size_t boot, enum stat stat)
{
	double value;

	assert_int_equal(sample_stat(&sample->boots[boot], stat, &value), 0);
	return value;
}

static bool has_stat(const struct sample *sample, size_t boot, enum stat stat)
{
	double value;

	return !sample_stat(&sample->boots[boot], stat, &value);
}

/* 1..100: mean 50.5, sd sqrt(100 * 101 / 12). */
static void sums_up_a_histogram(void **state)
{
	struct made_sample made;
	struct sample *sample;

	(void)state;
	made_start(&made, "bench=setmem");
	made_hist(&made, 1, 1, 100);
	made_hist(&made, 1001, 1, 99);
	sample = made_end(&made);
	assert_string_equal(said_end(), "");
	assert_int_equal(sample->nr, 2);
	assert_int_equal(sample->n, 199);
	assert_near(stat_of(sample, 0, STAT_MEAN), 50.5, 1e-9);
	assert_near(sample->boots[0].sd, 29.01149, 1e-5);
	assert_near(stat_of(sample, 0, STAT_MIN), 1, 0);
	assert_near(stat_of(sample, 0, STAT_P50), 50, 0);
	assert_near(stat_of(sample, 0, STAT_P99), 99, 0);
	assert_near(stat_of(sample, 0, STAT_MAX), 100, 0);
	assert_false(has_stat(sample, 0, STAT_VALUE));
	assert_near(stat_of(sample, 1, STAT_P50), 1050, 0);
	made_free(&made);
}

/* p99 takes 100 samples, p99.9 takes 1000. */
static void leaves_out_tails_of_few(void **state)
{
	struct made_sample made;
	struct sample *sample;

	(void)state;
	made_start(&made, "bench=setmem");
	made_hist(&made, 1, 1, 99);
	made_hist(&made, 1, 1, 100);
	made_hist(&made, 1, 1, 999);
	made_hist(&made, 1, 1, 1000);
	sample = made_end(&made);
	assert_string_equal(said_end(), "");
	assert_false(has_stat(sample, 0, STAT_P99));
	assert_true(has_stat(sample, 1, STAT_P99));
	assert_false(has_stat(sample, 2, STAT_P999));
	assert_near(stat_of(sample, 3, STAT_P999), 999, 0);
	made_free(&made);
}

static void is_exact_for_one_and_two(void **state)
{
	struct made_sample made;
	struct sample *sample;

	(void)state;
	made_start(&made, "bench=convert");
	made_hist(&made, 12345678, 0, 1);
	made_hist(&made, 12345678, 11, 2);
	made_hist(&made, 12345678, 0, 2);
	sample = made_end(&made);
	assert_string_equal(said_end(), "");
	assert_near(stat_of(sample, 0, STAT_P50), 12345678, 0);
	assert_near(stat_of(sample, 0, STAT_MEAN), 12345678, 0);
	assert_near(stat_of(sample, 1, STAT_P50), 12345678, 0);
	assert_near(stat_of(sample, 1, STAT_MEAN), 12345683.5, 0);
	assert_near(stat_of(sample, 1, STAT_MAX), 12345689, 0);
	assert_near(stat_of(sample, 2, STAT_P50), 12345678, 0);
	made_free(&made);
}

/* The histogram's own slots and those of the library are the same ones. */
static void has_the_librarys_quantiles(void **state)
{
	static const double shares[] = { 0.001, 0.1, 0.25, 0.5, 0.9, 0.99, 0.999, 1 };
	struct made_sample made;
	struct dist *dist = dist_new();
	struct sample *sample;
	const char *why;
	size_t i;

	(void)state;
	made_start(&made, "bench=setmem");
	made_hist(&made, 17, 104729, 2000);
	assert_int_equal(dist_add_metric(dist, &made.metrics[0], &why), 0);
	sample = made_end(&made);
	assert_string_equal(said_end(), "");
	for (i = 0; i < ARRAY_SIZE(shares); i++)
		assert_near(sample_quantile(sample->boots, shares[i]),
			    dist_quantile(dist, shares[i]), 0);
	assert_near(sample->boots->mean, 17 + 104729 * 999.5, 104729 * 0.1);
	dist_free(dist);
	made_free(&made);
}

static void leaves_out_what_is_wrong(void **state)
{
	struct made_sample made;
	struct sample *sample;

	(void)state;
	made_start(&made, "bench=setmem");
	made_hist(&made, 1000, 10, 100);
	made_hist(&made, 1000, 10, 100);
	made_hist(&made, 1000, 10, 100);
	made_hist(&made, 1000, 10, 100);
	made_value(&made, 7);
	made.metrics[1].n = 101;
	made.metrics[2].min = 900;
	made.metrics[3].max = 5000;
	sample = made_end(&made);
	assert_said("records.jsonl:2: metric 'latency' is left out: n is not the histogram's");
	assert_non_null(strstr(said_text, "jsonl:3: metric 'latency' is left out: min is"));
	assert_non_null(strstr(said_text, "jsonl:4: metric 'latency' is left out: max is"));
	assert_non_null(strstr(said_text, "jsonl:5: metric 'latency' is left out: it is a"));
	assert_int_equal(sample->nr, 1);
	assert_int_equal(sample->damaged, 4);
	made_free(&made);
}

static void knows_boots_that_are_the_same(void **state)
{
	struct made_sample made;
	struct sample *sample, picked;
	static const size_t last = 2;

	(void)state;
	made_start(&made, "bench=setmem");
	made_hist(&made, 1000, 10, 100);
	made_hist(&made, 1000, 10, 100);
	made_hist(&made, 1000, 11, 100);
	sample = made_end(&made);
	assert_string_equal(said_end(), "");
	assert_true(sample_boot_same(&sample->boots[0], &sample->boots[1]));
	assert_false(sample_boot_same(&sample->boots[0], &sample->boots[2]));
	sample_pick(&picked, sample, &last, 1);
	assert_true(sample_boot_same(&sample->boots[2], &picked.boots[0]));
	sample_shift(&picked.boots[0], 5);
	assert_near(picked.boots[0].mean, 1.05 * sample->boots[2].mean, 1e-6);
	assert_near(sample_quantile(picked.boots, 0.5),
		    1.05 * sample_quantile(&sample->boots[2], 0.5), 1);
	sample_free(&picked);
	made_free(&made);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sums_up_a_histogram),
		cmocka_unit_test(leaves_out_tails_of_few),
		cmocka_unit_test(is_exact_for_one_and_two),
		cmocka_unit_test(has_the_librarys_quantiles),
		cmocka_unit_test(leaves_out_what_is_wrong),
		cmocka_unit_test(knows_boots_that_are_the_same),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * test_buckets.c - the buckets of a histogram are those that the library counts in.
 */
#include <hdr/hdr_histogram.h>
#include <hdr/hdr_histogram_log.h>

#include "tests/unit/unit.h"
#include "bench/hist.h"
#include "host/stat/buckets.h"
#include "host/record/record.h"

static struct metric metric_of(struct hdr_histogram *hdr, int64_t min, int64_t max)
{
	struct metric metric = { .name = "m", .unit = "ns", .is_hist = true, .min = min,
				 .max = max, .n = hdr->total_count };

	assert_int_equal(hdr_log_encode(hdr, (char **)&metric.hdr), 0);
	return metric;
}

static struct hdr_histogram *hdr_new(void)
{
	struct hdr_histogram *hdr;

	assert_int_equal(hdr_init(HIST_LOWEST, HIST_HIGHEST, HIST_DIGITS, &hdr), 0);
	return hdr;
}

/* From 0 to an hour: both ends of every power of two, and some between. */
static void are_the_librarys(void **state)
{
	struct hdr_histogram *hdr = hdr_new();
	struct buckets buckets = { 0 };
	struct hdr_iter iter;
	struct metric metric;
	size_t nr = 0;
	int64_t value;

	(void)state;
	hdr_record_values(hdr, 0, 3);
	for (value = 1; value < HIST_HIGHEST / 2; value *= 2) {
		hdr_record_values(hdr, value, value % 7 + 1);
		hdr_record_value(hdr, 2 * value - 1);
		hdr_record_value(hdr, value + value / 3);
	}
	hdr_record_value(hdr, HIST_HIGHEST);
	metric = metric_of(hdr, 0, HIST_HIGHEST);
	assert_null(buckets_read(&buckets, &metric));
	hdr_iter_recorded_init(&iter, hdr);
	for (; hdr_iter_next(&iter); nr++) {
		assert_true(nr < buckets.nr);
		assert_int_equal(buckets.bucket[nr].lower, iter.lowest_equivalent_value);
		assert_int_equal(buckets.bucket[nr].upper, iter.highest_equivalent_value);
		assert_int_equal(buckets.bucket[nr].count, iter.count);
	}
	assert_int_equal(nr, buckets.nr);
	assert_true(nr > 100);
	buckets_free(&buckets);
	free((char *)metric.hdr);
	hdr_close(hdr);
}

static void refuses(struct metric metric, const char *why)
{
	struct buckets buckets = { 0 };
	const char *said = buckets_read(&buckets, &metric);

	assert_non_null(said);
	assert_string_equal(said, why);
	buckets_free(&buckets);
}

static void are_checked_against_what_is_said(void **state)
{
	struct hdr_histogram *hdr = hdr_new();
	struct metric good, bad;
	struct buckets buckets = { 0 };

	(void)state;
	hdr_record_value(hdr, 5000);
	hdr_record_value(hdr, 9000);
	hdr_record_value(hdr, HIST_HIGHEST);
	good = metric_of(hdr, 5001, HIST_HIGHEST);
	assert_null(buckets_read(&buckets, &good));
	assert_int_equal(buckets.nr, 3);
	buckets_free(&buckets);
	bad = good;
	bad.n = 4;
	refuses(bad, "n is not the histogram's count");
	bad = good;
	bad.min = 4900;
	refuses(bad, "min is not the histogram's");
	bad = good;
	bad.max = 9000;
	refuses(bad, "max is not the histogram's");
	bad = good;
	bad.max = HIST_HIGHEST + 7;
	refuses(bad, "overflow does not fit max");
	bad.overflow = 1;
	assert_null(buckets_read(&buckets, &bad));
	buckets_free(&buckets);
	bad = good;
	bad.overflow = 1;
	refuses(bad, "overflow does not fit max");
	free((char *)good.hdr);
	hdr_close(hdr);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(are_the_librarys),
		cmocka_unit_test(are_checked_against_what_is_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

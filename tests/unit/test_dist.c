// SPDX-License-Identifier: GPL-2.0-only
/*
 * test_dist.c - distributions: what goes in comes out, what does not fit together
 * never reaches the library.
 */
#include <endian.h>

#include "tests/unit/forge.h"
#include "tests/unit/unit.h"
#include "bench/hist.h"
#include "host/stat/rank.h"
#include "host/record/hist_guard.h"

static struct metric metric_of(const struct dist *dist, char *hdr)
{
	return (struct metric){ .name = "held", .unit = "ns", .is_hist = true, .n = dist->n,
				.min = dist->min, .max = dist->max, .overflow = dist->overflow,
				.hdr = hdr };
}

static void round_trip(void **state)
{
	struct dist *a = dist_new(), *b = dist_new();
	struct quantiles q;
	const char *why;
	struct metric metric;
	char *hdr;
	int i;

	(void)state;
	for (i = 1; i <= 1000; i++)
		dist_record(a, i * 1000);
	hdr = dist_encode(a);
	assert_null(hist_guard(hdr, strlen(hdr)));
	metric = metric_of(a, hdr);
	assert_int_equal(dist_add_metric(b, &metric, &why), 0);
	assert_int_equal(dist_add_metric(b, &metric, &why), 0);
	assert_int_equal(b->n, 2000);
	assert_int_equal(b->min, 1000);
	assert_int_equal(b->max, 1000000);
	dist_quantiles(b, &q);
	/* three significant digits */
	assert_in_range(q.p50, 500000, 500500);
	assert_in_range(q.p90, 900000, 901000);
	assert_in_range(q.p999, 999000, 1000000);
	free(hdr);
	dist_free(a);
	dist_free(b);
}

static void few_samples_are_exact(void **state)
{
	static const int64_t values[] = { 4562144, 107597, 3324163, 3324163, 7385804 };
	struct dist *dist = dist_new();
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(values); i++)
		dist_record(dist, values[i]);
	assert_int_equal(dist_quantile(dist, 0), 107597);
	assert_int_equal(dist_quantile(dist, 0.5), 3324163);
	assert_int_equal(dist_quantile(dist, 0.99), 7385804);
	dist_reset(dist);
	assert_int_equal(dist->n, 0);
	dist_record(dist, 3324163);
	assert_int_equal(dist_quantile(dist, 0.5), 3324163);
	dist_free(dist);
}

static void one_sample_of_each_boot_is_exact(void **state)
{
	struct dist *sum = dist_new(), *one = dist_new();
	struct metric metric;
	const char *why;
	char *hdr;
	int i;

	(void)state;
	for (i = 0; i < 3; i++) {
		dist_reset(one);
		dist_record(one, 3324163 + i);
		hdr = dist_encode(one);
		metric = metric_of(one, hdr);
		assert_int_equal(dist_add_metric(sum, &metric, &why), 0);
		free(hdr);
	}
	assert_int_equal(dist_quantile(sum, 0.5), 3324164);
	dist_free(sum);
	dist_free(one);
}

/*
 * Of samples 1 to n the sample of a rank is the rank: n thousandths, rounded up, in whole numbers.
 * Once with every sample known, once from the histogram.
 */
static void assert_ranks(struct dist *known, struct dist *read, int n)
{
	static const int per_mille[] = { 1, 250, 500, 900, 990, 999, 1000 };
	struct metric metric;
	const char *why;
	char *hdr;
	size_t i;
	int value;

	dist_reset(known);
	dist_reset(read);
	for (value = 1; value <= n; value++)
		dist_record(known, value);
	hdr = dist_encode(known);
	metric = metric_of(known, hdr);
	assert_int_equal(dist_add_metric(read, &metric, &why), 0);
	for (i = 0; i < ARRAY_SIZE(per_mille); i++) {
		int rank = (n * per_mille[i] + 999) / 1000;

		assert_int_equal(dist_quantile(known, per_mille[i] / 1000.0), rank);
		assert_int_equal(dist_quantile(read, per_mille[i] / 1000.0), rank);
		assert_int_equal(buckets_quantile(&read->buckets, per_mille[i] / 1000.0), rank);
	}
	free(hdr);
}

static void ranks_are_rounded_up(void **state)
{
	struct dist *known = dist_new(), *read = dist_new();
	int n;

	(void)state;
	for (n = 1; n <= 40; n++)
		assert_ranks(known, read, n);
	for (n = 99; n <= 102; n++)
		assert_ranks(known, read, n);
	for (n = 999; n <= 1002; n++)
		assert_ranks(known, read, n);
	dist_free(known);
	dist_free(read);
}

/* Products that are a whole number, and come out one ulp above it or not; and far larger ones. */
static void ranks_are_whole_numbers(void **state)
{
	int64_t n;

	(void)state;
	for (n = 1000; n <= 1000000; n += 1000) {
		assert_int_equal(rank_of(0.999, n), n / 1000 * 999);
		assert_int_equal(rank_of(0.999, n + 1), n / 1000 * 999 + 1);
		assert_int_equal(rank_of(0.9, n), n / 10 * 9);
		assert_int_equal(rank_of(0.07, n), n / 100 * 7);
	}
	assert_int_equal(rank_of(0.99, 100ll << 40), 99ll << 40);
	assert_int_equal(rank_of(0, 5), 1);
	assert_int_equal(rank_of(1, 5), 5);
	assert_int_equal(rank_of(1e-300, 5), 1);
}

/* Each step of the curve is the quantile of its percentile, and counts the samples up to it. */
static void check_step(int64_t value, double percentile, int64_t count, void *arg)
{
	const struct dist *dist = arg;

	assert_int_equal(value, dist_quantile(dist, percentile / 100));
	assert_int_equal(count, value);
}

static void the_curve_has_the_same_ranks(void **state)
{
	struct dist *known = dist_new(), *read = dist_new();

	(void)state;
	assert_ranks(known, read, 333);
	dist_each_percentile(known, check_step, known);
	dist_each_percentile(read, check_step, read);
	dist_free(known);
	dist_free(read);
}

static void overflow_and_zero(void **state)
{
	struct dist *a = dist_new(), *b = dist_new();
	struct metric metric;
	const char *why;
	char *hdr;
	int i;

	(void)state;
	for (i = 0; i < 3; i++)
		dist_record(a, 0);
	dist_record(a, HIST_HIGHEST);
	dist_record(a, HIST_HIGHEST + 1);
	assert_int_equal(a->overflow, 1);
	hdr = dist_encode(a);
	metric = metric_of(a, hdr);
	assert_int_equal(dist_add_metric(b, &metric, &why), 0);
	assert_int_equal(b->overflow, 1);
	assert_true(b->max == HIST_HIGHEST + 1);
	assert_int_equal(dist_quantile(b, 0.5), 0);
	free(hdr);
	dist_free(a);
	dist_free(b);
}

static void claims_are_checked(void **state)
{
	static const struct {
		int64_t n, min, max, overflow;
		const char *why;
	} lies[] = {
		{ 9, 1000, 10000, 0, "n is not" }, { 10, 900, 10000, 0, "min is not" },
		{ 10, 1000, 20000, 0, "max is not" }, { 10, 1000, 10000, 1, "overflow" },
		{ 0, 1000, 10000, 0, "n is not" },
	};
	struct dist *a = dist_new(), *b = dist_new();
	struct metric metric;
	const char *why = NULL;
	char *hdr;
	size_t i;

	(void)state;
	for (i = 1; i <= 10; i++)
		dist_record(a, i * 1000);
	hdr = dist_encode(a);
	for (i = 0; i < ARRAY_SIZE(lies); i++) {
		metric = metric_of(a, hdr);
		metric.n = lies[i].n;
		metric.min = lies[i].min;
		metric.max = lies[i].max;
		metric.overflow = lies[i].overflow;
		assert_int_equal(dist_add_metric(b, &metric, &why), -1);
		if (!strstr(why, lies[i].why))
			fail_msg("'%s' for case %zu", why, i);
		assert_int_equal(b->n, 0);
	}
	free(hdr);
	/* one sample cannot be two, even if the histogram cannot tell them apart */
	dist_reset(a);
	dist_record(a, 1000000);
	hdr = dist_encode(a);
	metric = metric_of(a, hdr);
	metric.max++;
	assert_int_equal(dist_add_metric(b, &metric, &why), -1);
	assert_non_null(strstr(why, "one sample differ"));
	free(hdr);
	dist_free(a);
	dist_free(b);
}

/* An encoding with a header and counts of our choice. */
struct forged {
	uint32_t cookie, payload_len, offset, digits;
	uint64_t lowest, highest, ratio;
};

static const struct forged honest = {
	0x1c849313, 0, 0, HIST_DIGITS, HIST_LOWEST, HIST_HIGHEST, 0x3ff0000000000000ull,
};

static char *forge(const struct forged *f, const uint8_t *counts, size_t len)
{
	uint32_t head32[4] = { htobe32(f->cookie), htobe32(f->payload_len + len),
			       htobe32(f->offset), htobe32(f->digits) };
	uint64_t head64[3] = { htobe64(f->lowest), htobe64(f->highest), htobe64(f->ratio) };
	uint8_t *plain = xcalloc(FORGE_HEADER + len, 1);
	char *text;

	memcpy(plain, head32, sizeof(head32));
	memcpy(plain + sizeof(head32), head64, sizeof(head64));
	memcpy(plain + FORGE_HEADER, counts, len);
	text = forge_text(plain, FORGE_HEADER + len);
	free(plain);
	return text;
}

static void assert_guard(const struct forged *f, const uint8_t *counts, size_t len,
			 const char *why)
{
	char *text = forge(f, counts, len);
	const char *said = hist_guard(text, strlen(text));

	if (!why && said)
		fail_msg("refused: %s", said);
	if (why && (!said || !strstr(said, why)))
		fail_msg("expected '%s', got '%s'", why, said ? said : "nothing");
	free(text);
}

static void headers_are_checked(void **state)
{
	static const uint8_t one[] = { 2 };	/* ZigZag of 1 */
	struct forged f = honest;

	(void)state;
	assert_guard(&f, one, 1, NULL);
	f.cookie = 0x1c849301;
	assert_guard(&f, one, 1, "not in V2");
	f = honest, f.payload_len = 0x7fffff00;
	assert_guard(&f, one, 1, "payload length");
	f = honest, f.payload_len = -2;
	assert_guard(&f, one, 1, "payload length");
	f = honest, f.offset = 1 << 30;
	assert_guard(&f, one, 1, "shifted");
	f = honest, f.ratio = 0;
	assert_guard(&f, one, 1, "scaled");
	f = honest, f.digits = 5;
	assert_guard(&f, one, 1, "range or precision");
	f = honest, f.highest = INT64_MAX;
	assert_guard(&f, one, 1, "range or precision");
	f = honest, f.lowest = 0;
	assert_guard(&f, one, 1, "range or precision");
}

static void counts_are_checked(void **state)
{
	static const uint8_t cut[] = { 0x80 };
	static const uint8_t huge[] = { 0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff };
	static const uint8_t skip[] = { 0xff, 0xff, 0xff, 0xff, 0x0f, 2 };
	/* three times 2^47 */
	static const uint8_t sum[] = { 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x40,
				       0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x40,
				       0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x40 };
	static uint8_t many[70000];

	(void)state;
	assert_guard(&honest, cut, sizeof(cut), "ends inside");
	assert_guard(&honest, huge, sizeof(huge), "out of range");
	assert_guard(&honest, skip, sizeof(skip), "out of range");
	memset(many, 2, sizeof(many));
	assert_guard(&honest, many, sizeof(many), "more slots");
	assert_guard(&honest, sum, sizeof(sum), "too many samples");
}

static void text_is_checked(void **state)
{
	static const char *const bad[] = { "", "A", "====", "AAAA", "HISTFAAAA", "a b=",
					   "\xff\xff\xff\xff",
					   "HISTFAAAAAA=", "HISTFAAAAAh42mNgYGBgYA==" };
	char *bomb, *huge;
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(bad); i++)
		assert_non_null(hist_guard(bad[i], strlen(bad[i])));
	/* inflates to more than any histogram of ours */
	bomb = xcalloc(1, HIST_PAYLOAD_MAX + 1);
	huge = forge(&honest, (uint8_t *)bomb, HIST_PAYLOAD_MAX + 1);
	assert_non_null(strstr(hist_guard(huge, strlen(huge)), "too large"));
	free(huge);
	free(bomb);
	huge = xcalloc(1, HIST_TEXT_MAX + 5);
	memset(huge, 'A', HIST_TEXT_MAX + 4);
	assert_non_null(strstr(hist_guard(huge, HIST_TEXT_MAX + 4), "too long"));
	free(huge);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(round_trip), cmocka_unit_test(few_samples_are_exact),
		cmocka_unit_test(one_sample_of_each_boot_is_exact),
		cmocka_unit_test(ranks_are_rounded_up), cmocka_unit_test(ranks_are_whole_numbers),
		cmocka_unit_test(the_curve_has_the_same_ranks),
		cmocka_unit_test(overflow_and_zero), cmocka_unit_test(claims_are_checked),
		cmocka_unit_test(headers_are_checked), cmocka_unit_test(counts_are_checked),
		cmocka_unit_test(text_is_checked),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * test_compare.c - compare as it is run: what is marked in two made-up runs, what is not.
 */
#include "tests/unit/two_runs.h"

static const char setmem[] = "bench=setmem bbm=bbml2";
static const char icount[] = "bench=convert method=live hold=spin bbm=bbml2 cpus=1 clock=icount";

static void marks_what_is_worse(void **state)
{
	char *text;

	(void)state;
	store_latency("a", setmem, 8, 100000);
	store_latency("b", setmem, 8, 110000);
	text = compare(EXIT_OK, "");
	assert_mail(text);
	assert_has(text, "-- ro.4k, latency\n"
		   "   virtual ns, not hardware, bbml2.on.k0 max el1 2G cpus 2\n");
	assert_has(text, "  p50   149.7k 164.6k +10.0% +8.5 +11.7 ");
	assert_has(text, "0.0006 +1.00   8:8 WORSE\n");
	assert_has(text, "      4  WORSE\n      5  boots a side are the least for 4 measured rows");
	assert_has(text, "Example: mean of ro.4k, latency (virtual ns, not hardware): 149.7k in");
	assert_has(text, "A, n = 8000                  |B, n = 8000\n");
	assert_has(text, "\nmade by: ./run.sh compare a b --effect 5 --least 1 --seed 1\n");
	free(text);
	free(compare(EXIT_FAILED, "--fail-on-regression"));
}

static void marks_what_is_better(void **state)
{
	char *text;

	(void)state;
	store_latency("a", setmem, 8, 110000);
	store_latency("b", setmem, 8, 100000);
	text = compare(EXIT_OK, "--fail-on-regression");
	assert_has(text, "      4  better\n");
	free(text);
	text = compare(EXIT_OK, "--least 12");
	assert_has(text, "      4  same: enough boots");
	assert_has_not(text, "== distributions");
	free(text);
}

static void says_what_is_the_same(void **state)
{
	char *text;

	(void)state;
	store_latency("a", setmem, 8, 100000);
	store_latency("b", setmem, 8, 100000);
	text = compare(EXIT_OK, "");
	assert_has(text, "      4  same: enough boots, and as large a change is excluded\n");
	assert_has_not(text, "WORSE\n");
	free(text);
}

/* Four rows and four boots: p is 0.0286 at the least, times four. */
static void says_that_boots_are_few(void **state)
{
	char *text;

	(void)state;
	store_latency("a", setmem, 4, 100000);
	store_latency("b", setmem, 4, 150000);
	text = compare(EXIT_OK, "");
	assert_has(text, "0.1143 +1.00   4:4 few/5\n");
	assert_has(text, "      4  few: not enough boots");
	free(text);
	text = compare(EXIT_OK, "--effect 0.1");
	assert_has_not(text, "few/5\n");
	free(text);
}

/*
 * Eight boots whose medians lie apart, every one, by 2 %: but a median of nine samples that
 * are 20000 apart says less than that. The U test of the boots alone would mark it.
 */
static void samples_of_a_boot_are_evidence_too(void **state)
{
	char *a = hist_json("ns", 100000, 20000, 9), *b = hist_json("ns", 104000, 20000, 9);
	char *metrics[] = { xasprintf("\"latency\":%s", a), xasprintf("\"latency\":%s", b) };
	char *text;
	int rep;

	(void)state;
	for (rep = 1; rep <= 8; rep++) {
		const struct made_op ops[] = { { "ro.4k", "none", metrics[0] },
					       { "ro.4k", "none", metrics[1] } };

		store_in("a", NULL, setmem, rep, &ops[0], 1);
		store_in("b", NULL, setmem, rep, &ops[1], 1);
	}
	text = compare(EXIT_OK, "");
	assert_has(text, "0.0003 +1.00   8:8 few/");
	assert_has_not(text, "WORSE\n");
	free(text);
	free(metrics[0]);
	free(metrics[1]);
	free(a);
	free(b);
}

/* A cap is no number of boots. */
static void says_where_it_stops_counting(void **state)
{
	char *text;
	int rep;

	(void)state;
	for (rep = 1; rep <= 4; rep++) {
		store_value("a", "bench=boot", rep, "uptime", "ns", rep % 2 ? 5 : 90000);
		store_value("b", "bench=boot", rep, "uptime", "ns", rep % 2 ? 7 : 80000);
	}
	text = compare(EXIT_OK, "--effect 1");
	assert_mail(text);
	assert_has(text, "4:4 few/9999+\n");
	free(text);
}

/* What is drawn of how quantiles shift has an interval where rows have one: of 4 and 4 boots. */
static void shift_has_no_interval_of_few(void **state)
{
	static const struct {
		const char *bench;
		int boots_a, boots_b;
	} cases[] = { { "setmem", 3, 4 }, { "boot", 4, 3 }, { "null", 4, 4 } };
	char *words, *path, *text;
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		char *cell = xasprintf("bench=%s", cases[i].bench);

		store_latency("a", cell, cases[i].boots_a, 100000);
		store_latency("b", cell, cases[i].boots_b, 110000);
		free(cell);
	}
	words = xasprintf("--metric latency --plots %s", scratch_path("plots"));
	free(compare(EXIT_OK, words));
	free(words);
	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		path = xasprintf("plots/export/shift/%s-none.on.k0-max-el1-2048m-2c-host."
				 "ro.4k.latency.tsv", cases[i].bench);
		text = scratch_read(path);
		if (cases[i].boots_a < 4 || cases[i].boots_b < 4)
			assert_has(text, "\tNaN\tNaN\n");
		else
			assert_has_not(text, "NaN");
		free(text);
		free(path);
	}
}

static void needs_no_more_than_one_row_does(void **state)
{
	int rep;
	char *text;

	(void)state;
	for (rep = 1; rep <= 4; rep++) {
		store_value("a", "bench=boot", rep, "mem_free", "KiB", 1000000 + rep);
		store_value("b", "bench=boot", rep, "mem_free", "KiB", 1100000 + rep);
	}
	text = compare(EXIT_OK, "");
	assert_has(text, "-- op, mem_free\n   KiB, none.on.k0 max el1 2G cpus 2\n");
	assert_has(text, "0.0286 +1.00   4:4 better\n");
	free(text);
}

static void one_boot_is_no_evidence(void **state)
{
	char *text;

	(void)state;
	store_latency("a", setmem, 1, 100000);
	store_latency("b", setmem, 1, 200000);
	text = compare(EXIT_OK, "");
	assert_mail(text);
	assert_has(text, "+1.00   1:1 few/5+\n");
	free(text);
}

static void compares_counts_as_they_are(void **state)
{
	char *text;
	int rep;

	(void)state;
	for (rep = 1; rep <= 3; rep++) {
		store_value("a", icount, rep, "held", "insn", 90000);
		store_value("b", icount, rep, "held", "insn", 91800);
		store_value("a", "bench=boot clock=icount cpus=1", rep, "uptime", "insn", 5000);
		store_value("b", "bench=boot clock=icount cpus=1", rep, "uptime", "insn", 5000);
		store_value("a", "bench=null clock=icount cpus=1", rep, "clock", "insn", 10000);
		store_value("b", "bench=null clock=icount cpus=1", rep, "clock", "insn", 10001);
		store_value("a", "bench=setmem clock=icount cpus=1", rep, "x", "insn", 70 + rep);
		store_value("b", "bench=setmem clock=icount cpus=1", rep, "x", "insn", 70);
	}
	text = compare(EXIT_OK, "");
	assert_mail(text);
	assert_has(text, "  value 90000 91800 +1800  +2.0%   3:3 WORSE\n");
	assert_has(text, "  value 5000 5000    +0  +0.0%   3:3 equal\n");
	assert_has(text, "  value 10000 10001    +1  +0.0%   3:3 differs\n");
	assert_has(text, "  value 71..73 70     -      -   3:3 varies\n");
	assert_has_not(text, "measured, in");
	free(text);
}

/* A median of many is read from a histogram; the extremes are what they are, and not judged. */
static void says_how_exact_a_median_is(void **state)
{
	static const char *const runs[] = { "a", "b" };
	char *text;
	int i;

	(void)state;
	for (i = 0; i < 2; i++) {
		char *hist = hist_json("insn", 90000, 1000, 3 + i);
		char *metrics = xasprintf("\"held\":%s", hist);
		struct made_op op = { "split", "split", metrics };

		store_in(runs[i], NULL, icount, 1, &op, 1);
		free(metrics);
		free(hist);
	}
	text = compare(EXIT_OK, "");
	assert_mail(text);
	assert_has(text, "1:1 equal to 3 digits\n");
	assert_has(text, "in min and max only\n      2  equal, exactly; a p50 of more than two");
	assert_has(text, "  min 90000 90000    +0  +0.0%   1:1 equal\n");
	assert_has(text, "1:1 differs\n");
	assert_has_not(text, "WORSE\n");
	free(text);
}

/* What half of a cell's times do has a row of its own, first in its table. */
static void says_what_is_typical(void **state)
{
	static const char *const runs[] = { "a", "b" };
	char *text;
	int rep, i;

	(void)state;
	for (rep = 1; rep <= 8; rep++) {
		for (i = 0; i < 2; i++) {
			int from = 1000 + 100 * i + rep;
			char *metrics = xasprintf("\"held\":{\"unit\":\"ns\",\"value\":%d},"
						  "\"total\":{\"unit\":\"ns\",\"value\":%d},"
						  "\"scan\":{\"unit\":\"ns\",\"value\":%d}",
						  from, from + rep % 3, from - rep % 5);
			struct made_op op = { "split", "split", metrics };

			store_in(runs[i], NULL, "bench=convert", rep, &op, 1);
			free(metrics);
		}
	}
	text = compare(EXIT_OK, "");
	assert_mail(text);
	assert_has(text, "typical of a cell, in evidence by boots\n");
	assert_has(text, "-- all 3 times of a cell (median of A and B: 100)\n"
		   "   virtual ns, not hardware, none.on.k0 live.spin max el1 2G cpus 2\n"
		   "  typical 95.13 104.6 +10.0% ");
	assert_has(text, "      4  WORSE\n");
	free(text);
	text = compare(EXIT_OK, "--format csv");
	assert_has(text, ",all,times,index,typical,no,less,8,8,");
	free(text);
	free(compare(EXIT_FAILED, "--fail-on-regression"));
}

/* Counted on CPUs that race: where boots differ, they are evidence like times. */
static void counts_that_vary_are_measured(void **state)
{
	char *text;
	int rep;

	(void)state;
	for (rep = 1; rep <= 4; rep++) {
		store_value("a", "bench=boot", rep, "smc", "count", 100 + rep);
		store_value("b", "bench=boot", rep, "smc", "count", 110 + rep);
	}
	text = compare(EXIT_OK, "");
	assert_has(text, "measured, in evidence by boots\n");
	assert_has(text, "4:4 WORSE\n");
	free(text);
}

/* Of 0 there is no percentage: the change and its interval are in the metric's unit. */
static void nothing_grows_by_no_percentage(void **state)
{
	char *text;
	int rep;

	(void)state;
	for (rep = 1; rep <= 4; rep++) {
		store_value("a", "bench=boot", rep, "wait", "ns", 0);
		store_value("b", "bench=boot", rep, "wait", "ns", 500);
	}
	text = compare(EXIT_OK, "");
	assert_mail(text);
	assert_has(text, "  value 0 500   +500 +500 +500 0.0286 +1.00   4:4 WORSE\n");
	free(text);
	text = compare(EXIT_OK, "--format csv");
	assert_has(text, ",500,ns,500,500,");
	free(text);
}

/* What is drawn depends on the row and the seed: not on what else is in the table. */
static void repeats(void **state)
{
	char *all, *again, *some, *line, *end;

	(void)state;
	store_latency("a", setmem, 8, 100000);
	store_latency("b", setmem, 8, 102000);
	store_latency("a", "bench=setmem bbm=none", 8, 100000);
	store_latency("b", "bench=setmem bbm=none", 8, 101000);
	all = compare(EXIT_OK, "--format csv");
	again = compare(EXIT_OK, "--format csv");
	assert_string_equal(all, again);
	some = compare(EXIT_OK, "--format csv --only bbm=bbml2");
	line = strstr(some, "setmem-bbml2");
	assert_non_null(line);
	/* up to and with the interval; p is corrected for another table */
	for (end = line; strncmp(end, ",percent,", 9); end++)
		;
	end = strchr(strchr(end + 9, ',') + 1, ',');
	*end = '\0';
	assert_has(all, line);
	free(all);
	free(again);
	free(some);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		runs_test(marks_what_is_worse),
		runs_test(marks_what_is_better),
		runs_test(says_what_is_the_same),
		runs_test(says_that_boots_are_few),
		runs_test(samples_of_a_boot_are_evidence_too),
		runs_test(says_where_it_stops_counting),
		runs_test(shift_has_no_interval_of_few),
		runs_test(needs_no_more_than_one_row_does),
		runs_test(one_boot_is_no_evidence),
		runs_test(compares_counts_as_they_are),
		runs_test(says_how_exact_a_median_is),
		runs_test(says_what_is_typical),
		runs_test(counts_that_vary_are_measured),
		runs_test(nothing_grows_by_no_percentage),
		runs_test(repeats),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

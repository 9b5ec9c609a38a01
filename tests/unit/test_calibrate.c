// SPDX-License-Identifier: GPL-2.0-only
/*
 * test_calibrate.c - what is found of a planted change, and what is marked without one, on
 * boots whose spread is known.
 */
#include "tests/unit/boots.h"
#include "tests/unit/normal.h"
#include "tests/unit/stdout.h"
#include "host/compare/calibrate.h"

static void assert_has(const char *text, const char *part)
{
	if (!strstr(text, part))
		fail_msg("expected:\n%s\nin:\n%s", part, text);
}

/* Boots of one cell: a histogram and a value, with so many % between boots. */
static void store_boots(int boots, double spread)
{
	uint64_t state = 11;
	int rep;

	for (rep = 1; rep <= boots; rep++) {
		int64_t from = 100000 * (1 + spread / 100 * normal(&state));
		char *hist = hist_json("ns", from, 40, 200);
		char *metrics = xasprintf("\"latency\":%s,"
					  "\"slow\":{\"unit\":\"ns\",\"value\":%lld},"
					  "\"calls\":{\"unit\":\"count\",\"value\":12}", hist,
					  (long long)(from * (1 + spread / 100 * normal(&state))));
		struct made_op op = { "ro.4k", "none", metrics };

		store_boot("bench=setmem", rep, &op, 1);
		free(metrics);
		free(hist);
	}
}

static struct calibration calibrated(size_t boots, size_t pairs)
{
	const struct calibrate_plan plan = {
		.compare = { 5, 1, 1 }, .boots = boots, .pairs = pairs, .shift = 5,
	};
	struct calibration result;
	struct run run;

	assert_int_equal(run_read(&run, scratch), 0);
	calibrate(&result, &run, NULL, &plan);
	run_free(&run);
	return result;
}

/* 1.5 % between boots: 10 of them find 5 %, and mark hardly anything else. */
static void finds_what_is_planted(void **state)
{
	struct calibration result;
	const struct calibrate_count *median = &result.stat[STAT_P50];

	(void)state;
	store_boots(40, 1.5);
	result = calibrated(10, 200);
	assert_int_equal(result.cells, 1);
	assert_int_equal(result.most, 40);
	assert_int_equal(result.pairs, 200);
	assert_in_range(result.pairs_flagged, 0, 10);
	assert_int_equal(median->rows, 200);
	assert_in_range(median->found, 180, 200);
	assert_in_range(median->enough, 150, 200);
	assert_true(median->enough_found * 100 >= median->enough * 90);
	assert_int_equal(result.stat[STAT_VALUE].rows, 200);
	assert_int_equal(result.exact.rows, 200);
	assert_int_equal(result.exact.flagged, 0);
	assert_int_equal(result.exact.found, 200);
}

/* Nine times that spread by 6 %, each for itself: hardly one is found, and all of them together. */
static void finds_what_is_typical(void **state)
{
	struct calibration result;
	uint64_t random = 5;
	int rep, i;

	(void)state;
	for (rep = 1; rep <= 60; rep++) {
		char *metrics = xstrdup("\"calls\":{\"unit\":\"count\",\"value\":12}");
		struct made_op op = { "op", "none", NULL };

		for (i = 0; i < 9; i++) {
			char *longer = xasprintf("%s,\"t%d\":{\"unit\":\"ns\",\"value\":%lld}",
						 metrics, i, (long long)(1000000 *
						 (1 + 0.06 * normal(&random))));

			free(metrics);
			metrics = longer;
		}
		op.metrics = metrics;
		store_boot("bench=boot", rep, &op, 1);
		free(metrics);
	}
	result = calibrated(20, 100);
	assert_int_equal(result.stat[STAT_TYPICAL].rows, 100);
	assert_in_range(result.stat[STAT_TYPICAL].flagged, 0, 5);
	assert_in_range(result.stat[STAT_TYPICAL].found, 90, 100);
	assert_int_equal(result.stat[STAT_VALUE].rows, 900);
	assert_in_range(result.stat[STAT_VALUE].found, 1, 450);
}

/* 20 % between boots: nobody finds 5 %, and nobody says that it could be found. */
static void does_not_promise_what_cannot_be(void **state)
{
	struct calibration result;

	(void)state;
	store_boots(40, 20);
	result = calibrated(10, 100);
	assert_in_range(result.pairs_flagged, 0, 5);
	assert_in_range(result.stat[STAT_P50].found, 0, 10);
	assert_int_equal(result.stat[STAT_P50].enough, 0);
}

static void says_what_is_missing(void **state)
{
	static const char matrix[] = "[a]\nbench = setmem\nreps = 12\n";
	char *text;

	(void)state;
	store_boots(7, 1);
	scratch_write("matrix.ini", matrix, strlen(matrix));
	assert_int_equal(command_run(cmd_calibrate, "", "--run @", &text), EXIT_OK);
	assert_non_null(strstr(text, "not measured in this run: a pair takes 2 x 12 boots of"));
	assert_non_null(strstr(text, "has more than 7."));
	assert_non_null(strstr(text, "--reps 24"));
	free(text);
}

/* Whoever reads the appendix must not have to ask of what it is. */
static void says_what_was_done(void **state)
{
	char *text;

	(void)state;
	store_boots(8, 1);
	assert_int_equal(command_run(cmd_calibrate, "", "--run @ --boots 4 --pairs 9", &text),
			 EXIT_OK);
	assert_has(text, "\ncommand   ./run.sh calibrate ");
	assert_has(text, "--boots 4 --pairs 9");
	assert_has(text, "\nrun       ");
	assert_has(text, "\ncells     setmem-none.on.k0-max-el1-2048m-2c-host\n");
	assert_has(text, "\npairs     9, each of 4 boots and 4 others of the same cells");
	assert_has(text, "\nfamily    4 rows: Holm");
	assert_has(text, "\nA/A       0 of 9 pairs have a row that is marked, 0.0 % (at most 5);");
	assert_has(text, " 95 %: 0.0 to 33.6 %,");
	assert_has(text, "\nplanted   5 %: found in 0 of 36 measured rows, 0.0 %; no row has b");
	free(text);
}

/* The boots of a side are those of the run's own matrix: the most that a cell has. */
static void takes_boots_from_the_matrix(void **state)
{
	static const char ini[] = "[a]\nbench = null\n[b]\nbench = setmem\nreps = 5\n";
	char *text;

	(void)state;
	store_boots(10, 1);
	said_start();
	assert_int_equal(command_run(cmd_calibrate, "", "--run @ --pairs 2", &text), EXIT_BAD);
	assert_non_null(strstr(said_end(), "so --boots N is needed"));
	free(text);
	scratch_write("matrix.ini", ini, strlen(ini));
	assert_int_equal(command_run(cmd_calibrate, "", "--run @ --pairs 2", &text), EXIT_OK);
	assert_has(text, "2, each of 5 boots and 5 others");
	free(text);
}

/* A count of single boots varies off icount: before, each pair that differed was marked. */
static void one_boot_a_side_marks_nothing(void **state)
{
	struct calibration result;
	char *text;
	int rep;

	(void)state;
	for (rep = 1; rep <= 20; rep++) {
		char *metrics = xasprintf("\"s2_fault\":{\"unit\":\"count\",\"value\":%d}",
					  300 + 17 * rep);
		struct made_op op = { "op", "none", metrics };

		store_boot("bench=boot", rep, &op, 1);
		free(metrics);
	}
	result = calibrated(1, 50);
	assert_int_equal(result.pairs, 50);
	assert_int_equal(result.pairs_flagged, 0);
	assert_int_equal(result.family_most, 0);
	assert_int_equal(command_run(cmd_calibrate, "", "--run @ --boots 1 --pairs 9", &text),
			 EXIT_OK);
	assert_has(text, "9, each of 1 boot and 1 other of");
	free(text);
}

/* compare shows all cells of a benchmark in one table, and corrects for all of its rows. */
static void a_family_is_a_table(void **state)
{
	static const char *const cells[] = { "bench=boot", "bench=boot mem=4G", "bench=null" };
	struct calibration result;
	size_t i;
	int rep;

	(void)state;
	for (rep = 1; rep <= 8; rep++) {
		for (i = 0; i < ARRAY_SIZE(cells); i++) {
			char *metrics = xasprintf("\"x\":{\"unit\":\"ns\",\"value\":%d}",
						  1000 + rep);
			struct made_op op = { "op", "none", metrics };

			store_boot(cells[i], rep, &op, 1);
			free(metrics);
		}
	}
	result = calibrated(4, 40);
	assert_int_equal(result.cells, 3);
	assert_int_equal(result.family_least, 1);
	assert_int_equal(result.family_most, 2);
	assert_true(result.stat[STAT_VALUE].rows > 40 && result.stat[STAT_VALUE].rows < 80);
}

/* compare refuses such a run: what was tried must be what compare would have had. */
static void refuses_what_is_damaged(void **state)
{
	static const char line[] = "{\"v\":2}\n";
	char *text;

	(void)state;
	store_boots(4, 1);
	assert_int_equal(store_append(scratch, line, strlen(line)), 0);
	said_start();
	assert_int_equal(command_run(cmd_calibrate, "", "--run @ --boots 2", &text), EXIT_BAD);
	assert_non_null(strstr(said_end(), "calibrate: 1 lines of "));
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		scratch_test(finds_what_is_planted),
		scratch_test(finds_what_is_typical),
		scratch_test(does_not_promise_what_cannot_be),
		scratch_test(says_what_is_missing),
		scratch_test(says_what_was_done),
		scratch_test(takes_boots_from_the_matrix),
		scratch_test(one_boot_a_side_marks_nothing),
		scratch_test(a_family_is_a_table),
		scratch_test(refuses_what_is_damaged),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * test_plan.c - order, shards, lines and estimates of a plan.
 */
#include "tests/unit/unit.h"
#include "host/plan/estimate.h"
#include "host/plan/plan.h"
#include "host/base/random.h"

static void make_plan(struct plan *plan, struct matrix *matrix, const char *text, int64_t reps)
{
	FILE *stream = fmemopen((void *)text, strlen(text), "r");

	assert_int_equal(matrix_read(matrix, stream, "m.ini"), 0);
	fclose(stream);
	assert_int_equal(matrix_expand(matrix, MATRIX_DEFAULT, NULL), 0);
	assert_int_equal(plan_make(plan, matrix, NULL, reps, NULL), 0);
}

static const char text[] = "[a]\nbench=null\ncpus=1,2,4\nreps=3\n";

/* The published first outputs of SplitMix64 for seed 1234567. */
static void random_is_splitmix(void **state)
{
	uint64_t s = 1234567;

	(void)state;
	assert_true(random_next(&s) == 6457827717110365317ull);
	assert_true(random_next(&s) == 3203168211198807973ull);
	assert_true(random_next(&s) == 9817491932198370423ull);
}

static void same_seed_same_order(void **state)
{
	struct matrix matrix;
	struct plan a, b, c;
	bool differs = false;
	size_t i;

	(void)state;
	make_plan(&a, &matrix, text, 0);
	assert_int_equal(plan_make(&b, &matrix, NULL, 0, NULL), 0);
	assert_int_equal(plan_make(&c, &matrix, NULL, 0, NULL), 0);
	assert_int_equal(a.nr, 9);
	assert_int_equal(a.nr_cells, 3);
	plan_shuffle(&a, 7);
	plan_shuffle(&b, 7);
	plan_shuffle(&c, 8);
	for (i = 0; i < a.nr; i++) {
		assert_string_equal(a.boots[i].name, b.boots[i].name);
		assert_int_equal(a.boots[i].rep, b.boots[i].rep);
		differs |= strcmp(a.boots[i].name, c.boots[i].name) ||
			   a.boots[i].rep != c.boots[i].rep;
	}
	assert_true(differs);
	plan_free(&a);
	plan_free(&b);
	plan_free(&c);
	matrix_free(&matrix);
}

/* Every boot is still there once, in the shuffled plan and in its shards together. */
static void nothing_is_lost(void **state)
{
	struct matrix matrix;
	int seen[5][4] = { 0 };
	struct plan plan;
	int64_t shard;
	size_t i;

	(void)state;
	for (shard = 1; shard <= 4; shard++) {
		make_plan(&plan, &matrix, text, 0);
		plan_shuffle(&plan, 99);
		plan_shard(&plan, shard, 4);
		for (i = 0; i < plan.nr; i++)
			seen[cell_number(&plan.boots[i].cell, AXIS_CPUS)][plan.boots[i].rep]++;
		plan_free(&plan);
		matrix_free(&matrix);
	}
	for (i = 1; i <= 3; i++) {
		assert_int_equal(seen[1][i], 1);
		assert_int_equal(seen[2][i], 1);
		assert_int_equal(seen[4][i], 1);
	}
}

static void reps_and_bounds(void **state)
{
	struct matrix matrix;
	struct plan plan;

	(void)state;
	make_plan(&plan, &matrix, text, 5);
	assert_int_equal(plan.nr, 15);
	plan_free(&plan);
	said_start();
	matrix.cells[0].reps = PLAN_BOOTS_MAX + 1;
	assert_int_equal(plan_make(&plan, &matrix, NULL, 0, NULL), -1);
	assert_said("more than 20000 boots");
	plan_free(&plan);
	matrix_free(&matrix);
}

static void line_round_trip(void **state)
{
	struct plan_boot boot = make_boot("bench=convert method=private hold=park mem=4G "
					  "kernel=/srv/k", 3), back;
	char *line;
	size_t len;
	FILE *out = open_memstream(&line, &len);

	(void)state;
	plan_line_write(out, &boot);
	fclose(out);
	assert_int_equal(plan_line_parse(line, &back), 0);
	assert_true(cell_same(&boot.cell, &back.cell));
	assert_string_equal(back.name, boot.name);
	assert_int_equal(back.rep, 3);
	assert_int_equal(back.est_s, 5);
	free(line);
}

static void bad_lines(void **state)
{
	static const struct {
		const char *from, *to, *said;
	} edits[] = {
		{ "rep=1", "rep=0", "rep '0' is not known" },
		{ "rep=1", "rep=x", "rep 'x' is not known" },
		{ "bench=null", "bench=nil", "bench 'nil' is not known; expected one of" },
		{ "bench=null", "bench=boot", "has the axes of 'boot-none" },
		{ "cpus=2", "cpus=2\tcpus=2", "field 'cpus' is there twice" },
		{ "\tcpus=2", "", "field 'cpus' is missing" },
		{ "cpus=2", "cpu_count=2", "field 'cpu_count' is not known" },
		{ "cpus=2", "cpus", "'cpus' is no key=value field" },
		{ "mem_mib", "mem", "field 'mem' is not known" },
		{ "cell=null", "cell=../null", "is not known; expected a cell name" },
		{ "cell=", "", "is no key=value field" },
	};
	struct plan_boot boot = make_boot("bench=null", 1), back;
	char *line;
	size_t len, i;
	FILE *out = open_memstream(&line, &len);

	(void)state;
	plan_line_write(out, &boot);
	fclose(out);
	for (i = 0; i < ARRAY_SIZE(edits); i++) {
		char *at = strstr(line, edits[i].from);
		char *edited;

		assert_non_null(at);
		edited = xasprintf("%.*s%s%s", (int)(at - line), line, edits[i].to,
				   at + strlen(edits[i].from));
		said_start();
		if (!plan_line_parse(edited, &back))
			fail_msg("'%s' was taken", edited);
		assert_said(edits[i].said);
		free(edited);
	}
	free(line);
	said_start();
	assert_int_equal(plan_line_parse("", &back), -1);
	assert_said("is no key=value field");
}

static void estimates(void **state)
{
	struct plan_boot quick = make_boot("bench=convert mem=2G", 1);
	struct plan_boot slow = make_boot("bench=convert mem=16G", 1);
	struct plan_boot realm = make_boot("bench=convert mem=16G guest=realm", 1);
	char out[32];

	(void)state;
	assert_true(estimate_seconds(&quick.cell, quick.name, NULL) > 0);
	assert_true(estimate_seconds(&slow.cell, slow.name, NULL) >
		    estimate_seconds(&quick.cell, quick.name, NULL));
	assert_true(estimate_seconds(&realm.cell, realm.name, NULL) >
		    estimate_seconds(&slow.cell, slow.name, NULL));
	assert_int_equal(estimate_parallel(100, 10, 3), 34);
	assert_int_equal(estimate_parallel(100, 60, 3), 60);
	estimate_text(59, out, sizeof(out));
	assert_string_equal(out, "59 s");
	estimate_text(600, out, sizeof(out));
	assert_string_equal(out, "10 min");
	estimate_text(2 * 3600 + 5 * 60, out, sizeof(out));
	assert_string_equal(out, "2 h 05 min");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(random_is_splitmix), cmocka_unit_test(same_seed_same_order),
		cmocka_unit_test(nothing_is_lost), cmocka_unit_test(reps_and_bounds),
		cmocka_unit_test(line_round_trip), cmocka_unit_test(bad_lines),
		cmocka_unit_test(estimates),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

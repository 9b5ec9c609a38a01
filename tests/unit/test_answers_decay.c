// SPDX-License-Identifier: GPL-2.0-only
/*
 * test_answers_decay.c - the answer about a map that decays (Q9), and the table behind it,
 * from made-up boots: each number of the right record, and what is said where one is missing.
 */
#include "tests/unit/answers.h"
#include "tests/unit/stdout.h"

#define READS(walks)	COUNT("ops", 1000) "," COUNT("linear_walk", walks)
#define CONTROLS	COUNT("ops", 1000) "," COUNT("linear_walk", 3) "," COUNT("user_walk", 680)
#define PRICE(held, total) \
	INSN("held", held) "," INSN("total", total) "," COUNT("tables_freed", 261)
#define AT(pmd)		CENSUS(LEAVES(pmd, 64), LEAVES(pmd, 64))
#define STEP(n, before, after) \
	"ok", COUNT("done", n), CENSUS(LEAVES(before, 64), LEAVES(after, 9000))

#define HEADING "map bbml2.on.k0, plain, 1G, cpus 1"

static const struct made_record decayed[] = {
	{ "pread-64.booted", "ok", READS(2), AT(506) },
	{ "control.booted", "ok", CONTROLS, AT(506) },
	{ "fresh.module.4", STEP(4, 506, 505) },
	{ "fresh.module.64", STEP(64, 506, 504) },
	{ "fresh.module.16", STEP(16, 506, 505) },
	{ "fresh.share.1", "skip", COUNT("done", 1), "" },
	{ "pread-64.decayed", "ok", READS(3), AT(504) },
	{ "fresh.fold", "ok", PRICE(224, 140000), CENSUS(LEAVES(504, 1), LEAVES(505, 1)) },
	{ "pread-64.fold", "ok", READS(2), AT(505) },
	{ "fresh.release", "ok", COUNT("tables", 9), CENSUS(LEAVES(505, 1), LEAVES(505, 1)) },
	{ "fresh.refold", "ok", PRICE(224, 180000), CENSUS(LEAVES(505, 1), LEAVES(507, 1)) },
	{ "pread-64.refold", "ok", READS(2), AT(507) },
	{ "pread-64.aged", "ok", READS(4), AT(507) },
	{ "aged.module.64", STEP(64, 507, 361) },
	{ "aged.bpf.256", STEP(256, 361, 361) },
	{ "aged.secretmem.1024", STEP(1024, 361, 249) },
	/* what was given up half-way says nothing of its kind */
	{ "aged.vmalloc.64", "skip", COUNT("done", 64), CENSUS(LEAVES(249, 1), LEAVES(200, 1)) },
	{ "pread-64.aged-decayed", "ok", READS(871), AT(249) },
	{ "aged.fold", "ok", PRICE(224, 5600000), CENSUS(LEAVES(249, 1), LEAVES(251, 1)) },
	{ "pread-64.aged-fold", "ok", READS(848), AT(251) },
	{ "aged.release", "ok", COUNT("tables", 9), CENSUS(LEAVES(251, 1), LEAVES(250, 1)) },
	{ "aged.refold", "ok", PRICE(225, 772484), CENSUS(LEAVES(250, 1), LEAVES(507, 1)) },
	{ "pread-64.aged-refold", "ok", READS(1), AT(507) },
	{ "control.aged-refold", "ok", CONTROLS, AT(507) },
};

#define CELL	"bench=decay bbm=bbml2 mem=1G cpus=1 clock=icount"

static void decay(void **state)
{
	const struct answer_text *row;
	const struct answer *q9;
	struct answered a;

	(void)state;
	store_records(CELL, decayed, ARRAY_SIZE(decayed));
	answered_make(&a);
	q9 = answer_of(&a, "Q9");
	assert_true(q9->measured);
	assert_int_equal(q9->nr_tables, 2);
	/* of a step that with the most done, whichever came last */
	row = row_of(q9, 0, HEADING, "64 module");
	assert_row(row, "506 504 2 507 361 146");
	assert_source(q9, &row->pieces[2], "decay-bbml2", "fresh.module.64", "");
	assert_row(row_of(q9, 0, HEADING, "256 bpf"), "- - - 361 361 0");
	assert_row(row_of(q9, 0, HEADING, "fold"), "504 505 -1 249 251 -2");
	assert_row(row_of(q9, 0, HEADING, "all given back"), "505 505 0 251 250 1");
	assert_row(row_of(q9, 0, HEADING, "fold again"), "505 507 -2 250 507 -257");
	/* a heading, three kinds, and what came after them: nothing was shared */
	assert_int_equal(q9->tables[0].nr, 7);
	row = row_of(q9, 1, HEADING ", TLB of n1", "aged-refold");
	assert_row(row, "507 0.00100 0.680 772484 225 261");
	assert_source(q9, &row->pieces[2], "decay-bbml2", "pread-64.aged-refold", "linear_walk");
	assert_source(q9, &row->pieces[4], "decay-bbml2", "aged.refold", "total");
	assert_row(row_of(q9, 1, HEADING ", TLB of n1", "decayed"), "504 0.00300 - - - -");
	assert_says(&q9->said, "in fresh memory block entries go from 506 to 504 (lost to 64 "
		    "modules 2) and the walks of a pread-64 from 0.00200 to 0.00300; in aged "
		    "memory (free: single pages among those of the file that is read) block "
		    "entries go from 507 to 249 (lost to 64 modules 146, 256 BPF programs 0, "
		    "1024 pages of secret memory 112)");
	assert_says(&q9->said, "a fold while all of it is in use leaves 251 block entries and "
		    "0.848 walks, at 5600000 instructions; when all of it was given back 250 are "
		    "left, since nobody folds; a fold then leaves 507 and 0.00100 walks, at "
		    "772484 (others held for 225).");
	answered_free(&a);
}

/* Memory was not aged, and nothing counted walks: told of what there is. */
static void decay_in_part(void **state)
{
	static const struct made_record records[] = {
		{ "pread-64.booted", "ok", COUNT("ops", 1000), AT(506) },
		{ "fresh.module.4", STEP(4, 506, 505) },
		{ "pread-64.decayed", "ok", COUNT("ops", 1000), AT(505) },
		{ "age", "skip", "", "" },
	};
	const struct answer *q9;
	struct answered a;

	(void)state;
	store_records(CELL, records, ARRAY_SIZE(records));
	answered_make(&a);
	q9 = answer_of(&a, "Q9");
	assert_row(row_of(q9, 0, HEADING, "4 module"), "506 505 1 - - -");
	assert_says(&q9->said, "from 506 to 505 (lost to 4 modules 1) and the walks of a "
		    "pread-64 from - to -; a fold while all of it is in use leaves - block");
	answered_free(&a);
}

/* Ptes have nothing to lose: no answer is made of them, and the older one stands. */
static void no_blocks(void **state)
{
	static const struct made_record ptes[] = {
		{ "pread-64.booted", "ok", READS(1010), AT(0) },
		{ "fresh.module.4", STEP(4, 0, 0) },
		{ "pread-64.decayed", "ok", READS(1010), AT(0) },
	};
	static const struct made_record first[] = {
		{ "ro.4k.first", "ok", COUNT("other", 1),
		  CENSUS(LEAVES(1018, 80), LEAVES(1013, 9)) },
	};
	struct answered a;

	(void)state;
	store_records("bench=decay mem=1G cpus=1", ptes, ARRAY_SIZE(ptes));
	answered_make(&a);
	assert_false(answer_of(&a, "Q9")->measured);
	assert_says(&answer_of(&a, "Q9")->said, "bench=decay bbm=bbml2 has them step by step");
	answered_free(&a);
	store_records("bench=setmem bbm=bbml2", first, 1);
	answered_make(&a);
	assert_says(&answer_of(&a, "Q9")->said, "only in part: of the kinds of call ro.4k.first");
	assert_says(&answer_of(&a, "Q9")->missing, "bench=decay bbm=bbml2 would measure it");
	answered_free(&a);
}

/* All checkpoints, in the order in which they were made. */
static void table(void **state)
{
	static const struct made_record ptes[] = {
		{ "pread-64.booted", "ok", READS(1010), AT(0) },
		{ "fresh.module.4", STEP(4, 0, 0) },
	};
	static const char *const lines[] = {
		"1G, cpus 1, TLB of n1: no blocks to lose\n-- map bbml2.on.k0, plain, 1G,",
		"\naged.module.64           361   0 9000       -       -      -\n",
		"\npread-64.aged-decayed    249   0   64   0.871       -      -\n",
		"\naged.refold              507   0    1       -  772484    225\n",
		"Its price is in instructions\n",
	};
	char *text;
	size_t i;

	(void)state;
	store_records(CELL, decayed, ARRAY_SIZE(decayed));
	store_records("bench=decay mem=1G cpus=1 clock=icount", ptes, ARRAY_SIZE(ptes));
	assert_int_equal(command_run(cmd_report, "", "--run @", &text), EXIT_OK);
	for (i = 0; i < ARRAY_SIZE(lines); i++)
		if (!strstr(text, lines[i]))
			fail_msg("expected '%s' in:\n%s", lines[i], text);
	assert_null(strstr(text, "\nfresh.share.1 "));
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		scratch_test(decay), scratch_test(decay_in_part), scratch_test(no_blocks),
		scratch_test(table),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

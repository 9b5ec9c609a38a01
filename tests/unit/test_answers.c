// SPDX-License-Identifier: GPL-2.0-only
/*
 * test_answers.c - answers about mapping and converting (Q1, Q2, Q5), from made-up boots: the
 * right figures of the right cells, sums that add up, and what is missing by its name.
 */
#include "tests/unit/answers.h"

#define COUNTED	" clock=icount cpus=1 strategy=both"

static void store_paging(const char *cell, int work)
{
	char *metrics = xasprintf(COUNT("calls", 1) "," INSN("entry", 29000000)
				  ",\"work\":{\"unit\":\"insn\",\"value\":%d}", work);

	store_op(cell, "paging_init", "none", metrics);
	free(metrics);
}

static void store_memory(const char *cell, int table_bytes, int free_kib)
{
	char *metrics = xasprintf("\"linear_map_tables\":{\"unit\":\"bytes\",\"value\":%d},"
				  "\"mem_free\":{\"unit\":\"KiB\",\"value\":%d}", table_bytes,
				  free_kib);

	store_op(cell, "boot", "none", metrics);
	free(metrics);
}

/* All terms of 2 GiB, but that a realm's on blocks must be taken from others. */
static void store_terms(void)
{
	static const struct made_conversion split = { 500, 1200000, 1000, 1030, 1 };
	static const struct made_conversion fold = { 224, 2179071, 1009, 27, 1 };
	static const struct made_conversion bbm = { 75048, 2123775, 1000, 22, 203 };
	static const struct made_conversion timed = { 84927, 9999999, 1009, 27, 1 };

	store_paging("bench=timeline", 4562144);
	store_paging("bench=timeline guest=realm", 4562999);
	store_paging("bench=timeline rodata=off kfence=100", 107597);
	store_conversion("bench=convert method=swap hold=park" COUNTED, "insn", &split, &fold);
	store_conversion("bench=convert method=bbm hold=spin" COUNTED, "insn", &bbm, &bbm);
	store_conversion("bench=convert rodata=off kfence=100 method=swap hold=park" COUNTED,
			 "insn", &split, &fold);
	store_conversion("bench=convert method=swap hold=park cpus=2 strategy=both", "ns", &timed,
			 &timed);
	store_memory("bench=boot", 1026 * 4096, 1926 * 1024);
}

/* A sum must be that of the terms beside it, whatever they are. */
static size_t assert_sums(const struct answer *answer)
{
	const struct answer_table *table = &answer->tables[0];
	size_t i, sums = 0;

	for (i = 0; i < table->nr; i++) {
		const struct answer_piece *p = table->rows[i].cells.pieces;

		if (table->rows[i].heading || !strcmp(p[3].text, "-"))
			continue;
		assert_int_equal(atoll(p[3].text), atoll(p[1].text) + atoll(p[2].text));
		sums++;
	}
	return sums;
}

static void options(void **state)
{
	const struct answer_text *row;
	const struct answer *q1;
	struct answered a;

	(void)state;
	store_terms();
	answered_make(&a);
	q1 = answer_of(&a, "Q1");
	assert_true(q1->measured);
	assert_int_equal(assert_sums(q1), 5);
	row = row_of(q1, 0, "2 GiB", "plain: 1 swap.park");
	assert_row(row, "4562144 2179071 6741215");
	assert_source(q1, &row->pieces[1], "timeline-none.on.k0", "paging_init", "work");
	assert_source(q1, &row->pieces[2], "convert-none.on.k0-both.swap.park", "fold", "total");
	assert_int_equal(row->pieces[3].of, 0);
	assert_row(row_of(q1, 0, "2 GiB", "plain: 1 bbm.spin"), "4562144 2123775 6685919");
	assert_row(row_of(q1, 0, "2 GiB", "plain: 2 or 3"), "107597 none 107597");
	/* of a plain guest, which is said */
	row = row_of(q1, 0, "2 GiB", "realm: 2 swap.park");
	assert_row(row, "107597~ 1200000~ 1307597~");
	assert_source(q1, &row->pieces[2], "convert-none.off.k100", "split", "total");
	assert_non_null(strstr(q1->tables[0].note, "~ of another kind of guest"));
	assert_row(row_of(q1, 0, "2 GiB", "realm: 1 or 3"), "4562999 none 4562999");
	/* held, tables new, freed and left, MiB free at /init: 1026 - 1009, and 3 MiB more */
	assert_row(row_of(q1, 1, "2 GiB", "plain: 1 swap.park"), "224 0 1009 17 1929 2");
	assert_row(row_of(q1, 1, "2 GiB", "plain: 2 or 3"), "none 0 0 - - -");
	/* times, which no sum is made of: with 1, 2, 4 and 8 CPUs */
	assert_row(row_of(q1, 2, "", "plain: 1 swap.park, 2 GiB"), "- 84927 - -");
	assert_non_null(strstr(q1->tables[2].title, "virtual ns, not hardware"));
	assert_says(&q1->said, "at 2 GiB on CPUs without BBML2");
	assert_says(&q1->said, "plain, option 1 swap.park: 6,741,215 (4562144 and a fold of "
		    "2179071, others held for 224)");
	answered_free(&a);
}

/* What is not there is a dash, no sum is made of it, and what would supply it is named. */
static void options_missing(void **state)
{
	const struct answer *q1;
	struct answered a;

	(void)state;
	store_terms();
	answered_make(&a);
	q1 = answer_of(&a, "Q1");
	assert_row(row_of(q1, 0, "2 GiB", "realm: 2 private-mmuoff"), "107597~ - -");
	assert_says(&q1->missing, "bench=convert clock=icount pair=private-mmuoff/mmuoff "
		    "guest=realm rodata=off kfence=100 mem=2G; ");
	assert_says(&q1->missing, "bench=boot guest=plain rodata=off kfence=100 mem=2G");
	answered_free(&a);
}

/* Times of two kinds of CPU are not set side by side, which is said. */
static void one_accel(void **state)
{
	static const struct made_conversion timed = { 84927, 9999999, 1009, 27, 1 };
	static const char *const cells[] = {
		"bench=convert method=swap hold=park strategy=both",
		"bench=convert method=private hold=park strategy=both",
		"bench=convert accel=kvm cpu=host method=swap hold=park strategy=both",
	};
	const struct answer *q2;
	struct answered a;
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(cells); i++)
		store_conversion(cells[i], "ns", &timed, &timed);
	answered_make(&a);
	q2 = answer_of(&a, "Q2");
	assert_int_equal(q2->tables[0].nr, 3);
	assert_says(&q2->missing, "The answer is of accel tcg, page 4k and kernel 7.2.12-test");
	assert_int_equal(answer_of(&a, "Q3")->missing.nr, 0);
	answered_free(&a);
}

static void nothing(void **state)
{
	static const char *const would[][2] = {
		{ "Q1", "bench=timeline" }, { "Q2", "bench=convert" }, { "Q3", "bench=outcome" },
		{ "Q4", "bench=setmem" }, { "Q5", "bench=timeline bbm=mixed" }, { "Q6", "RMM" },
		{ "Q7", "RMM" }, { "Q8", "bench=tlb" }, { "Q9", "bench=setmem" },
		{ "Q10", "bench=setmem" }, { "Q11", "bench=bbm" },
	};
	struct answered a;
	size_t i;

	(void)state;
	store_op("bench=null", "null", "none", INSN("clock", 3));
	answered_make(&a);
	assert_int_equal(a.nr, ARRAY_SIZE(would));
	for (i = 0; i < ARRAY_SIZE(would); i++) {
		const struct answer *answer = answer_of(&a, would[i][0]);

		assert_false(answer->measured);
		assert_int_equal(answer->nr_tables, 0);
		assert_int_equal(answer->nr_cells, 0);
		assert_says(&answer->said, would[i][1]);
	}
	answered_free(&a);
}

static void directions(void **state)
{
	static const struct made_conversion split = { 74602, 1201151, 1000, 1022, 203 };
	static const struct made_conversion fold = { 74602, 2123775, 1000, 22, 203 };
	static const struct made_conversion swap = { 510, 1170870, 1011, 1029, 1 };
	static const struct made_conversion swap_fold = { 510, 2042879, 1011, 23, 1 };
	static const struct made_conversion upstream = { 11952061, 11966948, 1001, 1001, 1 };
	const struct answer_text *row;
	const struct answer *q2;
	struct answered a;

	(void)state;
	store_conversion("bench=convert method=bbm hold=spin" COUNTED, "insn", &split, &fold);
	store_conversion("bench=convert rodata=off kfence=100 method=swap hold=park" COUNTED,
			 "insn", &swap, &swap_fold);
	store_conversion("bench=convert rodata=off kfence=100 method=private hold=park" COUNTED,
			 "insn", &split, &fold);
	store_conversion("bench=convert bbm=bbml2 method=upstream hold=spin" COUNTED, "insn",
			 &upstream, NULL);
	store_conversion("bench=convert method=bbm hold=park cpus=2 strategy=both", "ns", &split,
			 &fold);
	answered_make(&a);
	q2 = answer_of(&a, "Q2");
	row = row_of(q2, 0, "map none.on.k0, plain, 2G, cpus 1", "bbm.spin");
	assert_row(row, "74602 74602 1201151 2123775 1.77");
	assert_source(q2, &row->pieces[3], "convert-none.on.k0-both.bbm.spin", "split", "total");
	assert_row(row_of(q2, 0, "map bbml2.on.k0, plain, 2G, cpus 1", "upstream.spin"),
		   "11952061 - 11966948 - -");
	assert_row(row_of(q2, 1, "map none.on.k0, plain, 2G, cpus 1", "bbm.spin"),
		   "1000 1000 1022 22 203 203");
	assert_says(&q2->said, "takes 1.74 to 1.77 times the work of its split");
	assert_says(&q2->said, ", would hold the others for 1.00 times as long");
	assert_says(&q2->said, "1/46 to 1/45 of the split's pages at its peak");
	assert_says(&q2->said, "rodata=off without BBML2, no realm (none.off.k100, plain, 2G, "
		    "cpus 1): swap.park would hold the others least, for 510 in a split of "
		    "1170870 in all, and for 510 in a fold of 2042879");
	assert_says(&q2->missing, "bbm.park");
	answered_free(&a);
}

/* The first conversion of a boot meets another map: it is not what pairs are compared by. */
static void directions_first(void **state)
{
	static const struct made_conversion first = { 500, 36000000, 1001, 1040, 1 };
	static const struct made_conversion later = { 500, 2000000, 1000, 1030, 1 };
	struct made_op ops[] = {
		{ "split.first", "split", conversion_metrics("insn", &first, true) },
		{ "split", "split", conversion_metrics("insn", &later, true) },
		{ "fold", "fold", conversion_metrics("insn", &later, false) },
	};
	const struct answer *q2;
	struct answered a;
	size_t i;

	(void)state;
	store_boot("bench=convert bbm=bbml2 method=swap "
		   "hold=park" COUNTED, 1, ops, ARRAY_SIZE(ops));
	answered_make(&a);
	q2 = answer_of(&a, "Q2");
	assert_int_equal(q2->tables[0].nr, 2);
	assert_row(row_of(q2, 0, "map bbml2.on.k0, plain, 2G, cpus 1", "swap.park"),
		   "500 500 2000000 2000000 1.00");
	answered_free(&a);
	for (i = 0; i < ARRAY_SIZE(ops); i++)
		free((char *)ops[i].metrics);
}

/* Where nothing was counted the times are shown, for what they are. */
static void directions_timed(void **state)
{
	static const struct made_conversion split = { 74602, 1201151, 1000, 1022, 203 };
	const struct answer *q2;
	struct answered a;

	(void)state;
	store_conversion("bench=convert method=bbm hold=park cpus=2 strategy=both", "ns", &split,
			 &split);
	answered_make(&a);
	q2 = answer_of(&a, "Q2");
	assert_says(&q2->said, "virtual ns, not hardware");
	assert_says(&q2->said, ", holds the others for 1.00 times as long");
	assert_says(&q2->said, "no realm: not measured in this run");
	assert_non_null(strstr(q2->tables[0].title, "virtual ns, not hardware"));
	answered_free(&a);
}

static void late_split(void **state)
{
	static const struct made_conversion upstream = { 24000000, 24100000, 2048, 2048, 1 };
	static const struct made_conversion swap = { 240, 2900000, 2058, 2060, 1 };
	const struct answer_text *row;
	const struct answer *q5;
	struct answered a;

	(void)state;
	store_op("bench=timeline bbm=mixed mem=4G", "linear_map_maybe_split_to_ptes", "none",
		 COUNT("calls", 1) "," INSN("entry", 120000000) "," INSN("work", 25600000) ","
		 INSN("all_cpus", 51200000));
	store_op("bench=timeline mem=4G", "linear_map_maybe_split_to_ptes", "none",
		 COUNT("calls", 1) "," INSN("entry", 120000000) "," INSN("work", 7) ","
		 INSN("all_cpus", 14));
	store_conversion("bench=convert bbm=bbml2 mem=4G method=upstream hold=spin" COUNTED, "insn",
			 &upstream, NULL);
	store_conversion("bench=convert bbm=bbml2 mem=4G method=swap hold=park" COUNTED, "insn",
			 &swap, &swap);
	answered_make(&a);
	q5 = answer_of(&a, "Q5");
	assert_int_equal(q5->tables[0].nr, 1);
	assert_row(row_of(q5, 0, "", "mixed.on.k0, plain, 4G, cpus 2"), "25600000 6400000 "
		   "12800000");
	row = row_of(q5, 1, "map bbml2.on.k0, plain, el 1", "4G, cpus 1");
	assert_row(row, "24000000 6000000 2048 2048 240 swap.park");
	assert_source(q5, &row->pieces[5], "swap.park", "split", "held");
	assert_says(&q5->said, "at boot it executes 25600000 instructions, 6400000 for each "
		    "GiB, on the boot CPU while the other CPUs wait (mixed.on.k0, plain, 4G, "
		    "cpus 2); called by the module at 4 GiB it would hold the others for");
	assert_says(&q5->said, "swap.park would hold them for 240, 1/100000 of that "
		    "(in instructions).");
	answered_free(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		scratch_test(options), scratch_test(options_missing), scratch_test(one_accel),
		scratch_test(nothing),
		scratch_test(directions), scratch_test(directions_first),
		scratch_test(directions_timed), scratch_test(late_split),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

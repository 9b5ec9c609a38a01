// SPDX-License-Identifier: GPL-2.0-only
/*
 * test_answers_guest.c - answers about what guests came out as and went through (Q3, Q4 and
 * Q8 to Q11), from made-up boots.
 */
#include "tests/unit/answers.h"

#define BLOCKS	LEAVES(1000, 500)
#define PTES	LEAVES(14, 524000)

#define SHARES		METRIC("sharing", "bool", 1)
#define FAILS		METRIC("sharing", "bool", 0)

static void outcome(void **state)
{
	static const struct made_record broken[] = {
		{ "outcome", "ok", FAILS "," COUNT("failures", 22) ","
		  COUNT("devices_failed", 3) "," METRIC("leaked", "KiB", 65876),
		  CENSUS(BLOCKS, BLOCKS)
		  ",\"log\":[\"WARNING: at first\",\"WARNING: again\",\"no memory <b>&\"]" },
		{ "mended", "ok", SHARES "," COUNT("failures", 0), CENSUS(BLOCKS, PTES) },
	};
	static const struct made_record good[] = {
		{ "outcome", "ok", SHARES "," COUNT("failures", 0), CENSUS(PTES, PTES) },
	};
	static const struct made_record plain[] = {
		{ "outcome", "ok", COUNT("failures", 0), CENSUS(BLOCKS, BLOCKS) },
	};
	static const struct made_conversion split = { 500, 1200000, 1000, 1030, 1 };
	const struct answer_text *row;
	const struct answer *q3;
	struct answered a;

	(void)state;
	store_records("bench=outcome guest=realm rodata=off kfence=100", broken, 2);
	store_records("bench=outcome guest=realm", good, 1);
	store_records("bench=outcome rodata=off kfence=100", plain, 1);
	answered_make(&a);
	q3 = answer_of(&a, "Q3");
	assert_says(&q3->said, "kinds of guest that were booted: 1 plain, 2 realm; realms mapped "
		    "with blocks: 1; realms that cannot share memory: 1 (mapped with blocks: 1; "
		    "able to after the module's split: 1), which are none.off.k100.");
	assert_says(&q3->said, "the first line that failed is \"WARNING: at first\", then \"no "
		    "memory <b>&\"; devices that failed to probe: 3, KiB leaked: 65876");
	row = row_of(q3, 0, "cpu max, 2 GiB, cpus 2", "none.off.k100");
	assert_row(row, "blocks blocks FAILS 22 works");
	assert_source(q3, &row->pieces[2], "-realm", "outcome", "");
	assert_row(row_of(q3, 0, "cpu max, 2 GiB, cpus 2", "none.on.k0"), "- ptes works 0 ");
	store_conversion("bench=convert rodata=off kfence=100 method=swap hold=park clock=icount "
			 "cpus=1 strategy=both", "insn", &split, &split);
	answered_free(&a);
	answered_make(&a);
	assert_says(&answer_of(&a, "Q1")->said, "On blocks a realm cannot share memory, and after "
		    "its split it can.");
	answered_free(&a);
}

static char *latency(int from, int n)
{
	char *hist = hist_json("ns", from, 10, n), *metric = xasprintf("\"latency\":%s", hist);

	free(hist);
	return metric;
}

/* Percentiles are given as far as there are samples beyond them. */
static void latencies(void **state)
{
	struct made_record records[] = {
		{ "ro.4k.first", "ok", latency(50000, 2000),
		  CENSUS(LEAVES(1018, 80), LEAVES(1013, 2256)) },
		{ "rw.4k.first", "ok", latency(50000, 2000),
		  CENSUS(LEAVES(1018, 80), LEAVES(1013, 2256)) },
		{ "ro.4k.later", "ok", latency(20000, 1000), "" },
		{ "ro.2m.later", "ok", latency(90000, 100), "" },
		{ "x.4k.later", "ok", latency(7000, 99), "" },
		{ "decrypt.4k.first", "ok", latency(61000, 10),
		  CENSUS(LEAVES(1013, 2256), LEAVES(1009, 4000)) },
		{ "decrypt.4k.later", "ok", latency(33000, 10), "" },
	};
	static const char heading[] = "map bbml2.on.k0, realm, 2G, cpus 2, virtual ns, not "
		"hardware";
	const struct answer *q;
	struct answered a;
	size_t i;

	(void)state;
	store_records("bench=setmem bbm=bbml2 guest=realm", records, ARRAY_SIZE(records));
	answered_make(&a);
	q = answer_of(&a, "Q10");
	assert_string_equal(q->tables[0].title, "time of a call; realm: emulated RSI");
	assert_says(&q->said, "(bbml2.on.k0, realm, 2G, cpus 2): 59999 and 24991");
	/* first: p50, p99; later: p50, p99, p99.9, max */
	assert_row(row_of(q, 0, heading, "ro.4k"), "59999 69823 24991 29903 29983 29990");
	assert_row(row_of(q, 0, heading, "ro.2m"), "- - 90495 90990 - 90990");
	assert_row(row_of(q, 0, heading, "x.4k"), "- - 7491 - - 7980");
	q = answer_of(&a, "Q4");
	assert_row(row_of(q, 0, heading, "decrypt.4k"), "61055 - 33055 - - 33090");
	assert_says(&q->said, "set_memory_decrypted() of a page on bbml2.on.k0: p50 61055 at "
		    "first, 33055 later; in virtual ns, not hardware.");
	assert_says(&q->missing, "bench=timeline guest=realm");
	q = answer_of(&a, "Q9");
	assert_row(row_of(q, 0, "map bbml2.on.k0, realm, 2G, cpus 2", "ro.4k.first"),
		   "1018 1013 5 2000");
	/* a heading, ro and decrypt: rw found and left the same as ro */
	assert_int_equal(q->tables[0].nr, 3);
	assert_says(&q->said, "only in part: of the kinds of call ro.4k.first splits most, "
		    "5 of 1018 block entries");
	answered_free(&a);
	for (i = 0; i < ARRAY_SIZE(records); i++)
		free((char *)records[i].metrics);
}

#define WINDOW(name, calls, pages, tables) \
	COUNT(name "_calls", calls) "," COUNT(name "_pages", pages) "," \
	COUNT(name "_tables", tables)

/* What a boot with so many calls before the page allocator, and pages after it, leaves. */
static void store_calls(const char *cell, int early, int alone_pages, int shared,
			const char *alone_call)
{
	char *sum = xasprintf("\"early_calls\":{\"unit\":\"count\",\"value\":%d},"
			      "\"early_pages\":{\"unit\":\"count\",\"value\":%d},"
			      "\"early_tables\":{\"unit\":\"count\",\"value\":%d},"
			      "\"alone_pages\":{\"unit\":\"count\",\"value\":%d},"
			      "\"shared_pages\":{\"unit\":\"count\",\"value\":%d},"
			      COUNT("alone_calls", 7) "," COUNT("alone_tables", 6) ","
			      WINDOW("onlining", 0, 0, 0) "," WINDOW("final", 68, 145, 3),
			      early, 4 * early, 2 * early, alone_pages, shared);
	char *its = xasprintf("%s,\"alone_call\":%s", WINDOW("alone", 6, 96, 3), alone_call);
	const struct made_record records[] = {
		{ "set_memory_decrypted", "ok", sum, "" },
		{ "decrypted.its_alloc_pages_node", "ok", its, "" },
		{ "encrypted.its_free_pages", "ok", WINDOW("final", 1, 16, 0),
		  ",\"skipped\":{\"final_call\":\"not every call was seen to return\"}" },
	};

	store_records(cell, records, ARRAY_SIZE(records));
	free(sum);
	free(its);
}

static void windows(void **state)
{
	static const struct made_record boot[] = {
		{ "boot", "ok", COUNT("rsi_set", 8) "," COUNT("shared_pages", 656), "" },
	};
	static const char heading[] = "map none.on.k0, realm, 2G, cpus 2";
	char *call = hist_json("insn", 3000, 10, 6);
	const struct answer *q4;
	struct answered a;

	(void)state;
	store_calls("bench=timeline guest=realm", 0, 608, 753, call);
	store_calls("bench=timeline guest=realm mem=4G", 0, 16480, 16625, call);
	/* This one asks, and shares nothing: a row of its own, and no word of it. */
	store_calls("bench=timeline guest=realm rodata=off kfence=100", 0, 528, 0, call);
	/* A plain guest calls too, and shares nothing. */
	store_calls("bench=timeline", 9, 1, 0, call);
	store_records("bench=boot guest=realm", boot, 1);
	answered_make(&a);
	q4 = answer_of(&a, "Q4");
	assert_row(row_of(q4, 0, heading, "before the page allocator"), "0 0 0  ");
	assert_row(row_of(q4, 0, heading, "before secondaries"), "7 608 6  ");
	assert_row(row_of(q4, 0, heading, "- its_alloc_pages_node"), "6 96 3 3021 3050");
	assert_row(row_of(q4, 0, heading, "- its_free_pages (encrypted)"), "1 16 0 - -");
	/* The guest with more memory calls the same, and has no rows. */
	assert_int_equal(q4->tables[0].nr, 2 * 7);
	assert_says(&q4->said, "a realm makes 8 IPA_STATE_SET calls, after which 656 pages");
	assert_says(&q4->said, "0 fall before the page allocator is up, 7 between that and the "
		    "first secondary, 0 between that and the final capabilities, 68 after that; "
		    "a memblock allocator would have to serve nothing; what is shared between "
		    "the page allocator and the first secondary is 608 to 16480 pages, whose "
		    "split from blocks takes at most 6 page tables.");
	assert_source(q4, &row_of(q4, 0, heading, "before secondaries")->pieces[2], "-realm",
		      "set_memory_decrypted", "alone_pages");
	answered_free(&a);
	/* A kernel that shares sooner. */
	store_calls("bench=timeline guest=realm bbm=mixed", 2, 608, 761, call);
	answered_make(&a);
	assert_says(&answer_of(&a, "Q4")->said, "0 to 2 fall before the page allocator is up, 7 ");
	assert_says(&answer_of(&a, "Q4")->said, "a memblock allocator would have to serve 0 to 8 "
		    "pages, whose split from blocks takes at most 0 to 4 page tables");
	answered_free(&a);
	free(call);
}

/* A kernel without one of the functions that end windows. */
static void windows_unknown(void **state)
{
	static const struct made_record records[] = {
		{ "set_memory_decrypted", "ok", COUNT("calls", 74),
		  ",\"skipped\":{\"early_calls\":\"a function that ends a window was not seen\"}" },
		{ "decrypted.its_create_device", "ok", COUNT("smc", 0),
		  ",\"skipped\":{\"early_calls\":\"a function that ends a window was not seen\"}" },
	};
	static const struct made_record boot[] = { { "boot", "ok", COUNT("rsi_set", 8), "" } };
	struct answered a;

	(void)state;
	store_records("bench=timeline guest=realm", records, ARRAY_SIZE(records));
	store_records("bench=boot guest=realm", boot, 1);
	answered_make(&a);
	assert_int_equal(answer_of(&a, "Q4")->nr_tables, 0);
	assert_says(&answer_of(&a, "Q4")->missing, "how many of the calls fall into each window");
	answered_free(&a);
}

#define WALKS(n) \
	COUNT("linear_access", 90000) "," COUNT("linear_l1_refill", 5000) "," \
	COUNT("linear_walk", n) "," COUNT("linear_step", 4000) "," COUNT("ops", 1000)

static void pressure(void **state)
{
	static const struct made_record ptes[] = {
		{ "pread-64.booted", "ok", WALKS(1010), "" },
		{ "pread-64.fold", "ok", WALKS(3), "" },
		{ "control.booted", "ok", WALKS(1) "," COUNT("kernel_walk", 2) ","
		  COUNT("user_walk", 680) "," COUNT("insn_walk", 5), "" },
	};
	static const struct made_record blocks[] = {
		{ "pread-64.booted", "ok", WALKS(2), "" },
		{ "pread-64.split", "ok", WALKS(1011), "" },
	};
	static const char heading[] = "TLB of n1, plain, 1 GiB, cpus 1, clock host";
	const struct answer_text *row;
	const struct answer *q8;
	struct answered a;

	(void)state;
	store_records("bench=tlb cpus=1 mem=1G", ptes, ARRAY_SIZE(ptes));
	store_records("bench=tlb cpus=1 mem=1G bbm=bbml2", blocks, ARRAY_SIZE(blocks));
	store_records("bench=tlb cpus=1 mem=1G bbm=bbml2 geometry=a72", blocks, 1);
	answered_make(&a);
	q8 = answer_of(&a, "Q8");
	assert_string_equal(q8->tables[0].title, "walks for each operation");
	row = row_of(q8, 0, heading, "pread-64");
	assert_row(row, "1.01 0.00300 0.00200 1.01");
	assert_source(q8, &row->pieces[3], "tlb-bbml2", "pread-64.booted", "linear_walk");
	assert_row(row_of(q8, 0, heading, "control"), "0.688 - - -");
	assert_row(row_of(q8, 0, "TLB of a72, plain, 1 GiB, cpus 1, clock host", "pread-64"),
		   "- - 0.00200 -");
	assert_row(row_of(q8, 1, heading, "pread-64"), "5.00 5.00 4.00 4.00 - -");
	assert_says(&q8->said, "pread-64 in a plain guest with the TLB of n1: 1.01 on ptes, "
		    "0.00300 after a fold of them, 0.00200 on blocks, 1.01 after a split of them");
	answered_free(&a);
}

#define CHECKED(address) COUNT("stores", 5000) "," COUNT("size", 0) "," COUNT("address", address)

static void checker(void **state)
{
	static const struct made_record records[] = {
		{ "boot", "ok", CHECKED(0), "" },
		{ "split.swap.park", "ok", CHECKED(0), "" },
		{ "fold.swap.park", "fail", CHECKED(2), ",\"log\":[\"it broke\"]" },
		{ "control-address", "ok", CHECKED(1), "" },
	};
	const struct answer *q11;
	struct answered a;

	(void)state;
	store_records("bench=bbm mem=1G", records, ARRAY_SIZE(records));
	answered_make(&a);
	q11 = answer_of(&a, "Q11");
	assert_says(&q11->said, "without a violation: 1 of 2 conversions by legal pairs, 1 of 1 "
		    "boots; controls made to trip the checker: 1 did, 0 failed: fold.swap.park "
		    "BROKEN.");
	assert_row(row_of(q11, 0, "", "none.on.k0, plain, 1G, cpus 2"), "1 0 1 1 1 0");
	answered_free(&a);
}

/* Nothing seen by a checker that nothing trips is not good news. */
static void checker_untripped(void **state)
{
	static const struct made_record records[] = {
		{ "boot", "ok", CHECKED(0) "," COUNT("unfinished", 784), "" },
		{ "split.swap.park", "ok", CHECKED(0), "" },
	};
	struct answered a;

	(void)state;
	store_records("bench=bbm mem=1G", records, ARRAY_SIZE(records));
	answered_make(&a);
	assert_says(&answer_of(&a, "Q11")->said, "without a violation: 1 of 1 conversions by "
		    "legal pairs, 1 of 1 boots");
	assert_says(&answer_of(&a, "Q11")->said, "boots in which the kernel itself did not "
		    "wait for a TLBI (no DSB): 1");
	assert_says(&answer_of(&a, "Q11")->said, "that nothing was seen proves nothing");
	answered_free(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		scratch_test(outcome), scratch_test(latencies), scratch_test(windows),
		scratch_test(windows_unknown), scratch_test(pressure), scratch_test(checker),
		scratch_test(checker_untripped),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * test_answers_guest.c - answers about what guests came out as and went through (Q3, Q4 and
 * Q8 to Q11), from made-up boots.
 */
#include "tests/unit/answers.h"

/* A guest's record of any benchmark; metrics, log and census as JSON members. */
struct made_record {
	const char *op, *status, *metrics, *more;
};

static void store_records(const char *cell, const struct made_record *records, size_t nr)
{
	struct plan_boot boot = make_boot(cell, 1);
	struct collect c = { .run = "r", .boot = &boot, .frames_name = "f", .wall_ms = -1 };
	const char *bench = boot.cell.value[AXIS_BENCH];
	struct pile pile = { 0 };
	size_t i;

	hello_frame(&pile, bench, cell_number(&boot.cell, AXIS_CPUS), 4);
	for (i = 0; i < nr; i++) {
		char *json = xasprintf("{\"type\":\"record\",\"bench\":\"%s\",\"op\":\"%s\","
				       "\"strategy\":\"none\",\"method\":\"none\","
				       "\"hold\":\"none\",\"status\":\"%s\","
				       "\"reason\":\"%s\",\"metrics\":{%s}%s}",
				       bench, records[i].op, records[i].status,
				       strcmp(records[i].status, "ok") ? "so it says" : "",
				       records[i].metrics, records[i].more);

		pile_frame(&pile, json);
		free(json);
	}
	bye_frame(&pile, nr, "ok");
	c.frames = pile.text;
	c.frames_len = pile.len;
	collect_boot(&c);
	assert_int_equal(store_append(scratch, c.text, c.text_len), 0);
	free(c.text);
	pile_free(&pile);
}

#define LEAVES(pmd, pte) \
	"{\"pud\":0,\"contpmd\":0,\"pmd\":" #pmd ",\"contpte\":0,\"pte\":" #pte "}"
#define CENSUS(before, after) \
	",\"census\":{\"before\":" before ",\"after\":" after "}"
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
	assert_says(&q3->said, "1 kinds of plain guest and 2 of realm were booted; 1 realms are "
		    "mapped with blocks; 1 realms cannot share memory, 1 of them with blocks, and "
		    "1 can after the module's split: none.off.k100.");
	assert_says(&q3->said, "the first line that failed is \"WARNING: at first\", then \"no "
		    "memory <b>&\"; 3 devices failed to probe and 65876 KiB leaked");
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

#define ENTRY(at) COUNT("calls", 1) "," INSN("entry", at) "," INSN("work", 5000)

static void windows(void **state)
{
	static const struct made_record records[] = {
		{ "swiotlb_init", "ok", ENTRY(30), "" },
		{ "memblock_free_all", "ok", ENTRY(40), "" },
		{ "swiotlb_update_mem_attributes", "ok", ENTRY(50), "" },
		{ "smp_init", "ok", ENTRY(60), "" },
		{ "its_init", "ok", ENTRY(90), "" },
		{ "setup_system_features", "ok", ENTRY(80), "" },
	};
	static const struct made_record boot[] = {
		{ "boot", "ok", COUNT("rsi_set", 8) "," COUNT("shared_pages", 656), "" },
	};
	const struct answer *q4;
	struct answered a;

	(void)state;
	store_records("bench=timeline guest=realm", records, ARRAY_SIZE(records));
	store_records("bench=boot guest=realm", boot, 1);
	answered_make(&a);
	q4 = answer_of(&a, "Q4");
	assert_row(row_of(q4, 0, "map none.on.k0, realm, 2G, cpus 2", "swiotlb_init"),
		   "30 5000 no page allocator");
	assert_row(row_of(q4, 0, "map none.on.k0, realm, 2G, cpus 2",
			  "swiotlb_update_mem_attributes"), "50 5000 one CPU");
	assert_row(row_of(q4, 0, "map none.on.k0, realm, 2G, cpus 2", "its_init"),
		   "90 5000 caps final");
	assert_says(&q4->said, "windows: swiotlb_init(): no page allocator, "
		    "swiotlb_update_mem_attributes(): one CPU, its_init(): caps final");
	assert_says(&q4->said, "a realm makes 8 to 8 IPA_STATE_SET calls, after which 656 pages");
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
	assert_says(&q11->said, "1 of 2 conversions by legal pairs and 1 of 1 boots are without a "
		    "violation; 1 controls made to trip the checker did, and 0 failed: "
		    "fold.swap.park BROKEN.");
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
	assert_says(&answer_of(&a, "Q11")->said, "1 of 1 boots are without a violation");
	assert_says(&answer_of(&a, "Q11")->said, "in 1 of the boots the kernel itself did not "
		    "wait for a TLBI");
	assert_says(&answer_of(&a, "Q11")->said, "that nothing was seen proves nothing");
	answered_free(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		scratch_test(outcome), scratch_test(latencies), scratch_test(windows),
		scratch_test(pressure), scratch_test(checker), scratch_test(checker_untripped),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

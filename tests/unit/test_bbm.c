// SPDX-License-Identifier: GPL-2.0-only
/*
 * test_bbm.c - what breaks break-before-make is found, and what does not is not.
 */
#include "tests/unit/bbm_guest.h"

#define OLD		LEAF(0x80000000)
#define OTHER		LEAF(0x88000000)
#define DBM		(1ull << 51)
#define RDONLY		(1ull << 7)
#define UXN		(1ull << 54)
#define ATTR(nr)	((uint64_t)(nr) << 2)

/* All that the sequence asks for, around a change of one entry. */
static void break_entry(unsigned int page, unsigned int index)
{
	store(0, page, index, 0);
	stale_dsb(0, DSB_ISHST);
}

static void change_in_place(uint64_t from, uint64_t to)
{
	break_entry(LEVEL3, 0);
	tlbi(0, TLBI_ALL, true, 0, 0);
	stale_dsb(0, DSB_ISH);
	store(0, LEVEL3, 0, from);
	bbm_begin();
	store(0, LEVEL3, 0, to);
}

static void right(void **state)
{
	(void)state;
	guest_start(0);
	break_entry(LEVEL3, 0);
	tlbi_va(HIGH);
	stale_dsb(0, DSB_ISH);
	store(0, LEVEL3, 0, OTHER);
	assert_nothing_found();
	assert_int_equal(counted(PLUGIN_BBM_BREAKS), 1);
	assert_int_equal(counted(PLUGIN_BBM_STORES), 2);
	assert_int_equal(counted(PLUGIN_BBM_TLBI), 1);
}

static void in_place(void **state)
{
	static const struct {
		uint64_t from, to;
		enum plugin_bbm_kind kind;
	} changes[] = {
		{ OLD, OTHER, PLUGIN_BBM_KIND_ADDRESS },
		{ OLD, OLD | CONT, PLUGIN_BBM_KIND_SIZE },
		{ OLD | CONT, OLD, PLUGIN_BBM_KIND_SIZE },
		{ OLD, OLD | ATTR(1), PLUGIN_BBM_KIND_ATTRIBUTES },
		{ OLD, OLD | ATTR(2), PLUGIN_BBM_KIND_NONE },	/* the same in MAIR */
		{ OLD, OLD & ~INNER, PLUGIN_BBM_KIND_ATTRIBUTES },
		{ OLD | NG, OLD, PLUGIN_BBM_KIND_ATTRIBUTES },
		{ OLD, OLD | NG, PLUGIN_BBM_KIND_NONE },
		{ OLD, OLD | RDONLY, PLUGIN_BBM_KIND_NONE },
		{ OLD | DBM, OLD | UXN, PLUGIN_BBM_KIND_NONE },
		{ OLD, OLD & ~AF, PLUGIN_BBM_KIND_NONE },
	};
	size_t i;

	(void)state;
	guest_start(0);
	for (i = 0; i < ARRAY_SIZE(changes); i++) {
		const enum plugin_bbm_kind kind = changes[i].kind;

		change_in_place(changes[i].from, changes[i].to);
		assert_found(kind == PLUGIN_BBM_KIND_SIZE, kind == PLUGIN_BBM_KIND_ADDRESS,
			     kind == PLUGIN_BBM_KIND_ATTRIBUTES, 0, 0);
		assert_int_equal(counted(PLUGIN_BBM_CHANGES), kind != PLUGIN_BBM_KIND_NONE);
	}
}

static void blocks_and_tables(uint64_t bbml2, unsigned int size, unsigned int allowed)
{
	guest_start(bbml2);
	store(0, LEVEL2, 1, TABLE(LEVEL3_OTHER));
	store(0, LEVEL2, 0, BLOCK(0x80000000));
	assert_found(size, 0, 0, 0, allowed);
	/* Another table is another address, whatever these CPUs can do; this one was cut off. */
	store(0, LEVEL2, 1, TABLE(LEVEL3));
	assert_found_reused(size, 1, 0, 1, 0, allowed);
	guest_stop(NULL);
}

static void sizes(void **state)
{
	(void)state;
	blocks_and_tables(0, 2, 0);
	blocks_and_tables(3, 0, 2);
	/* One CPU that lacks it is enough, if it walks. */
	blocks_and_tables(1, 2, 0);
	guest_start(1);
	set_register(1, SHADOW_SCTLR, 0);
	tlbi(1, TLBI_ALL, false, 0, 0);
	store(0, LEVEL2, 1, TABLE(LEVEL3_OTHER));
	assert_found(0, 0, 0, 0, 1);
	guest_stop(NULL);
}

static void made_again(uint64_t desc)
{
	store(0, LEVEL3, 0, desc);
}

static void no_tlbi(void **state)
{
	(void)state;
	guest_start(0);
	break_entry(LEVEL3, 0);
	stale_dsb(0, DSB_ISH);
	made_again(OTHER);
	assert_found(0, 1, 0, 0, 0);
	/* What is the same but for its permissions needs none. */
	break_entry(LEVEL3, 0);
	made_again(OTHER | RDONLY);
	assert_found(0, 1, 0, 0, 0);
}

static void wrong_tlbi(void **state)
{
	(void)state;
	guest_start(0);
	break_entry(LEVEL3, 0);
	tlbi_va(HIGH + 4096);
	tlbi_va(HIGH - 4096);
	tlbi(0, TLBI_ASID, true, 0, 0);		/* global entries stay */
	tlbi(0, TLBI_IPA, true, HIGH, HIGH + 4096);
	tlbi(0, TLBI_OTHER, true, HIGH, HIGH + 4096);
	stale_dsb(0, DSB_ISH);
	made_again(OTHER);
	assert_found(0, 1, 0, 0, 0);
	break_entry(LEVEL3, 0);
	tlbi(0, TLBI_VA, true, HIGH - 4096, HIGH + 4096);
	stale_dsb(0, DSB_ISH);
	made_again(OLD);
	assert_found(0, 1, 0, 0, 0);
}

/* The invalid entry must be visible before the TLBI: a DSB of stores for all CPUs. */
static void early_tlbi(void **state)
{
	(void)state;
	guest_start(0);
	store(0, LEVEL3, 0, 0);
	stale_dsb(1, DSB_ISH);			/* another CPU's */
	stale_dsb(0, DSB_NSH);
	tlbi_va(HIGH);
	stale_dsb(0, DSB_ISH);
	made_again(OTHER);
	assert_found(0, 1, 0, 0, 0);
}

static void local_tlbi(void **state)
{
	uint64_t cpus = 0;

	(void)state;
	guest_start(0);
	break_entry(LEVEL3, 0);
	tlbi(0, TLBI_ALL, false, 0, 0);
	stale_dsb(0, DSB_NSH);
	made_again(OTHER);
	assert_found(0, 1, 0, 0, 0);
	assert_int_equal(bbm_report(0, PLUGIN_BBM_REPORT_CPUS, &cpus), 0);
	assert_int_equal(cpus, 2);
	/* One on each CPU is as good; DSBs for themselves are enough then. */
	break_entry(LEVEL3, 0);
	stale_dsb(1, DSB_ISHST);
	tlbi(0, TLBI_ALL, false, 0, 0);
	stale_dsb(0, DSB_NSH);
	tlbi(1, TLBI_ALL, false, 0, 0);
	stale_dsb(1, DSB_NSH);
	made_again(OLD);
	assert_found(0, 1, 0, 0, 0);
}

static void no_dsb(void **state)
{
	(void)state;
	guest_start(0);
	break_entry(LEVEL3, 0);
	tlbi_va(HIGH);
	stale_dsb(0, DSB_ISHST);		/* waits for no TLBI */
	stale_dsb(0, DSB_NSH);			/* nor this for one of all CPUs */
	stale_dsb(1, DSB_ISH);
	made_again(OTHER);
	assert_found(0, 0, 0, 1, 0);
	assert_int_equal(counted(PLUGIN_BBM_CHANGES), 0);
}

static void asids(void **state)
{
	const struct tlbi other = { .what = TLBI_VA, .broadcast = true, .asid = 9,
				    .start = HIGH, .end = HIGH + 4096 };

	(void)state;
	guest_start(0);
	set_register(0, SHADOW_TTBR0, PAGE(LOW_ROOT));
	break_entry(LOW_LEVEL3, 0);
	tlbi(0, TLBI_ASID, true, 0, 0);
	stale_dsb(0, DSB_ISH);
	store(0, LOW_LEVEL3, 0, OTHER | NG);
	assert_nothing_found();
	/* Of another ASID. */
	set_register(0, SHADOW_TTBR0, PAGE(EMPTY_ROOT));
	set_register(0, SHADOW_TTBR1, PAGE(ROOT) | ASID(2));
	set_register(0, SHADOW_TTBR0, PAGE(LOW_ROOT));
	break_entry(LOW_LEVEL3, 0);
	tlbi(0, TLBI_ASID, true, 0, 0);
	tlbi(0, TLBI_VA, true, 0, 4096);
	stale_dsb(0, DSB_ISH);
	store(0, LOW_LEVEL3, 0, OLD | NG);
	assert_found(0, 1, 0, 0, 0);
	/* What is global goes whichever ASID is said. */
	break_entry(LEVEL3, 0);
	bbm_tlbi(0, &other);
	stale_dsb(0, DSB_ISH);
	made_again(OTHER);
	assert_found(0, 1, 0, 0, 0);
}

/* A table goes: walk caches, and every leaf that was in it. */
static void table_breaks(void **state)
{
	struct tlbi last = { .what = TLBI_VA_ALL_ASIDS, .broadcast = true, .last_level = true,
			     .start = HIGH, .end = HIGH + SIZE_2M };

	(void)state;
	guest_start(0);
	break_entry(LEVEL2, 0);
	tlbi_va(HIGH);				/* one leaf of 512 */
	stale_dsb(0, DSB_ISH);
	store(0, LEVEL2, 0, BLOCK(0x80000000));
	assert_found(1, 0, 0, 0, 0);
	guest_stop(NULL);

	guest_start(0);
	break_entry(LEVEL2, 0);
	bbm_tlbi(0, &last);			/* leaves only */
	stale_dsb(0, DSB_ISH);
	store(0, LEVEL2, 0, BLOCK(0x80000000));
	assert_found(1, 0, 0, 0, 0);
	guest_stop(NULL);

	guest_start(0);
	break_entry(LEVEL2, 0);
	bbm_tlbi(0, &last);
	tlbi_va(HIGH);
	stale_dsb(0, DSB_ISH);
	store(0, LEVEL2, 0, BLOCK(0x80000000));
	assert_nothing_found();
	/* And a block: any address in it will do. */
	break_entry(LEVEL2, 0);
	tlbi_va(HIGH + 0x5000);
	stale_dsb(0, DSB_ISH);
	store(0, LEVEL2, 0, TABLE(LEVEL3_OTHER));
	assert_nothing_found();
}

/* Two levels go at once. */
static void tables_of_tables(void **state)
{
	(void)state;
	guest_start(0);
	break_entry(LEVEL1, 0);
	tlbi(0, TLBI_VA_ALL_ASIDS, true, HIGH, HIGH + SIZE_2M);
	stale_dsb(0, DSB_ISH);
	store(0, LEVEL1, 0, BLOCK(0x80000000));	/* the block at 2 MiB is left */
	assert_found(1, 0, 0, 0, 0);
	guest_stop(NULL);

	guest_start(0);
	break_entry(LEVEL1, 0);
	tlbi(0, TLBI_VA_ALL_ASIDS, true, HIGH, HIGH + 2 * SIZE_2M);
	stale_dsb(0, DSB_ISH);
	store(0, LEVEL1, 0, BLOCK(0x80000000));
	assert_nothing_found();
}

/* Tables that nobody walks may be changed at will, if their TLBs are empty by then. */
static void not_live(void **state)
{
	uint64_t why = 0;

	(void)state;
	guest_start(0);
	set_register(0, SHADOW_SCTLR, 0);
	set_register(1, SHADOW_TTBR1, PAGE(EMPTY_ROOT) | ASID(1));
	store(0, LEVEL3, 0, OTHER);
	assert_int_equal(counted(PLUGIN_BBM_CHANGES), 1);
	tlbi(0, TLBI_ALL, true, 0, 0);
	store(0, LEVEL3, 0, OLD);
	set_register(1, SHADOW_TTBR1, PAGE(ROOT) | ASID(1));
	set_register(0, SHADOW_SCTLR, SCTLR_M);
	assert_nothing_found();
	/* The same, but CPU 1 drops nothing before it is back. */
	set_register(0, SHADOW_SCTLR, 0);
	set_register(1, SHADOW_TTBR1, PAGE(EMPTY_ROOT) | ASID(1));
	store(0, LEVEL3, 0, OTHER);
	tlbi(0, TLBI_ALL, false, 0, 0);
	set_register(0, SHADOW_SCTLR, SCTLR_M);
	assert_nothing_found();
	set_register(1, SHADOW_TTBR1, PAGE(ROOT) | ASID(1));
	assert_found(0, 1, 0, 0, 0);
	assert_int_equal(bbm_report(0, PLUGIN_BBM_REPORT_WHY, &why), 0);
	assert_int_equal(why, PLUGIN_BBM_WHY_LOADED);
}

/* A store of a pair, and one of less than an entry. */
static void store_sizes(void **state)
{
	(void)state;
	guest_start(0);
	*entry(LEVEL3, 2) = OTHER;
	*entry(LEVEL3, 3) = OTHER;
	bbm_store(0, PAGE(LEVEL3) + 16, 16, 0);
	assert_found(0, 2, 0, 0, 0);
	*entry(LEVEL3, 5) = OTHER;
	bbm_store(0, PAGE(LEVEL3) + 44, 4, 0);
	assert_found(0, 3, 0, 0, 0);
}

static void reports(void **state)
{
	static const uint64_t want[PLUGIN_BBM_REPORT_NR] = {
		[PLUGIN_BBM_REPORT_KIND] = PLUGIN_BBM_KIND_ADDRESS,
		[PLUGIN_BBM_REPORT_WHY] = PLUGIN_BBM_WHY_NO_BREAK,
		[PLUGIN_BBM_REPORT_VA] = HIGH + 9 * 4096,
		[PLUGIN_BBM_REPORT_LEVEL] = 3,
		[PLUGIN_BBM_REPORT_OLD] = LEAF(0x80009000),
		[PLUGIN_BBM_REPORT_NEW] = OTHER,
		[PLUGIN_BBM_REPORT_PC] = 0x1234,
		[PLUGIN_BBM_REPORT_CPU] = 1,
		[PLUGIN_BBM_REPORT_CPUS] = 3,
	};
	uint64_t value;
	unsigned int i;

	(void)state;
	guest_start(0);
	store(1, LEVEL3, 9, OTHER);
	for (i = 0; i < PLUGIN_BBM_REPORT_NR; i++)
		assert_true(!bbm_report(0, i, &value) && value == want[i]);
	assert_int_not_equal(bbm_report(1, 0, &value), 0);
	assert_int_not_equal(bbm_report(0, PLUGIN_BBM_REPORT_NR, &value), 0);
	assert_int_not_equal(bbm_value(PLUGIN_BBM_NR, &value), 0);
	/* The first ones are kept; all are counted; after the end nothing is. */
	for (i = 10; i < 10 + 2 * BBM_REPORTS_MAX; i++)
		store(0, LEVEL3, i, OTHER);
	assert_int_equal(counted(PLUGIN_BBM_REPORTS), BBM_REPORTS_MAX);
	bbm_end();
	store(0, LEVEL3, 0, OTHER);
	assert_found(0, 1 + 2 * BBM_REPORTS_MAX, 0, 0, 0);
	bbm_begin();
	assert_nothing_found();
}

/* Of those that only lack a DSB a few are kept: there must be room for others. */
static void lesser_reports(void **state)
{
	(void)state;
	guest_start(0);
	for (unsigned int i = 0; i < 2 * BBM_REPORTS_MAX; i++) {
		break_entry(LEVEL3, i);
		tlbi(0, TLBI_ALL, true, 0, 0);
		store(0, LEVEL3, i, OTHER);
	}
	assert_int_equal(counted(PLUGIN_BBM_REPORTS), 4);
}

#define guest_test(fn)	cmocka_unit_test_teardown(fn, guest_stop)

int main(void)
{
	const struct CMUnitTest tests[] = {
		guest_test(right),
		guest_test(in_place),
		cmocka_unit_test(sizes),
		guest_test(no_tlbi),
		guest_test(wrong_tlbi),
		guest_test(early_tlbi),
		guest_test(local_tlbi),
		guest_test(no_dsb),
		guest_test(asids),
		guest_test(table_breaks),
		guest_test(tables_of_tables),
		guest_test(not_live),
		guest_test(store_sizes),
		guest_test(reports),
		guest_test(lesser_reports),
	};

	return cmocka_run_group_tests_name("bbm", tests, NULL, NULL);
}

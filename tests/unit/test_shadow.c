// SPDX-License-Identifier: GPL-2.0-only
/*
 * test_shadow.c - which tables are live, for whom, and until when.
 */
#include "tests/unit/bbm_guest.h"

#define ROOT_TABLES	4	/* from ROOT on */
#define LOW_TABLES	4	/* from LOW_ROOT on */
#define PXN_TABLE	(1ull << 59)
#define BOTH		3ull
#define CPU1		2ull

static struct table *table_of(unsigned int page)
{
	return shadow_first(PAGE(page));
}

static void mmu_off_means_no_table(void **state)
{
	(void)state;
	guest_make(0);
	set_register(0, SHADOW_TCR, TCR_48);
	set_register(0, SHADOW_TTBR1, PAGE(ROOT));
	assert_int_equal(shadow_tables(), 0);
	assert_false(shadow_has(PAGE(LEVEL3)));
	set_register(0, SHADOW_SCTLR, SCTLR_M);
	assert_true(shadow_has(PAGE(LEVEL3) + 0xff8));
	assert_false(shadow_has(PAGE(DATA)));
	assert_false(shadow_has(1ull << 50));
}

static void tables_are_followed(void **state)
{
	(void)state;
	guest_start(0);
	assert_int_equal(shadow_tables(), ROOT_TABLES + 1);
	assert_int_equal(shadow_cpus(table_of(LEVEL3)), BOTH);
	assert_true(table_of(LEVEL2)->va == HIGH);
	assert_int_equal(table_of(LEVEL2)->level, 2);
	assert_int_equal(table_of(LEVEL3)->valid, 512);
	/* A table that comes later; what it leads to is there at once. */
	*entry(LEVEL3_OTHER, 7) = LEAF(0);
	store(0, LEVEL2, 5, TABLE(LEVEL3_OTHER));
	assert_non_null(table_of(LEVEL3_OTHER));
	assert_true(table_of(LEVEL3_OTHER)->va == HIGH + 5 * SIZE_2M);
	assert_int_equal(table_of(LEVEL3_OTHER)->valid, 1);
	/* And that goes: what is stored there, when no walk reaches it any more, is data. */
	store(0, LEVEL2, 5, 0);
	assert_null(table_of(LEVEL3_OTHER));
	assert_true(shadow_has(PAGE(LEVEL3_OTHER)));
	stale_dsb(0, DSB_ISHST);
	tlbi_va(HIGH + 5 * SIZE_2M);
	stale_dsb(0, DSB_ISH);
	store(0, LEVEL3_OTHER, 0, LEAF(0));
	assert_false(shadow_has(PAGE(LEVEL3_OTHER)));
	assert_int_equal(counted(PLUGIN_BBM_REUSED), 0);
	assert_int_equal(counted(PLUGIN_BBM_STORES), 2);
}

/* A descriptor that leads to where no memory is, and one to a table that is there already. */
static void odd_tables(void **state)
{
	(void)state;
	guest_start(0);
	store(0, LEVEL2, 6, 0x7f0000000003);
	store(0, LEVEL2, 6, 0);
	store(0, LEVEL2, 7, TABLE(LEVEL3));
	store(0, LEVEL2, 7, 0);
	assert_int_equal(shadow_tables(), ROOT_TABLES + 1);
	assert_non_null(table_of(LEVEL3));
	/* The same table with other permissions: still one that points to it. */
	store(0, LEVEL2, 0, TABLE(LEVEL3) | PXN_TABLE);
	assert_int_equal(counted(PLUGIN_BBM_CHANGES), 0);
	store(0, LEVEL2, 0, 0);
	assert_null(table_of(LEVEL3));
}

static void roots_die_by_tlbi(void **state)
{
	(void)state;
	guest_start(0);
	set_register(0, SHADOW_TTBR1, PAGE(EMPTY_ROOT) | ASID(1));
	assert_int_equal(shadow_cpus(table_of(LEVEL3)), BOTH);
	assert_int_equal(shadow_walkers(table_of(LEVEL3)), CPU1);
	/* Of another CPU: nothing. By address or ASID: not all of it. */
	tlbi(1, TLBI_ALL, false, 0, 0);
	tlbi(0, TLBI_ASID, true, 0, 0);
	tlbi_va(HIGH);
	assert_int_equal(shadow_cpus(table_of(LEVEL3)), BOTH);
	tlbi(0, TLBI_ALL, false, 0, 0);
	assert_int_equal(shadow_cpus(table_of(LEVEL3)), CPU1);
	set_register(1, SHADOW_SCTLR, 0);
	assert_int_equal(shadow_cpus(table_of(LEVEL3)), CPU1);
	tlbi(0, TLBI_ALL, true, 0, 0);
	assert_null(table_of(LEVEL3));
}

static void user_roots(void **state)
{
	(void)state;
	guest_start(0);
	set_register(0, SHADOW_TTBR0, PAGE(LOW_ROOT));
	assert_int_equal(shadow_tables(), ROOT_TABLES + LOW_TABLES + 1);
	assert_int_equal(shadow_asid(table_of(LOW_LEVEL3), 0), 1);
	set_register(0, SHADOW_TTBR0, PAGE(EMPTY_ROOT));
	assert_int_equal(shadow_cpus(table_of(LOW_LEVEL3)), 1);
	tlbi(1, TLBI_ASID, true, 0, 0);
	assert_null(table_of(LOW_LEVEL3));
	/* One that maps nothing any more leaves nothing. */
	set_register(0, SHADOW_TTBR0, PAGE(LOW_ROOT));
	store(0, LOW_ROOT, 0, 0);
	set_register(0, SHADOW_TTBR0, PAGE(EMPTY_ROOT));
	assert_false(shadow_has(PAGE(LOW_ROOT)));
}

/* Roots that share tables: those stay as long as one of them does. */
static void shared_tables(void **state)
{
	(void)state;
	guest_start(0);
	*entry(OTHER_ROOT, 0) = TABLE(LEVEL1);
	set_register(0, SHADOW_TTBR1, PAGE(OTHER_ROOT) | ASID(1));
	tlbi(0, TLBI_ALL, true, 0, 0);
	assert_int_equal(shadow_cpus(table_of(ROOT)), CPU1);
	assert_int_equal(shadow_cpus(table_of(OTHER_ROOT)), 1);
	assert_int_equal(shadow_walkers(table_of(LEVEL3)), BOTH);
	set_register(1, SHADOW_TTBR1, PAGE(OTHER_ROOT) | ASID(1));
	tlbi(0, TLBI_ALL, true, 0, 0);
	assert_null(table_of(ROOT));
	assert_int_equal(shadow_cpus(table_of(LEVEL3)), BOTH);
}

/* With 52 bits a root has 16 entries, and a page has room for many of them. */
static void small_roots(void **state)
{
	const uint64_t second = PAGE(LOW_ROOT) + 128;

	(void)state;
	guest_make(0);
	*entry(LOW_ROOT, 16) = TABLE(LOW_LEVEL1);
	mmu_on(0, TCR_52, PAGE(LOW_ROOT), PAGE(EMPTY_ROOT));
	mmu_on(1, TCR_52, second, PAGE(EMPTY_ROOT));
	assert_int_equal(table_of(LOW_ROOT)->nr, 16);
	assert_int_equal(table_of(LOW_ROOT)->level, -1);
	assert_true(shadow_first(second) != shadow_first(PAGE(LOW_ROOT)));
	assert_int_equal(shadow_walkers(shadow_first(second)), CPU1);
	/* A slab's other objects are not in a table, though in its page. */
	assert_true(shadow_has(PAGE(LOW_ROOT) + 256));
	assert_null(shadow_first(PAGE(LOW_ROOT) + 256));
	/* One goes, the other one of its page stays. */
	set_register(0, SHADOW_TTBR0, PAGE(EMPTY_ROOT));
	tlbi(0, TLBI_ALL, true, 0, 0);
	assert_null(shadow_first(PAGE(LOW_ROOT)));
	assert_true(shadow_has(second));
}

static void descriptors(void **state)
{
	(void)state;
	assert_int_equal(desc_address(0xabcd0000fffff3ff, true) >> 48, 0xd);
	assert_int_equal(desc_address(0x0000812345678fff, false), 0x812345678000);
	assert_false(desc_is_valid(1, 3));
	assert_true(desc_is_valid(3, 3));
	assert_false(desc_is_table(3, 3));
	assert_false(desc_is_table(1, 2));
	assert_int_equal(level_bytes(2), SIZE_2M);
	assert_true(level_bytes(-1) == 1ull << 48);
}

#define guest_test(fn)	cmocka_unit_test_teardown(fn, guest_stop)

int main(void)
{
	const struct CMUnitTest tests[] = {
		guest_test(mmu_off_means_no_table),
		guest_test(tables_are_followed),
		guest_test(odd_tables),
		guest_test(roots_die_by_tlbi),
		guest_test(user_roots),
		guest_test(shared_tables),
		guest_test(small_roots),
		cmocka_unit_test(descriptors),
	};

	return cmocka_run_group_tests_name("shadow", tests, NULL, NULL);
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * test_rtt.c - realm/rtt*.c: what stage 2 lets through, by RIPAS, and what a change of
 * RIPAS leaves behind.
 */
#include "tests/unit/unit.h"
#include "realm/hw.h"
#include "realm/pool.h"
#include "realm/rtt_entry.h"
#include "tests/unit/realm_fake.h"

#define HALF	(1ul << 40)
#define PAGE(n)	(FAKE_RAM_BASE + (n) * SZ_4K)
#define END	(FAKE_RAM_BASE + FAKE_RAM_SIZE)

static int setup_blocks(void **state)
{
	(void)state;
	fake_realm(41, true);
	return 0;
}

static int setup_pages(void **state)
{
	(void)state;
	fake_realm(41, false);
	return 0;
}

static bool mapped(u64 ipa)
{
	u64 pa, descriptor;

	return fake_walk(ipa, &pa, &descriptor);
}

static u64 walk(u64 ipa, u64 *descriptor)
{
	u64 pa;

	assert_true(fake_walk(ipa, &pa, descriptor));
	return pa;
}

static u64 word(u64 pa)
{
	return *(u64 *)hw_ptr(pa);
}

static void assert_ripas(u64 base, u64 top, enum ripas ripas, u64 end)
{
	u64 got;

	assert_int_equal(rtt_ripas_get(base, top, &got), ripas);
	assert_int_equal(got, end);
}

static void fresh_is_ram_on_demand(void **state)
{
	u64 descriptor;

	(void)state;
	assert_ripas(FAKE_RAM_BASE, END, RIPAS_RAM, END);
	assert_ripas(FAKE_RAM_BASE, PAGE(9), RIPAS_RAM, PAGE(9));
	assert_false(mapped(PAGE(5)));
	assert_true(rtt_fault(PAGE(5) + 0x123));
	assert_int_equal(walk(PAGE(7) + 0x18, &descriptor), PAGE(7) + 0x18);
	assert_false(descriptor & S2_TABLE);
	assert_false(descriptor & S2_XN);
	/* The last, half filled block is pages. */
	assert_true(rtt_fault(END - SZ_4K));
	walk(END - SZ_4K, &descriptor);
	assert_true(descriptor & S2_TABLE);
	assert_false(mapped(END));
	assert_int_equal(fake.tlbis, 0);
	assert_int_equal(word(PAGE(5)), 0xa5a5a5a5a5a5a5a5);
}

static void pages_only(void **state)
{
	u64 descriptor;

	(void)state;
	assert_true(rtt_fault(PAGE(5)));
	walk(PAGE(5), &descriptor);
	assert_true(descriptor & S2_TABLE);
	assert_false(mapped(PAGE(6)));
}

static void outside_aborts(void **state)
{
	(void)state;
	assert_false(rtt_fault(FAKE_RAM_BASE - SZ_4K));		/* devices are unprotected */
	assert_false(rtt_fault(END));				/* the monitor */
	assert_false(rtt_fault(END + HALF));
	assert_false(rtt_fault(realm.monitor_end - SZ_4K + HALF));
	assert_false(rtt_fault(PAGE(0) + HALF));		/* RAM by its other address */
	assert_false(rtt_fault(1ul << 41));
	assert_false(rtt_fault((1ul << 41) + HALF + 0x09000000));
	assert_false(rtt_fault(~0ul));
	assert_true(rtt_fault(0x09000000 + HALF));
	assert_true(rtt_fault(0x8000000000 + HALF));
}

static void smmu_is_hidden(void **state)
{
	u64 descriptor;

	(void)state;
	realm.smmu_base = FAKE_SMMU_BASE;
	realm.smmu_size = FAKE_SMMU_SIZE;
	assert_false(rtt_fault(FAKE_SMMU_BASE + HALF));
	assert_false(rtt_fault(FAKE_SMMU_BASE + FAKE_SMMU_SIZE - SZ_4K + HALF));
	assert_true(rtt_fault(FAKE_SMMU_BASE - SZ_4K + HALF));
	assert_true(rtt_fault(FAKE_SMMU_BASE + FAKE_SMMU_SIZE + HALF));
	assert_false(mapped(FAKE_SMMU_BASE + HALF));
	assert_true(rtt_fault(0x09200000 + HALF));
	walk(0x09200000 + HALF, &descriptor);
	assert_false(descriptor & S2_TABLE);
	assert_true(descriptor & S2_XN);
}

static void share_one_page(void **state)
{
	u64 descriptor;

	(void)state;
	assert_true(rtt_fault(PAGE(5)));
	assert_int_equal(rtt_ripas_set(PAGE(5), PAGE(6), RIPAS_EMPTY, false), PAGE(6));
	assert_int_equal(realm.shared_pages, 1);
	assert_int_equal(fake.zeroed, 2 * SZ_4K); /* the page, and a new table */
	assert_int_equal(word(PAGE(5)), 0);
	assert_int_equal(word(PAGE(4)), 0xa5a5a5a5a5a5a5a5);
	assert_int_equal(word(PAGE(6)), 0xa5a5a5a5a5a5a5a5);
	assert_false(mapped(PAGE(5)));
	assert_true(mapped(PAGE(4)));				/* as the block was */
	assert_true(mapped(PAGE(6)));
	assert_int_equal(fake.tlbis, 2);		/* the break of its block, and it */
	assert_int_equal(fake.tlbi_bytes, SZ_2M + SZ_4K);
	assert_int_equal(fake.tlbis_mapped, 0);
	assert_false(rtt_fault(PAGE(5)));
	assert_true(rtt_fault(PAGE(5) + HALF));
	assert_int_equal(walk(PAGE(5) + HALF, &descriptor), PAGE(5));
	assert_true(descriptor & S2_XN);
	assert_false(rtt_fault(PAGE(4) + HALF));
	assert_ripas(FAKE_RAM_BASE, END, RIPAS_RAM, PAGE(5));
	assert_ripas(PAGE(5), END, RIPAS_EMPTY, PAGE(6));
	assert_ripas(PAGE(6), PAGE(9), RIPAS_RAM, PAGE(9));
}

static void take_back_wipes_and_unmaps(void **state)
{
	(void)state;
	rtt_ripas_set(PAGE(5), PAGE(7), RIPAS_EMPTY, false);
	assert_true(rtt_fault(PAGE(5) + HALF));
	assert_true(rtt_fault(PAGE(6) + HALF));
	memset(hw_ptr(PAGE(5)), 0x77, 2 * SZ_4K);
	fake.tlbis = 0;
	assert_int_equal(rtt_ripas_set(PAGE(5), PAGE(6), RIPAS_RAM, false), PAGE(6));
	assert_int_equal(realm.shared_pages, 1);
	assert_int_equal(realm.shared_pages_peak, 2);
	assert_int_equal(word(PAGE(5)), 0);
	assert_int_equal(word(PAGE(6)), 0x7777777777777777);
	assert_false(mapped(PAGE(5) + HALF));
	assert_true(mapped(PAGE(6) + HALF));
	assert_int_equal(fake.tlbis, 1);
	assert_int_equal(fake.tlbi_ipa, PAGE(5) + HALF);
	assert_false(rtt_fault(PAGE(5) + HALF));
	assert_true(rtt_fault(PAGE(5)));
}

static void same_again_keeps_contents(void **state)
{
	(void)state;
	assert_int_equal(rtt_ripas_set(FAKE_RAM_BASE, END, RIPAS_RAM, false), END);
	assert_int_equal(word(PAGE(5)), 0xa5a5a5a5a5a5a5a5);
	rtt_ripas_set(PAGE(5), PAGE(6), RIPAS_EMPTY, false);
	memset(hw_ptr(PAGE(5)), 0x77, SZ_4K);
	rtt_ripas_set(PAGE(5), PAGE(6), RIPAS_EMPTY, false);
	assert_int_equal(word(PAGE(5)), 0x7777777777777777);
	assert_int_equal(realm.shared_pages, 1);
}

static void blocks_whole_and_back(void **state)
{
	u64 two = FAKE_RAM_BASE + 2 * SZ_2M, descriptor, used;

	(void)state;
	rtt_fault(two);
	used = pool.used;
	assert_int_equal(rtt_ripas_set(two, two + SZ_2M, RIPAS_EMPTY, false), two + SZ_2M);
	assert_int_equal(realm.shared_pages, 512);
	assert_int_equal(pool.used, used);
	assert_true(rtt_fault(two + HALF));
	walk(two + HALF, &descriptor);
	assert_false(descriptor & S2_TABLE);
	/* One page of it goes back: the alias' block is split, the others stay shared. */
	memset(hw_ptr(two), 0x77, SZ_2M);
	rtt_ripas_set(two + SZ_4K, two + 2 * SZ_4K, RIPAS_RAM, false);
	assert_true(mapped(two + HALF));
	assert_false(mapped(two + SZ_4K + HALF));
	assert_int_equal(word(two), 0x7777777777777777);
	assert_int_equal(word(two + SZ_4K), 0);
	assert_int_equal(realm.shared_pages, 511);
	/* All of it goes back: no table is left in the protected half. */
	rtt_ripas_set(two, two + SZ_2M, RIPAS_RAM, false);
	assert_int_equal(realm.shared_pages, 0);
	assert_true(rtt_fault(two));
	walk(two, &descriptor);
	assert_false(descriptor & S2_TABLE);
	assert_false(rtt_fault(two + HALF));
	assert_false(mapped(two + 3 * SZ_4K + HALF));
}

/* TLBs may lead to a table until they are told; who gets its page next finds it empty. */
static void folded_tables(void **state)
{
	u64 used, page, i;

	(void)state;
	rtt_ripas_set(PAGE(5), PAGE(6), RIPAS_EMPTY, false);
	used = pool.used;
	rtt_ripas_set(PAGE(0), PAGE(512), RIPAS_EMPTY, false);
	assert_int_equal(pool.used, used - 1);
	assert_int_equal(fake.tlbi_used, used);
	page = pool_page();
	memset(hw_ptr(page), 0x77, SZ_4K);
	pool_free(page);
	assert_int_equal(pool_page(), page);
	for (i = 0; i < SZ_4K; i += 8)
		assert_int_equal(word(page + i), 0);
}

static void ranges_over_blocks(void **state)
{
	u64 from = FAKE_RAM_BASE + SZ_2M - 3 * SZ_4K, to = FAKE_RAM_BASE + 3 * SZ_2M + 5 * SZ_4K;
	u64 end;

	(void)state;
	assert_int_equal(rtt_ripas_set(from, to, RIPAS_EMPTY, false), to);
	assert_int_equal(realm.shared_pages, (to - from) / SZ_4K);
	assert_ripas(from, END, RIPAS_EMPTY, to);
	assert_int_equal(rtt_ripas_get(from - SZ_4K, END, &end), RIPAS_RAM);
	assert_int_equal(end, from);
	assert_int_equal(rtt_ripas_set(FAKE_RAM_BASE, END, RIPAS_RAM, false), END);
	assert_int_equal(realm.shared_pages, 0);
	assert_ripas(FAKE_RAM_BASE, END, RIPAS_RAM, END);
}

static void what_is_no_memory(void **state)
{
	u64 end;

	(void)state;
	/* EMPTY it is already; RAM it cannot be. */
	assert_int_equal(rtt_ripas_set(0, HALF, RIPAS_EMPTY, false), HALF);
	assert_int_equal(realm.shared_pages, FAKE_RAM_SIZE / SZ_4K);
	assert_int_equal(rtt_ripas_set(0, HALF, RIPAS_RAM, false), 0);
	assert_int_equal(rtt_ripas_set(PAGE(0), HALF, RIPAS_RAM, false), END);
	assert_int_equal(rtt_ripas_get(0x09000000, HALF, &end), RIPAS_EMPTY);
	assert_int_equal(end, FAKE_RAM_BASE);
	assert_int_equal(rtt_ripas_get(END, HALF, &end), RIPAS_EMPTY);
	assert_int_equal(end, HALF);
}

static void destroyed_stops(void **state)
{
	(void)state;
	rtt_destroy(PAGE(9));
	assert_false(rtt_fault(PAGE(9)));
	assert_false(rtt_fault(PAGE(9) + HALF));
	assert_int_equal(rtt_ripas_set(PAGE(8), PAGE(12), RIPAS_EMPTY, false), PAGE(9));
	assert_int_equal(realm.shared_pages, 1);
	assert_ripas(PAGE(9), PAGE(12), RIPAS_DESTROYED, PAGE(10));
	assert_int_equal(rtt_ripas_set(PAGE(8), PAGE(12), RIPAS_EMPTY, true), PAGE(12));
	assert_int_equal(realm.shared_pages, 4);
}

static void memory_of_the_monitor(void **state)
{
	(void)state;
	assert_ptr_equal(rtt_memory(PAGE(5) + 8, 16), hw_ptr(PAGE(5) + 8));
	assert_null(rtt_memory(PAGE(5) + 8, SZ_4K));		/* crosses a granule */
	assert_null(rtt_memory(PAGE(5), 0));
	assert_null(rtt_memory(PAGE(5) + HALF, 8));
	assert_null(rtt_memory(END, 8));
	assert_null(rtt_memory(~0ul - 3, 8));
	rtt_ripas_set(PAGE(5), PAGE(6), RIPAS_EMPTY, false);
	assert_null(rtt_memory(PAGE(5), 8));
	assert_non_null(rtt_memory(PAGE(5) - 8, 8));
}

/* Random changes beside a plain array of what should be: state, contents, counts. */
static void as_a_model(void **state)
{
	enum { PAGES = FAKE_RAM_SIZE / SZ_4K };
	static u8 empty[PAGES];
	u64 seed = 1, i, n, count = 0, at, nr;

	(void)state;
	memset(empty, 0, sizeof(empty));
	for (n = 0; n < 2000; n++) {
		enum ripas ripas;

		seed = seed * 6364136223846793005 + 1442695040888963407;
		at = (seed >> 33) % PAGES;
		nr = 1 + (seed >> 20 & 0xfff) % (PAGES - at);
		ripas = seed >> 63 ? RIPAS_RAM : RIPAS_EMPTY;
		for (i = at; i < at + nr; i += 3) {
			assert_int_equal(fake_touch(PAGE(i)), !empty[i]);
			assert_int_equal(fake_touch(PAGE(i) + HALF), empty[i]);
		}
		for (i = at; i < at + nr; i++)
			*(u64 *)hw_ptr(PAGE(i)) = 1;
		assert_int_equal(rtt_ripas_set(PAGE(at), PAGE(at + nr), ripas, false),
				 PAGE(at + nr));
		for (i = at; i < at + nr; i++) {
			assert_int_equal(word(PAGE(i)), empty[i] == (ripas == RIPAS_EMPTY));
			count += (ripas == RIPAS_EMPTY) - empty[i];
			empty[i] = ripas == RIPAS_EMPTY;
		}
		assert_int_equal(realm.shared_pages, count);
		for (i = 0; i < PAGES; i += 7) {
			assert_false(mapped(PAGE(i)) && empty[i]);
			assert_false(mapped(PAGE(i) + HALF) && !empty[i]);
		}
	}
	assert_true(pool.used < 64);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(fresh_is_ram_on_demand, setup_blocks),
		cmocka_unit_test_setup(pages_only, setup_pages),
		cmocka_unit_test_setup(outside_aborts, setup_blocks),
		cmocka_unit_test_setup(smmu_is_hidden, setup_blocks),
		cmocka_unit_test_setup(share_one_page, setup_blocks),
		cmocka_unit_test_setup(take_back_wipes_and_unmaps, setup_blocks),
		cmocka_unit_test_setup(take_back_wipes_and_unmaps, setup_pages),
		cmocka_unit_test_setup(same_again_keeps_contents, setup_blocks),
		cmocka_unit_test_setup(blocks_whole_and_back, setup_blocks),
		cmocka_unit_test_setup(folded_tables, setup_blocks),
		cmocka_unit_test_setup(ranges_over_blocks, setup_blocks),
		cmocka_unit_test_setup(ranges_over_blocks, setup_pages),
		cmocka_unit_test_setup(what_is_no_memory, setup_blocks),
		cmocka_unit_test_setup(destroyed_stops, setup_blocks),
		cmocka_unit_test_setup(memory_of_the_monitor, setup_blocks),
		cmocka_unit_test_setup(as_a_model, setup_blocks),
		cmocka_unit_test_setup(as_a_model, setup_pages),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

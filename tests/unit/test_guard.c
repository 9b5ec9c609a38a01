// SPDX-License-Identifier: GPL-2.0-only
/*
 * test_guard.c - realm/guard.c: a plain guest's stage 2 is IPA = PA with the largest leaves
 * that there can be, and nothing of it leads to what is the monitor's; for CPUs, and for
 * devices through the SMMU of smmu_model.h.
 */
#include "realm/guard.h"
#include "realm/pool.h"
#include "realm/rtt_entry.h"
#include "realm/smmu.h"
#include "realm/virt.h"
#include "tests/unit/smmu_model.h"

#define HIGH_WINDOW	0x8000000000ul		/* PCI's, 512G */
#define STREAM		0x28

/* fake_realm()'s memory, where a guest of size bytes is followed by the monitor. */
static void guard_make(unsigned int ipa_bits, u64 size, u64 monitor, bool smmu)
{
	fake_realm(ipa_bits, true);
	model_reset();
	realm.ram_size = size;
	realm.monitor_end = realm.ram_base + size + monitor;
	if (smmu) {
		realm.smmu_base = FAKE_SMMU_BASE;
		realm.smmu_size = FAKE_SMMU_SIZE;
	}
	guard_init();
	if (smmu)
		smmu_init(FAKE_SMMU_BASE);
}

static bool same(u64 ipa)
{
	u64 pa, descriptor;

	if (!fake_walk(ipa, &pa, &descriptor))
		return false;
	assert_int_equal(pa, ipa);
	/* readable, writable, executable; stage 1's shareability; the access flag */
	assert_int_equal(descriptor & S2_RW, S2_RW);
	assert_int_equal(descriptor & (S2_XN | S2_SH_INNER), 0);
	assert_true(descriptor & S2_AF);
	assert_int_equal(descriptor & S2_NORMAL, ipa >= VIRT_BOARD_BASE && ipa < VIRT_BOARD_END ?
			 S2_DEVICE_GRE : S2_NORMAL);
	return true;
}

/* The first and the last byte within, and those around. */
static void hole(u64 base, u64 size)
{
	assert_true(same(base - 1));
	assert_false(same(base));
	assert_false(same(base + size / 2));
	assert_false(same(base + size - 1));
	assert_true(same(base + size));
}

static void monitor_is_hidden(void **state)
{
	static const u64 sizes[] = { SZ_4K, SZ_2M - SZ_4K, SZ_2M, 3 * SZ_2M + 5 * SZ_4K, SZ_1G,
				     2 * SZ_1G };
	unsigned int i, j;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(sizes); i++) {
		for (j = 0; j < ARRAY_SIZE(sizes); j++) {
			guard_make(41, sizes[i], sizes[j], false);
			hole(realm.ram_base + sizes[i], sizes[j]);
			assert_true(same(realm.ram_base));
			assert_true(same(0));
			assert_true(same(VIRT_UART));
			assert_true(same(FAKE_SMMU_BASE));
			assert_true(same(HIGH_WINDOW));
			assert_true(same((1ul << 41) - 1));
		}
	}
}

static void smmu_is_hidden(void **state)
{
	(void)state;
	guard_make(40, SZ_2M, SZ_2M, true);
	hole(FAKE_SMMU_BASE, FAKE_SMMU_SIZE);
	hole(realm.ram_base + SZ_2M, SZ_2M);
	assert_true(same(VIRT_UART));
	assert_true(same((1ul << 40) - 1));
}

/* What it costs: tables for the board's GiB, for the one that the monitor is in, no others. */
static void blocks_are_large(void **state)
{
	u64 pa, descriptor, before;

	(void)state;
	guard_make(41, 2 * SZ_1G, SZ_1G, false);
	before = pool.used - realm.root_pages;
	guard_make(41, 2 * SZ_1G, 16 * SZ_2M, false);
	assert_int_equal(pool.used - realm.root_pages, before + 1);
	guard_make(41, 2 * SZ_1G + SZ_2M / 2, 16 * SZ_2M - SZ_2M / 2, false);
	assert_int_equal(pool.used - realm.root_pages, before + 2);
	guard_make(41, 2 * SZ_1G, 16 * SZ_2M, true);
	assert_true(fake_walk(FAKE_RAM_BASE, &pa, &descriptor));
	assert_int_equal(descriptor & S2_ADDRESS, FAKE_RAM_BASE);
	assert_false(entry_is_table(descriptor));
	assert_true(fake_walk(FAKE_RAM_BASE + SZ_1G + 12345, &pa, &descriptor));
	assert_int_equal(descriptor & S2_ADDRESS, FAKE_RAM_BASE + SZ_1G);
}

static void devices_reach_the_same(void **state)
{
	const u64 at = FAKE_RAM_BASE + SZ_2M;
	u64 pa;

	(void)state;
	guard_make(41, SZ_2M, 3 * SZ_4K, true);
	assert_true(dma(STREAM, at - 1, true, &pa));
	assert_int_equal(pa, at - 1);
	assert_true(dma(STREAM, FAKE_RAM_BASE, false, &pa));
	assert_true(dma(STREAM, 0x08090040, true, &pa));
	assert_int_equal(pa, 0x08090040);
	assert_int_equal(smmu_events(), 0);
	assert_false(dma(STREAM, at, false, &pa));
	assert_false(dma(STREAM, at, true, &pa));
	assert_false(dma(STREAM, at + 3 * SZ_4K - 1, true, &pa));
	assert_false(dma(STREAM, FAKE_SMMU_BASE, true, &pa));
	assert_false(dma(STREAM, 1ul << 41 | FAKE_RAM_BASE, true, &pa));
	assert_int_equal(smmu_events(), 5);
	assert_true(dma(STREAM, at + 3 * SZ_4K, true, &pa));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(monitor_is_hidden),
		cmocka_unit_test(smmu_is_hidden),
		cmocka_unit_test(blocks_are_large),
		cmocka_unit_test(devices_reach_the_same),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

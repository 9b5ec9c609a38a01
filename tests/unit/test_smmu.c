// SPDX-License-Identifier: GPL-2.0-only
/*
 * test_smmu.c - realm/smmu*.c against the SMMU of smmu_model.h: what devices reach and
 * what not, what is dropped when it must be, and that it is noticed when the SMMU does
 * not do as it is told.
 */
#include "tests/unit/smmu_model.h"
#include "realm/pool.h"
#include "realm/smmu.h"

#define UNPROTECTED	realm_half()
#define DOORBELL	0x08090000ul
#define STREAM		0x28

static bool reaches(u64 ipa, u64 want)
{
	u64 pa;

	if (!dma(STREAM, ipa, true, &pa))
		return false;
	assert_int_equal(pa, want);
	return true;
}

static void machine_make(unsigned int ipa_bits)
{
	fake_realm(ipa_bits, true);
	model_reset();
}

static void smmu_make(unsigned int ipa_bits)
{
	machine_make(ipa_bits);
	realm.smmu_base = FAKE_SMMU_BASE;
	realm.smmu_size = FAKE_SMMU_SIZE;
	smmu_tables_init();
	smmu_init(FAKE_SMMU_BASE);
}

static void taken_over(void **state)
{
	(void)state;
	smmu_make(41);
	assert_false(model.enabled_early);
	assert_int_equal(*reg(CR0), BIT(0) | BIT(2) | BIT(3));
	assert_int_equal(model.commands[0][0], 0x04);
	assert_int_equal(model.commands[0][1] & 0x1f, 31);
	assert_int_equal(model.commands[1][0], 0x30);
	assert_int_equal(reg64(STRTAB_BASE) & ADDRESS & 0x3fff, 0);	/* aligned to its size */
	assert_int_equal(smmu_events(), 0);
}

static void only_the_doorbell(void **state)
{
	u64 pa;

	(void)state;
	smmu_make(41);
	assert_true(reaches(DOORBELL + 0x40, DOORBELL + 0x40));
	tlb_drop(0, ~0ul);
	assert_false(dma(STREAM, DOORBELL, false, &pa));
	assert_false(reaches(DOORBELL - 1, 0));
	assert_false(reaches(DOORBELL + SZ_4K, 0));
	assert_false(reaches(DOORBELL | UNPROTECTED, 0));
	assert_false(reaches(0x08000000, 0));
	assert_false(reaches(FAKE_SMMU_BASE, 0));
	assert_false(reaches(FAKE_RAM_BASE, 0));
	assert_false(reaches(FAKE_RAM_BASE | UNPROTECTED, 0));
	assert_false(reaches(realm.smmu_root, 0));
	assert_false(reaches(realm.smmu_root | UNPROTECTED, 0));
	assert_false(reaches(1ul << 41 | DOORBELL, 0));
	assert_false(reaches(~0ul, 0));
	assert_int_equal(smmu_events(), 12);
}

/* What is shared can be reached by its unprotected address, a page before and after not. */
static void map_and_unmap(u64 pa, u64 size)
{
	u64 at, used;

	smmu_map(pa, size, true);
	for (at = pa; at < pa + size; at += SZ_4K) {
		assert_true(reaches((at + 8) | UNPROTECTED, at + 8));
		assert_true(model.descriptor & BIT(54));	/* XN */
		assert_false(reaches(at, 0));
	}
	assert_false(reaches((pa - 1) | UNPROTECTED, 0));
	assert_false(reaches((pa + size) | UNPROTECTED, 0));
	smmu_map(pa, size, false);
	/* the model does keep what it is not told to drop */
	assert_true(reaches(pa | UNPROTECTED, pa));
	smmu_tlbi(pa | UNPROTECTED, size);
	for (at = pa; at < pa + size; at += SZ_4K)
		assert_false(reaches(at | UNPROTECTED, 0));
	smmu_events();
	/* tables stay, so that once more costs nothing */
	used = pool.used;
	smmu_map(pa, size, true);
	smmu_map(pa, size, false);
	assert_int_equal(pool.used, used);
	assert_int_equal(model.nr_tlb, 0);
}

static void shared_pages(void **state)
{
	(void)state;
	smmu_make(41);
	map_and_unmap(FAKE_RAM_BASE + SZ_4K, SZ_4K);
	map_and_unmap(FAKE_RAM_BASE + SZ_2M - SZ_4K, 2 * SZ_4K);
	map_and_unmap(FAKE_RAM_BASE + SZ_2M - 20 * SZ_4K, 40 * SZ_4K);
	smmu_make(40);
	map_and_unmap(FAKE_RAM_BASE + SZ_2M, 16 * SZ_4K);
}

static void unmap_of_nothing(void **state)
{
	u64 used;

	(void)state;
	smmu_make(41);
	used = pool.used;
	smmu_map(FAKE_RAM_BASE, FAKE_RAM_SIZE, false);
	assert_int_equal(pool.used, used);
}

/* By RSI, as rtt.c does it. */
static void ripas_changes(void **state)
{
	const u64 base = FAKE_RAM_BASE + SZ_2M + 3 * SZ_4K;

	(void)state;
	smmu_make(41);
	assert_int_equal(rtt_ripas_set(base, base + SZ_4K, RIPAS_EMPTY, false), base + SZ_4K);
	assert_true(reaches(base | UNPROTECTED, base));
	assert_false(reaches((base + SZ_4K) | UNPROTECTED, 0));
	assert_int_equal(rtt_ripas_set(base, base + SZ_4K, RIPAS_RAM, false), base + SZ_4K);
	assert_int_equal(fake.smmu_tlbis, 1);
	tlb_drop(base | UNPROTECTED, SZ_4K);
	assert_false(reaches(base | UNPROTECTED, 0));
}

static void commands_by_size(void **state)
{
	unsigned int before, i;

	(void)state;
	smmu_make(41);
	before = model.nr_commands;
	smmu_tlbi(UNPROTECTED, 16 * SZ_4K);
	assert_int_equal(model.nr_commands, before + 17);
	for (i = 0; i < 16; i++)
		assert_int_equal(model.commands[before + i][1], UNPROTECTED + i * SZ_4K);
	before = model.nr_commands;
	smmu_tlbi(UNPROTECTED, 17 * SZ_4K);
	assert_int_equal(model.nr_commands, before + 2);
	assert_int_equal(model.commands[before][0], 0x28 | 1ul << 32);
	/* past the end of the queue, more than once */
	for (i = 0; i < 600; i++) {
		model.nr_commands = 0;
		smmu_tlbi(UNPROTECTED | i * SZ_4K, SZ_4K);
		assert_int_equal(model.nr_commands, 2);
	}
}

static void events_are_counted(void **state)
{
	u32 i, total = 0;
	u64 pa;

	(void)state;
	smmu_make(41);
	for (i = 0; i < 700; i++) {
		assert_false(reaches(FAKE_RAM_BASE + i * SZ_4K, 0));
		if (i % 3 == 0)
			total += smmu_events();
	}
	assert_int_equal(total + smmu_events(), 700);
	assert_int_equal(smmu_events(), 0);
	/* streams of other buses */
	assert_false(dma(0x100, DOORBELL, true, &pa));
	assert_int_equal(smmu_events(), 1);
}

static void events_are_lost(void **state)
{
	u32 i;

	(void)state;
	smmu_make(41);
	for (i = 0; i < 500; i++)
		assert_false(reaches(FAKE_RAM_BASE, 0));
	/* a queue full, and one for all that were lost */
	assert_int_equal(smmu_events(), 128 + 1);
	assert_int_equal(*reg(GERROR), *reg(GERRORN));
	assert_false(reaches(FAKE_RAM_BASE, 0));
	assert_int_equal(smmu_events(), 1);
}

static void take_over(void *base)
{
	smmu_init(*(u64 *)base);
}

static void invalidate(void *ipa)
{
	smmu_tlbi(*(u64 *)ipa, SZ_4K);
}

static void refused_devices(void **state)
{
	static const struct {
		u32 idr0, idr1;
	} bad[] = { { IDR0_QEMU & ~1u, 16 }, { IDR0_QEMU & ~8u, 16 }, { IDR0_QEMU & ~16u, 16 },
		    { IDR0_QEMU, 7 } };
	u64 base = FAKE_SMMU_BASE, ipa = UNPROTECTED;
	unsigned int i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(bad); i++) {
		machine_make(41);
		*reg(0x00) = bad[i].idr0;
		*reg(0x04) = bad[i].idr1;
		assert_true(fake_catch(take_over, &base));
		assert_non_null(strstr(fake.said, "SMMU: "));
	}
	smmu_make(41);
	model.stuck = true;
	assert_true(fake_catch(invalidate, &ipa));
	assert_non_null(strstr(fake.said, "SMMU: commands: register 0x9c"));
}

static void refused_command(void **state)
{
	u64 ipa = UNPROTECTED;

	(void)state;
	smmu_make(41);
	model.refuses = true;
	assert_true(fake_catch(invalidate, &ipa));
	assert_non_null(strstr(fake.said, "a command was refused"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(taken_over),
		cmocka_unit_test(only_the_doorbell),
		cmocka_unit_test(shared_pages),
		cmocka_unit_test(unmap_of_nothing),
		cmocka_unit_test(ripas_changes),
		cmocka_unit_test(commands_by_size),
		cmocka_unit_test(events_are_counted),
		cmocka_unit_test(events_are_lost),
		cmocka_unit_test(refused_devices),
		cmocka_unit_test(refused_command),
	};

	return cmocka_run_group_tests_name("smmu", tests, NULL, NULL);
}

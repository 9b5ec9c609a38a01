// SPDX-License-Identifier: GPL-2.0-only
/*
 * test_walk.c - qemu/plugin/walk.c: table walks of one and two stages, against tables that
 * were written by hand.
 */
#include "tests/unit/guest_tables.h"

#define RDONLY		(1ull << 7)
#define DBM		(1ull << 51)
#define XN		(3ull << 53)

#define TCR_A1		(1ull << 22)
#define TCR_EPD1	(1ull << 23)
#define TCR_TBI0	(1ull << 37)
#define TCR_TBI1	(1ull << 38)
#define TCR_DS		(1ull << 59)

static struct walk walk_of(const struct regime *regime, uint64_t va)
{
	struct walk w;

	walk(regime, va, ram_read, NULL, &w);
	return w;
}

static void leaves_of_all_sizes(void **state)
{
	const struct regime regime = regime48();
	struct walk w;

	(void)state;
	map48(&regime, LINEAR48, 1, 0x80000000 | BLOCK | AF);
	w = walk_of(&regime, LINEAR48 + 0x12345678);
	assert_int_equal(w.result, WALK_OK);
	assert_int_equal(w.pa, 0x92345678);
	assert_int_equal(w.shift, 30);
	assert_int_equal(w.steps, 2);
	assert_int_equal(w.level, 1);
	assert_true(w.high && w.global && !w.contiguous);
	assert_int_equal(w.s2_steps, 0);

	map48(&regime, LINEAR48 + (1ull << 30), 2, 0xc0000000 | BLOCK | AF | NG);
	w = walk_of(&regime, LINEAR48 + (1ull << 30) + 0x1fffff);
	assert_int_equal(w.pa, 0xc01fffff);
	assert_int_equal(w.shift, 21);
	assert_int_equal(w.steps, 3);
	assert_false(w.global);

	map48(&regime, LINEAR48 + (2ull << 30), 3, 0x123456000 | PAGE | AF);
	w = walk_of(&regime, LINEAR48 + (2ull << 30) + 8);
	assert_int_equal(w.pa, 0x123456008);
	assert_int_equal(w.shift, 12);
	assert_int_equal(w.steps, 4);
	assert_int_equal(w.step[0].level, 0);
	assert_int_equal(w.step[3].desc, 0x123456000 | PAGE | AF);
	assert_int_equal(ram_read(NULL, w.step[3].pa, &w.step[0].desc), 0);
	assert_int_equal(w.step[0].desc, w.step[3].desc);
}

static void contiguous_groups(void **state)
{
	const struct regime regime = regime48();
	struct walk w;

	(void)state;
	map48(&regime, LINEAR48 + 0x5000, 3, 0x80005000 | PAGE | CONT);
	w = walk_of(&regime, LINEAR48 + 0x5abc);
	assert_true(w.contiguous);
	assert_int_equal(w.shift, 16);
	assert_int_equal(w.pa, 0x80005abc);
	map48(&regime, LINEAR48 + 0x40200000, 2, 0x80200000 | BLOCK | CONT);
	w = walk_of(&regime, LINEAR48 + 0x40200000);
	assert_int_equal(w.shift, 25);
	assert_int_equal(w.pa, 0x80200000);
}

static bool group_is_one(const struct regime *regime, uint64_t va)
{
	struct walk w = walk_of(regime, va);

	assert_int_equal(w.result, WALK_OK);
	return walk_group_is_one(&w, ram_read, NULL);
}

/* A group of size-byte leaves at va, whose words are then ruined one after the other. */
static void group_rules(const struct regime *regime, uint64_t va, int level, uint64_t leaf,
			uint64_t size)
{
	const uint64_t wrong[] = {
		leaf & ~CONT,		/* the bit missing */
		leaf & ~VALID,
		leaf + size,		/* another address */
		leaf | RDONLY,
		leaf | NG,
		leaf & ~XN,
	};
	uint64_t *first = NULL, saved;
	unsigned int i, j;

	for (i = 0; i < 16; i++) {
		saved = map48(regime, va + i * size, level, leaf + i * size);
		first = i ? first : ram_word(saved);
	}
	for (i = 0; i < 16; i++)
		assert_true(group_is_one(regime, va + i * size));
	for (i = 1; i < 16; i++) {
		saved = first[i];
		for (j = 0; j < sizeof(wrong) / sizeof(wrong[0]); j++) {
			first[i] = wrong[j] + i * size;
			assert_false(group_is_one(regime, va));
			if (i == 15 || !(wrong[j] & CONT) || !(wrong[j] & VALID))
				continue;
			assert_false(group_is_one(regime, va + i * size));
			assert_false(group_is_one(regime, va + 15 * size));
		}
		first[i] = saved;
	}
	/* One leaf, not of the group's size, and all of them that far away. */
	for (i = 0; i < 16; i++)
		first[i] += size;
	assert_false(group_is_one(regime, va));
	/* What hardware may have set in one of them, and what software keeps there. */
	for (i = 0; i < 16; i++)
		first[i] = (leaf + i * size) | DBM | RDONLY;
	first[3] &= ~RDONLY;
	first[4] &= ~AF;
	first[5] |= 1ull << 55;
	assert_true(group_is_one(regime, va));
	first[3] &= ~DBM;
	assert_false(group_is_one(regime, va));
}

static void misprogrammed_groups(void **state)
{
	const struct regime regime = regime48();

	(void)state;
	group_rules(&regime, LINEAR48 + 0x10000, 3, 0x80010000 | PAGE | AF | CONT | XN, 4096);
	group_rules(&regime, LINEAR48 + 0x40000000, 2, 0xc0000000 | BLOCK | AF | CONT | XN,
		    1 << 21);
	/* A leaf by itself is nobody's group, and what is no memory cannot be judged. */
	map48(&regime, LINEAR48 + 0x20000, 3, 0x80021000 | PAGE);
	assert_true(group_is_one(&regime, LINEAR48 + 0x20000));
}

static void halves_tags_and_asids(void **state)
{
	struct regime regime = regime48();
	struct walk w;

	(void)state;
	map48(&regime, 0x400000, 3, 0x80000000 | PAGE | NG);
	w = walk_of(&regime, 0xab00000000400123);
	assert_int_equal(w.result, WALK_OK);
	assert_int_equal(w.pa, 0x80000123);
	assert_int_equal(w.asid, 5);
	assert_false(w.high);
	/* The upper half has no tags here, and the hole between is nobody's. */
	assert_int_equal(walk_of(&regime, 0xabff000000400123).result, WALK_FAULT_ADDRESS);
	assert_int_equal(walk_of(&regime, 0x0001000000400123).result, WALK_FAULT_ADDRESS);
	assert_int_equal(walk_untagged(&regime, 0xab80000000000000), 0xab80000000000000);
	regime.tcr |= TCR_TBI1;
	assert_int_equal(walk_untagged(&regime, 0xab80000000000000), 0xff80000000000000);
	regime.tcr &= ~TCR_TBI0;
	assert_int_equal(walk_of(&regime, 0xab00000000400123).result, WALK_FAULT_ADDRESS);

	regime.ttbr1 |= 7ull << 48 | 0x100ull << 48;
	regime.tcr |= TCR_A1;
	assert_int_equal(walk_asid(&regime), 0x107);
	regime.tcr &= ~(1ull << 36);
	assert_int_equal(walk_asid(&regime), 7);
	regime.tcr |= TCR_EPD1;
	assert_int_equal(walk_of(&regime, LINEAR48).result, WALK_FAULT_ADDRESS);
}

static void faults(void **state)
{
	struct regime regime = regime48();

	(void)state;
	assert_int_equal(walk_of(&regime, LINEAR48).result, WALK_FAULT_INVALID);
	/* A block at level 0 is none, without 52-bit descriptors; nor is 01 at the last level. */
	map48(&regime, LINEAR48, 0, 0x80000000 | BLOCK);
	assert_int_equal(walk_of(&regime, LINEAR48).result, WALK_FAULT_INVALID);
	map48(&regime, LINEAR48 + (1ull << 40), 3, 0x80000000 | BLOCK);
	assert_int_equal(walk_of(&regime, LINEAR48 + (1ull << 40)).result, WALK_FAULT_INVALID);
	assert_int_equal(walk_of(&regime, LINEAR48 + (1ull << 40)).steps, 4);
	map48(&regime, LINEAR48 + (2ull << 40), 0, 0x1000 | TABLE);
	assert_int_equal(walk_of(&regime, LINEAR48 + (2ull << 40)).result, WALK_FAULT_MEMORY);
	regime.tcr ^= 3ull << 30;
	assert_int_equal(walk_of(&regime, LINEAR48).result, WALK_FAULT_GRANULE);
	regime.sctlr = 0;
	assert_int_equal(walk_of(&regime, 0x1234).result, WALK_OFF);
	assert_int_equal(walk_of(&regime, 0x1234).pa, 0x1234);
}

static void fifty_two_bits(void **state)
{
	struct regime regime = regime48();
	struct walk w;

	(void)state;
	regime.tcr = (regime.tcr & ~(63ull | 63ull << 16)) | TCR_DS | 12 | 12 << 16;
	/* Five levels, 4 bits of index in the first; PA bits 51:50 are in bits 9:8. */
	ram_map(regime.ttbr1, -1, 4, LINEAR52 + 0x1000, 3, 0x80001000 | PAGE | 3 << 8);
	w = walk_of(&regime, LINEAR52 + 0x1008);
	assert_int_equal(w.result, WALK_OK);
	assert_int_equal(w.steps, 5);
	assert_int_equal(w.step[0].level, -1);
	assert_int_equal(w.pa, 3ull << 50 | 0x80001008);
	/* The last of the 16 entries of the first level. */
	ram_map(regime.ttbr1, -1, 4, -(1ull << 30), 1, 0x80000000 | BLOCK);
	assert_int_equal(walk_of(&regime, -(1ull << 30)).pa, 0x80000000);
	ram_map(regime.ttbr1, -1, 4, LINEAR52 + (1ull << 39), 0, 0x8000000000 | BLOCK);
	w = walk_of(&regime, LINEAR52 + (1ull << 39) + 5);
	assert_int_equal(w.pa, 0x8000000005);
	assert_int_equal(w.shift, 39);
	/* The root's address has bits 51:48 in bits 5:2: no memory is there. */
	regime.ttbr1 |= 1 << 2;
	assert_int_equal(walk_of(&regime, LINEAR52 + 0x1000).result, WALK_FAULT_MEMORY);
}

/* Stage 2 of 41 bits from level 1 on: four tables in a row, as realm/ has it. */
static uint64_t stage2_on(struct regime *regime)
{
	const uint64_t root = ram_table(4);

	regime->hcr = 1;
	regime->vtcr = (64 - 41) | 1 << 6;
	regime->vttbr = root | 9ull << 48;
	return root;
}

static void two_stages(void **state)
{
	struct regime regime = regime48();
	uint64_t root, leaf;
	struct walk w;

	(void)state;
	leaf = map48(&regime, LINEAR48, 1, 0x80000000 | BLOCK);
	map48(&regime, LINEAR48 + (1ull << 30), 1, (1ull << 40) | BLOCK);
	root = stage2_on(&regime);
	/* Tables are where they were, by a block of 1G; memory by blocks of 2M, elsewhere. */
	ram_map(root, 1, 11, RAM_BASE, 1, RAM_BASE | BLOCK);
	ram_map(root, 1, 11, 0x80200000, 2, 0xc0400000 | BLOCK);
	ram_map(root, 1, 11, 1ull << 40, 3, 0xd0000000 | PAGE);
	w = walk_of(&regime, LINEAR48 + 0x200123);
	assert_int_equal(w.result, WALK_OK);
	assert_int_equal(w.ipa, 0x80200123);
	assert_int_equal(w.pa, 0xc0400123);
	assert_int_equal(w.shift, 30);
	assert_int_equal(w.s2_shift, 21);
	assert_int_equal(w.steps, 2);
	assert_int_equal(w.step[1].ipa, leaf);
	assert_int_equal(w.step[1].s2_steps, 1);
	assert_int_equal(w.step[1].s2_shift, 30);
	/* One for each table, two for the address. */
	assert_int_equal(w.s2_steps, 1 + 1 + 2);
	/* Above the middle of the IPA space, in the third of the four tables. */
	w = walk_of(&regime, LINEAR48 + (1ull << 30) + 0x7f);
	assert_int_equal(w.pa, 0xd000007f);
	assert_int_equal(w.s2_steps, 1 + 1 + 3);
	assert_int_equal(w.s2_shift, 12);
	assert_int_equal(walk_of(&regime, LINEAR48 + 0x400000).result, WALK_FAULT_STAGE2);
	/* With stage 1 off, stage 2 is all there is. */
	regime.sctlr = 0;
	w = walk_of(&regime, 0x80200456);
	assert_int_equal(w.result, WALK_OFF);
	assert_int_equal(w.pa, 0xc0400456);
	assert_int_equal(walk_of(&regime, 1ull << 41).result, WALK_FAULT_STAGE2);
}

/* From the level that the number of bits asks for: 40 need a table for the uppermost one. */
static void first_levels(void **state)
{
	struct regime regime = regime48();
	struct walk w;

	(void)state;
	regime.tcr = (regime.tcr & ~63ull) | 24;
	ram_map(regime.ttbr0 & 0xfffffffff000, 0, 1, 1ull << 39, 3, 0x80000000 | PAGE);
	w = walk_of(&regime, 1ull << 39);
	assert_int_equal(w.result, WALK_OK);
	assert_int_equal(w.steps, 4);
	regime.tcr = (regime.tcr & ~63ull) | 25;
	regime.ttbr0 = ram_table(1);
	ram_map(regime.ttbr0, 1, 9, 1ull << 38, 3, 0x80000000 | PAGE);
	w = walk_of(&regime, 1ull << 38);
	assert_int_equal(w.result, WALK_OK);
	assert_int_equal(w.steps, 3);
	/* Stage 2 is told. */
	regime.sctlr = 0;
	regime.hcr = 1;
	regime.vtcr = (64 - 44) | 2 << 6;
	regime.vttbr = ram_table(1);
	ram_map(regime.vttbr, 0, 5, 1ull << 43, 2, 0x80000000 | BLOCK);
	w = walk_of(&regime, (1ull << 43) + 5);
	assert_int_equal(w.pa, 0x80000005);
	assert_int_equal(w.s2_steps, 3);
	regime.vtcr = (64 - 30) | 0 << 6;
	regime.vttbr = ram_table(1);
	ram_map(regime.vttbr, 2, 9, 1ull << 29, 3, 0x80001000 | PAGE);
	w = walk_of(&regime, (1ull << 29) + 5);
	assert_int_equal(w.pa, 0x80001005);
	assert_int_equal(w.s2_steps, 2);
	/* More bits than there are, and fewer than its first level needs. */
	regime.vtcr = (64 - 53) | 0 << 6;
	assert_int_equal(walk_of(&regime, 1ull << 29).result, WALK_FAULT_STAGE2);
	regime.vtcr = (64 - 30) | 1 << 6;
	assert_int_equal(walk_of(&regime, 1ull << 29).result, WALK_FAULT_STAGE2);
}

static void linear_map(void **state)
{
	struct regime regime = regime48();
	uint64_t start, end;

	(void)state;
	walk_linear_map(&regime, &start, &end);
	assert_int_equal(start, LINEAR48);
	assert_int_equal(end, 0xffff800000000000);
	regime.tcr -= 4 << 16;
	walk_linear_map(&regime, &start, &end);
	assert_int_equal(start, LINEAR52);
	assert_int_equal(end, 0xffff800000000000);
	regime.tcr += 13 << 16;
	walk_linear_map(&regime, &start, &end);
	assert_int_equal(start, 0xffffff8000000000);
	assert_int_equal(end, 0xffffffc000000000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(leaves_of_all_sizes, ram_clear),
		cmocka_unit_test_setup(contiguous_groups, ram_clear),
		cmocka_unit_test_setup(misprogrammed_groups, ram_clear),
		cmocka_unit_test_setup(halves_tags_and_asids, ram_clear),
		cmocka_unit_test_setup(faults, ram_clear),
		cmocka_unit_test_setup(fifty_two_bits, ram_clear),
		cmocka_unit_test_setup(two_stages, ram_clear),
		cmocka_unit_test_setup(first_levels, ram_clear),
		cmocka_unit_test_setup(linear_map, ram_clear),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

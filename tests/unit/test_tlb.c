// SPDX-License-Identifier: GPL-2.0-only
/*
 * test_tlb.c - qemu/plugin/tlb.c: which translation is found, replaced and invalidated.
 */
#include "tests/unit/unit.h"
#include "qemu/plugin/tlb.h"

#define K4		(1ull << 12)
#define SIZE(shift)	(1ull << (shift))
#define ALL_SIZES	(SIZE(12) | SIZE(16) | SIZE(21) | SIZE(30))
#define VA		0xffff000040000000ull

static struct tlb tlb;

static void make(unsigned int entries, unsigned int ways, uint64_t sizes)
{
	const struct tlb_shape shape = { entries, ways, sizes, 1, TLB_LRU };

	tlb_destroy(&tlb);
	tlb_init(&tlb, &shape);
}

static int unmake(void **state)
{
	(void)state;
	tlb_destroy(&tlb);
	return 0;
}

static void fill(uint64_t va, unsigned int shift, uint16_t asid, bool global)
{
	tlb_insert(&tlb, &(struct tlb_entry){
				 .va = va, .shift = shift, .asid = asid, .global = global });
}

static bool has(uint64_t va, uint16_t asid)
{
	return tlb_lookup(&tlb, va, asid);
}

static void lru_of_a_full_set(void **state)
{
	unsigned int i;

	(void)state;
	make(4, 4, ALL_SIZES);
	for (i = 0; i < 4; i++)
		fill(VA + i * K4, 12, 0, true);
	assert_true(has(VA, 0));
	fill(VA + 4 * K4, 12, 0, true);
	/* The first was used again, so the second had to go. */
	assert_true(has(VA, 0));
	assert_false(has(VA + K4, 0));
	assert_true(has(VA + 2 * K4, 0));
}

static void fifo_does_not_mind_use(void **state)
{
	unsigned int i;

	(void)state;
	make(4, 4, ALL_SIZES);
	tlb.shape.replacement = TLB_FIFO;
	for (i = 0; i < 4; i++)
		fill(VA + i * K4, 12, 0, true);
	assert_true(has(VA, 0));
	fill(VA + 4 * K4, 12, 0, true);
	assert_false(has(VA, 0));
	assert_true(has(VA + K4, 0));
}

static void random_is_the_same_each_time(void **state)
{
	uint64_t left[2] = { 0 };
	unsigned int round, i;

	(void)state;
	for (round = 0; round < 2; round++) {
		make(16, 16, ALL_SIZES);
		tlb.shape.replacement = TLB_RANDOM;
		for (i = 0; i < 32; i++)
			fill(VA + i * K4, 12, 0, true);
		for (i = 0; i < 32; i++)
			left[round] |= (uint64_t)has(VA + i * K4, 0) << i;
	}
	assert_int_equal(__builtin_popcountll(left[0]), 16);
	assert_int_equal(left[0], left[1]);
	/* LRU would have left the second half. */
	assert_true(left[0] != 0xffff0000);
}

static void sets_by_page_number(void **state)
{
	unsigned int i;

	(void)state;
	make(8, 2, ALL_SIZES);
	/* Four sets of two: pages 0, 4, 8 are in one, page 1 in another. */
	fill(VA, 12, 0, true);
	fill(VA + K4, 12, 0, true);
	fill(VA + 4 * K4, 12, 0, true);
	fill(VA + 8 * K4, 12, 0, true);
	assert_false(has(VA, 0));
	assert_true(has(VA + K4, 0));
	assert_true(has(VA + 4 * K4, 0));
	assert_true(has(VA + 8 * K4, 0));
	/* A block's number counts blocks. */
	for (i = 0; i < 3; i++)
		fill(2 * VA + i * SIZE(21), 21, 0, true);
	for (i = 0; i < 3; i++)
		assert_true(has(2 * VA + i * SIZE(21) + 0x12345, 0));
}

static void sizes_break_down(void **state)
{
	struct tlb_entry *entry;

	(void)state;
	make(4, 4, SIZE(12) | SIZE(21));
	fill(VA + 0x1234567, 30, 0, true);
	assert_true(has(VA + 0x1200000, 0));
	assert_true(has(VA + 0x13fffff, 0));
	assert_false(has(VA + 0x1400000, 0));
	entry = tlb_lookup(&tlb, VA + 0x1200000, 0);
	assert_int_equal(entry->shift, 21);
	fill(VA + 0x1400000, 16, 0, true);
	assert_true(has(VA + 0x1400fff, 0));
	assert_false(has(VA + 0x1401000, 0));
	assert_int_equal(tlb_fit(&tlb.shape, 34), 21);
	assert_int_equal(tlb_fit(&tlb.shape, 20), 12);
}

static void asids(void **state)
{
	(void)state;
	make(8, 8, ALL_SIZES);
	fill(K4, 12, 1, false);
	fill(VA, 12, 1, true);
	assert_true(has(K4, 1));
	assert_false(has(K4, 2));
	assert_true(has(VA, 2));
	tlb_invalidate(&tlb, &(struct tlbi){ .what = TLBI_ASID, .asid = 2 });
	assert_true(has(K4, 1));
	tlb_invalidate(&tlb, &(struct tlbi){ .what = TLBI_ASID, .asid = 1 });
	assert_false(has(K4, 1));
	assert_true(has(VA, 1));
}

/* The same for one set and for many, which are gone through in different ways. */
static void by_address(unsigned int ways)
{
	const struct tlbi page = { .what = TLBI_VA, .asid = 1, .start = VA + K4,
				   .end = VA + 2 * K4 };
	struct tlbi tlbi = page;

	make(16, ways, ALL_SIZES);
	fill(VA, 12, 1, false);
	fill(VA + K4, 12, 2, false);
	tlb_invalidate(&tlb, &tlbi);
	assert_true(has(VA, 1));
	assert_true(has(VA + K4, 2));
	tlbi.what = TLBI_VA_ALL_ASIDS;
	tlb_invalidate(&tlb, &tlbi);
	assert_true(has(VA, 1));
	assert_false(has(VA + K4, 2));
	/* One page of a block takes the block; a global one whatever the ASID. */
	fill(VA, 21, 7, true);
	tlb_invalidate(&tlb, &page);
	assert_false(has(VA + 0x100000, 7));
	assert_true(has(VA, 1));
	/* A range, up to the last page of all. */
	fill(-K4, 12, 1, false);
	tlbi = (struct tlbi){ .what = TLBI_VA, .asid = 1, .start = VA, .end = VA + SIZE(30) };
	tlb_invalidate(&tlb, &tlbi);
	assert_false(has(VA, 1));
	assert_true(has(-K4, 1));
	tlbi.start = -2 * K4;
	tlbi.end = 0;
	tlb_invalidate(&tlb, &tlbi);
	assert_false(has(-K4, 1));
	fill(VA, 30, 1, true);
	tlb_invalidate(&tlb, &(struct tlbi){ .what = TLBI_OTHER });
	assert_true(has(VA, 1));
	tlb_invalidate(&tlb, &(struct tlbi){ .what = TLBI_ALL });
	assert_false(has(VA, 1));
}

/* Pages beside each other are in one set each. */
static void range_over_sets(void **state)
{
	unsigned int i;

	(void)state;
	make(16, 2, ALL_SIZES);
	for (i = 0; i < 5; i++)
		fill(VA + i * K4, 12, 0, true);
	tlb_invalidate(&tlb, &(struct tlbi){ .what = TLBI_VA, .start = VA + K4,
					     .end = VA + 4 * K4 });
	for (i = 0; i < 5; i++)
		assert_int_equal(has(VA + i * K4, 0), i < 1 || i > 3);
}

static void tlbi_one_set(void **state)
{
	(void)state;
	by_address(16);
}

static void tlbi_many_sets(void **state)
{
	(void)state;
	by_address(4);
}

static void coalesced(void **state)
{
	struct tlb_entry leaf = { .va = VA + 5 * K4, .pa = 0x80004000, .shift = 12, .pages = 0x7,
				  .global = true };

	(void)state;
	make(4, 4, ALL_SIZES);
	tlb.shape.coalesce = 4;
	tlb_insert(&tlb, &leaf);
	assert_true(has(VA + 4 * K4, 0));
	assert_true(has(VA + 6 * K4 + 0xfff, 0));
	assert_false(has(VA + 7 * K4, 0));
	/* Now all four: still one entry. */
	leaf.pages = 0xf;
	tlb_insert(&tlb, &leaf);
	assert_true(has(VA + 7 * K4, 0));
	assert_true(has(VA + 4 * K4, 0));
	fill(VA + 16 * K4, 12, 0, true);
	fill(VA + 17 * K4, 12, 0, true);
	fill(VA + 18 * K4, 12, 0, true);
	assert_true(has(VA + 4 * K4, 0));
	assert_true(has(VA + 7 * K4, 0));
	/* An invalidation of one page takes the entry. */
	tlb_invalidate(&tlb, &(struct tlbi){ .what = TLBI_VA, .start = VA + 6 * K4,
					     .end = VA + 7 * K4 });
	assert_false(has(VA + 4 * K4, 0));
	assert_true(has(VA + 16 * K4, 0));
}

static void by_shift(void **state)
{
	(void)state;
	make(64, 4, TLB_SIZES_ALL);
	fill(VA, 39, 0, true);
	fill(VA, 21, 0, true);
	assert_int_equal(tlb_lookup_shift(&tlb, VA + 5, 0, 21)->shift, 21);
	assert_int_equal(tlb_lookup_shift(&tlb, VA + SIZE(21), 0, 39)->shift, 39);
	assert_null(tlb_lookup_shift(&tlb, VA + SIZE(21), 0, 21));
	assert_null(tlb_lookup_shift(&tlb, VA, 0, 30));
}

#define UNIT(fn) cmocka_unit_test_teardown(fn, unmake)

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(lru_of_a_full_set),
		UNIT(fifo_does_not_mind_use),
		UNIT(random_is_the_same_each_time),
		UNIT(sets_by_page_number),
		UNIT(sizes_break_down),
		UNIT(asids),
		UNIT(range_over_sets),
		UNIT(tlbi_one_set),
		UNIT(tlbi_many_sets),
		UNIT(coalesced),
		UNIT(by_shift),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

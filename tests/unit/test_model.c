// SPDX-License-Identifier: GPL-2.0-only
/*
 * test_model.c - qemu/plugin/model.c: what accesses cost, against figures worked out by
 * hand: patterns over more or less than what a level holds, TLBIs, ASIDs.
 */
#include "tests/unit/small_model.h"

static uint64_t total(enum plugin_tlb_total which)
{
	struct model_counts now;

	model_sum(model, &now);
	return now.total[which];
}

static void strides(void **state)
{
	unsigned int round;

	(void)state;
	map_pages(LINEAR48, 16, 0);
	start(1);
	fresh();
	/* Four pages are what the first level holds: only the first round misses. */
	for (round = 0; round < 10; round++)
		touch(0, LINEAR48, 4);
	expect(PLUGIN_CLASS_LINEAR, 40, 4, 4, 16);
	/* Eight are what the second holds, and with LRU the first then never hits. */
	touch(0, LINEAR48, 8);
	fresh();
	for (round = 0; round < 10; round++)
		touch(0, LINEAR48, 8);
	expect(PLUGIN_CLASS_LINEAR, 80, 80, 0, 0);
	/* Twelve are too many for both: three in each set of two. */
	touch(0, LINEAR48, 12);
	fresh();
	for (round = 0; round < 10; round++)
		touch(0, LINEAR48, 12);
	expect(PLUGIN_CLASS_LINEAR, 120, 120, 120, 480);
	/* Pages 0, 4 and 8 are all of one set: three do not fit, though 8 entries are there. */
	model_empty(model);
	fresh();
	for (round = 0; round < 5; round++) {
		touch(0, LINEAR48, 1);
		touch(0, LINEAR48 + 4 * K4, 1);
		touch(0, LINEAR48 + 8 * K4, 1);
	}
	expect(PLUGIN_CLASS_LINEAR, 15, 3, 3, 12);
}

static void used_lately(void **state)
{
	(void)state;
	map_pages(LINEAR48, 5, 0);
	start(1);
	touch(0, LINEAR48, 4);
	touch(0, LINEAR48, 1);
	fresh();
	/* The fifth page is filled in place of the second, which was used longest ago. */
	touch(0, LINEAR48 + 4 * K4, 1);
	touch(0, LINEAR48, 1);
	expect(PLUGIN_CLASS_LINEAR, 2, 1, 1, 4);
	touch(0, LINEAR48 + K4, 1);
	expect(PLUGIN_CLASS_LINEAR, 1, 1, 0, 0);
}

static void blocks(void **state)
{
	unsigned int round;

	(void)state;
	map48(&regime, LINEAR48, 2, PA | BLOCK);
	map48(&regime, LINEAR48 + SIZE(30), 1, PA | BLOCK);
	start(1);
	fresh();
	touch(0, LINEAR48, 512);
	expect(PLUGIN_CLASS_LINEAR, 512, 1, 1, 3);
	/* 1G in the second level, 2M at a time in the first. */
	for (round = 0; round < 2; round++)
		touch(0, LINEAR48 + SIZE(30), 3 * 512);
	expect(PLUGIN_CLASS_LINEAR, 2 * 3 * 512, 3, 1, 2);
}

static void contiguous(void **state)
{
	(void)state;
	map_pages(LINEAR48, 32, CONT);
	start(1);
	fresh();
	/* A group is one entry of the second level; the first breaks it down to pages. */
	touch(0, LINEAR48, 32);
	expect(PLUGIN_CLASS_LINEAR, 32, 32, 2, 8);
}

static void coalesced(void **state)
{
	(void)state;
	geometry.shape[GEOMETRY_L2].coalesce = 4;
	/* The first level gets pages one by one, though it could hold them as one of 16K. */
	geometry.shape[GEOMETRY_L1D].sizes |= SIZE(14);
	map_pages(LINEAR48, 16, 0);
	/* One page of the second group has other attributes, one of the third is nowhere. */
	*ram_word(map48(&regime, LINEAR48 + 5 * K4, 3, 0)) = (PA + 5 * K4) | PAGE | AF;
	map48(&regime, LINEAR48 + 8 * K4, 3, 0);
	start(1);
	fresh();
	touch(0, LINEAR48, 4);
	expect(PLUGIN_CLASS_LINEAR, 4, 4, 1, 4);
	touch(0, LINEAR48 + 4 * K4, 4);
	expect(PLUGIN_CLASS_LINEAR, 4, 4, 2, 8);
	touch(0, LINEAR48 + 9 * K4, 3);
	expect(PLUGIN_CLASS_LINEAR, 3, 3, 1, 4);
	/* The last group, and once more from the second level: still there as one. */
	touch(0, LINEAR48 + 12 * K4, 4);
	touch(0, LINEAR48 + 12 * K4, 4);
	expect(PLUGIN_CLASS_LINEAR, 8, 4, 1, 4);
	/* Whichever page of it comes first. */
	model_empty(model);
	touch(0, LINEAR48 + 14 * K4, 1);
	touch(0, LINEAR48 + 12 * K4, 1);
	expect(PLUGIN_CLASS_LINEAR, 2, 2, 1, 4);
}

static void two_arrays(void **state)
{
	(void)state;
	geometry.shape[GEOMETRY_L2].sizes = SIZE(12);
	geometry.shape[GEOMETRY_L2_LARGE] = (struct tlb_shape){ 2, 2, SIZE(21), 1, TLB_LRU };
	map48(&regime, LINEAR48, 2, PA | BLOCK);
	map_pages(LINEAR48 + SIZE(21), 16, 0);
	start(1);
	touch(0, LINEAR48, 1);
	touch(0, LINEAR48 + SIZE(21), 16);
	fresh();
	/* Pages have pushed each other out; the block is in the other array, and was not. */
	touch(0, LINEAR48, 1);
	expect(PLUGIN_CLASS_LINEAR, 1, 1, 0, 0);
	touch(0, LINEAR48 + SIZE(21), 1);
	expect(PLUGIN_CLASS_LINEAR, 1, 1, 1, 4);
	/* A TLBI of one of its pages takes the block out of both levels. */
	model_tlbi(&model->cpus[0], &(struct tlbi){ .what = TLBI_VA, .start = LINEAR48 + 5 * K4,
						    .end = LINEAR48 + 6 * K4 });
	touch(0, LINEAR48, 1);
	expect(PLUGIN_CLASS_LINEAR, 1, 1, 1, 3);
}

static void classes(void **state)
{
	(void)state;
	map_pages(LINEAR48, 1, 0);
	map_pages(KERNEL, 2, 0);
	map_pages(USER, 1, NG);
	start(1);
	fresh();
	touch(0, LINEAR48, 1);
	touch(0, KERNEL, 1);
	touch(0, USER, 1);
	/* With a tag: TBI0 is on. */
	touch(0, USER | 0x5aull << 56, 1);
	model_fetch(&model->cpus[0], KERNEL + K4);
	model_fetch(&model->cpus[0], KERNEL);
	expect(PLUGIN_CLASS_LINEAR, 1, 1, 1, 4);
	expect(PLUGIN_CLASS_KERNEL, 1, 1, 1, 4);
	expect(PLUGIN_CLASS_USER, 2, 1, 1, 4);
	/* The second level is one for both. */
	expect(PLUGIN_CLASS_INSN, 0, 2, 1, 4);
	/* The first is not: what was fetched from is no data there yet. */
	touch(0, KERNEL + K4, 1);
	expect(PLUGIN_CLASS_KERNEL, 1, 1, 0, 0);
	/* Nothing is mapped there. */
	touch(0, LINEAR48 + 5 * K4, 2);
	expect(PLUGIN_CLASS_LINEAR, 2, 0, 0, 0);
	assert_int_equal(total(PLUGIN_TLB_UNMODELLED), 2);
	regime.sctlr = 0;
	model_regime(&model->cpus[0], &regime);
	touch(0, 0x80000000, 2);
	expect(PLUGIN_CLASS_KERNEL, 2, 0, 0, 0);
	expect(PLUGIN_CLASS_USER, 0, 0, 0, 0);
}

/* Counted once a walk, and only where the kernel itself maps. */
static void misprogrammed_groups(void **state)
{
	uint64_t *word;

	(void)state;
	map_pages(LINEAR48, 16, CONT);
	map_pages(USER, 15, CONT | NG);
	word = ram_word(map48(&regime, LINEAR48 + 15 * K4, 3, (PA + 15 * K4) | PAGE));
	start(1);
	touch(0, LINEAR48, 2);
	assert_int_equal(total(PLUGIN_TLB_MISPROGRAMMED), 1);
	touch(0, USER, 1);
	assert_int_equal(total(PLUGIN_TLB_MISPROGRAMMED), 1);
	model_empty(model);
	*word |= CONT;
	touch(0, LINEAR48, 16);
	assert_int_equal(total(PLUGIN_TLB_MISPROGRAMMED), 1);
}

static void page_ends(void **state)
{
	struct model_cpu *cpu;

	(void)state;
	map_pages(LINEAR48, 3, 0);
	start(1);
	fresh();
	cpu = &model->cpus[0];
	model_access(cpu, LINEAR48 + K4 - 8, 8);
	expect(PLUGIN_CLASS_LINEAR, 1, 1, 1, 4);
	/* One access, two lookups, the first of which hits. */
	model_access(cpu, LINEAR48 + K4 - 4, 8);
	expect(PLUGIN_CLASS_LINEAR, 1, 1, 1, 4);
	model_access(cpu, LINEAR48 + K4 + 4, 4);
	expect(PLUGIN_CLASS_LINEAR, 1, 0, 0, 0);
	model_access(cpu, LINEAR48 + 2 * K4 - 1, 2);
	expect(PLUGIN_CLASS_LINEAR, 1, 1, 1, 4);
	assert_int_equal(total(PLUGIN_TLB_CROSSING), 2);
	/* Up to the end and no further: the next page is another, and the one before is. */
	model_empty(model);
	fresh();
	model_access(cpu, LINEAR48 + K4 - 1, 1);
	model_access(cpu, LINEAR48 + K4, 1);
	expect(PLUGIN_CLASS_LINEAR, 2, 2, 2, 8);
	model_empty(model);
	model_access(cpu, LINEAR48 + K4, 1);
	model_access(cpu, LINEAR48 + K4 - 1, 1);
	expect(PLUGIN_CLASS_LINEAR, 2, 2, 2, 8);
}

/* The short way may leave any access to the long one, but must not take what is not its own. */
static void short_way(void **state)
{
	struct model_cpu *cpu;

	(void)state;
	map_pages(LINEAR48, 2, 0);
	start(2);
	fresh();
	cpu = &model->cpus[0];
	assert_false(model_access_inside(cpu, LINEAR48));
	model_access(cpu, LINEAR48, 8);
	assert_true(model_access_inside(cpu, LINEAR48 + 8));
	assert_true(model_access_inside(cpu, LINEAR48 + K4 - MODEL_ACCESS_MAX));
	assert_false(model_access_inside(cpu, LINEAR48 + K4 - MODEL_ACCESS_MAX + 1));
	assert_false(model_access_inside(cpu, LINEAR48 + K4));
	expect(PLUGIN_CLASS_LINEAR, 3, 1, 1, 4);
	/* Another CPU asks for something first. */
	model_tlbi(&model->cpus[1], &(struct tlbi){ .what = TLBI_ALL, .broadcast = true });
	assert_false(model_access_inside(cpu, LINEAR48));
	model_access(cpu, LINEAR48, 8);
	expect(PLUGIN_CLASS_LINEAR, 1, 1, 1, 4);
	/* So does its own TLBI, and a walk that failed. */
	model_tlbi(cpu, &(struct tlbi){ .what = TLBI_ALL });
	assert_false(model_access_inside(cpu, LINEAR48));
	model_access(cpu, LINEAR48 + 9 * K4, 8);
	assert_false(model_access_inside(cpu, LINEAR48 + 9 * K4));
}

static void address_spaces(void **state)
{
	const uint64_t ttbr0 = regime.ttbr0;

	(void)state;
	map_pages(USER, 1, NG);
	map_pages(KERNEL, 1, 0);
	start(1);
	fresh();
	touch(0, USER, 1);
	touch(0, KERNEL, 1);
	regime.ttbr0 = (ttbr0 & 0xffffffffffff) | 6ull << 48;
	model_regime(&model->cpus[0], &regime);
	touch(0, KERNEL, 1);
	touch(0, USER, 1);
	regime.ttbr0 = ttbr0;
	model_regime(&model->cpus[0], &regime);
	touch(0, USER, 1);
	expect(PLUGIN_CLASS_KERNEL, 2, 1, 1, 4);
	expect(PLUGIN_CLASS_USER, 3, 2, 2, 8);
	/* Of the one, not of the other. */
	model_tlbi(&model->cpus[0], &(struct tlbi){ .what = TLBI_ASID, .asid = 6 });
	touch(0, USER, 1);
	expect(PLUGIN_CLASS_USER, 1, 0, 0, 0);
	model_tlbi(&model->cpus[0], &(struct tlbi){ .what = TLBI_ASID, .asid = 5 });
	touch(0, USER, 1);
	expect(PLUGIN_CLASS_USER, 1, 1, 1, 4);
	assert_int_equal(total(PLUGIN_TLB_TLBI), 2);
}

static void other_cpus(void **state)
{
	struct tlbi tlbi = { .what = TLBI_VA_ALL_ASIDS, .start = LINEAR48, .end = LINEAR48 + K4 };
	unsigned int i;

	(void)state;
	map_pages(LINEAR48, 2, 0);
	start(2);
	touch(0, LINEAR48, 1);
	touch(1, LINEAR48, 2);
	touch(1, LINEAR48, 1);
	fresh();
	/* A local one does not reach CPU 1, an Inner Shareable one does, at its next access. */
	model_tlbi(&model->cpus[0], &tlbi);
	touch(1, LINEAR48, 1);
	expect(PLUGIN_CLASS_LINEAR, 1, 0, 0, 0);
	tlbi.broadcast = true;
	for (i = 0; i < 1000; i++)
		model_tlbi(&model->cpus[0], &tlbi);
	touch(1, LINEAR48, 2);
	expect(PLUGIN_CLASS_LINEAR, 2, 1, 1, 4);
	touch(1, LINEAR48, 2);
	touch(0, LINEAR48, 1);
	expect(PLUGIN_CLASS_LINEAR, 3, 1, 1, 4);
	/* What was done once is not done again with the next. */
	tlbi.start = LINEAR48 + K4;
	tlbi.end = LINEAR48 + 2 * K4;
	model_tlbi(&model->cpus[0], &tlbi);
	touch(1, LINEAR48, 1);
	expect(PLUGIN_CLASS_LINEAR, 1, 0, 0, 0);
	tlbi.start = LINEAR48;
	tlbi.end = LINEAR48 + K4;
	/* HCR_EL2.FB makes all of them reach. */
	tlbi.broadcast = false;
	regime.hcr = 1 << 9;
	model_regime(&model->cpus[0], &regime);
	model_tlbi(&model->cpus[0], &tlbi);
	touch(1, LINEAR48, 1);
	expect(PLUGIN_CLASS_LINEAR, 1, 1, 1, 4);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(strides),
		UNIT(used_lately),
		UNIT(blocks),
		UNIT(contiguous),
		UNIT(coalesced),
		UNIT(two_arrays),
		UNIT(classes),
		UNIT(misprogrammed_groups),
		UNIT(page_ends),
		UNIT(short_way),
		UNIT(address_spaces),
		UNIT(other_cpus),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

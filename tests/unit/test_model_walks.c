// SPDX-License-Identifier: GPL-2.0-only
/*
 * test_model_walks.c - qemu/plugin/model.c: descriptors that walks read, with and without
 * caches of tables and of stage 2.
 */
#include "tests/unit/small_model.h"

static const struct tlb_shape sixteen = { 16, 4, TLB_SIZES_ALL, 1, TLB_LRU };

static void walk_cache(void **state)
{
	struct tlbi tlbi = { .what = TLBI_VA, .start = LINEAR48, .end = LINEAR48 + K4 };

	(void)state;
	geometry.shape[GEOMETRY_WALK_CACHE] = sixteen;
	map_pages(LINEAR48, 32, 0);
	map_pages(LINEAR48 + SIZE(21), 1, 0);
	start(1);
	fresh();
	/* All four tables, then only the last one; beside it from the one above. */
	touch(0, LINEAR48, 1);
	expect(PLUGIN_CLASS_LINEAR, 1, 1, 1, 4);
	touch(0, LINEAR48 + K4, 31);
	expect(PLUGIN_CLASS_LINEAR, 31, 31, 31, 31);
	touch(0, LINEAR48 + SIZE(21), 1);
	expect(PLUGIN_CLASS_LINEAR, 1, 1, 1, 2);
	/* A TLBI of the last level leaves the tables' entries, another takes them. */
	tlbi.last_level = true;
	model_tlbi(&model->cpus[0], &tlbi);
	touch(0, LINEAR48, 1);
	expect(PLUGIN_CLASS_LINEAR, 1, 1, 1, 1);
	tlbi.last_level = false;
	model_tlbi(&model->cpus[0], &tlbi);
	touch(0, LINEAR48, 1);
	expect(PLUGIN_CLASS_LINEAR, 1, 1, 1, 4);
}

/* Stage 2: 1G for the tables, pages for what is mapped. */
static void stage2_map(unsigned int pages)
{
	const uint64_t root = ram_table(4);
	unsigned int i;

	regime.hcr = 1;
	regime.vtcr = (64 - 41) | 1 << 6;
	regime.vttbr = root;
	ram_map(root, 1, 11, RAM_BASE, 1, RAM_BASE | BLOCK);
	for (i = 0; i < pages; i++)
		ram_map(root, 1, 11, PA + i * K4, 3, (2 * PA + i * K4) | PAGE);
}

static uint64_t s2_steps(void)
{
	struct model_counts now;

	model_sum(model, &now);
	return now.tlb[PLUGIN_CLASS_LINEAR][PLUGIN_TLB_S2_STEP] -
	       counts.tlb[PLUGIN_CLASS_LINEAR][PLUGIN_TLB_S2_STEP];
}

static void two_stages(void **state)
{
	(void)state;
	map48(&regime, LINEAR48, 2, PA | BLOCK);
	stage2_map(2);
	start(1);
	fresh();
	/* One of stage 2 for each of three tables, three for the address: a block in pages. */
	touch(0, LINEAR48, 1);
	assert_int_equal(s2_steps(), 3 + 3);
	expect(PLUGIN_CLASS_LINEAR, 1, 1, 1, 3);
	touch(0, LINEAR48 + K4, 1);
	assert_int_equal(s2_steps(), 3 + 3);
	expect(PLUGIN_CLASS_LINEAR, 1, 1, 1, 3);
}

static void coalesced_with_stage2(void **state)
{
	(void)state;
	geometry.shape[GEOMETRY_L2].coalesce = 4;
	map_pages(LINEAR48, 4, 0);
	stage2_map(4);
	start(1);
	fresh();
	/* Pages of stage 2 may be anywhere: none is taken for its neighbour. */
	touch(0, LINEAR48, 4);
	expect(PLUGIN_CLASS_LINEAR, 4, 4, 4, 16);
}

static void coalesced_with_stage2_blocks(void **state)
{
	(void)state;
	geometry.shape[GEOMETRY_L2].coalesce = 4;
	map_pages(LINEAR48, 4, 0);
	stage2_map(0);
	ram_map(regime.vttbr, 1, 11, PA, 2, 2 * PA | BLOCK);
	start(1);
	fresh();
	touch(0, LINEAR48, 4);
	expect(PLUGIN_CLASS_LINEAR, 4, 4, 1, 4);
}

static void stage2_cache(void **state)
{
	struct tlbi tlbi = { .what = TLBI_IPA, .start = PA, .end = PA + K4 };

	(void)state;
	geometry.shape[GEOMETRY_STAGE2_CACHE] = sixteen;
	map48(&regime, LINEAR48, 2, PA | BLOCK);
	stage2_map(2);
	start(1);
	fresh();
	/* The first table brings the block that the others are in too. */
	touch(0, LINEAR48, 1);
	assert_int_equal(s2_steps(), 1 + 3);
	expect(PLUGIN_CLASS_LINEAR, 1, 1, 1, 3);
	touch(0, LINEAR48 + K4, 1);
	assert_int_equal(s2_steps(), 3);
	expect(PLUGIN_CLASS_LINEAR, 1, 1, 1, 3);
	/* By IPA: of stage 2 only. What both stages made stays until it is invalidated too. */
	model_tlbi(&model->cpus[0], &tlbi);
	touch(0, LINEAR48, 1);
	expect(PLUGIN_CLASS_LINEAR, 1, 0, 0, 0);
	model_tlbi(&model->cpus[0], &(struct tlbi){ .what = TLBI_ALL });
	fresh();
	touch(0, LINEAR48, 1);
	assert_int_equal(s2_steps(), 3);
	model_tlbi(&model->cpus[0], &(struct tlbi){ .what = TLBI_ALL, .stage2_too = true });
	fresh();
	touch(0, LINEAR48, 1);
	assert_int_equal(s2_steps(), 1 + 3);
}

/* Steps of stage 2 that one access of a CPU takes. */
static uint64_t touch_s2_steps(unsigned int cpu)
{
	fresh();
	touch(cpu, LINEAR48, 1);
	return s2_steps();
}

static void stage2_of_other_cpus(void **state)
{
	struct tlbi ipa = { .what = TLBI_IPA, .start = PA, .end = PA + K4 };
	const struct tlbi all = { .what = TLBI_ALL, .broadcast = true };

	(void)state;
	geometry.shape[GEOMETRY_STAGE2_CACHE] = sixteen;
	map48(&regime, LINEAR48, 2, PA | BLOCK);
	stage2_map(1);
	start(2);
	touch(1, LINEAR48, 1);
	/* Walks of CPU 1 take nothing of stage 2 until CPU 0 says so, and to all. */
	model_tlbi(&model->cpus[0], &all);
	assert_int_equal(touch_s2_steps(1), 0);
	model_tlbi(&model->cpus[0], &ipa);
	model_tlbi(&model->cpus[0], &all);
	assert_int_equal(touch_s2_steps(1), 0);
	ipa.broadcast = true;
	model_tlbi(&model->cpus[0], &ipa);
	model_tlbi(&model->cpus[0], &all);
	assert_int_equal(touch_s2_steps(1), 3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(walk_cache),
		UNIT(two_stages),
		UNIT(coalesced_with_stage2),
		UNIT(coalesced_with_stage2_blocks),
		UNIT(stage2_cache),
		UNIT(stage2_of_other_cpus),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

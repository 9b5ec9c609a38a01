/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * small_model.h - a model with TLBs small enough to follow by hand: 4 entries for data, 2 for
 * fetches, a second level of 4 sets of 2.
 */
#ifndef TESTS_UNIT_SMALL_MODEL_H
#define TESTS_UNIT_SMALL_MODEL_H

#include "tests/unit/guest_tables.h"
#include "qemu/plugin/model.h"

#define K4		4096ull
#define SIZE(shift)	(1ull << (shift))
#define PA		0x80000000ull
#define KERNEL		0xffff800000000000ull
#define USER		0x400000ull

static struct regime regime;
static struct geometry geometry;
static struct model *model;
static struct model_counts counts;

static UNUSED int setup(void **state)
{
	const uint64_t sizes = SIZE(12) | SIZE(16) | SIZE(21) | SIZE(30);

	ram_clear(state);
	regime = regime48();
	geometry = (struct geometry){
		.shape = {
			[GEOMETRY_L1D] = { 4, 4, SIZE(12) | SIZE(21), 1, TLB_LRU },
			[GEOMETRY_L1I] = { 2, 2, SIZE(12) | SIZE(21), 1, TLB_LRU },
			[GEOMETRY_L2] = { 8, 2, sizes, 1, TLB_LRU },
		},
	};
	return 0;
}

static UNUSED int teardown(void **state)
{
	(void)state;
	model_free(model);
	return 0;
}

static UNUSED void start(unsigned int cpus)
{
	unsigned int i;

	model = model_new(&geometry, cpus, ram_read, NULL);
	for (i = 0; i < cpus; i++)
		model_regime(&model->cpus[i], &regime);
}

static UNUSED void map_pages(uint64_t va, unsigned int nr, uint64_t attributes)
{
	unsigned int i;

	for (i = 0; i < nr; i++)
		map48(&regime, va + i * K4, 3, (PA + i * K4) | PAGE | attributes);
}

static UNUSED void touch(unsigned int cpu, uint64_t va, unsigned int nr)
{
	unsigned int i;

	for (i = 0; i < nr; i++)
		model_access(&model->cpus[cpu], va + i * K4, 8);
}

/* What was counted since the last time. */
static UNUSED void expect(enum plugin_class class, uint64_t access, uint64_t refill, uint64_t walks,
		   uint64_t steps)
{
	static const char *const names[] = { "linear", "kernel", "user", "insn" };
	const uint64_t want[] = { access, refill, walks, steps };
	struct model_counts now;
	unsigned int i;

	model_sum(model, &now);
	for (i = 0; i <= PLUGIN_TLB_STEP; i++)
		if (now.tlb[class][i] - counts.tlb[class][i] != want[i])
			fail_msg("%s column %u: %lu, expected %lu", names[class], i,
				 now.tlb[class][i] - counts.tlb[class][i], want[i]);
	memcpy(counts.tlb[class], now.tlb[class], sizeof(now.tlb[class]));
}

static UNUSED void fresh(void)
{
	model_sum(model, &counts);
}

#define UNIT(fn) cmocka_unit_test_setup_teardown(fn, setup, teardown)

#endif

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * walk.h - a translation table walk, as the architecture describes it (Arm ARM D8), for
 * the 4 KiB granule: stage 1 of EL1&0 with 48 or 52 bits, and stage 2 where it is on. Free of QEMU.
 */
#ifndef PLUGIN_WALK_H
#define PLUGIN_WALK_H

#include <stdbool.h>
#include <stdint.h>

/* What of a CPU's registers decides how it translates. */
struct regime {
	uint64_t sctlr, tcr, tcr2, ttbr0, ttbr1, mair;	/* _EL1 */
	uint64_t hcr, vtcr, vttbr;			/* _EL2; 0 where there is no EL2 */
};

typedef int (*walk_read_fn)(void *ctx, uint64_t pa, uint64_t *word);

enum walk_result {
	WALK_OK,
	WALK_OFF,		/* SCTLR_EL1.M is 0: pa = va */
	WALK_FAULT_ADDRESS,	/* not in the range of either TTBR, or EPDx */
	WALK_FAULT_INVALID,	/* an invalid descriptor */
	WALK_FAULT_STAGE2,
	WALK_FAULT_MEMORY,	/* a table is where no memory is */
	WALK_FAULT_GRANULE,	/* a granule other than 4 KiB, which is not modelled */
};

#define WALK_STEPS_MAX	5	/* levels -1 to 3 */

struct walk_step {
	uint64_t ipa;		/* of the descriptor: before stage 2 */
	uint64_t pa;
	uint64_t desc;
	int level;
	unsigned int s2_steps;	/* descriptors of stage 2 read to find pa */
	unsigned int s2_shift;	/* the leaf of stage 2 that holds it; 0 without */
};

struct walk {
	enum walk_result result;
	uint64_t pa;
	unsigned int shift;	/* the leaf maps 1 << shift bytes; a contiguous group as a whole */
	unsigned int s2_shift;	/* likewise of stage 2; 0 without */
	int level;		/* of the leaf */
	bool contiguous;
	bool global;
	bool high;		/* by TTBR1 */
	uint16_t asid;
	unsigned int steps;	/* of step[] */
	unsigned int s2_steps;	/* all of stage 2: the steps' and that of the leaf's address */
	uint64_t ipa;		/* before stage 2 */
	struct walk_step step[WALK_STEPS_MAX];
};

/* A virtual address without its tag, where TCR_EL1.TBIx says that it may have one. */
uint64_t walk_untagged(const struct regime *regime, uint64_t va);

/* The current ASID. */
uint16_t walk_asid(const struct regime *regime);

/* Translate va as an access from EL1 or EL0 is. Always fills *walk as far as it came. */
void walk(const struct regime *regime, uint64_t va, walk_read_fn read, void *ctx,
	  struct walk *walk);

/*
 * Whether the contiguous group that walk found is one (Arm ARM, R_QTRPM): all of its entries
 * valid, with the bit, contiguous and aligned in PA, alike but for what hardware may have set
 * in some only (access flag, dirty state) and what it ignores. True for a leaf by itself, and
 * where an entry cannot be read.
 */
bool walk_group_is_one(const struct walk *walk, walk_read_fn read, void *ctx);

/* Shift of what a valid leaf at this level maps; with the Contiguous bit, of the group. */
unsigned int walk_leaf_shift(int level, uint64_t desc);

/* Where the linear map is, for a kernel with 4 KiB pages: [start, end). */
void walk_linear_map(const struct regime *regime, uint64_t *start, uint64_t *end);

#endif

// SPDX-License-Identifier: GPL-2.0-only
/*
 * walk.c - walks translation tables, see walk.h.
 *
 * Addresses only: permissions, the access flag and memory types are not looked at. What is
 * asked for here are accesses that were made, so all of these allowed them.
 */
#include "qemu/plugin/walk.h"

#define BIT(n)			(1ull << (n))
#define FIELD(value, hi, lo)	((value) >> (lo) & (BIT((hi) - (lo) + 1) - 1))
#define MASK(hi, lo)		(BIT(hi) * 2 - BIT(lo))

#define SCTLR_M		BIT(0)
#define HCR_VM		BIT(0)
#define TCR_EPD0	BIT(7)
#define TCR_EPD1	BIT(23)
#define TCR_A1		BIT(22)
#define TCR_AS		BIT(36)
#define TCR_TBI0	BIT(37)
#define TCR_TBI1	BIT(38)
#define TCR_DS		BIT(59)
#define TCR_TG0_4K	0
#define TCR_TG1_4K	2
#define VTCR_DS		BIT(32)
#define VTCR_SL2	BIT(33)

#define DESC_VALID	BIT(0)
#define DESC_TYPE	BIT(1)		/* a table, or a page at the last level */
#define DESC_RDONLY	BIT(7)
#define DESC_AF		BIT(10)
#define DESC_NG		BIT(11)
#define DESC_DBM	BIT(51)
#define DESC_CONT	BIT(52)
#define DESC_SOFTWARE	MASK(58, 55)

#define PAGE_SHIFT	12
#define LEVEL_BITS	9
#define LEVEL_LAST	3
#define CONT_BITS	4

/* The tables of one stage, from its first level on. */
struct tables {
	uint64_t base;
	unsigned int bits;		/* of the input address */
	int level;
	bool ds;			/* 52-bit descriptors (FEAT_LPA2) */
};

static unsigned int level_shift(int level)
{
	return PAGE_SHIFT + LEVEL_BITS * (LEVEL_LAST - level);
}

unsigned int walk_leaf_shift(int level, uint64_t desc)
{
	return level_shift(level) + (desc & DESC_CONT ? CONT_BITS : 0);
}

/* The first level resolves what is left, which with stage 2 can be several tables' worth. */
static uint64_t table_index(const struct tables *tables, int level, uint64_t input)
{
	const unsigned int shift = level_shift(level);
	const unsigned int bits = level == tables->level ? tables->bits - shift : LEVEL_BITS;

	return FIELD(input, shift + bits - 1, shift);
}

static uint64_t table_base(const struct tables *tables, uint64_t ttbr)
{
	const unsigned int bits = tables->bits - level_shift(tables->level);
	uint64_t base = ttbr & MASK(47, 1);

	if (tables->ds)
		base = (ttbr & MASK(47, 6)) | FIELD(ttbr, 5, 2) << 48;
	return base & ~(BIT(bits + 3) - 1);
}

static uint64_t desc_address(const struct tables *tables, uint64_t desc)
{
	if (!tables->ds)
		return desc & MASK(47, PAGE_SHIFT);
	return (desc & MASK(49, PAGE_SHIFT)) | FIELD(desc, 9, 8) << 50;
}

static bool desc_is_table(int level, uint64_t desc)
{
	return level < LEVEL_LAST && (desc & DESC_VALID) && (desc & DESC_TYPE);
}

static bool desc_is_leaf(const struct tables *tables, int level, uint64_t desc)
{
	if (!(desc & DESC_VALID))
		return false;
	if (level == LEVEL_LAST)
		return desc & DESC_TYPE;
	/* Level 0 has blocks only with 52-bit descriptors, level -1 never. */
	return !(desc & DESC_TYPE) && level >= (tables->ds ? 0 : 1);
}

static uint64_t leaf_address(const struct tables *tables, int level, uint64_t desc, uint64_t input)
{
	const uint64_t within = BIT(level_shift(level)) - 1;

	return (desc_address(tables, desc) & ~within) | (input & within);
}

/* What stage 2 makes of an address. */
struct stage2 {
	uint64_t pa;
	unsigned int shift;
	unsigned int steps;
};

static int stage2_first_level(uint64_t vtcr)
{
	static const int first[] = { 2, 1, 0, 3 };

	return (vtcr & VTCR_DS) && (vtcr & VTCR_SL2) ? -1 : first[FIELD(vtcr, 7, 6)];
}

static enum walk_result stage2_tables(const struct regime *regime, struct tables *tables)
{
	tables->ds = regime->vtcr & VTCR_DS;
	tables->bits = 64 - FIELD(regime->vtcr, 5, 0);
	tables->level = stage2_first_level(regime->vtcr);
	if (FIELD(regime->vtcr, 15, 14) != TCR_TG0_4K)
		return WALK_FAULT_GRANULE;
	if (tables->bits > 52 || tables->bits <= level_shift(tables->level))
		return WALK_FAULT_STAGE2;
	tables->base = table_base(tables, regime->vttbr);
	return WALK_OK;
}

static enum walk_result stage2(const struct regime *regime, uint64_t ipa, walk_read_fn read,
			       void *ctx, struct stage2 *out)
{
	struct tables tables;
	enum walk_result result;
	uint64_t base, desc;
	int level;

	*out = (struct stage2){ .pa = ipa };
	if (!(regime->hcr & HCR_VM))
		return WALK_OK;
	result = stage2_tables(regime, &tables);
	if (result != WALK_OK)
		return result;
	if (ipa >> tables.bits)
		return WALK_FAULT_STAGE2;
	base = tables.base;
	for (level = tables.level; level <= LEVEL_LAST; level++) {
		if (read(ctx, base + table_index(&tables, level, ipa) * 8, &desc))
			return WALK_FAULT_MEMORY;
		out->steps++;
		if (desc_is_leaf(&tables, level, desc)) {
			out->pa = leaf_address(&tables, level, desc, ipa);
			out->shift = walk_leaf_shift(level, desc);
			return WALK_OK;
		}
		if (!desc_is_table(level, desc))
			return WALK_FAULT_STAGE2;
		base = desc_address(&tables, desc);
	}
	return WALK_FAULT_STAGE2;
}

uint64_t walk_untagged(const struct regime *regime, uint64_t va)
{
	const bool high = va & BIT(55);

	if (!(regime->tcr & (high ? TCR_TBI1 : TCR_TBI0)))
		return va;
	return high ? va | MASK(63, 56) : va & ~MASK(63, 56);
}

uint16_t walk_asid(const struct regime *regime)
{
	const uint64_t ttbr = regime->tcr & TCR_A1 ? regime->ttbr1 : regime->ttbr0;

	return FIELD(ttbr, 63, 48) & (regime->tcr & TCR_AS ? UINT16_MAX : UINT8_MAX);
}

/* Which tables translate va, if any. */
static enum walk_result stage1_tables(const struct regime *regime, uint64_t va,
				      struct tables *tables)
{
	const uint64_t tcr = regime->tcr;
	const bool high = va & BIT(55);
	const unsigned int size = high ? FIELD(tcr, 21, 16) : FIELD(tcr, 5, 0);

	tables->ds = tcr & TCR_DS;
	tables->bits = 64 - size;
	if (tables->bits > (tables->ds ? 52 : 48))
		tables->bits = tables->ds ? 52 : 48;
	if (tcr & (high ? TCR_EPD1 : TCR_EPD0) || (high ? ~va : va) >> tables->bits)
		return WALK_FAULT_ADDRESS;
	if (high ? FIELD(tcr, 31, 30) != TCR_TG1_4K : FIELD(tcr, 15, 14) != TCR_TG0_4K)
		return WALK_FAULT_GRANULE;
	if (tables->bits <= PAGE_SHIFT)
		return WALK_FAULT_ADDRESS;
	tables->level = LEVEL_LAST + 1 -
			(int)((tables->bits - PAGE_SHIFT + LEVEL_BITS - 1) / LEVEL_BITS);
	tables->base = table_base(tables, high ? regime->ttbr1 : regime->ttbr0);
	return WALK_OK;
}

/* One descriptor, at the address that stage 2 gives it. */
static enum walk_result step_take(const struct regime *regime, uint64_t ipa, int level,
				  walk_read_fn read, void *ctx, struct walk *walk)
{
	struct walk_step *step = &walk->step[walk->steps];
	enum walk_result result;
	struct stage2 s2;

	*step = (struct walk_step){ .ipa = ipa, .level = level };
	result = stage2(regime, ipa, read, ctx, &s2);
	walk->s2_steps += s2.steps;
	if (result != WALK_OK)
		return result;
	step->pa = s2.pa;
	step->s2_steps = s2.steps;
	step->s2_shift = s2.shift;
	if (read(ctx, step->pa, &step->desc))
		return WALK_FAULT_MEMORY;
	walk->steps++;
	return WALK_OK;
}

/* The address itself through stage 2: the last part of every walk. */
static enum walk_result walk_finish(const struct regime *regime, walk_read_fn read, void *ctx,
				    struct walk *walk)
{
	struct stage2 s2;
	enum walk_result result = stage2(regime, walk->ipa, read, ctx, &s2);

	walk->pa = s2.pa;
	walk->s2_shift = s2.shift;
	walk->s2_steps += s2.steps;
	return result;
}

static enum walk_result walk_tables(const struct regime *regime, const struct tables *tables,
				    uint64_t va, walk_read_fn read, void *ctx, struct walk *walk)
{
	uint64_t base = tables->base;
	enum walk_result result;
	uint64_t desc;
	int level;

	for (level = tables->level; level <= LEVEL_LAST; level++) {
		result = step_take(regime, base + table_index(tables, level, va) * 8, level, read,
				   ctx, walk);
		if (result != WALK_OK)
			return result;
		desc = walk->step[walk->steps - 1].desc;
		walk->level = level;
		if (desc_is_leaf(tables, level, desc)) {
			walk->shift = walk_leaf_shift(level, desc);
			walk->contiguous = desc & DESC_CONT;
			walk->global = !(desc & DESC_NG);
			walk->ipa = leaf_address(tables, level, desc, va);
			return walk_finish(regime, read, ctx, walk);
		}
		if (!desc_is_table(level, desc))
			break;
		base = desc_address(tables, desc);
	}
	return WALK_FAULT_INVALID;
}

void walk(const struct regime *regime, uint64_t va, walk_read_fn read, void *ctx, struct walk *walk)
{
	struct tables tables;

	va = walk_untagged(regime, va);
	*walk = (struct walk){ .high = va & BIT(55), .asid = walk_asid(regime), .ipa = va };
	if (!(regime->sctlr & SCTLR_M)) {
		walk->result = walk_finish(regime, read, ctx, walk);
		if (walk->result == WALK_OK)
			walk->result = WALK_OFF;
		return;
	}
	walk->result = stage1_tables(regime, va, &tables);
	if (walk->result == WALK_OK)
		walk->result = walk_tables(regime, &tables, va, read, ctx, walk);
}

/* What of a descriptor has to be the same, with the address of the first of its group. */
static uint64_t group_member(uint64_t desc, uint64_t index, unsigned int shift)
{
	const uint64_t by_hardware = DESC_AF | (desc & DESC_DBM ? DESC_RDONLY : 0);

	return (desc & ~(by_hardware | DESC_SOFTWARE)) - (index << shift);
}

bool walk_group_is_one(const struct walk *walk, walk_read_fn read, void *ctx)
{
	const struct walk_step *step = &walk->step[walk->steps - 1];
	const unsigned int shift = level_shift(step->level);
	const uint64_t own = step->pa / sizeof(step->desc) & MASK(CONT_BITS - 1, 0);
	uint64_t i, desc;

	if (!walk->contiguous)
		return true;
	if ((step->desc >> shift & MASK(CONT_BITS - 1, 0)) != own)
		return false;
	for (i = 0; i < 1 << CONT_BITS; i++) {
		if (read(ctx, step->pa + (i - own) * sizeof(desc), &desc))
			return true;
		if (group_member(desc, i, shift) != group_member(step->desc, own, shift))
			return false;
	}
	return true;
}

void walk_linear_map(const struct regime *regime, uint64_t *start, uint64_t *end)
{
	const unsigned int bits = 64 - FIELD(regime->tcr, 21, 16);

	/* PAGE_END is that of 48 bits also where 52 are in use (arch/arm64, asm/memory.h). */
	*start = -BIT(bits);
	*end = -BIT((bits > 48 ? 48 : bits) - 1);
}

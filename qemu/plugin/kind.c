// SPDX-License-Identifier: GPL-2.0-only
/* kind.c - compares descriptors, see kind.h. */
#include "qemu/plugin/kind.h"

#define BIT(n)		(1ull << (n))
#define DESC_SH(desc)	((desc) >> 8 & 3)
#define DESC_NG		BIT(11)
#define DESC_CONT	BIT(52)
#define DESC_MAIR(desc)	((desc) >> 2 & 7)

static uint64_t memory_type(uint64_t mair, uint64_t desc)
{
	return mair >> (8 * DESC_MAIR(desc)) & 0xff;
}

/* With 52-bit descriptors their shareability is in TCR_EL1 and 9:8 are of the address. */
static bool attributes_differ(const struct translation *old, const struct translation *new)
{
	const bool becomes_global = (old->desc & ~new->desc) & DESC_NG;
	const bool shares = DESC_SH(old->desc) == DESC_SH(new->desc);

	return memory_type(new->mair, old->desc) != memory_type(new->mair, new->desc) ||
	       (!new->ds && !shares) || becomes_global;
}

enum plugin_bbm_kind kind_of(const struct translation *old, const struct translation *new)
{
	const bool leads = desc_is_table(new->desc, new->level);

	if (desc_is_table(old->desc, old->level) != leads)
		return PLUGIN_BBM_KIND_SIZE;
	if (!leads && (old->desc ^ new->desc) & DESC_CONT)
		return PLUGIN_BBM_KIND_SIZE;
	if (desc_address(old->desc, old->ds) != desc_address(new->desc, new->ds))
		return PLUGIN_BBM_KIND_ADDRESS;
	if (!leads && attributes_differ(old, new))
		return PLUGIN_BBM_KIND_ATTRIBUTES;
	return PLUGIN_BBM_KIND_NONE;
}

/* The output address of va. A block's address field may have low bits that mean nothing. */
static uint64_t output(const struct translation *leaf, uint64_t va)
{
	const uint64_t within = level_bytes(leaf->level) - 1;

	return (desc_address(leaf->desc, leaf->ds) & ~within) | (va & within);
}

enum plugin_bbm_kind kind_of_leaves(const struct translation *a, const struct translation *b)
{
	const uint64_t va = a->level > b->level ? a->va : b->va;

	if (output(a, va) != output(b, va))
		return PLUGIN_BBM_KIND_ADDRESS;
	return attributes_differ(a, b) ? PLUGIN_BBM_KIND_ATTRIBUTES : PLUGIN_BBM_KIND_NONE;
}

enum plugin_bbm_kind kind_of_tree(const struct table *tree, const struct translation *leaf)
{
	enum plugin_bbm_kind kind = PLUGIN_BBM_KIND_NONE;
	const struct table *below;
	unsigned int i;

	for (i = 0; i < tree->nr && kind == PLUGIN_BBM_KIND_NONE; i++) {
		const struct translation one = {
			.desc = tree->desc[i],
			.va = tree->va + i * level_bytes(tree->level),
			.level = tree->level,
			.ds = tree->ds,
			.mair = leaf->mair,
		};

		if (!desc_is_valid(one.desc, one.level))
			continue;
		if (!desc_is_table(one.desc, one.level)) {
			kind = kind_of_leaves(leaf, &one);
			continue;
		}
		below = shadow_child(tree, i);
		if (below)
			kind = kind_of_tree(below, leaf);
	}
	return kind;
}

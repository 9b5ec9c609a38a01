// SPDX-License-Identifier: GPL-2.0-only
/* differ.c - compares translations, see differ.h. */
#include "tests/judge/differ.h"

static bool attributes_change(uint64_t old, uint64_t new, bool ds, uint64_t mair)
{
	const uint64_t old_type = mair >> (old >> 2 & 7) * 8, new_type = mair >> (new >> 2 & 7) * 8;

	if ((old_type ^ new_type) & 0xff || (!ds && (old ^ new) >> 8 & 3))
		return true;
	return old >> 11 & 1 && !(new >> 11 & 1);
}

int leaves_differ(struct leaf old, struct leaf new, bool ds, uint64_t mair)
{
	const uint64_t va = old.va > new.va ? old.va : new.va;
	const uint64_t from = (address_of(old.word, ds) & -span(old.level)) + (va - old.va);
	const uint64_t to = (address_of(new.word, ds) & -span(new.level)) + (va - new.va);

	if (from != to)
		return V_ADDRESS;
	return attributes_change(old.word, new.word, ds, mair) ? V_ATTRIBUTES : -1;
}

/* A leaf against all leaves of the table at pa, whose first entry is of va. */
static int tree_differs(struct leaf leaf, uint64_t pa, uint64_t va, int level, bool ds,
			uint64_t mair)
{
	int verdict = -1;
	unsigned int i;

	if (level > 3)
		return -1;
	for (i = 0; i < 512 && verdict < 0; i++) {
		const struct leaf one = { world_word(pa + i * 8), va + i * span(level), level };

		if (!is_valid(one.word, level))
			continue;
		if (is_table(one.word, level))
			verdict = tree_differs(leaf, address_of(one.word, ds), one.va, level + 1,
					       ds, mair);
		else
			verdict = leaves_differ(leaf, one, ds, mair);
	}
	return verdict;
}

int contents_differ(struct leaf old, struct leaf new, bool ds, uint64_t mair, bool both_sizes,
		    bool old_tree_is_there)
{
	const bool from = is_table(old.word, old.level), to = is_table(new.word, new.level);
	int deep = -1;

	if (from == to && (from || !((old.word ^ new.word) >> 52 & 1))) {
		if (address_of(old.word, ds) != address_of(new.word, ds))
			return V_ADDRESS;
		return !from && attributes_change(old.word, new.word, ds, mair) ? V_ATTRIBUTES : -1;
	}
	if (!both_sizes)
		return V_SIZE;
	if (to)
		deep = tree_differs(old, address_of(new.word, ds), new.va, new.level + 1, ds,
				    mair);
	else if (from && old_tree_is_there)
		deep = tree_differs(new, address_of(old.word, ds), old.va, old.level + 1, ds,
				    mair);
	else if (!from)
		deep = leaves_differ(old, new, ds, mair);
	return deep < 0 ? V_ALLOWED : deep;
}

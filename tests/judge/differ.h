/* SPDX-License-Identifier: GPL-2.0-only */
/* differ.h - in what two translations of one address differ; -1: in nothing that matters. */
#ifndef TESTS_JUDGE_DIFFER_H
#define TESTS_JUDGE_DIFFER_H

#include "tests/judge/world.h"

/* A descriptor, the first address that it translates, its level. */
struct leaf {
	uint64_t word, va;
	int level;
};

/* Two leaves that both translate some address. */
int leaves_differ(struct leaf old, struct leaf new, bool ds, uint64_t mair);

/* Two contents of one entry. both_sizes: all that see them may see two sizes. */
int contents_differ(struct leaf old, struct leaf new, bool ds, uint64_t mair, bool both_sizes,
		    bool old_tree_is_there);

#endif

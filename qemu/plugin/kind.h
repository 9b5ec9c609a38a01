/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * kind.h - in what two translations of an address differ, as break-before-make asks (Arm ARM
 * D8.17.1): in their size, the output address, the attributes. Permissions, the access flag
 * and the dirty state may change in place.
 */
#ifndef PLUGIN_KIND_H
#define PLUGIN_KIND_H

#include "qemu/plugin/abi.h"
#include "qemu/plugin/shadow.h"

/* A valid entry: what it says, where it stands, and the MAIR_EL1 that it is read with. */
struct translation {
	uint64_t desc;
	uint64_t va;		/* the first one that it translates */
	int level;
	bool ds;
	uint64_t mair;
};

/* Between two contents of one entry, or two entries of one level. */
enum plugin_bbm_kind kind_of(const struct translation *old, const struct translation *new);

/* Between two leaves, of any size, at the addresses that both translate: never the size. */
enum plugin_bbm_kind kind_of_leaves(const struct translation *a, const struct translation *b);

/* The first difference between a leaf and those below tree: NONE where tree has no leaf. */
enum plugin_bbm_kind kind_of_tree(const struct table *tree, const struct translation *leaf);

#endif

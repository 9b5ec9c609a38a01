/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * change.h - a change of what a table says, as it was judged: counted and reported here. Between
 * bbm.c and change.c only; bbm.h has what others may read of it.
 */
#ifndef PLUGIN_CHANGE_H
#define PLUGIN_CHANGE_H

#include <stdbool.h>
#include <stdint.h>

#include "qemu/plugin/abi.h"

struct change {
	uint64_t va;
	int level;
	uint64_t old, new;
	uint64_t cpus;			/* that may have the old one */
	enum plugin_bbm_why why;
	unsigned int cpu;
	uint64_t pc;
};

/* bbml2: CPUs that may see two sizes of one mapping, a bit each. */
void change_init(uint64_t bbml2);

/* So many more of what is no violation. */
void change_tally(enum plugin_bbm column, unsigned int nr);

/* BBML2: other sizes of the same mapping, seen by CPUs that all bear it. */
bool change_allowed(const struct change *change, enum plugin_bbm_kind kind);

void change_count(const struct change *change, enum plugin_bbm_kind kind);

#endif

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * roots.h - the roots of shadow.h's tables: what is in the TTBRs of CPUs, or was and may
 * still be cached. Between shadow.c and roots.c only.
 */
#ifndef PLUGIN_ROOTS_H
#define PLUGIN_ROOTS_H

#include "qemu/plugin/shadow.h"

/* What makes a table the one that it is, and what is needed to read it. */
struct table_at {
	uint64_t pa;
	uint64_t va;
	int level;
	unsigned int nr;
	bool ds;
};

/* The table there, with one more that points to it; NULL: there is no memory. */
struct table *table_ref_get(const struct table_at *at, struct table_ref from);
/* One less; the table itself when nothing points to it any more. */
struct table *table_ref_put(struct table *table, const struct table_ref *from);

uint64_t root_cpus(const struct root *root);
uint64_t root_loaded(const struct root *root);
void root_defer(struct root *root, uint64_t cpus);
uint16_t root_asid(const struct root *root, unsigned int cpu);
void roots_exit(void);

#endif

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * stale.h - entries that were valid and are not: which CPUs may still have them cached.
 *
 * Arm ARM, "Using break-before-make when updating translation table entries": the break is
 * over when the invalid entry is visible (DSB), a TLBI for it has reached all CPUs that use
 * the tables, and that is complete (DSB again). A table that was cut off leaves the leaves
 * in it behind: it is kept, as a ghost, under the entry that led to it. Free of QEMU.
 */
#ifndef PLUGIN_STALE_H
#define PLUGIN_STALE_H

#include "qemu/plugin/shadow.h"

enum stale_state {
	STALE_NONE,		/* nothing is left of it */
	STALE_UNREACHED,	/* no TLBI has reached all CPUs that may have it */
	STALE_UNFINISHED,	/* they were not waited for */
};

/*
 * Entry index of table was desc and is invalid now; cpus may have cached it. ghost: the table
 * that it led to, or NULL; it is stale.c's from here on.
 */
void stale_break(struct table *table, unsigned int index, uint64_t desc, uint64_t cpus,
		 struct table *ghost);

/* What the entry was before it was broken, and what of it is left. */
enum stale_state stale_state(const struct table *table, unsigned int index, uint64_t *desc,
			     uint64_t *cpus);

/* Does a table that was cut off there have something left? */
enum stale_state stale_ghost_state(const struct table *table, unsigned int index, uint64_t *cpus);

/* The entry is valid again. */
void stale_make(struct table *table, unsigned int index);

/* A table goes, and what it had. */
void stale_free(struct table *table);

/* A TLBI of cpu that reaches the CPUs in reached. */
void stale_tlbi(const struct tlbi *tlbi, unsigned int cpu, uint64_t reached);

/* A DSB of cpu, by its CRm field (Arm ARM C6.2, "DSB"). At any time, without lock. */
void stale_dsb(unsigned int cpu, unsigned int crm);

/* All of the above: as after the reset of the machine. */
void stale_reset(void);

#endif

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * stale.h - entries that were valid and are not: which CPUs may still have them cached.
 *
 * Arm ARM, "Using break-before-make when updating translation table entries": the break is
 * over when the invalid entry is visible (DSB), a TLBI for it has reached all CPUs that use
 * the tables, and that is complete (DSB again). A table that was cut off leaves the leaves
 * in it behind, and can be walked itself: it is kept, as a ghost, under the entry that led to
 * it, and its page is watched. With a root that no CPU has any more all of that is forgotten at
 * the TLBI, before its DSB. Free of QEMU.
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
 * Entry index of table was desc, and is invalid now or something else at once; cpus may have
 * cached it. ghost: the table that it led to, or NULL; it is stale.c's from here on.
 */
void stale_break(struct table *table, unsigned int index, uint64_t desc, uint64_t cpus,
		 struct table *ghost);

/* Something that CPUs may have cached of an entry, or of a table that was below it. */
struct stale_left {
	uint64_t desc, va;
	int level;
	enum stale_state state;		/* never STALE_NONE */
	uint64_t cpus;			/* no TLBI reached them */
};

/* All that is left of what was at an entry, and in the ghosts that it led to. */
typedef void (*stale_left_fn)(void *ctx, const struct stale_left *left);
void stale_each(const struct table *table, unsigned int index, stale_left_fn fn, void *ctx);

/*
 * The entry is valid again, and was judged. What it was is forgotten; a ghost stays until no
 * walk of a CPU can reach its page, unless the entry leads to that table again.
 */
void stale_make(struct table *table, unsigned int index);

/* Can a walk still reach the page of a ghost? By which CPUs' no TLBI reached. */
enum stale_state stale_ghost_state(const struct table *ghost, uint64_t *cpus);
/* The table, of those that are live, below which it was. */
const struct table *stale_ghost_top(const struct table *ghost);

/* A table goes, and what it had. */
void stale_free(struct table *table);

/* A TLBI of cpu that reaches the CPUs in reached. */
void stale_tlbi(const struct tlbi *tlbi, unsigned int cpu, uint64_t reached);

/* A DSB of cpu, by its CRm field (Arm ARM C6.2, "DSB"). At any time, without lock but for the
 * trace's when that is on. */
void stale_dsb(unsigned int cpu, unsigned int crm);

/* All of the above: as after the reset of the machine. */
void stale_reset(void);

#endif

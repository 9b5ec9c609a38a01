/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * shadow.h - which translation tables CPUs can walk, with their contents as last seen.
 *
 * Found by following tables from the roots in TTBR0_EL1 and TTBR1_EL1 on. A root counts
 * from when it is loaded until no CPU has it any more and the TLBs of those that had it are
 * invalidated: till then something of it may be cached. Free of QEMU, no locks: one caller
 * at a time, but for shadow_has(). Addresses of tables are taken for physical ones, as they
 * are where there is no stage 2 and under one that maps RAM to itself (realm/).
 */
#ifndef PLUGIN_SHADOW_H
#define PLUGIN_SHADOW_H

#include "qemu/plugin/tlbi.h"

#define SHADOW_ENTRIES		512
#define SHADOW_LEVEL_LAST	3

#define SHADOW_VALID	(1ull << 0)
#define SHADOW_TYPE	(1ull << 1)	/* a table; at the last level a page */

struct stale;
struct table;
struct root;

/* Who points to a table: an entry of another, or a root. */
struct table_ref {
	struct table *parent;		/* NULL: root */
	struct root *root;
	unsigned int index;
	struct table_ref *next;
};

struct table {
	uint64_t pa;
	uint64_t va;			/* that the first entry translates */
	int level;
	unsigned int nr;		/* entries: roots can have fewer than 512 */
	unsigned int valid;		/* of them */
	bool ds;			/* 52-bit descriptors (TCR_EL1.DS) */
	struct table_ref *refs;
	struct table *next;		/* in the same bucket */
	struct stale *stale;		/* stale.c: entries that were broken */
	struct table *cut_from;		/* stale.c: a ghost's; NULL: it is no ghost */
	unsigned int cut_index;		/* the entry there that led to it */
	bool watched;			/* a ghost whose page is watched for stores */
	uint64_t desc[];
};

/* Words of guest physical memory. Returns 0 or an error: nothing is there. */
typedef int (*shadow_read_fn)(void *ctx, uint64_t pa, uint64_t *words, unsigned int nr);

/* A table is there that was none before, or is another one than was there. */
typedef void (*shadow_link_fn)(void *ctx, const struct table *table);

/* Returns 0 or -ENOMEM. */
int shadow_init(shadow_read_fn read, shadow_link_fn link, void *ctx);
void shadow_exit(void);

enum shadow_register {
	SHADOW_SCTLR,
	SHADOW_TCR,
	SHADOW_MAIR,
	SHADOW_TTBR0,
	SHADOW_TTBR1,
	SHADOW_NR_REGISTERS,
};

/*
 * A register of cpu gets a new value; after the reset of the machine all are 0. True when it
 * has a root again of which its TLB holds what is deferred.
 */
bool shadow_register(unsigned int cpu, enum shadow_register which, uint64_t value);
uint64_t shadow_register_get(unsigned int cpu, enum shadow_register which);

/* What TLBs of the CPUs in reached hold of roots that they have no more is gone. */
void shadow_tlbi(const struct tlbi *tlbi, uint64_t reached);

/* Is there a table in the page of pa, or a ghost of one? At any time, without lock. */
bool shadow_has(uint64_t pa);

/* The first table in the page of pa that has an entry there, or the next one; or NULL. */
struct table *shadow_first(uint64_t pa);
struct table *shadow_next(const struct table *table, uint64_t pa);

/* Where an entry leads to, which is a table's; NULL when it could not be followed. */
struct table *shadow_child(const struct table *table, unsigned int index);

/*
 * A ghost is a table that no entry leads to any more, but what CPUs have cached of one may:
 * stores to its page are still of interest. It is none of the tables above.
 */
void shadow_ghost_watch(struct table *ghost);
void shadow_ghost_unwatch(struct table *ghost);
struct table *shadow_ghost_first(uint64_t pa);
struct table *shadow_ghost_next(const struct table *ghost, uint64_t pa);

/* The CPUs that can walk this table or have cached something of it: a bit each. */
uint64_t shadow_cpus(const struct table *table);
/* Of these, those that walk it now; the others only have something of it cached. */
uint64_t shadow_walkers(const struct table *table);
/*
 * What these CPUs have cached of the table is not what it says: no harm, if it is gone when
 * they have a root of it again.
 */
void shadow_defer(const struct table *table, uint64_t cpus);
/* The ASID of the space that it belongs to, as cpu has it. */
uint16_t shadow_asid(const struct table *table, unsigned int cpu);

/* Is it valid, does it point to a table, at that level? */
bool desc_is_valid(uint64_t desc, int level);
bool desc_is_table(uint64_t desc, int level);
uint64_t desc_address(uint64_t desc, bool ds);
uint64_t level_bytes(int level);

/*
 * An entry has a new content. What a new table leads to is followed. The table that only the
 * old content led to is no table any more: it is given back (or NULL), for
 * shadow_table_free().
 */
struct table *shadow_change(struct table *table, unsigned int index, uint64_t desc);
void shadow_table_free(struct table *table);

/* Tables there are now. */
uint64_t shadow_tables(void);

#endif

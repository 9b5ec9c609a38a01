// SPDX-License-Identifier: GPL-2.0-only
/*
 * stale.c - what of broken entries is left in TLBs. Breaks, TLBIs and DSBs have numbers
 * in one order, that in which they come here: it is that of QEMU's execution, in which no
 * store is ever late.
 */
#include "qemu/plugin/stale.h"

#include "qemu/plugin/trace.h"

#include <stdlib.h>
#include <string.h>

#define BIT(n)		(1ull << (n))
#define CPUS_MAX	64
#define DESC_NG		BIT(11)

/* DSB's CRm: what it waits for, and for whom. */
#define CRM_TYPE(crm)	((crm) & 3)
#define CRM_STORES	2
#define CRM_ALL		3
#define CRM_DOMAIN(crm)	((crm) >> 2)
#define CRM_NSH		1

struct broken {
	uint64_t desc;		/* 0: nothing was broken here */
	uint64_t cpus;		/* that may have it */
	uint64_t broken;	/* when */
	uint64_t reached;	/* when the last TLBI that reached some of them was */
	uint16_t asid;
	uint8_t reached_by;
	bool reached_broadcast;
	struct table *ghost;
	struct broken *older;	/* that have ghosts which can be walked */
};

struct stale {
	struct table *table;
	unsigned int open;	/* entries that some CPU may have */
	struct stale *next, **link;	/* in the list of those with open ones */
	struct broken entry[];
};

/* When a CPU's last DSB was: for all CPUs, or for itself at least. */
struct barriers {
	uint64_t stores[2];
	uint64_t all[2];
};

enum { DOMAIN_ALL, DOMAIN_SELF };

static struct {
	uint64_t now;
	struct barriers cpu[CPUS_MAX];
	struct stale *open;
} stale;

static void put(uint64_t *where, uint64_t value)
{
	__atomic_store_n(where, value, __ATOMIC_RELAXED);
}

static uint64_t get(const uint64_t *where)
{
	return __atomic_load_n(where, __ATOMIC_RELAXED);
}

void stale_dsb(unsigned int cpu, unsigned int crm)
{
	const uint64_t now = get(&stale.now);
	struct barriers *barriers = &stale.cpu[cpu];
	unsigned int domain = CRM_DOMAIN(crm) == CRM_NSH ? DOMAIN_SELF : DOMAIN_ALL;

	trace_dsb(cpu, crm);
	/* Those for all CPUs are for itself too. */
	for (; domain <= DOMAIN_SELF; domain++) {
		if (CRM_TYPE(crm) == CRM_STORES || CRM_TYPE(crm) == CRM_ALL)
			put(&barriers->stores[domain], now);
		/* Only one that waits for loads and stores waits for TLBIs. */
		if (CRM_TYPE(crm) == CRM_ALL)
			put(&barriers->all[domain], now);
	}
}

static void list_add(struct stale *of)
{
	of->next = stale.open;
	of->link = &stale.open;
	if (of->next)
		of->next->link = &of->next;
	stale.open = of;
}

static void list_remove(struct stale *of)
{
	*of->link = of->next;
	if (of->next)
		of->next->link = of->link;
}

static struct stale *stale_of(struct table *table)
{
	if (!table->stale) {
		table->stale = calloc(1, sizeof(*table->stale) +
					 table->nr * sizeof(table->stale->entry[0]));
		if (table->stale)
			table->stale->table = table;
	}
	return table->stale;
}

static void entry_close(struct stale *of, struct broken *entry)
{
	entry->cpus = 0;
	if (!--of->open)
		list_remove(of);
}

static enum stale_state broken_state(const struct broken *entry)
{
	const struct barriers *barriers = &stale.cpu[entry->reached_by];
	const unsigned int domain = entry->reached_broadcast ? DOMAIN_ALL : DOMAIN_SELF;

	if (!entry->desc)
		return STALE_NONE;
	if (entry->cpus)
		return STALE_UNREACHED;
	return get(&barriers->all[domain]) < entry->reached ? STALE_UNFINISHED : STALE_NONE;
}

static void broken_drop(struct stale *of, struct broken *entry)
{
	if (entry->cpus)
		entry_close(of, entry);
	shadow_table_free(entry->ghost);
	entry->desc = 0;
	entry->ghost = NULL;
}

static bool broken_keeps(const struct broken *entry)
{
	return entry->ghost && broken_state(entry) != STALE_NONE;
}

/* What is at the entry makes room: to those that are kept, or it goes. */
static void entry_settle(struct stale *of, struct broken *entry)
{
	struct broken **at = &entry->older, *one, *kept;

	while ((one = *at)) {
		if (broken_keeps(one)) {
			at = &one->older;
			continue;
		}
		*at = one->older;
		broken_drop(of, one);
		free(one);
	}
	kept = broken_keeps(entry) ? malloc(sizeof(*kept)) : NULL;
	if (kept) {
		*kept = *entry;
		*entry = (struct broken){ .older = kept };
		return;
	}
	broken_drop(of, entry);
	*entry = (struct broken){ .older = entry->older };
}

static void ghost_make(struct table *ghost, uint64_t cpus, uint16_t asid);

static void entry_break(struct table *table, unsigned int index, uint64_t desc, uint64_t cpus,
			uint16_t asid, struct table *ghost)
{
	struct stale *of = stale_of(table);
	struct broken *entry;

	if (!of || !cpus) {
		shadow_table_free(ghost);
		return;
	}
	entry = &of->entry[index];
	entry_settle(of, entry);
	if (!of->open++)
		list_add(of);
	*entry = (struct broken){
		.desc = desc, .cpus = cpus, .broken = stale.now, .asid = asid, .ghost = ghost,
		.older = entry->older,
	};
	if (!ghost)
		return;
	ghost->cut_from = table;
	ghost->cut_index = index;
	ghost_make(ghost, cpus, asid);
	shadow_ghost_watch(ghost);
}

/* All that it has is as broken as the entry that led to it. */
static void ghost_make(struct table *ghost, uint64_t cpus, uint16_t asid)
{
	unsigned int i;

	for (i = 0; i < ghost->nr; i++) {
		const uint64_t desc = ghost->desc[i];

		if (!desc_is_valid(desc, ghost->level))
			continue;
		entry_break(ghost, i, desc, cpus, asid, shadow_change(ghost, i, 0));
	}
}

void stale_break(struct table *table, unsigned int index, uint64_t desc, uint64_t cpus,
		 struct table *ghost)
{
	put(&stale.now, stale.now + 1);
	entry_break(table, index, desc, cpus,
		    cpus ? shadow_asid(table, __builtin_ctzll(cpus)) : 0, ghost);
}

void stale_each(const struct table *table, unsigned int index, stale_left_fn fn, void *ctx)
{
	const struct broken *entry = table->stale ? &table->stale->entry[index] : NULL;
	unsigned int i;

	for (; entry; entry = entry->older) {
		const struct stale_left left = {
			.desc = entry->desc,
			.va = table->va + index * level_bytes(table->level),
			.level = table->level,
			.state = broken_state(entry),
			.cpus = entry->cpus,
		};

		if (left.state != STALE_NONE)
			fn(ctx, &left);
		for (i = 0; entry->ghost && i < entry->ghost->nr; i++)
			stale_each(entry->ghost, i, fn, ctx);
	}
}

static struct broken *ghost_entry(const struct table *ghost)
{
	struct broken *entry = &ghost->cut_from->stale->entry[ghost->cut_index];

	while (entry->ghost != ghost)
		entry = entry->older;
	return entry;
}

enum stale_state stale_ghost_state(const struct table *ghost, uint64_t *cpus)
{
	const struct broken *entry = ghost_entry(ghost);

	*cpus = entry->cpus;
	return broken_state(entry);
}

const struct table *stale_ghost_top(const struct table *ghost)
{
	while (ghost->cut_from)
		ghost = ghost->cut_from;
	return ghost;
}

/* A table is live again: of its ghost only what was broken in it before is left. */
static void ghost_return(struct broken *entry, struct table *table)
{
	struct stale *of = entry->ghost->stale;
	struct broken *one;
	unsigned int i;

	for (i = 0; of && i < table->nr; i++) {
		one = &of->entry[i];
		if (one->broken == entry->broken)
			broken_drop(of, one);
		for (; one; one = one->older)
			if (one->ghost)
				one->ghost->cut_from = table;
	}
	if (!of || table->stale)
		return;
	of->table = table;
	table->stale = of;
	entry->ghost->stale = NULL;
}

void stale_make(struct table *table, unsigned int index)
{
	const uint64_t desc = table->desc[index];
	struct table *child;
	struct broken *entry;

	if (!table->stale)
		return;
	entry = &table->stale->entry[index];
	if (entry->ghost && desc_is_table(desc, table->level) &&
	    desc_address(desc, table->ds) == entry->ghost->pa) {
		child = shadow_child(table, index);
		if (child)
			ghost_return(entry, child);
		broken_drop(table->stale, entry);
	}
	entry_settle(table->stale, entry);
}

void stale_free(struct table *table)
{
	struct broken *entry, *older;
	unsigned int i;

	for (i = 0; table->stale && i < table->nr; i++) {
		entry = &table->stale->entry[i];
		broken_drop(table->stale, entry);
		for (entry = entry->older; entry; entry = older) {
			older = entry->older;
			broken_drop(table->stale, entry);
			free(entry);
		}
	}
	free(table->stale);
	table->stale = NULL;
}

/* Is the entry among what the TLBI invalidates? Walk caches too, if it led to a table. */
static bool tlbi_takes(const struct tlbi *tlbi, const struct table *table, unsigned int index,
		       const struct broken *entry)
{
	const bool leads = desc_is_table(entry->desc, table->level);
	const bool global = leads ? table->va >> 63 : !(entry->desc & DESC_NG);
	const uint64_t size = level_bytes(table->level), va = table->va + index * size;

	switch (tlbi->what) {
	case TLBI_ALL:
		return true;
	case TLBI_ASID:
		return !global && tlbi->asid == entry->asid;
	case TLBI_VA:
		if (!global && tlbi->asid != entry->asid)
			return false;
		break;
	case TLBI_VA_ALL_ASIDS:
		break;
	default:
		return false;
	}
	if (leads && tlbi->last_level)
		return false;
	/* An address in a block stands for all of it; end may be 0, at the end of all. */
	return va <= tlbi->end - 1 && tlbi->start <= va + size - 1;
}

static bool tlbi_meets(const struct tlbi *tlbi, const struct table *table)
{
	const uint64_t last = table->va + table->nr * level_bytes(table->level) - 1;

	if (tlbi->what == TLBI_ALL || tlbi->what == TLBI_ASID)
		return true;
	return table->va <= tlbi->end - 1 && tlbi->start <= last;
}

/* A TLBI says nothing of a break that this CPU did not make sure was visible before. */
static void stale_reach(struct stale *of, const struct tlbi *tlbi, unsigned int cpu,
			uint64_t reached)
{
	const uint64_t visible =
		get(&stale.cpu[cpu].stores[tlbi->broadcast ? DOMAIN_ALL : DOMAIN_SELF]);
	struct broken *entry;
	unsigned int i;

	for (i = 0; i < of->table->nr && of->open; i++) {
		for (entry = &of->entry[i]; entry; entry = entry->older) {
			if (!(entry->cpus & reached) || entry->broken > visible ||
			    !tlbi_takes(tlbi, of->table, i, entry))
				continue;
			entry->reached = stale.now;
			entry->reached_by = cpu;
			entry->reached_broadcast = tlbi->broadcast;
			if (entry->cpus & ~reached)
				entry->cpus &= ~reached;
			else
				entry_close(of, entry);
		}
	}
}

void stale_tlbi(const struct tlbi *tlbi, unsigned int cpu, uint64_t reached)
{
	struct stale *of, *next;

	put(&stale.now, stale.now + 1);
	for (of = stale.open; of; of = next) {
		next = of->next;
		if (tlbi_meets(tlbi, of->table))
			stale_reach(of, tlbi, cpu, reached);
	}
}

void stale_reset(void)
{
	memset(&stale, 0, sizeof(stale));
}

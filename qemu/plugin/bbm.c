// SPDX-License-Identifier: GPL-2.0-only
/*
 * bbm.c - judges what became of entries of live tables, and of tables that were cut off.
 *
 * A change is of one kind: of the size of the mapping (block, table, Contiguous bit), else of
 * the output address, else of attributes (memory type, shareability, global where it was
 * not). With BBML2 only the size may differ: the leaves are held against each other. A page
 * of a table that a walk may still reach is nothing else's: whatever is stored there is read
 * as a descriptor.
 *
 * Out of scope: two roots under one ASID, of which a CPU loads one with the other cached.
 */
#include "qemu/plugin/bbm.h"

#include <string.h>

#include "qemu/plugin/change.h"
#include "qemu/plugin/kind.h"
#include "qemu/plugin/stale.h"
#include "qemu/plugin/trace.h"

#define BIT(n)		(1ull << (n))

static struct {
	uint64_t cpus;
	shadow_read_fn read;
	void *ctx;
	struct change deferred;		/* the last one */
	enum plugin_bbm_kind deferred_kind;
	unsigned int cpu;		/* that does what is looked at now, and where */
	uint64_t pc;
} bbm;

static void table_linked(void *unused, const struct table *table);

/* Tables' contents, when they come into sight. */
static int table_read(void *ctx, uint64_t pa, uint64_t *words, unsigned int nr)
{
	int err = bbm.read(ctx, pa, words, nr);

	trace_table(pa, words, err ? 0 : nr);
	return err;
}

int bbm_init(uint64_t cpus, uint64_t bbml2, shadow_read_fn read, void *ctx)
{
	memset(&bbm, 0, sizeof(bbm));
	bbm.cpus = cpus;
	change_init(bbml2);
	bbm.read = read;
	bbm.ctx = ctx;
	return shadow_init(table_read, table_linked, ctx);
}

void bbm_exit(void)
{
	shadow_exit();
	stale_reset();
}

/*
 * Who may have the old one and can walk to the new one sees both. Who has no root that leads
 * here, or the MMU off, does when it has one again before its TLB has lost the old one.
 */
static void change_judge(struct change *change, const struct table *table,
			 enum plugin_bbm_kind kind)
{
	const uint64_t sees = change->cpus & shadow_walkers(table);

	if (kind == PLUGIN_BBM_KIND_NONE)
		return;
	if (sees) {
		change->cpus = sees;
		change_count(change, kind);
	} else if (change->why != PLUGIN_BBM_WHY_NO_DSB) {
		shadow_defer(table, change->cpus);
		bbm.deferred = *change;
		bbm.deferred_kind = kind;
	}
}

/* Which change it was of those that were deferred is not kept: the last one stands for all. */
void bbm_register(unsigned int cpu, enum shadow_register which, uint64_t value, uint64_t pc)
{
	struct change change;

	bbm.cpu = cpu;
	bbm.pc = pc;
	trace_register(cpu, which, value);
	if (!shadow_register(cpu, which, value))
		return;
	change = bbm.deferred;
	change.why = PLUGIN_BBM_WHY_LOADED;
	change.cpu = cpu;
	change.cpus = BIT(cpu);
	change.pc = pc;
	change_count(&change, bbm.deferred_kind);
}

static struct translation translation_of(const struct table *table, unsigned int index,
					 uint64_t mair)
{
	return (struct translation){
		.desc = table->desc[index],
		.va = table->va + index * level_bytes(table->level),
		.level = table->level,
		.ds = table->ds,
		.mair = mair,
	};
}

/* What an entry was, against what is there now. The child: of what it was. */
static enum plugin_bbm_kind change_kind(const struct change *change, const struct table *table,
					unsigned int index, const struct table *child,
					uint64_t mair)
{
	const struct translation new = translation_of(table, index, mair);
	struct translation old = new;
	enum plugin_bbm_kind kind, leaves = PLUGIN_BBM_KIND_NONE;
	const struct change seen = { .cpus = change->cpus & shadow_walkers(table) };

	old.desc = change->old;
	kind = kind_of(&old, &new);
	if (kind != PLUGIN_BBM_KIND_SIZE || !change_allowed(&seen, kind))
		return kind;
	if (desc_is_table(new.desc, new.level)) {
		child = shadow_child(table, index);
		if (child)
			leaves = kind_of_tree(child, &old);
	} else if (desc_is_table(old.desc, old.level)) {
		if (child)
			leaves = kind_of_tree(child, &new);
	} else {
		leaves = kind_of_leaves(&old, &new);
	}
	return leaves == PLUGIN_BBM_KIND_NONE ? kind : leaves;
}

/* Of what is left the worst is told: first what no TLBI reached. */
struct making {
	struct table *table;
	unsigned int index;
	uint64_t mair;
	struct change change, worst;
	enum plugin_bbm_kind worst_kind;
	int rank;
};

static int left_rank(const struct making *making, const struct change *change,
		     enum plugin_bbm_kind kind)
{
	const struct change seen = { .cpus = change->cpus & shadow_walkers(making->table) };
	int rank = PLUGIN_BBM_KIND_NR - kind;

	if (kind == PLUGIN_BBM_KIND_NONE)
		return 0;
	if (change_allowed(&seen, kind))
		rank = 1;
	return change->why == PLUGIN_BBM_WHY_NO_TLBI ? rank + PLUGIN_BBM_KIND_NR : rank;
}

/* A leaf or a table below the entry, as what is there now translates its addresses. */
static enum plugin_bbm_kind left_kind(const struct making *making, const struct stale_left *left,
				      const struct change *change)
{
	const struct change seen = { .cpus = change->cpus & shadow_walkers(making->table) };
	const struct table *table = making->table;
	struct translation old = translation_of(table, making->index, making->mair);
	struct translation new = old;

	while (new.level < left->level && desc_is_table(new.desc, new.level)) {
		const unsigned int at = (new.va - table->va) / level_bytes(table->level);

		table = shadow_child(table, at);
		if (!table)
			return PLUGIN_BBM_KIND_NONE;
		new = translation_of(table, (left->va - table->va) / level_bytes(table->level),
				     making->mair);
	}
	if (!desc_is_valid(new.desc, new.level))
		return PLUGIN_BBM_KIND_NONE;
	old.desc = left->desc;
	old.va = left->va;
	old.level = left->level;
	if (new.level == left->level)
		return kind_of(&old, &new);
	if (change_allowed(&seen, PLUGIN_BBM_KIND_SIZE) &&
	    !desc_is_table(old.desc, old.level) &&
	    kind_of_leaves(&old, &new) != PLUGIN_BBM_KIND_NONE)
		return kind_of_leaves(&old, &new);
	return PLUGIN_BBM_KIND_SIZE;
}

static void left_judge(void *ctx, const struct stale_left *left)
{
	struct making *making = ctx;
	struct change change = making->change;
	enum plugin_bbm_kind kind;
	int rank;

	change.why = left->state == STALE_UNREACHED ? PLUGIN_BBM_WHY_NO_TLBI :
						      PLUGIN_BBM_WHY_NO_DSB;
	change.old = left->desc;
	/* Those that were reached but not waited for are not kept: it is any of them. */
	if (left->cpus)
		change.cpus = left->cpus;
	if (left->level == making->table->level)
		kind = change_kind(&change, making->table, making->index, NULL, making->mair);
	else
		kind = left_kind(making, left, &change);
	rank = left_rank(making, &change, kind);
	if (rank <= making->rank)
		return;
	making->worst = change;
	making->worst_kind = kind;
	making->rank = rank;
}

/* Invalid to valid: what it was before may be left, or the leaves of the table that was there. */
static void judge_make(const struct change *change, struct table *table, unsigned int index,
		       uint64_t mair)
{
	struct making making = { .table = table, .index = index, .mair = mair, .change = *change };

	stale_each(table, index, left_judge, &making);
	if (making.rank)
		change_judge(&making.worst, table, making.worst_kind);
}

/* Valid to valid. */
static void judge_change(struct change *change, const struct table *table, unsigned int index,
			 const struct table *child, uint64_t mair)
{
	enum plugin_bbm_kind kind = change_kind(change, table, index, child, mair);

	change_tally(PLUGIN_BBM_CHANGES, kind != PLUGIN_BBM_KIND_NONE);
	change->why = PLUGIN_BBM_WHY_NO_BREAK;
	change_judge(change, table, kind);
}

static void entry_store(struct change *change, struct table *table, unsigned int index,
			uint64_t mair)
{
	const uint64_t old = change->old, cpus = change->cpus;
	const bool was = desc_is_valid(old, table->level);
	const bool is = desc_is_valid(change->new, table->level);
	struct table *child, *cut;

	child = desc_is_table(old, table->level) ? shadow_child(table, index) : NULL;
	cut = shadow_change(table, index, change->new);
	if (was && is)
		judge_change(change, table, index, child, mair);
	else if (is)
		judge_make(change, table, index, mair);
	change_tally(PLUGIN_BBM_BREAKS, was && !is);
	if (was && (!is || cut))
		stale_break(table, index, old, cpus, cut);
	else if (is)
		stale_make(table, index);
}

static void table_store(struct table *table, unsigned int cpu, uint64_t pa, uint64_t word)
{
	const unsigned int index = (pa - table->pa) / sizeof(uint64_t);
	struct change change = {
		.va = table->va + index * level_bytes(table->level),
		.level = table->level,
		.old = table->desc[index],
		.new = word,
		.cpu = cpu,
		.pc = bbm.pc,
	};

	change_tally(PLUGIN_BBM_STORES, 1);
	if (change.old == change.new)
		return;
	change.cpus = shadow_cpus(table);
	entry_store(&change, table, index, shadow_register_get(cpu, SHADOW_MAIR));
}

/* The page of a ghost gets other contents, or is another table's. Told once. */
static void ghost_reused(struct table *ghost, uint64_t word)
{
	const struct table *top = stale_ghost_top(ghost);
	struct change change = {
		.va = ghost->va,
		.level = ghost->level,
		.old = ghost->pa,
		.new = word,
		.cpu = bbm.cpu,
		.pc = bbm.pc,
	};
	enum stale_state state = stale_ghost_state(ghost, &change.cpus);

	shadow_ghost_unwatch(ghost);
	if (state == STALE_NONE)
		return;
	change.why = state == STALE_UNREACHED ? PLUGIN_BBM_WHY_NO_TLBI : PLUGIN_BBM_WHY_NO_DSB;
	if (!change.cpus)
		change.cpus = shadow_cpus(top);
	change_judge(&change, top, PLUGIN_BBM_KIND_REUSED);
}

static bool is_table_again(const struct table *ghost, const struct table *table)
{
	return table->pa == ghost->pa && table->va == ghost->va && table->level == ghost->level;
}

static void table_linked(void *unused, const struct table *table)
{
	struct table *ghost, *next;

	(void)unused;
	for (ghost = shadow_ghost_first(table->pa); ghost; ghost = next) {
		next = shadow_ghost_next(ghost, table->pa);
		if (!is_table_again(ghost, table))
			ghost_reused(ghost, table->pa);
	}
}

/* Of one that is live again stores are judged as a table's. */
static void ghosts_store(uint64_t pa, uint64_t word)
{
	struct table *ghost, *next, *table;

	for (ghost = shadow_ghost_first(pa); ghost; ghost = next) {
		next = shadow_ghost_next(ghost, pa);
		for (table = shadow_first(pa); table && !is_table_again(ghost, table);)
			table = shadow_next(table, pa);
		if (!table)
			ghost_reused(ghost, word);
	}
}

static void word_store(unsigned int cpu, uint64_t pa)
{
	struct table *table;
	unsigned int nr = 0, i;
	uint64_t word;

	if ((!shadow_first(pa) && !shadow_ghost_first(pa)) || bbm.read(bbm.ctx, pa, &word, 1))
		return;
	trace_store(cpu, pa, word);
	ghosts_store(pa, word);
	for (table = shadow_first(pa); table; table = shadow_next(table, pa))
		nr++;
	while (nr--) {
		table = shadow_first(pa);
		for (i = 0; table && i < nr; i++)
			table = shadow_next(table, pa);
		if (table)
			table_store(table, cpu, pa, word);
	}
}

/*
 * What a table leads to may go with a store to it, and then other tables of its page: look
 * each one up anew.
 */
void bbm_store(unsigned int cpu, uint64_t pa, uint64_t size, uint64_t pc)
{
	const uint64_t end = pa + size;

	bbm.cpu = cpu;
	bbm.pc = pc;
	for (pa &= ~(sizeof(uint64_t) - 1); pa < end; pa += sizeof(uint64_t))
		word_store(cpu, pa);
}

void bbm_tlbi(unsigned int cpu, const struct tlbi *tlbi)
{
	const uint64_t reached = tlbi->broadcast ? bbm.cpus : BIT(cpu);

	if (tlbi->what == TLBI_OTHER || tlbi->what == TLBI_IPA)
		return;
	change_tally(PLUGIN_BBM_TLBI, 1);
	trace_tlbi(cpu, tlbi);
	stale_tlbi(tlbi, cpu, reached);
	shadow_tlbi(tlbi, reached);
}

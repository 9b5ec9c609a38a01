// SPDX-License-Identifier: GPL-2.0-only
/*
 * bbm.c - judges what became of entries of live tables.
 *
 * A change is of one kind: of the size of the mapping (block, table, Contiguous bit), else of
 * the output address, else of attributes (memory type, shareability, global where it was
 * not). Permissions, the access flag and the dirty state may change in place.
 */
#include "qemu/plugin/bbm.h"

#include <errno.h>
#include <string.h>

#include "qemu/plugin/stale.h"

#define BIT(n)		(1ull << (n))
#define DESC_SH(desc)	((desc) >> 8 & 3)
#define DESC_NG		BIT(11)
#define DESC_CONT	BIT(52)
#define DESC_MAIR(desc)	((desc) >> 2 & 7)

/*
 * Reports of what is allowed are few, they are no finding; and of what lacks a DSB only: a
 * boot has hundreds of them, and there must be room for others.
 */
#define LESSER_REPORTS_MAX	4

/* Of abi.h's columns, by the name of a column. */
struct report {
	uint64_t value[PLUGIN_BBM_REPORT_NR];
};

struct counts {
	uint64_t value[PLUGIN_BBM_NR];
	struct report report[BBM_REPORTS_MAX];
};

struct change {
	uint64_t va;
	int level;
	uint64_t old, new;
	uint64_t cpus;			/* that may have the old one */
	enum plugin_bbm_why why;
	unsigned int cpu;
	uint64_t pc;
};

static struct {
	uint64_t cpus;
	uint64_t bbml2;
	shadow_read_fn read;
	void *ctx;
	struct change deferred;		/* the last one */
	enum plugin_bbm_kind deferred_kind;
	struct counts now;
	struct counts shown;		/* when they stand still */
	bool still;
} bbm;

int bbm_init(uint64_t cpus, uint64_t bbml2, shadow_read_fn read, void *ctx)
{
	memset(&bbm, 0, sizeof(bbm));
	bbm.cpus = cpus;
	bbm.bbml2 = bbml2;
	bbm.read = read;
	bbm.ctx = ctx;
	return shadow_init(read, ctx);
}

void bbm_exit(void)
{
	shadow_exit();
	stale_reset();
}

static uint64_t memory_type(uint64_t mair, uint64_t desc)
{
	return mair >> (8 * DESC_MAIR(desc)) & 0xff;
}

/* With 52-bit descriptors their shareability is in TCR_EL1 and 9:8 are of the address. */
static bool attributes_differ(uint64_t old, uint64_t new, bool ds, uint64_t mair)
{
	const bool becomes_global = (old & ~new) & DESC_NG;

	return memory_type(mair, old) != memory_type(mair, new) ||
	       (!ds && DESC_SH(old) != DESC_SH(new)) || becomes_global;
}

/* Between two valid contents of an entry. */
static enum plugin_bbm_kind kind_of(const struct table *table, uint64_t old, uint64_t new,
				    uint64_t mair)
{
	const bool leads = desc_is_table(new, table->level);

	if (desc_is_table(old, table->level) != leads)
		return PLUGIN_BBM_KIND_SIZE;
	if (!leads && (old ^ new) & DESC_CONT)
		return PLUGIN_BBM_KIND_SIZE;
	if (desc_address(old, table->ds) != desc_address(new, table->ds))
		return PLUGIN_BBM_KIND_ADDRESS;
	if (!leads && attributes_differ(old, new, table->ds, mair))
		return PLUGIN_BBM_KIND_ATTRIBUTES;
	return PLUGIN_BBM_KIND_NONE;
}

/* BBML2: other sizes of the same mapping, seen by CPUs that all bear it. */
static bool change_allowed(const struct change *change, enum plugin_bbm_kind kind)
{
	return kind == PLUGIN_BBM_KIND_SIZE && !(change->cpus & ~bbm.bbml2);
}

static void change_report(const struct change *change, enum plugin_bbm_kind kind, bool allowed)
{
	uint64_t *count = bbm.now.value;
	const uint64_t nr = count[PLUGIN_BBM_REPORTS];
	const bool unfinished = !allowed && change->why == PLUGIN_BBM_WHY_NO_DSB;

	if (nr == BBM_REPORTS_MAX || (allowed && count[PLUGIN_BBM_ALLOWED] > LESSER_REPORTS_MAX) ||
	    (unfinished && count[PLUGIN_BBM_UNFINISHED] > LESSER_REPORTS_MAX))
		return;
	count[PLUGIN_BBM_REPORTS]++;
	bbm.now.report[nr] = (struct report){ {
		[PLUGIN_BBM_REPORT_KIND] = kind,
		[PLUGIN_BBM_REPORT_WHY] = change->why,
		[PLUGIN_BBM_REPORT_ALLOWED] = allowed,
		[PLUGIN_BBM_REPORT_VA] = change->va,
		[PLUGIN_BBM_REPORT_LEVEL] = change->level,
		[PLUGIN_BBM_REPORT_OLD] = change->old,
		[PLUGIN_BBM_REPORT_NEW] = change->new,
		[PLUGIN_BBM_REPORT_PC] = change->pc,
		[PLUGIN_BBM_REPORT_CPU] = change->cpu,
		[PLUGIN_BBM_REPORT_CPUS] = change->cpus,
	} };
}

static void change_count(const struct change *change, enum plugin_bbm_kind kind)
{
	static const enum plugin_bbm counter[] = {
		[PLUGIN_BBM_KIND_SIZE] = PLUGIN_BBM_SIZE,
		[PLUGIN_BBM_KIND_ADDRESS] = PLUGIN_BBM_ADDRESS,
		[PLUGIN_BBM_KIND_ATTRIBUTES] = PLUGIN_BBM_ATTRIBUTES,
	};
	const bool allowed = change_allowed(change, kind);

	if (allowed)
		bbm.now.value[PLUGIN_BBM_ALLOWED]++;
	else if (change->why == PLUGIN_BBM_WHY_NO_DSB)
		bbm.now.value[PLUGIN_BBM_UNFINISHED]++;
	else
		bbm.now.value[counter[kind]]++;
	change_report(change, kind, allowed);
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

	if (!shadow_register(cpu, which, value))
		return;
	change = bbm.deferred;
	change.why = PLUGIN_BBM_WHY_LOADED;
	change.cpu = cpu;
	change.cpus = BIT(cpu);
	change.pc = pc;
	change_count(&change, bbm.deferred_kind);
}

/*
 * Invalid to valid: what it was before may be left, or the leaves of the table that was
 * there. Those have another size than a block; another table's may have the same as they,
 * but only the kernel knows that.
 */
static void judge_make(struct change *change, const struct table *table, unsigned int index,
		       uint64_t mair)
{
	enum stale_state state;
	uint64_t left = 0;

	state = stale_state(table, index, &change->old, &left);
	if (state == STALE_NONE)
		state = stale_ghost_state(table, index, &left);
	if (state == STALE_NONE)
		return;
	change->why = state == STALE_UNREACHED ? PLUGIN_BBM_WHY_NO_TLBI : PLUGIN_BBM_WHY_NO_DSB;
	/* Those that were reached but not waited for are not kept: it is any of them. */
	if (left)
		change->cpus = left;
	change_judge(change, table, kind_of(table, change->old, change->new, mair));
}

/* Valid to valid. */
static void judge_change(struct change *change, const struct table *table, uint64_t mair)
{
	enum plugin_bbm_kind kind = kind_of(table, change->old, change->new, mair);

	bbm.now.value[PLUGIN_BBM_CHANGES] += kind != PLUGIN_BBM_KIND_NONE;
	change->why = PLUGIN_BBM_WHY_NO_BREAK;
	change_judge(change, table, kind);
}

static void entry_store(struct change *change, struct table *table, unsigned int index,
			uint64_t mair)
{
	const uint64_t old = change->old, cpus = change->cpus;
	const bool was = desc_is_valid(old, table->level);
	const bool is = desc_is_valid(change->new, table->level);
	struct table *cut;

	if (was && is)
		judge_change(change, table, mair);
	else if (is)
		judge_make(change, table, index, mair);
	cut = shadow_change(table, index, change->new);
	if (was && !is) {
		bbm.now.value[PLUGIN_BBM_BREAKS]++;
		stale_break(table, index, old, cpus, cut);
		return;
	}
	if (is)
		stale_make(table, index);
	shadow_table_free(cut);
}

static void table_store(struct table *table, unsigned int cpu, uint64_t pa, uint64_t pc)
{
	const unsigned int index = (pa - table->pa) / sizeof(uint64_t);
	struct change change = {
		.va = table->va + index * level_bytes(table->level),
		.level = table->level,
		.old = table->desc[index],
		.cpu = cpu,
		.pc = pc,
	};

	if (bbm.read(bbm.ctx, pa, &change.new, 1))
		return;
	bbm.now.value[PLUGIN_BBM_STORES]++;
	if (change.old == change.new)
		return;
	change.cpus = shadow_cpus(table);
	entry_store(&change, table, index, shadow_register_get(cpu, SHADOW_MAIR));
}

/*
 * What a table leads to may go with a store to it, and then other tables of its page: look
 * each one up anew.
 */
void bbm_store(unsigned int cpu, uint64_t pa, uint64_t size, uint64_t pc)
{
	const uint64_t end = pa + size;
	struct table *table;
	unsigned int nr, i;

	for (pa &= ~(sizeof(uint64_t) - 1); pa < end; pa += sizeof(uint64_t)) {
		nr = 0;
		for (table = shadow_first(pa); table; table = shadow_next(table, pa))
			nr++;
		while (nr--) {
			table = shadow_first(pa);
			for (i = 0; table && i < nr; i++)
				table = shadow_next(table, pa);
			if (table)
				table_store(table, cpu, pa, pc);
		}
	}
}

void bbm_tlbi(unsigned int cpu, const struct tlbi *tlbi)
{
	const uint64_t reached = tlbi->broadcast ? bbm.cpus : BIT(cpu);

	if (tlbi->what == TLBI_OTHER || tlbi->what == TLBI_IPA)
		return;
	bbm.now.value[PLUGIN_BBM_TLBI]++;
	stale_tlbi(tlbi, cpu, reached);
	shadow_tlbi(tlbi, reached);
}

void bbm_begin(void)
{
	bbm.still = false;
	memset(&bbm.now, 0, sizeof(bbm.now));
}

void bbm_end(void)
{
	bbm.now.value[PLUGIN_BBM_TABLES] = shadow_tables();
	bbm.shown = bbm.now;
	bbm.still = true;
}

static const struct counts *counts_shown(void)
{
	bbm.now.value[PLUGIN_BBM_TABLES] = shadow_tables();
	return bbm.still ? &bbm.shown : &bbm.now;
}

int bbm_value(uint64_t column, uint64_t *value)
{
	if (column >= PLUGIN_BBM_NR)
		return -ENOENT;
	*value = counts_shown()->value[column];
	return 0;
}

int bbm_report(uint64_t row, uint64_t column, uint64_t *value)
{
	const struct counts *counts = counts_shown();

	if (row >= counts->value[PLUGIN_BBM_REPORTS] || column >= PLUGIN_BBM_REPORT_NR)
		return -ENOENT;
	*value = counts->report[row].value[column];
	return 0;
}

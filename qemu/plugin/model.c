// SPDX-License-Identifier: GPL-2.0-only
/*
 * model.c - see model.h for what is modelled.
 */
#include "qemu/plugin/model.h"

#include <stdlib.h>

#define PAGE_BYTES	(1ull << MODEL_PAGE_SHIFT)
#define PAGE_MASK	(PAGE_BYTES - 1)
#define HCR_FB		(1ull << 9)	/* local TLBIs broadcast */
#define SCTLR_M		(1ull << 0)
#define QUEUE_FIRST	64
#define DESC_VALID	1ull

struct model *model_new(const struct geometry *geometry, unsigned int nr_cpus, walk_read_fn read,
			void *ctx)
{
	struct model *model = calloc(1, sizeof(*model));
	unsigned int i, part;

	if (!model)
		abort();
	*model = (struct model){ .geometry = *geometry, .read = read, .ctx = ctx,
				 .nr_cpus = nr_cpus };
	model->cpus = calloc(nr_cpus, sizeof(*model->cpus));
	if (!model->cpus)
		abort();
	for (i = 0; i < nr_cpus; i++) {
		model->cpus[i].model = model;
		pthread_mutex_init(&model->cpus[i].lock, NULL);
		for (part = 0; part < GEOMETRY_NR; part++)
			tlb_init(&model->cpus[i].part[part], &geometry->shape[part]);
	}
	model_empty(model);
	return model;
}

void model_free(struct model *model)
{
	unsigned int i, part;

	for (i = 0; i < model->nr_cpus; i++) {
		for (part = 0; part < GEOMETRY_NR; part++)
			tlb_destroy(&model->cpus[i].part[part]);
		pthread_mutex_destroy(&model->cpus[i].lock);
		free(model->cpus[i].queue);
	}
	free(model->cpus);
	free(model);
}

static void cpu_empty(struct model_cpu *cpu)
{
	unsigned int i;

	for (i = 0; i < GEOMETRY_NR; i++)
		tlb_flush(&cpu->part[i]);
	for (i = 0; i < MODEL_HINTS; i++) {
		cpu->data_hints[i].page = MODEL_PAGE_NONE;
		cpu->fetch_hints[i].page = MODEL_PAGE_NONE;
	}
	cpu->last_page = MODEL_PAGE_NONE;
	cpu->queued = 0;
	cpu->attention = false;
}

void model_empty(struct model *model)
{
	unsigned int i;

	for (i = 0; i < model->nr_cpus; i++)
		cpu_empty(&model->cpus[i]);
}

void model_regime(struct model_cpu *cpu, const struct regime *regime)
{
	cpu->regime = *regime;
	cpu->asid = walk_asid(regime);
	cpu->translates = regime->sctlr & SCTLR_M;
	cpu->last_page = MODEL_PAGE_NONE;
	walk_linear_map(regime, &cpu->linear_start, &cpu->linear_end);
}

/* TLBs hold VA -> PA, whatever stages that is; walks' caches hold tables, and IPA -> PA. */
static void cpu_invalidate(struct model_cpu *cpu, const struct tlbi *tlbi)
{
	unsigned int part;

	if (tlbi->what == TLBI_IPA) {
		tlb_invalidate(&cpu->part[GEOMETRY_STAGE2_CACHE], tlbi);
		return;
	}
	for (part = 0; part <= GEOMETRY_L2_LARGE; part++)
		tlb_invalidate(&cpu->part[part], tlbi);
	if (!tlbi->last_level)
		tlb_invalidate(&cpu->part[GEOMETRY_WALK_CACHE], tlbi);
	if (tlbi->stage2_too)
		tlb_invalidate(&cpu->part[GEOMETRY_STAGE2_CACHE], tlbi);
	cpu->last_page = MODEL_PAGE_NONE;
}

void model_attend(struct model_cpu *cpu)
{
	unsigned int i;

	if (!model_wants_attention(cpu))
		return;
	pthread_mutex_lock(&cpu->lock);
	for (i = 0; i < cpu->queued; i++)
		cpu_invalidate(cpu, &cpu->queue[i]);
	cpu->queued = 0;
	__atomic_store_n(&cpu->attention, false, __ATOMIC_RELEASE);
	pthread_mutex_unlock(&cpu->lock);
}

static void cpu_enqueue(struct model_cpu *cpu, const struct tlbi *tlbi)
{
	pthread_mutex_lock(&cpu->lock);
	/* An idle CPU looks late: what a later TLBI does anyway need not wait for it. */
	if (tlbi->what == TLBI_ALL && tlbi->stage2_too)
		cpu->queued = 0;
	if (cpu->queued == cpu->queue_size) {
		cpu->queue_size = cpu->queue_size ? cpu->queue_size * 2 : QUEUE_FIRST;
		cpu->queue = realloc(cpu->queue, cpu->queue_size * sizeof(*cpu->queue));
		if (!cpu->queue)
			abort();
	}
	cpu->queue[cpu->queued++] = *tlbi;
	__atomic_store_n(&cpu->attention, true, __ATOMIC_RELEASE);
	pthread_mutex_unlock(&cpu->lock);
}

void model_tlbi(struct model_cpu *cpu, const struct tlbi *tlbi)
{
	struct model *model = cpu->model;
	unsigned int i;

	if (tlbi->what == TLBI_OTHER)
		return;
	model_attend(cpu);
	cpu->counts.total[PLUGIN_TLB_TLBI]++;
	cpu_invalidate(cpu, tlbi);
	if (!tlbi->broadcast && !(cpu->regime.hcr & HCR_FB))
		return;
	for (i = 0; i < model->nr_cpus; i++)
		if (&model->cpus[i] != cpu)
			cpu_enqueue(&model->cpus[i], tlbi);
}

/* Steps of stage 2 that a walk takes for an address, where the stage 2 cache has not got it. */
static unsigned int stage2_steps(struct model_cpu *cpu, uint64_t ipa, unsigned int shift,
				 unsigned int steps)
{
	struct tlb *cache = &cpu->part[GEOMETRY_STAGE2_CACHE];
	const struct tlb_entry entry = { .va = ipa, .shift = shift, .global = true };

	if (!shift || !cache->shape.entries)
		return steps;
	if (tlb_lookup(cache, ipa, 0))
		return 0;
	tlb_insert(cache, &entry);
	return steps;
}

/* The first step of a walk whose table the walk cache does not give. */
static unsigned int first_step(struct model_cpu *cpu, uint64_t va, const struct walk *walk)
{
	struct tlb *cache = &cpu->part[GEOMETRY_WALK_CACHE];
	unsigned int i;

	if (!cache->shape.entries)
		return 0;
	for (i = walk->steps - 1; i > 0; i--)
		if (tlb_lookup_shift(cache, va, cpu->asid,
				     walk_leaf_shift(walk->step[i - 1].level, 0)))
			break;
	return i;
}

static void count_walk(struct model_cpu *cpu, uint64_t va, const struct walk *walk,
		       enum plugin_class class)
{
	struct tlb *cache = &cpu->part[GEOMETRY_WALK_CACHE];
	uint64_t *count = cpu->counts.tlb[class];
	unsigned int leaf_s2_steps = walk->s2_steps;
	unsigned int i;

	for (i = 0; i < walk->steps; i++)
		leaf_s2_steps -= walk->step[i].s2_steps;
	count[PLUGIN_TLB_WALK]++;
	for (i = first_step(cpu, va, walk); i < walk->steps; i++) {
		const struct walk_step *step = &walk->step[i];

		count[PLUGIN_TLB_STEP]++;
		count[PLUGIN_TLB_S2_STEP] +=
			stage2_steps(cpu, step->ipa, step->s2_shift, step->s2_steps);
		if (i < walk->steps - 1 && cache->shape.entries)
			tlb_insert(cache, &(struct tlb_entry){
						  .va = va,
						  .asid = cpu->asid,
						  .shift = walk_leaf_shift(step->level, 0),
						  .global = walk->high,
					  });
	}
	count[PLUGIN_TLB_S2_STEP] += stage2_steps(cpu, walk->ipa, walk->s2_shift, leaf_s2_steps);
}

/*
 * Pages of the group around va that one entry can hold: valid, where a contiguous group would
 * have them, and with the same attributes. Their descriptors come with that of va, in the
 * same cache line.
 */
static unsigned int group_pages(struct model_cpu *cpu, const struct walk *walk, uint64_t va,
				unsigned int pages)
{
	const struct walk_step *step = &walk->step[walk->steps - 1];
	const unsigned int own = va >> MODEL_PAGE_SHIFT & (pages - 1);
	unsigned int i, mask = 1u << own;
	uint64_t desc;

	for (i = 0; i < pages; i++) {
		if (cpu->model->read(cpu->model->ctx, step->pa + (i - (uint64_t)own) * 8, &desc))
			continue;
		if (desc == step->desc + (i - (uint64_t)own) * PAGE_BYTES && (desc & DESC_VALID))
			mask |= 1u << i;
	}
	return mask;
}

static struct tlb *second_level(struct model_cpu *cpu, unsigned int shift)
{
	struct tlb *small = &cpu->part[GEOMETRY_L2], *large = &cpu->part[GEOMETRY_L2_LARGE];

	return tlb_fit(&large->shape, shift) > tlb_fit(&small->shape, shift) ? large : small;
}

/* Walks, and fills the second level. NULL: the walk failed. */
static struct tlb_entry *walk_and_fill(struct model_cpu *cpu, uint64_t va, enum plugin_class class)
{
	struct tlb_entry leaf;
	struct walk w;
	struct tlb *l2;
	unsigned int coalesce, group;

	walk(&cpu->regime, va, cpu->model->read, cpu->model->ctx, &w);
	if (w.result != WALK_OK)
		return NULL;
	count_walk(cpu, va, &w, class);
	/* Groups of user memory are made entry by entry while other threads go on. */
	if (w.high && !walk_group_is_one(&w, cpu->model->read, cpu->model->ctx))
		cpu->counts.total[PLUGIN_TLB_MISPROGRAMMED]++;
	leaf = (struct tlb_entry){ .va = va, .pa = w.pa, .asid = w.asid, .global = w.global };
	leaf.shift = w.s2_shift && w.s2_shift < w.shift ? w.s2_shift : w.shift;
	l2 = second_level(cpu, leaf.shift);
	coalesce = l2->shape.coalesce;
	group = MODEL_PAGE_SHIFT + __builtin_ctz(coalesce);
	if (coalesce > 1 && w.shift == MODEL_PAGE_SHIFT && (!w.s2_shift || w.s2_shift >= group)) {
		leaf.pages = group_pages(cpu, &w, va, coalesce);
		if (leaf.pages & (leaf.pages - 1))
			leaf.pa = w.pa - (va & (PAGE_BYTES * coalesce - 1));
	}
	return tlb_insert(l2, &leaf);
}

static struct tlb_entry *refill(struct model_cpu *cpu, struct tlb *l1, uint64_t va,
				enum plugin_class class)
{
	struct tlb_entry leaf, *found;

	found = tlb_lookup(&cpu->part[GEOMETRY_L2], va, cpu->asid);
	if (!found && cpu->part[GEOMETRY_L2_LARGE].shape.entries)
		found = tlb_lookup(&cpu->part[GEOMETRY_L2_LARGE], va, cpu->asid);
	if (!found)
		found = walk_and_fill(cpu, va, class);
	if (!found)
		return NULL;
	cpu->counts.tlb[class][PLUGIN_TLB_L1_REFILL]++;
	leaf = *found;
	leaf.va = va;
	leaf.pa = found->pa + (va - found->va);
	leaf.shift = found->page_shift;
	leaf.pages = 0;
	return tlb_insert(l1, &leaf);
}

/* One lookup of the first level. False: the walk failed. */
static bool lookup(struct model_cpu *cpu, struct tlb *l1, struct model_hint *hints, uint64_t va,
		   enum plugin_class class)
{
	const uint64_t page = va >> MODEL_PAGE_SHIFT;
	struct model_hint *hint = &hints[page % MODEL_HINTS];
	struct tlb_entry *entry;

	if (hint->page == page && tlb_entry_holds(hint->entry, va, cpu->asid)) {
		tlb_touch(l1, hint->entry);
		return true;
	}
	entry = tlb_lookup(l1, va, cpu->asid);
	if (!entry)
		entry = refill(cpu, l1, va, class);
	if (!entry)
		return false;
	hint->page = page;
	hint->entry = entry;
	return true;
}

static enum plugin_class class_of(const struct model_cpu *cpu, uint64_t va)
{
	if (!cpu->translates)
		return PLUGIN_CLASS_KERNEL;
	if (!(va >> 55 & 1))
		return PLUGIN_CLASS_USER;
	return va >= cpu->linear_start && va < cpu->linear_end ? PLUGIN_CLASS_LINEAR :
								 PLUGIN_CLASS_KERNEL;
}

void model_access_page(struct model_cpu *cpu, uint64_t va, unsigned int bytes)
{
	const uint64_t first = walk_untagged(&cpu->regime, va), last = first + bytes - 1;
	const enum plugin_class class = class_of(cpu, first);
	struct tlb *l1 = &cpu->part[GEOMETRY_L1D];
	bool crosses = first >> MODEL_PAGE_SHIFT != last >> MODEL_PAGE_SHIFT;
	bool ok = true;

	model_attend(cpu);
	cpu->counts.tlb[class][PLUGIN_TLB_ACCESS]++;
	cpu->counts.total[PLUGIN_TLB_CROSSING] += crosses;
	if (cpu->translates) {
		ok = lookup(cpu, l1, cpu->data_hints, first, class);
		if (crosses)
			ok &= lookup(cpu, l1, cpu->data_hints, last & ~PAGE_MASK, class);
	}
	cpu->counts.total[PLUGIN_TLB_UNMODELLED] += !ok;
	cpu->last_page = ok ? (va + bytes - 1) >> MODEL_PAGE_SHIFT : MODEL_PAGE_NONE;
	cpu->last_class = crosses ? class_of(cpu, last) : class;
}

void model_fetch(struct model_cpu *cpu, uint64_t va)
{
	model_attend(cpu);
	if (cpu->translates &&
	    !lookup(cpu, &cpu->part[GEOMETRY_L1I], cpu->fetch_hints,
		    walk_untagged(&cpu->regime, va), PLUGIN_CLASS_INSN))
		cpu->counts.total[PLUGIN_TLB_UNMODELLED]++;
}

void model_sum(const struct model *model, struct model_counts *sum)
{
	unsigned int cpu, row, i;

	*sum = (struct model_counts){ 0 };
	for (cpu = 0; cpu < model->nr_cpus; cpu++) {
		const struct model_counts *counts = &model->cpus[cpu].counts;

		for (row = 0; row < PLUGIN_CLASS_NR; row++)
			for (i = 0; i < PLUGIN_TLB_NR; i++)
				sum->tlb[row][i] += counts->tlb[row][i];
		for (i = 0; i < PLUGIN_TLB_TOTAL_NR; i++)
			sum->total[i] += counts->total[i];
	}
}

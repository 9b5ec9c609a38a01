/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * model.h - what the TLBs of all CPUs hold, and what accesses cost on them. Free of QEMU.
 *
 * A CPU's part is used on its own thread only, but for TLBIs of other CPUs, which wait in
 * a queue until it looks (model_attend(), which all others here do first).
 *
 * What the model holds to:
 * - a miss of the first level looks into the second, a miss of that walks; both are filled.
 *   The first level's entry is a part of the second's.
 * - with two stages both levels hold VA -> PA, of the smaller of the two leaves.
 * - a walk reads all descriptors of stage 1 from the first table that no walk cache has, and
 *   all of stage 2 for each address that no stage 2 cache has. Without these caches that is
 *   every descriptor. Nothing is cached of a walk that fails.
 * - tables of the upper half are the same for all ASIDs, and there is one VMID.
 * - a contiguous group of the upper half that is none is taken for one all the same, and
 *   counted.
 * - no prefetch, no speculation: accesses that were not made cost nothing.
 */
#ifndef PLUGIN_MODEL_H
#define PLUGIN_MODEL_H

#include "qemu/plugin/abi.h"
#include "qemu/plugin/geometry.h"
#include "qemu/plugin/walk.h"

#include <pthread.h>

#define MODEL_HINTS		1024
#define MODEL_PAGE_SHIFT	12
#define MODEL_PAGE_NONE		UINT64_MAX
#define MODEL_ACCESS_MAX	128	/* bytes: no access of QEMU's is larger */

struct model_counts {
	uint64_t tlb[PLUGIN_CLASS_NR][PLUGIN_TLB_NR];
	uint64_t total[PLUGIN_TLB_TOTAL_NR];
};

/* Where a page was found last: saves the search, never the check. */
struct model_hint {
	uint64_t page;
	struct tlb_entry *entry;
};

struct model_cpu {
	uint64_t last_page;		/* of the last access, with its tag */
	bool attention;			/* atomic: the queue has something */
	enum plugin_class last_class;
	struct model_counts counts;

	struct model *model;
	struct regime regime;
	uint64_t linear_start, linear_end;
	uint16_t asid;
	bool translates;		/* stage 1 is on */
	struct tlb part[GEOMETRY_NR];
	struct model_hint data_hints[MODEL_HINTS], fetch_hints[MODEL_HINTS];

	pthread_mutex_t lock;		/* of the queue */
	struct tlbi *queue;
	unsigned int queued, queue_size;
};

struct model {
	struct geometry geometry;
	walk_read_fn read;
	void *ctx;
	unsigned int nr_cpus;
	struct model_cpu *cpus;
};

struct model *model_new(const struct geometry *geometry, unsigned int nr_cpus, walk_read_fn read,
			void *ctx);
void model_free(struct model *model);
/* No CPU runs: all TLBs empty. */
void model_empty(struct model *model);

/* The CPU's registers are these from now on. */
void model_regime(struct model_cpu *cpu, const struct regime *regime);
/* It executes this TLBI. */
void model_tlbi(struct model_cpu *cpu, const struct tlbi *tlbi);
/* It does what others' TLBIs ask of it. */
void model_attend(struct model_cpu *cpu);

/* model_access() where the page is another one. */
void model_access_page(struct model_cpu *cpu, uint64_t va, unsigned int bytes);
/* The next instruction comes from here. */
void model_fetch(struct model_cpu *cpu, uint64_t va);

/* Of all CPUs, since model_new(). */
void model_sum(const struct model *model, struct model_counts *sum);

static inline bool model_wants_attention(const struct model_cpu *cpu)
{
	return __atomic_load_n(&cpu->attention, __ATOMIC_ACQUIRE);
}

/* It loads or stores so many bytes at va. */
static inline void model_access(struct model_cpu *cpu, uint64_t va, unsigned int bytes)
{
	if (va >> MODEL_PAGE_SHIFT == cpu->last_page &&
	    (va + bytes - 1) >> MODEL_PAGE_SHIFT == cpu->last_page && !model_wants_attention(cpu))
		cpu->counts.tlb[cpu->last_class][PLUGIN_TLB_ACCESS]++;
	else
		model_access_page(cpu, va, bytes);
}

/*
 * The same without its size: true if that does not matter, as the access is in the page of the
 * last one, and has been counted.
 */
static inline bool model_access_inside(struct model_cpu *cpu, uint64_t va)
{
	const uint64_t first = va >> MODEL_PAGE_SHIFT;
	const uint64_t last = (va + MODEL_ACCESS_MAX - 1) >> MODEL_PAGE_SHIFT;

	if (first != cpu->last_page || last != cpu->last_page || model_wants_attention(cpu))
		return false;
	cpu->counts.tlb[cpu->last_class][PLUGIN_TLB_ACCESS]++;
	return true;
}

#endif

// SPDX-License-Identifier: GPL-2.0-only
/* roots.c - follows what CPUs have in their TTBRs. */
#include "qemu/plugin/roots.h"

#include <stdlib.h>
#include <string.h>

#define BIT(n)			(1ull << (n))
#define FIELD(value, hi, lo)	((value) >> (lo) & (BIT((hi) - (lo) + 1) - 1))

#define CPUS_MAX	64

#define SCTLR_M		BIT(0)
#define TCR_EPD0	BIT(7)
#define TCR_A1		BIT(22)
#define TCR_EPD1	BIT(23)
#define TCR_DS		BIT(59)
#define TCR_TG0_4K	0
#define TCR_TG1_4K	2

#define PAGE_SHIFT	12
#define LEVEL_BITS	9

enum half {
	LOW,			/* TTBR0 */
	HIGH,			/* TTBR1 */
	NR_HALVES,
};

struct root {
	struct table_at at;
	enum half half;
	struct table *table;
	uint64_t loaded;	/* CPUs that have it in their TTBR and the MMU on */
	uint64_t held;		/* that had it, and may have cached something of it */
	uint64_t deferred;	/* of these, see shadow_defer() */
	uint16_t asid[CPUS_MAX];
	struct root *next;
};

static struct root *roots;

static struct cpu {
	uint64_t reg[SHADOW_NR_REGISTERS];
	struct root *root[NR_HALVES];
} cpus[CPUS_MAX];

uint64_t root_cpus(const struct root *root)
{
	return root->loaded | root->held;
}

uint64_t root_loaded(const struct root *root)
{
	return root->loaded;
}

void root_defer(struct root *root, uint64_t cpus)
{
	root->deferred |= root->held & ~root->loaded & cpus;
}

uint16_t root_asid(const struct root *root, unsigned int cpu)
{
	return root->asid[cpu];
}

uint64_t shadow_register_get(unsigned int cpu, enum shadow_register which)
{
	return cpus[cpu].reg[which];
}

static void root_free(struct root *root)
{
	const struct table_ref from = { .root = root };
	struct root **at = &roots;

	while (*at != root)
		at = &(*at)->next;
	*at = root->next;
	shadow_table_free(table_ref_put(root->table, &from));
	free(root);
}

/* Of a root without a valid entry nothing can be cached. */
static void root_free_dead(struct root *root)
{
	if (!root->table->valid)
		root->held = 0;
	if (!root_cpus(root))
		root_free(root);
}

static bool root_is(const struct root *root, const struct table_at *at)
{
	return root->at.pa == at->pa && root->at.va == at->va && root->at.level == at->level &&
	       root->at.ds == at->ds;
}

static struct root *root_get(const struct table_at *at, enum half half)
{
	struct root *root = roots;

	while (root && !root_is(root, at))
		root = root->next;
	if (root)
		return root;
	root = calloc(1, sizeof(*root));
	if (!root)
		return NULL;
	root->at = *at;
	root->half = half;
	root->table = table_ref_get(at, (struct table_ref){ .root = root });
	if (!root->table) {
		free(root);
		return NULL;
	}
	root->next = roots;
	roots = root;
	return root;
}

/* As walk.c does it, for the 4 KiB granule; false: this half translates nothing. */
static bool half_at(const uint64_t reg[], enum half half, struct table_at *at)
{
	const uint64_t ttbr = reg[half == HIGH ? SHADOW_TTBR1 : SHADOW_TTBR0];
	const uint64_t tcr = reg[SHADOW_TCR];
	const bool is_4k = half == HIGH ? FIELD(tcr, 31, 30) == TCR_TG1_4K :
					  FIELD(tcr, 15, 14) == TCR_TG0_4K;
	unsigned int bits = 64 - (half == HIGH ? FIELD(tcr, 21, 16) : FIELD(tcr, 5, 0)), shift;
	const unsigned int bits_max = tcr & TCR_DS ? 52 : 48;

	if (!(reg[SHADOW_SCTLR] & SCTLR_M) || tcr & (half == HIGH ? TCR_EPD1 : TCR_EPD0) ||
	    !is_4k || bits <= PAGE_SHIFT)
		return false;
	if (bits > bits_max)
		bits = bits_max;
	at->ds = tcr & TCR_DS;
	at->level = SHADOW_LEVEL_LAST + 1 -
		    (int)((bits - PAGE_SHIFT + LEVEL_BITS - 1) / LEVEL_BITS);
	shift = PAGE_SHIFT + LEVEL_BITS * (SHADOW_LEVEL_LAST - at->level);
	at->nr = 1u << (bits - shift);
	at->va = half == HIGH ? -BIT(bits) : 0;
	at->pa = FIELD(ttbr, 47, 1) << 1;
	if (at->ds)
		at->pa = FIELD(ttbr, 47, 6) << 6 | FIELD(ttbr, 5, 2) << 48;
	at->pa &= ~(at->nr * sizeof(uint64_t) - 1);
	return true;
}

static uint16_t cpu_asid(const struct cpu *cpu)
{
	const uint64_t *reg = cpu->reg;

	return reg[reg[SHADOW_TCR] & TCR_A1 ? SHADOW_TTBR1 : SHADOW_TTBR0] >> 48;
}

/* Whether what this CPU has cached of the root is other than what it says. */
static bool root_load(struct root *root, unsigned int nr, uint16_t asid)
{
	const bool deferred = root->deferred & BIT(nr);

	root->deferred &= ~BIT(nr);
	root->loaded |= BIT(nr);
	root->asid[nr] = asid;
	return deferred;
}

/* The new root first: it may share tables with the old one. */
static bool half_update(unsigned int nr, enum half half)
{
	struct cpu *cpu = &cpus[nr];
	struct root *old = cpu->root[half];
	struct root *new = NULL;
	bool deferred = false;
	struct table_at at;

	if (half_at(cpu->reg, half, &at))
		new = root_get(&at, half);
	cpu->root[half] = new;
	if (new)
		deferred = root_load(new, nr, cpu_asid(cpu));
	if (!old || old == new)
		return deferred;
	old->loaded &= ~BIT(nr);
	old->held |= BIT(nr);
	root_free_dead(old);
	return deferred;
}

bool shadow_register(unsigned int cpu, enum shadow_register which, uint64_t value)
{
	bool deferred;

	if (cpus[cpu].reg[which] == value)
		return false;
	cpus[cpu].reg[which] = value;
	if (which == SHADOW_MAIR)
		return false;
	deferred = half_update(cpu, LOW);
	return half_update(cpu, HIGH) || deferred;
}

static bool tlbi_clears(const struct tlbi *tlbi, const struct root *root, unsigned int cpu)
{
	if (tlbi->what == TLBI_ALL)
		return true;
	return tlbi->what == TLBI_ASID && root->half == LOW && tlbi->asid == root->asid[cpu];
}

void shadow_tlbi(const struct tlbi *tlbi, uint64_t reached)
{
	struct root *root, *next;
	unsigned int cpu;

	if (tlbi->what != TLBI_ALL && tlbi->what != TLBI_ASID)
		return;
	for (root = roots; root; root = next) {
		next = root->next;
		for (cpu = 0; cpu < CPUS_MAX && root->held & reached; cpu++)
			if (root->held & reached & BIT(cpu) && tlbi_clears(tlbi, root, cpu))
				root->held &= ~BIT(cpu);
		root->deferred &= root->held;
		root_free_dead(root);
	}
}

void roots_exit(void)
{
	while (roots)
		root_free(roots);
	memset(cpus, 0, sizeof(cpus));
}

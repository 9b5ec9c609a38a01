// SPDX-License-Identifier: GPL-2.0-only
/* shadow.c - keeps the live translation tables by address, and follows their entries. */
#include "qemu/plugin/shadow.h"

#include <errno.h>
#include <stdlib.h>

#include "qemu/plugin/roots.h"
#include "qemu/plugin/stale.h"

#define PAGE_SHIFT	12
#define LEVEL_BITS	9
#define MASK(hi, lo)	((2ull << (hi)) - (1ull << (lo)))

/* Physical addresses below this can be tables: 1 bit a page, of which little is touched. */
#define PA_BITS		40
#define NR_BUCKETS	(1u << 16)

static struct {
	shadow_read_fn read;
	shadow_link_fn link;
	void *ctx;
	uint64_t *pages;		/* a bit for each page that has a table */
	struct table **bucket;		/* tables by page */
	uint64_t tables;
} shadow;

int shadow_init(shadow_read_fn read, shadow_link_fn link, void *ctx)
{
	shadow.read = read;
	shadow.link = link;
	shadow.ctx = ctx;
	shadow.pages = calloc(1ull << (PA_BITS - PAGE_SHIFT - 6), sizeof(*shadow.pages));
	shadow.bucket = calloc(NR_BUCKETS, sizeof(*shadow.bucket));
	return shadow.pages && shadow.bucket ? 0 : -ENOMEM;
}

void shadow_exit(void)
{
	roots_exit();
	free(shadow.pages);
	free(shadow.bucket);
}

uint64_t shadow_tables(void)
{
	return shadow.tables;
}

bool desc_is_valid(uint64_t desc, int level)
{
	return (desc & SHADOW_VALID) && (level < SHADOW_LEVEL_LAST || (desc & SHADOW_TYPE));
}

bool desc_is_table(uint64_t desc, int level)
{
	return level < SHADOW_LEVEL_LAST && (desc & SHADOW_VALID) && (desc & SHADOW_TYPE);
}

uint64_t desc_address(uint64_t desc, bool ds)
{
	if (!ds)
		return desc & MASK(47, PAGE_SHIFT);
	return (desc & MASK(49, PAGE_SHIFT)) | (desc & MASK(9, 8)) << 42;
}

uint64_t level_bytes(int level)
{
	return 1ull << (PAGE_SHIFT + LEVEL_BITS * (SHADOW_LEVEL_LAST - level));
}

static struct table **bucket_of(uint64_t pa)
{
	const uint64_t page = pa >> PAGE_SHIFT;

	return &shadow.bucket[(page ^ page >> 16) % NR_BUCKETS];
}

bool shadow_has(uint64_t pa)
{
	const uint64_t page = pa >> PAGE_SHIFT;

	if (pa >> PA_BITS)
		return false;
	return __atomic_load_n(&shadow.pages[page / 64], __ATOMIC_RELAXED) >> (page % 64) & 1;
}

static void page_mark(uint64_t pa, bool has)
{
	const uint64_t page = pa >> PAGE_SHIFT, bit = 1ull << (page % 64);
	uint64_t *word = &shadow.pages[page / 64];

	__atomic_store_n(word, has ? *word | bit : *word & ~bit, __ATOMIC_RELAXED);
}

static struct table *table_from(struct table *table, uint64_t pa, bool ghost)
{
	while (table && (!table->cut_from == ghost ||
			 pa - table->pa >= table->nr * sizeof(uint64_t)))
		table = table->next;
	return table;
}

struct table *shadow_first(uint64_t pa)
{
	return table_from(*bucket_of(pa), pa, false);
}

struct table *shadow_next(const struct table *table, uint64_t pa)
{
	return table_from(table->next, pa, false);
}

struct table *shadow_ghost_first(uint64_t pa)
{
	return table_from(*bucket_of(pa), pa, true);
}

struct table *shadow_ghost_next(const struct table *ghost, uint64_t pa)
{
	return table_from(ghost->next, pa, true);
}

uint64_t shadow_cpus(const struct table *table)
{
	const struct table_ref *ref;
	uint64_t cpus = 0;

	for (ref = table->refs; ref; ref = ref->next)
		cpus |= ref->parent ? shadow_cpus(ref->parent) : root_cpus(ref->root);
	return cpus;
}

uint64_t shadow_walkers(const struct table *table)
{
	const struct table_ref *ref;
	uint64_t cpus = 0;

	for (ref = table->refs; ref; ref = ref->next)
		cpus |= ref->parent ? shadow_walkers(ref->parent) : root_loaded(ref->root);
	return cpus;
}

void shadow_defer(const struct table *table, uint64_t cpus)
{
	const struct table_ref *ref;

	for (ref = table->refs; ref; ref = ref->next) {
		if (ref->parent)
			shadow_defer(ref->parent, cpus);
		else
			root_defer(ref->root, cpus);
	}
}

uint16_t shadow_asid(const struct table *table, unsigned int cpu)
{
	while (table->refs->parent)
		table = table->refs->parent;
	return root_asid(table->refs->root, cpu);
}

static bool ref_add(struct table *table, struct table_ref from)
{
	struct table_ref *ref = malloc(sizeof(*ref));

	if (!ref)
		return false;
	*ref = from;
	ref->next = table->refs;
	table->refs = ref;
	return true;
}

static void ref_remove(struct table *table, const struct table_ref *from)
{
	struct table_ref **at = &table->refs;
	struct table_ref *ref;

	while ((ref = *at)) {
		if (ref->parent == from->parent && ref->root == from->root &&
		    ref->index == from->index) {
			*at = ref->next;
			free(ref);
			return;
		}
		at = &ref->next;
	}
}

static void table_follow(struct table *table, unsigned int index)
{
	struct table_ref from = { .parent = table, .index = index };
	const struct table_at at = {
		.pa = desc_address(table->desc[index], table->ds),
		.va = table->va + index * level_bytes(table->level),
		.level = table->level + 1,
		.nr = SHADOW_ENTRIES,
		.ds = table->ds,
	};

	table_ref_get(&at, from);
}

static void table_fill(struct table *table)
{
	unsigned int i;

	for (i = 0; i < table->nr; i++) {
		table->valid += desc_is_valid(table->desc[i], table->level);
		if (desc_is_table(table->desc[i], table->level))
			table_follow(table, i);
	}
}

static struct table *table_new(const struct table_at *at)
{
	struct table *table;

	if (at->pa >> PA_BITS)
		return NULL;
	table = calloc(1, sizeof(*table) + at->nr * sizeof(table->desc[0]));
	if (!table)
		return NULL;
	table->pa = at->pa;
	table->va = at->va;
	table->level = at->level;
	table->nr = at->nr;
	table->ds = at->ds;
	return table;
}

static void table_enter(struct table *table)
{
	struct table **bucket = bucket_of(table->pa);

	table->next = *bucket;
	*bucket = table;
	page_mark(table->pa, true);
	shadow.tables += !table->cut_from;
}

void shadow_ghost_watch(struct table *ghost)
{
	table_enter(ghost);
	ghost->watched = true;
}

static void table_leave(struct table *table)
{
	struct table **at = bucket_of(table->pa);
	bool others = false;
	struct table *other;

	for (other = *at; other; other = other->next)
		others |= other != table && !((other->pa ^ table->pa) >> PAGE_SHIFT);
	while (*at != table)
		at = &(*at)->next;
	*at = table->next;
	page_mark(table->pa, others);
	shadow.tables -= !table->cut_from;
}

void shadow_ghost_unwatch(struct table *ghost)
{
	if (ghost->watched)
		table_leave(ghost);
	ghost->watched = false;
}

static struct table *table_find(const struct table_at *at)
{
	struct table *table = shadow_first(at->pa);

	while (table && (table->pa != at->pa || table->level != at->level || table->va != at->va))
		table = shadow_next(table, at->pa);
	return table;
}

/* Entered before it is read: a store of another CPU's is in what is read, or comes here. */
static struct table *table_add(const struct table_at *at, struct table_ref from)
{
	struct table *table = table_new(at);

	if (!table)
		return NULL;
	table_enter(table);
	if (!shadow.read(shadow.ctx, at->pa, table->desc, at->nr) && ref_add(table, from)) {
		shadow.link(shadow.ctx, table);
		table_fill(table);
		return table;
	}
	table_leave(table);
	free(table);
	return NULL;
}

struct table *table_ref_get(const struct table_at *at, struct table_ref from)
{
	struct table *table = table_find(at);

	if (!table)
		return table_add(at, from);
	return ref_add(table, from) ? table : NULL;
}

struct table *shadow_child(const struct table *table, unsigned int index)
{
	const struct table_at at = {
		.pa = desc_address(table->desc[index], table->ds),
		.va = table->va + index * level_bytes(table->level),
		.level = table->level + 1,
	};

	return table_find(&at);
}

static struct table *child_put(struct table *table, unsigned int index)
{
	const struct table_ref from = { .parent = table, .index = index };
	struct table *child = shadow_child(table, index);

	return child ? table_ref_put(child, &from) : NULL;
}

struct table *table_ref_put(struct table *table, const struct table_ref *from)
{
	ref_remove(table, from);
	if (table->refs)
		return NULL;
	table_leave(table);
	return table;
}

void shadow_table_free(struct table *table)
{
	unsigned int i;

	if (!table)
		return;
	for (i = 0; i < table->nr && table->valid; i++)
		if (desc_is_table(table->desc[i], table->level))
			shadow_table_free(child_put(table, i));
	stale_free(table);
	shadow_ghost_unwatch(table);
	free(table);
}

static bool same_table(const struct table *table, uint64_t a, uint64_t b)
{
	return desc_is_table(a, table->level) && desc_is_table(b, table->level) &&
	       desc_address(a, table->ds) == desc_address(b, table->ds);
}

struct table *shadow_change(struct table *table, unsigned int index, uint64_t desc)
{
	const uint64_t old = table->desc[index];
	const bool same = same_table(table, old, desc);
	struct table *cut = NULL;

	if (desc_is_table(old, table->level) && !same)
		cut = child_put(table, index);
	table->valid += desc_is_valid(desc, table->level);
	table->valid -= desc_is_valid(old, table->level);
	table->desc[index] = desc;
	if (desc_is_table(desc, table->level) && !same)
		table_follow(table, index);
	return cut;
}

// SPDX-License-Identifier: GPL-2.0-only
/* world.c - memory, registers, roots and places, see world.h. */
#include "tests/judge/world.h"

#include <stdlib.h>
#include <string.h>

#define BUCKETS		65536
#define PLACES_MAX	16384
#define PA_END		(1ull << 40)

struct page {
	uint64_t pa;
	uint64_t word[512];
	struct place *places;
	struct page *next, *also;	/* in the bucket; of those with places */
};

uint64_t regs[CPUS_MAX][R_NR];
struct root *roots;

static struct page *pages[BUCKETS], *placed;
static unsigned long generation, nr_places;
static struct root *current[CPUS_MAX][2];

static struct page *page_of(uint64_t pa, bool make)
{
	struct page **bucket = &pages[(pa >> 12 ^ pa >> 28) % BUCKETS], *page = *bucket;

	pa &= ~0xfffull;
	while (page && page->pa != pa)
		page = page->next;
	if (page || !make)
		return page;
	page = calloc(1, sizeof(*page));
	if (!page)
		abort();
	page->pa = pa;
	page->next = *bucket;
	*bucket = page;
	return page;
}

uint64_t world_word(uint64_t pa)
{
	const struct page *page = page_of(pa, false);

	return page ? page->word[pa / 8 % 512] : 0;
}

void world_set(uint64_t pa, uint64_t word)
{
	page_of(pa, true)->word[pa / 8 % 512] = word;
}

bool world_knows(uint64_t pa)
{
	return page_of(pa, false);
}

void world_begin(void)
{
	memset(regs, 0, sizeof(regs));
	memset(current, 0, sizeof(current));
	generation = nr_places = 0;
}

void world_end(void)
{
	for (unsigned int i = 0; i < BUCKETS; i++) {
		while (pages[i]) {
			struct page *page = pages[i];

			pages[i] = page->next;
			while (page->places) {
				struct place *place = page->places;

				page->places = place->next;
				free(place);
			}
			free(page);
		}
	}
	placed = NULL;
	while (roots) {
		struct root *root = roots;

		roots = root->next;
		free(root);
	}
}

bool is_valid(uint64_t word, int level)
{
	return level == 3 ? (word & 3) == 3 : word & 1;
}

bool is_table(uint64_t word, int level)
{
	return level < 3 && (word & 3) == 3;
}

uint64_t address_of(uint64_t word, bool ds)
{
	if (ds)
		return (word & 0x3fffffffff000ull) | (word >> 8 & 3) << 50;
	return word & 0xfffffffff000ull;
}

uint64_t span(int level)
{
	return 4096ull << 9 * (3 - level);
}

struct place *world_places(uint64_t pa)
{
	const struct page *page = page_of(pa, false);

	return page ? page->places : NULL;
}

struct place *world_place(uint64_t pa, uint64_t va, int level)
{
	struct place *place = world_places(pa);

	while (place && (place->pa != pa || place->va != va || place->level != level))
		place = place->next;
	return place;
}

/* The place, as one of this search; what was found before through another root is added to. */
static struct place *place_get(struct page *page, const struct place *like)
{
	struct place *place = world_place(like->pa, like->va, like->level);

	if (!place) {
		if (nr_places == PLACES_MAX)
			return NULL;
		place = calloc(1, sizeof(*place));
		if (!place)
			abort();
		*place = *like;
		place->fresh = true;
		if (!page->places) {
			page->also = placed;
			placed = page;
		}
		place->next = page->places;
		page->places = place;
		nr_places++;
	} else if (place->generation != generation) {
		place->may = place->can = 0;
		place->fresh = false;
	}
	place->generation = generation;
	return place;
}

static void place_search(const struct place *like, const struct root *root)
{
	struct page *page = page_of(like->pa, false);
	struct place *place, below;
	uint64_t word;
	unsigned int i;

	if (like->pa >= PA_END || !page)
		return;
	place = place_get(page, like);
	if (!place)
		return;
	for (i = 0; i < CPUS_MAX; i++)
		if ((root->loaded | root->held) >> i & 1 && !(place->may >> i & 1))
			place->asid[i] = root->asid[i];
	place->may |= root->loaded | root->held;
	place->can |= root->loaded;
	for (i = 0; i < like->nr && like->level < 3; i++) {
		word = page->word[(like->pa / 8 + i) % 512];
		if (!is_table(word, like->level))
			continue;
		below = (struct place){ .pa = address_of(word, like->ds),
					.va = like->va + i * span(like->level),
					.level = like->level + 1, .nr = 512, .ds = like->ds };
		place_search(&below, root);
	}
}

/* Places that the search did not come to are none any more. */
static void places_sweep(void)
{
	struct page **at = &placed, *page;
	struct place **one, *gone;

	while ((page = *at)) {
		for (one = &page->places; *one;) {
			if ((*one)->generation == generation) {
				one = &(*one)->next;
				continue;
			}
			gone = *one;
			*one = gone->next;
			free(gone);
			nr_places--;
		}
		if (page->places)
			at = &page->also;
		else
			*at = page->also;
	}
}

void world_search(void)
{
	const struct root *root;

	generation++;
	for (root = roots; root; root = root->next) {
		const struct place top = { .pa = root->pa, .va = root->va, .level = root->level,
					   .nr = root->nr, .ds = root->ds };

		place_search(&top, root);
	}
	places_sweep();
}

void world_each_fresh(void (*fn)(const struct place *place, void *ctx), void *ctx)
{
	const struct page *page;
	const struct place *place;

	for (page = placed; page; page = page->also)
		for (place = page->places; place; place = place->next)
			if (place->fresh)
				fn(place, ctx);
}

/* What a half of the address space is translated by, in like; false: by nothing. */
static bool half_root(const uint64_t reg[R_NR], bool high, struct root *like)
{
	const uint64_t tcr = reg[R_TCR], ttbr = reg[high ? R_TTBR1 : R_TTBR0];
	const bool ds = tcr >> 59 & 1;
	unsigned int bits = 64 - (tcr >> (high ? 16 : 0) & 63), left;

	if (!(reg[R_SCTLR] & 1) || (tcr >> (high ? 23 : 7) & 1) ||
	    (tcr >> (high ? 30 : 14) & 3) != (high ? 2 : 0) || bits <= 12)
		return false;
	if (bits > (ds ? 52 : 48))
		bits = ds ? 52 : 48;
	*like = (struct root){ .ds = ds, .high = high, .level = 3 };
	like->va = high ? -(1ull << bits) : 0;
	for (left = bits - 12; left > 9; left -= 9)
		like->level--;
	like->nr = 1u << left;
	like->pa = ttbr & 0xfffffffffffe;
	if (ds)
		like->pa = (ttbr & 0xffffffffffc0) | (ttbr >> 2 & 15) << 48;
	like->pa &= ~(like->nr * 8ull - 1);
	return true;
}

static struct root *root_find(const struct root *like)
{
	struct root *root = roots;

	while (root && (root->pa != like->pa || root->va != like->va ||
			root->level != like->level || root->ds != like->ds))
		root = root->next;
	if (root || like->pa >= PA_END || !world_knows(like->pa))
		return root;
	root = malloc(sizeof(*root));
	if (!root)
		abort();
	*root = *like;
	root->next = roots;
	roots = root;
	return root;
}

static void roots_sweep(struct root *only)
{
	struct root **at = &roots, *root;
	unsigned int i;
	bool valid;

	while ((root = *at)) {
		valid = false;
		for (i = 0; i < root->nr; i++)
			valid |= is_valid(world_word(root->pa + i * 8), root->level);
		if (!valid && (!only || only == root))
			root->held = 0;
		if (root->loaded | root->held) {
			at = &root->next;
			continue;
		}
		*at = root->next;
		free(root);
	}
}

static bool half_load(unsigned int cpu, bool high)
{
	const uint64_t tcr = regs[cpu][R_TCR];
	struct root like, *old = current[cpu][high], *now = NULL;
	bool owed = false;

	if (half_root(regs[cpu], high, &like))
		now = root_find(&like);
	current[cpu][high] = now;
	if (now) {
		owed = now->owed >> cpu & 1;
		now->owed &= ~(1ull << cpu);
		now->loaded |= 1ull << cpu;
		now->asid[cpu] = regs[cpu][tcr >> 22 & 1 ? R_TTBR1 : R_TTBR0] >> 48;
	}
	if (old && old != now) {
		old->loaded &= ~(1ull << cpu);
		old->held |= 1ull << cpu;
		roots_sweep(old);
	}
	return owed;
}

bool world_register(unsigned int cpu, enum reg reg, uint64_t value)
{
	bool low;

	if (regs[cpu][reg] == value)
		return false;
	regs[cpu][reg] = value;
	if (reg == R_MAIR)
		return false;
	low = half_load(cpu, false);
	return half_load(cpu, true) || low;
}

void world_tlbi(const struct event *event, uint64_t reached)
{
	struct root *root;
	unsigned int i;

	if (event->tlbi != T_ALL && event->tlbi != T_ASID)
		return;
	for (root = roots; root; root = root->next) {
		for (i = 0; i < CPUS_MAX; i++)
			if (reached >> i & 1 && (event->tlbi == T_ALL ||
						 (!root->high && root->asid[i] == event->asid)))
				root->held &= ~(1ull << i);
		root->owed &= root->held;
	}
	roots_sweep(NULL);
}

static bool reaches(const struct place *from, const struct place *to)
{
	struct place below = { .level = from->level + 1, .nr = 512, .ds = from->ds };
	uint64_t i, word;

	if (from->pa == to->pa && from->va == to->va && from->level == to->level)
		return true;
	i = (to->va - from->va) / span(from->level);
	if (from->level >= to->level || to->va < from->va || i >= from->nr)
		return false;
	word = world_word(from->pa + i * 8);
	if (!is_table(word, from->level))
		return false;
	below.pa = address_of(word, from->ds);
	below.va = from->va + i * span(from->level);
	return reaches(&below, to);
}

void world_owe(const struct place *place, uint64_t cpus)
{
	struct root *root;

	for (root = roots; root; root = root->next) {
		const struct place top = { .pa = root->pa, .va = root->va, .level = root->level,
					   .nr = root->nr, .ds = root->ds };

		if (reaches(&top, place))
			root->owed |= root->held & ~root->loaded & cpus;
	}
}

// SPDX-License-Identifier: GPL-2.0-only
/* fact.c - keeps facts, see fact.h. */
#include "tests/judge/fact.h"

#include <stdlib.h>
#include <string.h>

struct fact *facts;

static unsigned long nr_facts, prune_at;
static uint64_t now;
/* When a CPU's last DSBs were: for all CPUs, for itself. */
static uint64_t barriers_stores[CPUS_MAX][2], barriers_all[CPUS_MAX][2];

static void fact_free(struct fact *fact);

void facts_begin(void)
{
	now = nr_facts = prune_at = 0;
	memset(barriers_stores, 0, sizeof(barriers_stores));
	memset(barriers_all, 0, sizeof(barriers_all));
}

void facts_end(void)
{
	struct fact *fact;

	while ((fact = facts)) {
		facts = fact->next;
		fact_free(fact);
	}
}

enum left left_of(const struct fact *fact)
{
	if (fact->cpus)
		return NOT_TAKEN;
	return barriers_all[fact->taker][!fact->broadcast] < fact->taken ? NOT_WAITED : NOTHING;
}

const struct fact *top_of(const struct fact *fact)
{
	while (fact->above)
		fact = fact->above;
	return fact;
}

struct place *place_of(const struct fact *fact)
{
	struct place *place = world_places(fact->slot);
	const uint64_t size = span(fact->level);

	for (; place; place = place->next)
		if (place->level == fact->level && fact->slot - place->pa < place->nr * 8 &&
		    place->va + (fact->slot - place->pa) / 8 * size == fact->va)
			return place;
	return NULL;
}

static void fact_free(struct fact *fact)
{
	struct fact *one;

	while ((one = fact->below)) {
		fact->below = one->next;
		fact_free(one);
	}
	free(fact);
	nr_facts--;
}

/* What is taken and waited for says nothing any more; but for that to which others lead. */
static void list_prune(struct fact **at)
{
	struct fact *fact;

	while ((fact = *at)) {
		list_prune(&fact->below);
		if (fact->below || left_of(fact) != NOTHING) {
			at = &fact->next;
			continue;
		}
		*at = fact->next;
		fact_free(fact);
	}
}

static void facts_prune(void)
{
	if (nr_facts < prune_at)
		return;
	list_prune(&facts);
	prune_at = 64 + 2 * nr_facts;
}

static struct fact *fact_new(const struct fact *like)
{
	struct fact *fact = malloc(sizeof(*fact)), **list;

	if (!fact)
		abort();
	*fact = *like;
	list = fact->above ? &fact->above->below : &facts;
	fact->below = NULL;
	fact->deep = false;
	fact->next = *list;
	*list = fact;
	nr_facts++;
	return fact;
}

/* With a fact goes all that is known only through it. */
static void facts_sweep(void)
{
	struct fact *fact, **at;

	for (at = &facts; (fact = *at);) {
		if (!fact->dead) {
			at = &fact->next;
			continue;
		}
		*at = fact->next;
		fact_free(fact);
	}
}

void facts_without_place(void)
{
	struct fact *fact;
	bool any = false;

	for (fact = facts; fact; fact = fact->next)
		if (!place_of(fact))
			any = fact->dead = true;
	if (any)
		facts_sweep();
}

static bool stays(const struct fact *fact)
{
	return fact->cut && left_of(fact) != NOTHING;
}

/* Of the entry itself only what can still be walked through is remembered. */
static void forget(uint64_t slot, uint64_t va, int level)
{
	struct fact *fact;
	bool any = false;

	for (fact = facts; fact; fact = fact->next)
		if (fact->slot == slot && fact->va == va && fact->level == level && !stays(fact))
			any = fact->dead = true;
	if (any)
		facts_sweep();
}

/* All entries of the table that a fact led to, and of those below, are broken with it. */
static void cut(struct fact *above, uint64_t pa, uint64_t va)
{
	struct fact *fact, **at;
	uint64_t below;
	unsigned int i;

	for (at = &facts; (fact = *at);) {
		if (fact == above || fact->slot - pa >= 4096 || fact->level != above->level + 1 ||
		    fact->va != va + (fact->slot - pa) / 8 * span(fact->level)) {
			at = &fact->next;
			continue;
		}
		*at = fact->next;
		fact->above = above;
		fact->next = above->below;
		above->below = fact;
		above->deep |= fact->cut;
	}
	for (i = 0; i < 512; i++) {
		struct fact one = *above;

		one.slot = pa + i * 8;
		one.level = above->level + 1;
		one.va = va + i * span(one.level);
		one.desc = world_word(one.slot);
		one.above = above;
		if (!is_valid(one.desc, one.level))
			continue;
		below = address_of(one.desc, one.ds);
		one.cut = is_table(one.desc, one.level) && world_knows(below) &&
			  !world_place(below, one.va, one.level + 1);
		fact = fact_new(&one);
		above->deep |= one.cut;
		if (one.cut)
			cut(fact, below, one.va);
	}
}

void fact_break(const struct place *place, uint64_t slot, struct leaf old)
{
	struct fact one = { .slot = slot, .va = old.va, .desc = old.word, .level = old.level,
			    .ds = place->ds, .cpus = place->may, .born = ++now };
	const uint64_t below = address_of(old.word, place->ds);
	struct fact *fact;

	forget(slot, old.va, old.level);
	if (!one.cpus)
		return;
	one.asid = place->asid[__builtin_ctzll(one.cpus)];
	one.cut = is_table(old.word, old.level) && world_knows(below) &&
		  !world_place(below, old.va, old.level + 1);
	fact = fact_new(&one);
	if (one.cut)
		cut(fact, below, old.va);
}

/* An entry leads again to the table that was cut off from it last: that has its own entries. */
static void back(uint64_t slot, struct leaf made, bool ds)
{
	struct fact *last = NULL, *fact;

	for (fact = facts; fact; fact = fact->next)
		if (fact->slot == slot && fact->va == made.va && fact->level == made.level &&
		    (!last || fact->born > last->born))
			last = fact;
	if (!last || !last->cut || !is_table(made.word, made.level) ||
	    address_of(made.word, ds) != address_of(last->desc, ds))
		return;
	while ((fact = last->below)) {
		last->below = fact->next;
		if (fact->born == last->born) {
			fact_free(fact);
			continue;
		}
		fact->above = NULL;
		fact->next = facts;
		facts = fact;
	}
	last->dead = true;
	facts_sweep();
}

/* Is the fact among what a TLBI takes? */
static bool takes(const struct event *event, const struct fact *fact)
{
	const bool table = is_table(fact->desc, fact->level);
	const bool global = table ? fact->va >> 63 : !(fact->desc >> 11 & 1);
	const uint64_t last = fact->va + span(fact->level) - 1;

	if (event->tlbi == T_ALL)
		return true;
	if (event->tlbi != T_VAA && !global && event->asid != fact->asid)
		return false;
	if (event->tlbi == T_ASID)
		return !global;
	return !(table && event->last_level) && fact->va <= event->end - 1 && event->start <= last;
}

void fact_make(uint64_t slot, struct leaf made, bool ds)
{
	back(slot, made, ds);
	forget(slot, made.va, made.level);
}

static void list_tlbi(struct fact *fact, const struct event *event, uint64_t reached)
{
	for (; fact; fact = fact->next) {
		list_tlbi(fact->below, event, reached);
		if (!(fact->cpus & reached) || !takes(event, fact) ||
		    fact->born > barriers_stores[event->cpu][!event->broadcast])
			continue;
		fact->cpus &= ~reached;
		fact->taken = now;
		fact->taker = event->cpu;
		fact->broadcast = event->broadcast;
	}
}

void facts_tlbi(const struct event *event, uint64_t reached)
{
	now++;
	list_tlbi(facts, event, reached);
}

void facts_dsb(const struct event *event)
{
	const unsigned int crm = event->value;
	const bool self_only = crm >> 2 == 1;

	if (!(crm & 2))
		return;
	for (unsigned int domain = self_only; domain < 2; domain++) {
		barriers_stores[event->cpu][domain] = now;
		if ((crm & 3) == 3)
			barriers_all[event->cpu][domain] = now;
	}
	facts_prune();
}

// SPDX-License-Identifier: GPL-2.0-only
/* judge.c - decides what an event breaks, by looking at all facts each time. */
#include "tests/judge/fact.h"

#include <string.h>

static struct {
	uint64_t cpus, bbml2;
	enum verdict owed;
	unsigned int *seen;
} judge;

static bool sees_sizes(uint64_t cpus)
{
	return !(cpus & ~judge.bbml2);
}

/* How bad: NOTHING, or the larger the worse. */
static int badness(enum left left, int verdict)
{
	return verdict < 0 ? 0 : left * 10 + V_NR - verdict;
}

static void pass(enum left left, int verdict, uint64_t cpus, const struct place *place)
{
	const uint64_t sees = cpus & place->can;

	if (verdict < 0)
		return;
	if (!sees) {
		if (left != NOT_WAITED) {
			world_owe(place, cpus);
			judge.owed = verdict == V_ALLOWED ? V_SIZE : verdict;
		}
		return;
	}
	if (left == NOT_WAITED && verdict != V_ALLOWED)
		verdict = V_UNFINISHED;
	judge.seen[verdict]++;
}

/* What translates the address of a fact now, at its level or above: word 0, nothing does. */
static struct leaf translates(const struct fact *fact, struct leaf from, bool ds)
{
	while (from.level < fact->level && is_table(from.word, from.level)) {
		const uint64_t table = address_of(from.word, ds);
		const uint64_t i = (fact->va - from.va) / span(from.level + 1);

		from = (struct leaf){ world_word(table + i * 8), from.va + i * span(from.level + 1),
				      from.level + 1 };
	}
	return from;
}

static int fact_differs(const struct fact *fact, struct leaf made, uint64_t sees, bool ds,
			uint64_t mair)
{
	const struct leaf old = { fact->desc, fact->va, fact->level };
	const struct leaf new = translates(fact, made, ds);
	int deep = -1;

	if (!is_valid(new.word, new.level))
		return -1;
	if (new.level == fact->level) {
		if (fact->level == made.level)
			return contents_differ(old, new, ds, mair, sees_sizes(sees), false);
		deep = contents_differ(old, new, ds, mair, false, false);
		if (is_table(old.word, old.level) != is_table(new.word, new.level) ||
		    (!is_table(old.word, old.level) && (old.word ^ new.word) >> 52 & 1))
			return sees_sizes(sees) ? V_ALLOWED : V_SIZE;
		return deep;
	}
	if (sees_sizes(sees) && !is_table(old.word, old.level))
		deep = leaves_differ(old, new, ds, mair);
	if (deep >= 0)
		return deep;
	return sees_sizes(sees) ? V_ALLOWED : V_SIZE;
}

/* An invalid entry becomes valid; and the worst of what CPUs may still have instead. */
struct making {
	const struct place *place;
	struct leaf made;
	uint64_t mair;
	enum left left;
	uint64_t cpus;
	int verdict;
};

static void make_against(struct making *making, const struct fact *fact)
{
	const struct place *place = making->place;
	const uint64_t cpus = fact->cpus ? fact->cpus : place->may;
	const enum left left = left_of(fact);
	const struct fact *below;
	int verdict = -1;

	for (below = fact->below; below; below = below->next)
		make_against(making, below);
	if (left != NOTHING)
		verdict = fact_differs(fact, making->made, cpus & place->can, place->ds,
				       making->mair);
	if (badness(left, verdict) <= badness(making->left, making->verdict))
		return;
	making->verdict = verdict;
	making->left = left;
	making->cpus = cpus;
}

static void make(const struct place *place, uint64_t slot, struct leaf made, uint64_t mair)
{
	struct making making = { .place = place, .made = made, .mair = mair, .verdict = -1 };
	const struct fact *fact;

	for (fact = facts; fact; fact = fact->next)
		if (fact->slot == slot && fact->va == made.va && fact->level == made.level)
			make_against(&making, fact);
	pass(making.left, making.verdict, making.cpus, place);
}

/* Somebody has the page of a table that can be walked. */
static void reuse(struct fact *fact)
{
	const struct place *place = place_of(top_of(fact));
	const enum left left = left_of(fact);

	fact->told = true;
	if (left != NOTHING && place)
		pass(left, V_REUSED, fact->cpus ? fact->cpus : place->may, place);
}

static bool has_page(const struct fact *fact, uint64_t pa)
{
	return fact->cut && !fact->told && pa - address_of(fact->desc, fact->ds) < 4096;
}

static void list_reuse_by_table(struct fact *fact, const struct place *place)
{
	for (; fact; fact = fact->next) {
		if (fact->deep)
			list_reuse_by_table(fact->below, place);
		if (has_page(fact, place->pa) &&
		    (place->va != fact->va || place->level != fact->level + 1))
			reuse(fact);
	}
}

static void reuse_by_table(const struct place *place, void *unused)
{
	(void)unused;
	list_reuse_by_table(facts, place);
}

static void reuse_by_store(struct fact *fact, uint64_t pa)
{
	for (; fact; fact = fact->next) {
		if (fact->deep)
			reuse_by_store(fact->below, pa);
		if (has_page(fact, pa) &&
		    !world_place(address_of(fact->desc, fact->ds), fact->va, fact->level + 1))
			reuse(fact);
	}
}

static void searched(void)
{
	world_search();
	world_each_fresh(reuse_by_table, NULL);
}

static void change(const struct place *place, uint64_t slot, uint64_t was, uint64_t is,
		   uint64_t mair)
{
	const int level = place->level;
	const uint64_t va = place->va + (slot - place->pa) / 8 * span(level);
	const struct leaf old = { was, va, level }, new = { is, va, level };
	const bool led = is_table(was, level) && world_knows(address_of(was, place->ds)) &&
			 !world_place(address_of(was, place->ds), va, level + 1);

	if (is_valid(was, level) && is_valid(is, level)) {
		pass(NOT_TAKEN,
		     contents_differ(old, new, place->ds, mair,
				     sees_sizes(place->may & place->can), true),
		     place->may, place);
		if (led)
			fact_break(place, slot, old);
	} else if (is_valid(was, level)) {
		fact_break(place, slot, old);
		return;
	} else if (is_valid(is, level)) {
		make(place, slot, new, mair);
	}
	if (is_valid(is, level) && !(is_valid(was, level) && led)) {
		fact_make(slot, new, place->ds);
	}
}

static void store(const struct event *event)
{
	const uint64_t was = world_word(event->pa), is = event->value;
	const struct place *place;
	bool leads = false;

	reuse_by_store(facts, event->pa);
	if (was == is)
		return;
	world_set(event->pa, is);
	for (place = world_places(event->pa); place; place = place->next)
		leads |= is_table(was, place->level) || is_table(is, place->level);
	if (leads)
		searched();
	for (place = world_places(event->pa); place; place = place->next)
		if (event->pa - place->pa < place->nr * 8)
			change(place, event->pa, was, is, regs[event->cpu][R_MAIR]);
	if (leads)
		facts_without_place();
}

static void invalidate(const struct event *event)
{
	const uint64_t reached = event->broadcast ? judge.cpus : 1ull << event->cpu;

	facts_tlbi(event, reached);
	world_tlbi(event, reached);
	if (event->tlbi != T_ALL && event->tlbi != T_ASID)
		return;
	searched();
	facts_without_place();
}

void judge_begin(uint64_t cpus, uint64_t bbml2)
{
	memset(&judge, 0, sizeof(judge));
	judge.cpus = cpus;
	judge.bbml2 = bbml2;
	world_begin();
	facts_begin();
}

void judge_table_word(uint64_t pa, uint64_t word)
{
	world_set(pa, word);
}

void judge_event(const struct event *event, unsigned int seen[V_NR])
{
	judge.seen = seen;
	switch (event->type) {
	case E_REGISTER:
		if (world_register(event->cpu, event->reg, event->value)) {
			if (judge.owed == V_SIZE && sees_sizes(1ull << event->cpu))
				seen[V_ALLOWED]++;
			else
				seen[judge.owed]++;
		}
		if (event->reg != R_MAIR) {
			searched();
			facts_without_place();
		}
		break;
	case E_STORE:
		store(event);
		break;
	case E_TLBI:
		invalidate(event);
		break;
	case E_DSB:
		facts_dsb(event);
		break;
	case E_NONE:
		break;
	}
}

void judge_end(void)
{
	facts_end();
	world_end();
}

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * world.h - the machine as the judge sees it: memory, what CPUs have in their registers, and
 * places: each table that can be walked to, by the address that it translates. All places are
 * found anew, from the roots down, whenever a descriptor of a table or a root changes.
 */
#ifndef TESTS_JUDGE_WORLD_H
#define TESTS_JUDGE_WORLD_H

#include "tests/judge/judge.h"

#define CPUS_MAX	64

struct place {
	uint64_t pa, va;
	int level;
	unsigned int nr;
	bool ds;
	uint64_t may, can;		/* CPUs: may have cached of it, can walk to it */
	uint64_t asid[CPUS_MAX];
	unsigned long generation;
	bool fresh;			/* not there before the last search */
	struct place *next;		/* in its page */
};

struct root {
	uint64_t pa, va;
	int level;
	unsigned int nr;
	bool ds, high;
	uint64_t loaded, held, owed;	/* owed: a change is judged when that CPU has it again */
	uint64_t asid[CPUS_MAX];
	struct root *next;
};

extern uint64_t regs[CPUS_MAX][R_NR];
extern struct root *roots;

void world_begin(void);
void world_end(void);

uint64_t world_word(uint64_t pa);
void world_set(uint64_t pa, uint64_t word);
bool world_knows(uint64_t pa);

/* Finds all places. */
void world_search(void);
/* The places of the page of pa; and exactly that one, or NULL. */
struct place *world_places(uint64_t pa);
struct place *world_place(uint64_t pa, uint64_t va, int level);
/* Every place that was not there before the last search. */
void world_each_fresh(void (*fn)(const struct place *place, void *ctx), void *ctx);

/* A register changes. True: a CPU has a root again of which it was owed a judgement. */
bool world_register(unsigned int cpu, enum reg reg, uint64_t value);
/* What a TLBI does to roots that are held. */
void world_tlbi(const struct event *event, uint64_t reached);
/* All roots from which that place is reached owe these CPUs. */
void world_owe(const struct place *place, uint64_t cpus);

/* Descriptors. */
bool is_valid(uint64_t word, int level);
bool is_table(uint64_t word, int level);
uint64_t address_of(uint64_t word, bool ds);
uint64_t span(int level);

#endif

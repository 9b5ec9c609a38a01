/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * fact.h - what CPUs may have cached of entries that are other than they were: a list, one
 * fact for each entry, and of those in tables that were cut off one each as well.
 */
#ifndef TESTS_JUDGE_FACT_H
#define TESTS_JUDGE_FACT_H

#include "tests/judge/differ.h"

/* A valid entry that a CPU may still have, though memory says something else. */
struct fact {
	uint64_t slot, va, desc;	/* where it stands, what it translates, what it was */
	int level;
	bool ds;
	uint64_t cpus;			/* of which no TLBI took it */
	uint64_t asid, born, taken;
	unsigned int taker;
	bool broadcast;
	bool cut;			/* it led to a table that nothing leads to any more */
	bool told;
	struct fact *above;		/* the entry that led to the table of this one */
	struct fact *below;		/* if this is cut, of the entries of its table */
	bool deep;			/* of these some are cut */
	struct fact *next;		/* of those with the same above */
	bool dead;
};

/* What its TLBI and DSBs left of a fact. */
enum left { NOTHING, NOT_WAITED, NOT_TAKEN };


/* Those that are below none. */
extern struct fact *facts;

void facts_begin(void);
void facts_end(void);

enum left left_of(const struct fact *fact);
/* The fact of the entry at which a table was cut off, of those around it. */
const struct fact *top_of(const struct fact *fact);
/* The place of the table that an entry stands in; NULL: it is walked to no more. */
struct place *place_of(const struct fact *fact);

/* After a search: what stood in a table that is gone with its root is of no interest. */
void facts_without_place(void);

/* The entry at slot was old and is something else; and: it is valid, after all was judged. */
void fact_break(const struct place *place, uint64_t slot, struct leaf old);
void fact_make(uint64_t slot, struct leaf made, bool ds);

void facts_tlbi(const struct event *event, uint64_t reached);
void facts_dsb(const struct event *event);

#endif

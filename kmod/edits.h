/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * edits.h - the list of descriptor writes that make up one conversion.
 *
 * A scan writes the list, fill prepares the new tables, a method's commit stores the
 * entries. The list exists so that all methods share one scan and one fill and differ
 * only in how they store, and so that what was stored can be taken back.
 *
 * Everything here lies in vmalloc memory: method bbm reads it while parts of the
 * linear map are broken.
 */
#ifndef SF_EDITS_H
#define SF_EDITS_H

#include <linux/types.h>

#include "lmap.h"
#include "tables.h"

struct steps;

enum edit_kind {
	EDIT_SPLIT,		/* blocks become tables; of a group perhaps only some */
	EDIT_FOLD,		/* tables, and blocks among them, become blocks */
	EDIT_CONT,		/* leaves become a contiguous group */
	EDIT_UNCONT,		/* a contiguous group becomes single leaves */
};

/* One entry before and after. */
struct edit_word {
	u64 old;
	u64 new;
};

/*
 * nr neighbouring entries of one table: a contiguous group, or one entry. A group whose
 * members also change size is one edit: break-before-make breaks it as a whole.
 */
struct edit {
	unsigned long va;	/* what the first entry maps */
	u64 *entry;		/* the first live entry, through the linear map */
	unsigned long first;	/* of its words in the list */
	u16 nr;
	u8 kind;		/* enum edit_kind */
	s8 level;		/* of the entries */
};

struct edit_list {
	struct edit *edit;
	unsigned long nr, room;
	struct edit_word *word;
	unsigned long nr_words, room_words;
	unsigned long nr_tables;	/* table pages that the splits need */
	struct steps *steps;
	int err;			/* of an append that failed; later ones do nothing */
};

/*
 * Append an edit with its nr words. In a split a word without a new value gets a table
 * (edits_fill()). In ascending order of va. May sleep; a failure is kept in list->err.
 */
void edits_add(struct edit_list *list, const struct edit *edit, const struct edit_word *words);
void edits_free(struct edit_list *list);

/* Pages that the list occupies. */
unsigned long edits_pages(const struct edit_list *list);

/*
 * Take a table from tables (nr_tables are needed) for every word that has none yet,
 * write its contents, complete the word. Nothing points to the new tables yet. May sleep.
 */
void edits_fill(struct edit_list *list, struct tables *tables);

/* Whether every live entry is still what the list says it was: -EAGAIN if not. */
int edits_check(const struct edit_list *list);

/*
 * Store all entries at once, where no CPU walks the tables (edits_commit), or step by
 * step as CPUs with BBML2 need it: contiguous bits first when splitting, last when
 * folding (edits_commit_live). Return the number of stores.
 */
unsigned long edits_commit(const struct edit_list *list);
unsigned long edits_commit_live(const struct edit_list *list);

/* For tests: the last entry of the first group that is made misses its Contiguous bit. */
void edits_tear(struct edit_list *list);

/* Turn the list round: committing it again brings back what was. */
void edits_reverse(struct edit_list *list);

/* Free the tables that folds cut off. After the grace period. */
void edits_retire(const struct edit_list *list, struct tables *tables);

/* The range that the edits cover; empty when there are none. */
struct va_range edits_span(const struct edit_list *list);

#endif /* SF_EDITS_H */

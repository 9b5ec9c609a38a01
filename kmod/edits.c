// SPDX-License-Identifier: GPL-2.0-only
/* edits.c - keeps, completes, stores and turns round the list of descriptor writes. */
#include "lmap.h"

#include <linux/vmalloc.h>

#include "edits.h"
#include "ptes.h"
#include "steps.h"

#define FIRST_ROOM	256ul

/* Room for one more of size bytes: a larger copy, in vmalloc memory whatever its size. */
static int list_grow(struct edit_list *list, void **array, unsigned long nr, unsigned long *room,
		     size_t size)
{
	unsigned long more = max(4 * *room, FIRST_ROOM);
	void *larger;

	if (nr <= *room)
		return 0;
	larger = step_fails(list->steps, "list of edits") ? NULL : vmalloc_array(more, size);
	if (!larger)
		return -ENOMEM;
	if (*array)
		memcpy(larger, *array, *room * size);
	vfree(*array);
	*array = larger;
	*room = more;
	return 0;
}

void edits_add(struct edit_list *list, const struct edit *edit, const struct edit_word *words)
{
	struct edit *added;
	int i;

	if (!list->err)
		list->err = list_grow(list, (void **)&list->edit, list->nr + 1, &list->room,
				      sizeof(*list->edit)) ?:
			    list_grow(list, (void **)&list->word, list->nr_words + edit->nr,
				      &list->room_words, sizeof(*list->word));
	if (list->err)
		return;

	added = &list->edit[list->nr++];
	*added = *edit;
	added->first = list->nr_words;
	for (i = 0; i < edit->nr; i++) {
		list->word[list->nr_words++] = words[i];
		if (edit->kind == EDIT_SPLIT && !words[i].new)
			list->nr_tables += edit->level == LEVEL_PMD ? 1 : 1 + ENTRIES;
	}
}

void edits_free(struct edit_list *list)
{
	vfree(list->edit);
	vfree(list->word);
	*list = (struct edit_list){ .steps = list->steps };
}

unsigned long edits_pages(const struct edit_list *list)
{
	return DIV_ROUND_UP(list->room * sizeof(*list->edit), PAGE_SIZE) +
	       DIV_ROUND_UP(list->room_words * sizeof(*list->word), PAGE_SIZE);
}

/* Tables to be filled together. */
struct fill {
	u64 *table[64];
	u64 first[64];
	int nr;
};

static void fill_flush(struct fill *fill)
{
	ptes_fill_tables(fill->table, fill->first, fill->nr);
	fill->nr = 0;
}

/* The descriptor of a new table of pages that maps what leaf, at level 2, does. */
static u64 fill_add(struct fill *fill, struct tables *tables, u64 leaf)
{
	u64 *table = tables_take(tables);

	fill->table[fill->nr] = table;
	fill->first[fill->nr++] = desc_to_page(leaf);
	if (fill->nr == ARRAY_SIZE(fill->table))
		fill_flush(fill);
	return desc_make_table(table, leaf);
}

static u64 fill_split(struct fill *fill, struct tables *tables, u64 leaf, int level)
{
	u64 *table;
	int i;

	if (level == LEVEL_PMD)
		return fill_add(fill, tables, leaf);
	table = tables_take(tables);
	for (i = 0; i < ENTRIES; i++)
		table[i] = fill_add(fill, tables, leaf + i * PMD_SIZE);
	return desc_make_table(table, leaf);
}

/* One conversion at a time (device.c). */
static struct fill fill;

void edits_fill(struct edit_list *list, struct tables *tables)
{
	unsigned long i;
	int j;

	for (i = 0; i < list->nr; i++) {
		const struct edit *edit = &list->edit[i];
		struct edit_word *word = &list->word[edit->first];

		for (j = 0; j < edit->nr; j++)
			if (edit->kind == EDIT_SPLIT && !word[j].new)
				word[j].new = fill_split(&fill, tables, word[j].old, edit->level);
	}
	fill_flush(&fill);
	/* New tables must be visible to the walkers before anything points to them. */
	dsb(ishst);
}

int edits_check(const struct edit_list *list)
{
	unsigned long i;
	int j;

	if (step_fails(list->steps, "live entries as scanned"))
		return -EAGAIN;
	for (i = 0; i < list->nr; i++) {
		const struct edit *edit = &list->edit[i];

		for (j = 0; j < edit->nr; j++)
			if (READ_ONCE(edit->entry[j]) != list->word[edit->first + j].old)
				return -EAGAIN;
	}
	return 0;
}

unsigned long edits_commit(const struct edit_list *list)
{
	unsigned long i;
	int j;

	for (i = 0; i < list->nr; i++) {
		const struct edit *edit = &list->edit[i];

		for (j = 0; j < edit->nr; j++)
			WRITE_ONCE(edit->entry[j], list->word[edit->first + j].new);
	}
	return list->nr_words;
}

/* A group whose members change size does so while it is no group. */
static unsigned long edit_uncont(const struct edit *edit, const struct edit_word *word)
{
	int j;

	if (edit->nr == 1 || (edit->kind != EDIT_SPLIT && edit->kind != EDIT_FOLD))
		return 0;
	for (j = 0; j < edit->nr; j++)
		WRITE_ONCE(edit->entry[j],
			   (edit->kind == EDIT_SPLIT ? word[j].old : word[j].new) & ~DESC_CONT);
	return edit->nr;
}

unsigned long edits_commit_live(const struct edit_list *list)
{
	unsigned long i, written = list->nr_words;
	int j;

	for (i = 0; i < list->nr; i++) {
		const struct edit *edit = &list->edit[i];
		const struct edit_word *word = &list->word[edit->first];

		written += edit_uncont(edit, word);
		for (j = 0; j < edit->nr; j++)
			WRITE_ONCE(edit->entry[j], word[j].new);
	}
	return written;
}

void edits_tear(struct edit_list *list)
{
	unsigned long i;

	for (i = 0; i < list->nr; i++) {
		const struct edit *edit = &list->edit[i];
		u64 *last = &list->word[edit->first + edit->nr - 1].new;

		if (edit->nr > 1 && *last & DESC_CONT) {
			*last &= ~DESC_CONT;
			return;
		}
	}
}

void edits_reverse(struct edit_list *list)
{
	static const u8 inverse[] = {
		[EDIT_SPLIT] = EDIT_FOLD, [EDIT_FOLD] = EDIT_SPLIT,
		[EDIT_CONT] = EDIT_UNCONT, [EDIT_UNCONT] = EDIT_CONT,
	};
	unsigned long i;

	for (i = 0; i < list->nr; i++)
		list->edit[i].kind = inverse[list->edit[i].kind];
	for (i = 0; i < list->nr_words; i++)
		swap(list->word[i].old, list->word[i].new);
}

static void table_retire(u64 desc, int level, struct tables *tables)
{
	u64 *table = desc_table(desc);
	int i;

	for (i = 0; level + 1 < LEVEL_PTE && i < ENTRIES; i++)
		if (desc_is_table(table[i], level + 1))
			table_retire(table[i], level + 1, tables);
	tables_free(tables, table);
}

void edits_retire(const struct edit_list *list, struct tables *tables)
{
	unsigned long i;
	int j;

	for (i = 0; i < list->nr; i++) {
		const struct edit *edit = &list->edit[i];
		const struct edit_word *word = &list->word[edit->first];

		for (j = 0; j < edit->nr; j++)
			if (edit->kind == EDIT_FOLD && desc_is_table(word[j].old, edit->level))
				table_retire(word[j].old, edit->level, tables);
		cond_resched();
	}
}

struct va_range edits_span(const struct edit_list *list)
{
	struct va_range span = { };
	unsigned long i;

	/* A fold lists the leaves of a level before larger ones: not in order of address. */
	for (i = 0; i < list->nr; i++) {
		const struct edit *edit = &list->edit[i];
		unsigned long end = edit->va + edit->nr * level_size(edit->level);

		if (!i || edit->va < span.start)
			span.start = edit->va;
		if (!i || end > span.end)
			span.end = end;
	}
	return span;
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * compare/match.c - what is the same on two sides, see compare/match.h.
 */
#include <stdlib.h>
#include <string.h>

#include "host/base/alloc.h"
#include "host/compare/match.h"
#include "host/compare/typical.h"

static const char side_letter[] = "AB";

static bool wanted(const struct match_want *want, enum side side, const struct record *record)
{
	const struct selector *selectors[] = { want->select[side], want->only };
	size_t i;

	for (i = 0; i < ARRAY_SIZE(selectors); i++)
		if (selectors[i] &&
		    !selector_match(selectors[i], &record->cell, record->cell_name))
			return false;
	return true;
}

/* The one value of an axis among the records that are wanted; NULL: none, or several. */
static const char *only_value(const struct match_want *want, enum side side, enum axis_id id)
{
	const struct run *run = want->run[side];
	const char *value = NULL;
	size_t i;

	for (i = 0; i < run->nr_records; i++) {
		const struct run_record *from = &run->records[i];

		if (!from->counts || !wanted(want, side, &from->record))
			continue;
		if (value && strcmp(value, from->record.cell.value[id]))
			return NULL;
		value = from->record.cell.value[id];
	}
	return value;
}

/* What must never be mixed is never left out of account. */
static void find_any(struct match *match)
{
	const struct match_want *want = &match->want;
	const char *a = only_value(want, SIDE_A, AXIS_KERNEL);
	const char *b = only_value(want, SIDE_B, AXIS_KERNEL);
	int i;

	match->any[AXIS_KERNEL] = a && b && strcmp(a, b);
	if (!want->select[SIDE_A] || !want->select[SIDE_B])
		return;
	for (i = 0; i < AXIS_NR; i++) {
		if (i == AXIS_ACCEL || i == AXIS_CLOCK || i == AXIS_BENCH)
			continue;
		a = selector_fixes(want->select[SIDE_A], i);
		b = selector_fixes(want->select[SIDE_B], i);
		match->any[i] |= a && b && strcmp(a, b);
	}
}

struct gathering {
	struct match *match;
	enum side side;
	bool blank;		/* there is an axis that does not count */
};

/* The records of a boot mostly share one cell. */
static void blank_key(struct match *match, struct series *key)
{
	struct cell cell = *key->cell;
	char name[CELL_NAME_MAX];
	int i;

	for (i = 0; i < AXIS_NR; i++)
		if (match->any[i])
			strcpy(cell.value[i], MATCH_ANY);
	if (!match->nr_cells || !cell_same(match->cells[match->nr_cells - 1], &cell)) {
		struct cell *copy = xcalloc(1, sizeof(*copy));

		*copy = cell;
		/* the kernel that booted is in no cell's name, only one that was asked for */
		if (!match->any[AXIS_KERNEL])
			strcpy(cell.value[AXIS_KERNEL], axes[AXIS_KERNEL].nameless);
		cell_name(&cell, name);
		*array_add(match->cells, match->nr_cells, match->cells_alloc) = copy;
		*array_add(match->names, match->nr_names, match->names_alloc) = xstrdup(name);
	}
	key->cell = match->cells[match->nr_cells - 1];
	key->cell_name = match->names[match->nr_names - 1];
}

static bool take_record(const struct run_record *from, struct series *key, void *arg)
{
	struct gathering *gathering = arg;

	const struct match_want *want = &gathering->match->want;

	if (!wanted(want, gathering->side, &from->record))
		return false;
	if (gathering->side == SIDE_B && want->run[SIDE_A] == want->run[SIDE_B] &&
	    wanted(want, SIDE_A, &from->record))
		gathering->match->both = from->record.cell_name;
	if (gathering->blank)
		blank_key(gathering->match, key);
	return true;
}

static void gather(struct match *match)
{
	struct gathering gathering = { .match = match };
	const char *metric = match->want.metric;
	size_t used = 0, i;

	for (i = 0; i < AXIS_NR; i++)
		gathering.blank |= match->any[i];
	for (gathering.side = 0; gathering.side < SIDE_NR; gathering.side++)
		parts_gather(&match->parts, match->want.run[gathering.side], gathering.side,
			     take_record, &gathering);
	for (i = 0; i < match->parts.nr; i++)
		if (!metric || !strcmp(match->parts.part[i].key.metric, metric))
			match->parts.part[used++] = match->parts.part[i];
	match->parts.nr = used;
	parts_sort(&match->parts);
}

/* Two cells of one side that only differ in what does not count; or two units. */
static int check_pair(const struct match *match, const struct match_pair *pair)
{
	const struct part *part = &match->parts.part[pair->from];
	const struct part *b = part + pair->nr[SIDE_A];
	size_t nr = pair->nr[SIDE_A] + pair->nr[SIDE_B], i;

	for (i = 1; i < nr; i++) {
		const struct record *one = &part[i - 1].from->record;
		const struct record *other = &part[i].from->record;

		if (part[i - 1].side == part[i].side && strcmp(one->cell_name, other->cell_name)) {
			say("compare: %s and %s of %c would be one cell: select one of them",
			    one->cell_name, other->cell_name, side_letter[part[i].side]);
			return -1;
		}
	}
	if (!pair->nr[SIDE_A] || !pair->nr[SIDE_B])
		return 0;
	if (strcmp(part->key.unit, b->key.unit)) {
		say("compare: %s, %s of %s is in %s in A and in %s in B: units are not mixed",
		    part->key.op, part->key.metric, part->from->record.cell_name, part->key.unit,
		    b->key.unit);
		return -1;
	}
	return 0;
}

static int find_pairs(struct match *match)
{
	const struct parts *parts = &match->parts;
	size_t from, nr, i;

	for (from = 0; from < parts->nr; from += nr) {
		struct match_pair *pair = array_add(match->pairs, match->nr, match->alloc);

		nr = parts_same(parts, from);
		pair->from = from;
		for (i = 0; i < nr; i++)
			pair->nr[parts->part[from + i].side]++;
		if (check_pair(match, pair))
			return -1;
	}
	return 0;
}

/* What never goes together says so; else there is just nothing in common. */
static int refuse_unpaired(const struct match *match)
{
	static const enum axis_id never[] = { AXIS_ACCEL, AXIS_CLOCK };
	size_t i;

	for (i = 0; i < match->nr; i++)
		if (match->pairs[i].nr[SIDE_A] && match->pairs[i].nr[SIDE_B])
			return 0;
	for (i = 0; i < ARRAY_SIZE(never); i++) {
		const char *a = only_value(&match->want, SIDE_A, never[i]);
		const char *b = only_value(&match->want, SIDE_B, never[i]);

		if (a && b && strcmp(a, b)) {
			say("compare: A has %s %s, B has %s: what these measure is not the same",
			    axes[never[i]].key, a, b);
			return -1;
		}
	}
	say("compare: nothing in common: no cell, operation and metric is in A and in B");
	return -1;
}

int match_make(struct match *match, const struct match_want *want)
{
	memset(match, 0, sizeof(*match));
	match->want = *want;
	find_any(match);
	gather(match);
	if (match->both) {
		say("compare: %s is in A and in B: the two selections must not overlap",
		    match->both);
		return -1;
	}
	return find_pairs(match) || refuse_unpaired(match) ? -1 : 0;
}

void match_free(struct match *match)
{
	size_t i;

	for (i = 0; i < match->nr_cells; i++) {
		free(match->cells[i]);
		free(match->names[i]);
	}
	free(match->cells);
	free(match->names);
	free(match->pairs);
	parts_free(&match->parts);
	memset(match, 0, sizeof(*match));
}

void match_sample(struct match *match, const struct match_pair *pair, enum side side,
		  struct sample *sample)
{
	const struct part *part = &match->parts.part[pair->from];

	sample_make(sample, part + (side == SIDE_B ? pair->nr[SIDE_A] : 0), pair->nr[side]);
	match->damaged += sample->damaged;
}

static void compare_pair(struct match *match, size_t at, struct comparisons *list,
			 struct typicals *typicals, const struct compare_plan *plan)
{
	const struct match_pair *pair = &match->pairs[at];
	struct sample a, b;
	size_t i = list->nr;

	if (!pair->nr[SIDE_A] || !pair->nr[SIDE_B])
		return;
	match_sample(match, pair, SIDE_A, &a);
	match_sample(match, pair, SIDE_B, &b);
	if (a.nr && b.nr) {
		compare_samples(list, &a, &b, plan);
		typical_add(typicals_of(typicals, &a.key), &a, &b);
	}
	for (; i < list->nr; i++)
		list->row[i].pair = at;
	sample_free(&a);
	sample_free(&b);
}

size_t match_table(const struct comparison *row, size_t nr)
{
	size_t to = 0;

	while (to < nr && series_same_table(&row->key, &row[to].key))
		to++;
	return to;
}

/* What is typical of its cells ends a table. Returns where the next one begins. */
static size_t end_table(struct comparisons *list, size_t from, struct typicals *typicals,
			const struct compare_plan *plan)
{
	typicals_compare(typicals, list, plan);
	if (from < list->nr)
		compare_judge(list->row + from, list->nr - from, plan);
	return list->nr;
}

void match_compare(struct match *match, struct comparisons *list, const struct compare_plan *plan)
{
	const struct series *first = NULL;
	struct typicals typicals = { 0 };
	size_t from = 0, i;

	for (i = 0; i < match->nr; i++) {
		const struct series *key = &match->parts.part[match->pairs[i].from].key;

		if (first && !series_same_table(first, key))
			from = end_table(list, from, &typicals, plan);
		first = key;
		compare_pair(match, i, list, &typicals, plan);
	}
	end_table(list, from, &typicals, plan);
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * answer/answer.c - the questions, in one table, and which part of a run their answers are of.
 */
#include <stdlib.h>

#include "host/base/alloc.h"
#include "host/answer/build.h"

/* Adding one: write its function, declare it in answer/build.h, and give it a row. */
static const struct {
	const char *id, *title;
	answer_fn make;
} questions[] = {
	{ "Q1", "what does each option cost at boot, in a realm and not?", answer_options },
	{ "Q2", "is folding easier than splitting?", answer_directions },
	{ "Q3", "which guest ends up mapped how, and which cannot share?", answer_outcome },
	{ "Q4", "set_memory_decrypted/encrypted: when, and at what cost?", answer_sharing },
	{ "Q5", "what does the kernel's own late split cost?", answer_late_split },
	{ "Q6", "what does bringing memory to the RMM cost?", answer_granules },
	{ "Q7", "RTTs straight to the last level, or level by level?", answer_faulting },
	{ "Q8", "TLB pressure: ptes, blocks, after a split, after a fold", answer_tlb },
	{ "Q9", "how does a block map decay, and what does a fold win back?", answer_decay },
	{ "Q10", "how long does set_memory take?", answer_setmem },
	{ "Q11", "which methods break break-before-make?", answer_bbm },
};

static bool has_realm(const struct answer *answer, const struct answer_table *table)
{
	size_t i, k;

	for (i = 0; i < table->nr; i++) {
		const struct answer_text *cells = &table->rows[i].cells;

		for (k = 0; k < cells->nr; k++)
			if (cells->pieces[k].of &&
			    cell_is_realm(answer->cells[cells->pieces[k].of - 1].cell))
				return true;
	}
	return false;
}

/* Nobody may take a realm here for one of a real RMM: each table with one says so. */
static void name_realms(struct answer *answer)
{
	size_t i;

	for (i = 0; i < answer->nr_tables; i++) {
		struct answer_table *table = &answer->tables[i];
		char *title = table->title;

		if (!has_realm(answer, table))
			continue;
		table->title = xasprintf("%s; realm: emulated RSI", title);
		free(title);
	}
}

/* Answers mix no two of these: a sum of two kernels is one of nothing. */
static bool goes_with(const struct cell *a, const struct cell *b)
{
	return cell_is(a, AXIS_ACCEL, b->value[AXIS_ACCEL]) &&
	       cell_is(a, AXIS_PAGE, b->value[AXIS_PAGE]) &&
	       cell_is(a, AXIS_KERNEL, b->value[AXIS_KERNEL]);
}

bool answer_takes(const struct report *report, const struct run_record *from)
{
	return from->counts && (!report->only || goes_with(&from->record.cell, report->only));
}

static size_t count_with(const struct series_list *list, const struct cell *cell)
{
	size_t i, nr = 0;

	for (i = 0; i < list->nr; i++)
		nr += goes_with(list->series[i].cell, cell);
	return nr;
}

/* What most of the run is of. Tables are of one kind each, so few are looked at. */
static const struct cell *most_find(const struct series_list *list, size_t *most)
{
	const struct cell *found = NULL;
	size_t at, nr;

	*most = 0;
	for (at = 0; at < list->nr; at++) {
		const struct cell *cell = list->series[at].cell;

		if (at && goes_with(list->series[at - 1].cell, cell))
			continue;
		nr = count_with(list, cell);
		if (nr > *most) {
			*most = nr;
			found = cell;
		}
	}
	return found;
}

/* The series that go with only; the caller frees them. */
static struct series_list only_those(const struct series_list *list, const struct cell *only)
{
	struct series_list some = { 0 };
	size_t i;

	for (i = 0; i < list->nr; i++)
		if (goes_with(list->series[i].cell, only))
			*array_add(some.series, some.nr, some.alloc) = list->series[i];
	return some;
}

static void answer_one(struct answer *answer, size_t i, const struct report *report, bool others)
{
	answer->id = questions[i].id;
	answer->title = questions[i].title;
	answer->measured = true;
	questions[i].make(answer, report);
	name_realms(answer);
	if (others && answer->nr_cells)
		answer_say(&answer->missing, "%s answer is of accel %s, page %sk and kernel %s "
			   "only: what else was run is in the tables.",
			   answer->missing.nr ? " The" : "the", report->only->value[AXIS_ACCEL],
			   report->only->value[AXIS_PAGE], report->only->value[AXIS_KERNEL]);
}

struct answer *answers_make(const struct report *report, size_t *nr)
{
	struct answer *answers = xcalloc(ARRAY_SIZE(questions), sizeof(*answers));
	struct series_list some = { 0 };
	struct report only = *report;
	size_t most, i;

	only.only = most_find(report->list, &most);
	if (most < report->list->nr) {
		some = only_those(report->list, only.only);
		only.list = &some;
	}
	for (i = 0; i < ARRAY_SIZE(questions); i++)
		answer_one(&answers[i], i, &only, most < report->list->nr);
	free(some.series);
	*nr = ARRAY_SIZE(questions);
	return answers;
}

void answers_free(struct answer *answers, size_t nr)
{
	size_t i;

	for (i = 0; i < nr; i++)
		answer_clear(&answers[i]);
	free(answers);
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * compare/calibrate.c - tries compare on boots that do not differ, see compare/calibrate.h.
 */
#include <stdlib.h>
#include <string.h>

#include "host/base/alloc.h"
#include "host/compare/calibrate.h"
#include "host/compare/typical.h"
#include "host/stat/power.h"
#include "host/base/random.h"

/* A cell's metrics, and the boots that it has. */
struct subject {
	struct series like;	/* one of its series: tells which table it is in */
	struct sample *samples;
	size_t nr, alloc;
	int64_t *reps;
	size_t nr_reps, reps_alloc;
};

struct subjects {
	struct subject *subject;
	size_t nr, alloc;
};

static bool take_record(const struct run_record *from, struct series *key, void *arg)
{
	(void)key;
	return !arg || selector_match(arg, &from->record.cell, from->record.cell_name);
}

static struct subject *subject_of(struct subjects *subjects, const struct series *like)
{
	struct subject *subject;
	size_t i;

	for (i = 0; i < subjects->nr; i++)
		if (!strcmp(subjects->subject[i].like.cell_name, like->cell_name))
			return &subjects->subject[i];
	subject = array_add(subjects->subject, subjects->nr, subjects->alloc);
	subject->like = *like;
	return subject;
}

static void add_rep(struct subject *subject, int64_t rep)
{
	size_t i;

	for (i = 0; i < subject->nr_reps; i++)
		if (subject->reps[i] == rep)
			return;
	*array_add(subject->reps, subject->nr_reps, subject->reps_alloc) = rep;
}

/* Only samples of cells with boots enough are kept. */
static void find_subjects(struct subjects *subjects, const struct parts *parts, size_t boots,
			  size_t *most)
{
	size_t from, nr, i;

	for (from = 0; from < parts->nr; from += nr) {
		struct subject *subject = subject_of(subjects, &parts->part[from].key);

		nr = parts_same(parts, from);
		for (i = from; i < from + nr; i++)
			add_rep(subject, parts->part[i].from->record.rep);
	}
	for (i = 0, nr = 0; i < subjects->nr; i++) {
		struct subject *subject = &subjects->subject[i];

		*most = subject->nr_reps > *most ? subject->nr_reps : *most;
		if (subject->nr_reps >= 2 * boots)
			subjects->subject[nr++] = *subject;
		else
			free(subject->reps);
	}
	subjects->nr = nr;
}

static void take_samples(struct subjects *subjects, const struct parts *parts)
{
	size_t from, nr, i;

	for (from = 0; from < parts->nr; from += nr) {
		nr = parts_same(parts, from);
		for (i = 0; i < subjects->nr; i++) {
			struct subject *subject = &subjects->subject[i];

			if (!strcmp(subject->like.cell_name, parts->part[from].key.cell_name))
				sample_make(array_add(subject->samples, subject->nr,
						      subject->alloc), &parts->part[from], nr);
		}
	}
}

static void subjects_free(struct subjects *subjects)
{
	size_t i, k;

	for (i = 0; i < subjects->nr; i++) {
		struct subject *subject = &subjects->subject[i];

		for (k = 0; k < subject->nr; k++)
			sample_free(&subject->samples[k]);
		free(subject->samples);
		free(subject->reps);
	}
	free(subjects->subject);
}

/* The first 2 * boots of reps become random ones: A's, then B's. */
static void shuffle(struct subject *subject, size_t boots, uint64_t *state)
{
	size_t i;

	for (i = 0; i < 2 * boots; i++) {
		size_t other = i + random_below(state, subject->nr_reps - i);
		int64_t rep = subject->reps[i];

		subject->reps[i] = subject->reps[other];
		subject->reps[other] = rep;
	}
}

static void pick(struct sample *picked, const struct sample *sample, const int64_t *reps,
		 size_t nr)
{
	size_t *index = xcalloc(sample->nr + 1, sizeof(*index)), used = 0, i, k;

	for (i = 0; i < sample->nr; i++)
		for (k = 0; k < nr; k++)
			if (sample->boots[i].rep == reps[k])
				index[used++] = i;
	sample_pick(picked, sample, index, used);
	free(index);
}

/* Both comparisons have the same rows, one beside the other. */
static void compare_cell(struct comparisons *same, struct comparisons *planted,
			 const struct subject *subject, const struct calibrate_plan *plan)
{
	struct typical typical = { 0 }, planted_typical = { 0 };
	size_t i, k;

	for (i = 0; i < subject->nr; i++) {
		struct sample a, b;
		size_t before = same->nr;

		pick(&a, &subject->samples[i], subject->reps, plan->boots);
		pick(&b, &subject->samples[i], subject->reps + plan->boots, plan->boots);
		if (a.nr && b.nr)
			compare_samples(same, &a, &b, &plan->compare);
		if (before < same->nr) {
			typical_add(&typical, &a, &b);
			for (k = 0; k < b.nr; k++)
				sample_shift(&b.boots[k], plan->shift);
			typical_add(&planted_typical, &a, &b);
			k = planted->nr;
			compare_samples(planted, &a, &b, &plan->compare);
			/* few counts that were equal, or are since it was planted: other rows */
			if (planted->nr - k != same->nr - before ||
			    planted->row[k].exact != same->row[before].exact) {
				planted->nr = k;
				same->nr = before;
			}
		}
		sample_free(&a);
		sample_free(&b);
	}
	typical_compare(&typical, same, &plan->compare);
	typical_compare(&planted_typical, planted, &plan->compare);
	typical_free(&typical);
	typical_free(&planted_typical);
}

/* As compare has them, all cells of a table are a family: those of the one that was drawn. */
static void compare_table(struct comparisons *same, struct comparisons *planted,
			  const struct subjects *subjects, const struct series *drawn,
			  const struct calibrate_plan *plan, uint64_t *state)
{
	size_t i;

	for (i = 0; i < subjects->nr; i++) {
		if (!series_same_table(&subjects->subject[i].like, drawn))
			continue;
		shuffle(&subjects->subject[i], plan->boots, state);
		compare_cell(same, planted, &subjects->subject[i], plan);
	}
	compare_judge(same->row, same->nr, &plan->compare);
	compare_judge(planted->row, planted->nr, &plan->compare);
}

/* Rows that Holm's correction was over, one by one. */
static void count_family(struct calibration *result, const struct comparisons *same)
{
	size_t family = 0, i;

	for (i = 0; i < same->nr; i++)
		family += same->row[i].has_test && !comparison_typical(&same->row[i]);
	if (!result->pairs || family < result->family_least)
		result->family_least = family;
	if (family > result->family_most)
		result->family_most = family;
}

static bool is_extreme(enum stat stat)
{
	return stat == STAT_MIN || stat == STAT_MAX;
}

static struct calibrate_count *count_of(struct calibration *result, const struct comparison *row)
{
	return row->exact ? &result->exact : &result->stat[row->stat];
}

static void count_pair(struct calibration *result, const struct comparisons *same,
		       const struct comparisons *planted)
{
	size_t flagged = 0, i;

	count_family(result, same);
	for (i = 0; i < same->nr; i++) {
		const struct comparison *row = &same->row[i], *twin = &planted->row[i];
		struct calibrate_count *count = count_of(result, row);
		bool marked = comparison_marked(row), enough, found;

		count->rows++;
		count->flagged += marked;
		flagged += marked;
		/* in nothing nothing can be planted; extremes are shown, not judged */
		if (row->b.value == 0 || (row->exact && is_extreme(row->stat))) {
			count->empty++;
			continue;
		}
		found = comparison_marked(twin) && twin->change > 0;
		enough = row->exact || (row->need && row->a.boots >= row->need &&
					row->b.boots >= row->need);
		count->found += found;
		count->enough += enough;
		count->enough_found += enough && found;
	}
	result->pairs++;
	result->pairs_flagged += flagged > 0;
}

void calibrate(struct calibration *result, const struct run *run, const struct selector *only,
	       const struct calibrate_plan *plan)
{
	struct subjects subjects = { 0 };
	struct parts parts = { 0 };
	uint64_t state = plan->compare.seed;
	size_t i;

	memset(result, 0, sizeof(*result));
	parts_gather(&parts, run, 0, take_record, (void *)only);
	parts_sort(&parts);
	find_subjects(&subjects, &parts, plan->boots, &result->most);
	take_samples(&subjects, &parts);
	result->cells = subjects.nr;
	for (i = 0; i < subjects.nr && i < CALIBRATE_NAMES; i++)
		result->names[i] = subjects.subject[i].like.cell_name;
	for (i = 0; subjects.nr && i < plan->pairs; i++) {
		const struct series *drawn = &subjects.subject[random_below(&state,
									    subjects.nr)].like;
		struct calibrate_plan own = *plan;
		struct comparisons same = { 0 }, planted = { 0 };

		own.compare.seed = random_next(&state);
		compare_table(&same, &planted, &subjects, drawn, &own, &state);
		count_pair(result, &same, &planted);
		comparisons_free(&same);
		comparisons_free(&planted);
	}
	subjects_free(&subjects);
	parts_free(&parts);
}

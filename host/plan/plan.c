// SPDX-License-Identifier: GPL-2.0-only
/*
 * plan/plan.c - the boots of a run, see plan/plan.h.
 */
#include <stdlib.h>
#include <string.h>

#include "host/base/alloc.h"
#include "host/plan/estimate.h"
#include "host/plan/plan.h"
#include "host/base/random.h"
#include "host/base/say.h"

static void plan_add(struct plan *plan, const struct matrix_cell *made, int64_t rep, int64_t est_s)
{
	struct plan_boot *boot = array_add(plan->boots, plan->nr, plan->alloc);

	boot->cell = made->cell;
	strcpy(boot->name, made->name);
	boot->rep = rep;
	boot->est_s = est_s;
	boot->section = made->section;
}

int plan_make(struct plan *plan, const struct matrix *matrix, const struct selector *selector,
	      int64_t reps, const struct history *history)
{
	size_t i;

	memset(plan, 0, sizeof(*plan));
	for (i = 0; i < matrix->nr_cells; i++) {
		const struct matrix_cell *made = &matrix->cells[i];
		int64_t nr = reps ? reps : made->reps;
		int64_t est_s, rep;

		if (selector && !selector_match(selector, &made->cell, made->name))
			continue;
		if (plan->nr + nr > PLAN_BOOTS_MAX) {
			say("more than %d boots; use --only or fewer --reps", PLAN_BOOTS_MAX);
			return -1;
		}
		est_s = estimate_seconds(&made->cell, made->name, history);
		for (rep = 1; rep <= nr; rep++)
			plan_add(plan, made, rep, est_s);
		plan->nr_cells++;
	}
	return 0;
}

void plan_shuffle(struct plan *plan, uint64_t seed)
{
	uint64_t state = seed;
	size_t i;

	for (i = plan->nr; i > 1; i--) {
		size_t k = random_below(&state, i);
		struct plan_boot boot = plan->boots[i - 1];

		plan->boots[i - 1] = plan->boots[k];
		plan->boots[k] = boot;
	}
}

void plan_shard(struct plan *plan, int64_t shard, int64_t nr)
{
	size_t from, to = 0;

	for (from = shard - 1; from < plan->nr; from += nr)
		plan->boots[to++] = plan->boots[from];
	plan->nr = to;
}

static int section_judge(const struct plan *plan, const struct matrix *matrix, size_t section,
			 const struct site *site)
{
	size_t i;

	for (i = 0; i < plan->nr; i++) {
		const struct plan_boot *boot = &plan->boots[i];
		enum axis_id blame;
		const char *why;

		if (boot->section != section)
			continue;
		why = cell_refuse(&boot->cell, site, &blame);
		if (why) {
			matrix_refused(matrix, &matrix->sections[section], blame, why);
			return -1;
		}
	}
	return 0;
}

int plan_judge(const struct plan *plan, const struct matrix *matrix, const struct site *site)
{
	int err = 0;
	size_t i;

	for (i = 0; i < matrix->nr_sections; i++)
		if (section_judge(plan, matrix, i, site))
			err = -1;
	return err;
}

void plan_free(struct plan *plan)
{
	free(plan->boots);
	memset(plan, 0, sizeof(*plan));
}

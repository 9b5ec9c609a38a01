// SPDX-License-Identifier: GPL-2.0-only
/*
 * answer/option_cost.c - finds the terms of what each option costs at boot, see its header.
 */
#include <stdlib.h>
#include <string.h>

#include "host/answer/option_cost.h"
#include "host/report/pair.h"

const struct boot_option boot_options[OPTIONS_NR] = {
	{ "plain", "1 swap.park", true, "fold", "swap.park", " pair=swap/park" },
	{ "plain", "1 bbm.spin", true, "fold", "bbm.spin", " pair=bbm/spin" },
	{ "plain", "2 or 3", false, NULL, NULL, NULL },
	{ "realm", "2 private-mmuoff", false, "split", "private-mmuoff.mmuoff",
	  " pair=private-mmuoff/mmuoff" },
	{ "realm", "2 swap.park", false, "split", "swap.park", " pair=swap/park" },
	{ "realm", "1 or 3", true, NULL, NULL, NULL },
};

/*
 * How well a cell fits: the same guest above all, then the map of CPUs without BBML2, then
 * the CPU model of most cells and as many CPUs as most boots have, since free memory is
 * less with more of them. -1: it is of another size.
 */
static int fit(const struct cell *cell, const struct boot_option *option, int64_t mem_mib)
{
	int score = 0;

	if (cell_number(cell, AXIS_MEM) != mem_mib || cell_is(cell, AXIS_DEVICES, "yes") ||
	    !cell_is(cell, AXIS_EL, "1"))
		return -1;
	score += cell_is(cell, AXIS_GUEST, option->guest) ? 32 : 0;
	score += cell_is(cell, AXIS_BBM, "none") ? 16 : 0;
	score += cell_is(cell, AXIS_CPU, "max") ? 8 : 0;
	score += cell_is(cell, AXIS_CPUS, "2") ? 4 : 0;
	return score + (cell_is(cell, AXIS_CLOCK, "host") ? 2 : 0);
}

bool option_owns(const struct boot_option *option, const struct series *term)
{
	return cell_is(term->cell, AXIS_GUEST, option->guest) &&
	       cell_is(term->cell, AXIS_BBM, "none");
}

static bool maps_as(const struct cell *cell, bool ptes)
{
	return ptes ? answer_maps_ptes(cell) : answer_maps_blocks(cell);
}

static const struct answer_op *find(const struct answer_rows *rows, const char *op,
				    const struct boot_option *option, int64_t mem_mib)
{
	const struct answer_op *best = NULL;
	int score, most = -1;
	size_t i;

	for (i = 0; i < rows->nr; i++) {
		const struct series *s = rows->op[i].series;

		if (strcmp(s->op, op) || !maps_as(s->cell, option->ptes))
			continue;
		score = fit(s->cell, option, mem_mib);
		if (score > most) {
			most = score;
			best = &rows->op[i];
		}
	}
	return best;
}

static bool converts(const struct series *s, const struct boot_option *option)
{
	return option->strategy && !strcmp(s->op, option->strategy) &&
	       pair_fit(s->cell, option->pair) == 2;
}

/* A conversion is the same work on either starting map, the first one of a boot apart. */
static const struct answer_op *find_conversion(const struct answer_rows *rows,
					       const struct boot_option *option, int64_t mem_mib)
{
	const struct answer_op *best = NULL;
	int score, most = -1;
	size_t i;

	for (i = 0; i < rows->nr; i++) {
		const struct series *s = rows->op[i].series;

		if (!converts(s, option) || !cell_is(s->cell, AXIS_CLOCK, "icount"))
			continue;
		score = fit(s->cell, option, mem_mib);
		if (score >= 0)
			score += maps_as(s->cell, option->ptes) ? 1 : 0;
		if (score > most) {
			most = score;
			best = &rows->op[i];
		}
	}
	return best;
}

const struct series *option_held(const struct option_costs *c, const struct option_cost *cost,
				 int cpus)
{
	size_t i;

	for (i = 0; i < c->convert.nr; i++) {
		const struct answer_op *op = &c->convert.op[i];
		const struct cell *cell = op->series->cell;

		if (converts(op->series, cost->option) && cell_is(cell, AXIS_CLOCK, "host") &&
		    option_owns(cost->option, op->series) && cell_is(cell, AXIS_CPU, "max") &&
		    cell_is(cell, AXIS_EL, "1") && cell_number(cell, AXIS_CPUS) == cpus &&
		    cell_number(cell, AXIS_MEM) == cost->mem_mib)
			return answer_metric(op, "held");
	}
	return NULL;
}

int64_t option_cost_sum(const struct option_cost *cost)
{
	const struct series *total = answer_metric(cost->conversion, "total");

	int64_t sum;

	if (!cost->paging || (cost->option->strategy && !total))
		return -1;
	/* records hold whatever a guest sent */
	if (__builtin_add_overflow(cost->paging->q.p50, cost->option->strategy ? total->q.p50 : 0,
				   &sum))
		return -1;
	return sum;
}

static void size_add(struct option_costs *c, int64_t mem_mib)
{
	size_t i;

	for (i = 0; i < c->nr_sizes && c->sizes[i] < mem_mib; i++)
		;
	if ((i < c->nr_sizes && c->sizes[i] == mem_mib) || c->nr_sizes == OPTION_SIZES_MAX)
		return;
	memmove(&c->sizes[i + 1], &c->sizes[i], (c->nr_sizes - i) * sizeof(c->sizes[0]));
	c->sizes[i] = mem_mib;
	c->nr_sizes++;
}

static void sizes_find(struct option_costs *c)
{
	size_t i, k;

	for (i = 0; i < c->timeline.nr; i++)
		if (!strcmp(c->timeline.op[i].series->op, "paging_init"))
			size_add(c, cell_number(c->timeline.op[i].series->cell, AXIS_MEM));
	for (i = 0; i < c->convert.nr; i++)
		for (k = 0; k < OPTIONS_NR; k++)
			if (converts(c->convert.op[i].series, &boot_options[k]))
				size_add(c, cell_number(c->convert.op[i].series->cell, AXIS_MEM));
}

void option_costs_make(struct option_costs *c, const struct report *report)
{
	size_t i, k;

	memset(c, 0, sizeof(*c));
	c->timeline = answer_rows(report, "timeline");
	c->convert = answer_rows(report, "convert");
	c->boot = answer_rows(report, "boot");
	sizes_find(c);
	for (i = 0; i < c->nr_sizes; i++) {
		for (k = 0; k < OPTIONS_NR; k++) {
			const struct boot_option *option = &boot_options[k];
			struct option_cost *cost = &c->costs[c->nr++];

			cost->option = option;
			cost->mem_mib = c->sizes[i];
			cost->paging = answer_metric(find(&c->timeline, "paging_init", option,
							  c->sizes[i]), "work");
			cost->conversion = find_conversion(&c->convert, option, c->sizes[i]);
			cost->boot = find(&c->boot, "boot", option, c->sizes[i]);
		}
	}
}

void option_costs_free(struct option_costs *c)
{
	answer_rows_free(&c->timeline);
	answer_rows_free(&c->convert);
	answer_rows_free(&c->boot);
}

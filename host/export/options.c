// SPDX-License-Identifier: GPL-2.0-only
/*
 * export/options.c - export/options.tsv: what each option of Q1 costs at boot, as plots
 * read it. Only sums that have all their terms are there: a bar that lacks one would lie.
 */
#include "host/export/export.h"
#include "host/answer/option_cost.h"

/* A term that stands in for the option's own, as Q1 says, makes its sum one of "OPTION~". */
static const char *mark(const struct option_cost *cost, const struct series *conversion)
{
	return option_owns(cost->option, cost->paging) &&
	       (!conversion || option_owns(cost->option, conversion)) ? "" : "~";
}

/* The axes are of the records of paging_init(), but for whose option it is. */
static void put_line(FILE *out, const struct option_cost *cost, const char *marked,
		     const char *metric, const struct series *of, int64_t value)
{
	struct cell cell = *cost->paging->cell;
	int i;

	snprintf(cell.value[AXIS_GUEST], AXIS_TEXT_MAX, "%s", cost->option->guest);
	fprintf(out, "%s\t", cost->paging->cell_name);
	for (i = 0; i < AXIS_NR; i++)
		fprintf(out, "%s\t", cell.value[i]);
	fprintf(out, "%s%s\t%s\tinsn\t%lld\t%lld\t%lld\t%lld\t%lld\t%lld\n",
		cost->option->label, marked, metric, (long long)of->n, (long long)of->boots,
		(long long)value, (long long)value, (long long)value, (long long)value);
}

static void put_cost(FILE *out, const struct option_cost *cost)
{
	int64_t sum = option_cost_sum(cost);
	const struct series *conversion;
	const char *marked;

	if (sum < 0)
		return;
	conversion = cost->option->strategy ? answer_metric(cost->conversion, "total") : NULL;
	marked = mark(cost, conversion);
	put_line(out, cost, marked, "paging_init", cost->paging, cost->paging->q.p50);
	if (conversion)
		put_line(out, cost, marked, "conversion", conversion, conversion->q.p50);
	put_line(out, cost, marked, "total", cost->paging, sum);
}

void export_options(FILE *out, const struct run *run, const struct series_list *list)
{
	const struct report report = { .run = run, .list = list };
	struct option_costs costs;
	size_t i;

	for (i = 0; i < AXIS_NR; i++)
		fprintf(out, "%s%s\t", i ? "" : "cell\t", axes[i].field);
	fputs("op\tmetric\tunit\tn\tboots\tmin\tp50\tp99\tmax\n", out);
	option_costs_make(&costs, &report);
	for (i = 0; i < costs.nr; i++)
		put_cost(out, &costs.costs[i]);
	option_costs_free(&costs);
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * report/timeline_table.c - bench timeline: what mapping memory at boot, and the kernel's own late
 * split, cost by memory size and for each GiB. All of it is instructions, in thousands.
 */
#include <math.h>
#include <string.h>

#include "host/base/alloc.h"
#include "host/report/timeline.h"

#define GUEST_MAX	160

/* What is told by memory size. */
static const struct cost {
	const char *op, *metric, *name, *what;
	bool late;		/* only of guests that split late */
} costs[] = {
	{ "paging_init", "work", "paging_init", "the boot CPU, no other runs yet", false },
	{ LATE_SPLIT, "work", "late split", "the boot CPU in " LATE_SPLIT, true },
	{ LATE_SPLIT, "all_cpus", "late split", "all CPUs meanwhile", true },
	{ "init", "entry", "/init", "all CPUs, since reset", false },
};

static const struct series *cost_find(const struct timeline *part, const char *cell_name,
				      const struct cost *cost)
{
	if (cost->late && !timeline_find(part, cell_name, LATE_SPLIT_WORK, "entry"))
		return NULL;
	return timeline_find(part, cell_name, cost->op, cost->metric);
}

/* The memory sizes of all guests, from the smallest; a row has them side by side. */
struct columns {
	int64_t mib[TIMELINE_SIZES_MAX];
	char head[TIMELINE_SIZES_MAX][TIMELINE_HEAD_MAX];
	size_t nr;
};

static void columns_find(const struct timeline *part, struct columns *columns)
{
	size_t i, k;

	columns->nr = 0;
	for (i = 0; i < part->nr; i++) {
		const int64_t mib = cell_number(part->series[i].cell, AXIS_MEM);

		for (k = 0; k < columns->nr && columns->mib[k] < mib; k++)
			;
		if (k == TIMELINE_SIZES_MAX || (k < columns->nr && columns->mib[k] == mib))
			continue;
		columns->nr += columns->nr < TIMELINE_SIZES_MAX;
		memmove(&columns->mib[k + 1], &columns->mib[k],
			(columns->nr - k - 1) * sizeof(columns->mib[0]));
		memmove(&columns->head[k + 1], &columns->head[k],
			(columns->nr - k - 1) * sizeof(columns->head[0]));
		columns->mib[k] = mib;
		mem_text(part->series[i].cell, columns->head[k], TIMELINE_HEAD_MAX);
	}
}

/* The slope of a straight line through the sizes, or NAN: by the least squares. */
static double slope(const struct timeline *part, const struct cell *like, const struct cost *cost)
{
	double n = 0, x = 0, y = 0, xx = 0, xy = 0, spread;
	size_t i;

	for (i = 0; i < part->nr; i++) {
		const struct series *s = &part->series[i];
		const double gib = cell_number(s->cell, AXIS_MEM) / 1024.0;

		if (!timeline_same_guest(s->cell, like) || s != cost_find(part, s->cell_name, cost))
			continue;
		n++;
		x += gib;
		y += s->q.p50;
		xx += gib * gib;
		xy += gib * s->q.p50;
	}
	spread = n * xx - x * x;
	return n > 1 ? (n * xy - x * y) / spread : NAN;
}

/* What a guest of that size has of it, or NULL. */
static const struct series *cost_at(const struct timeline *part, const struct cell *like,
				    const struct cost *cost, int64_t mib)
{
	size_t i;

	for (i = 0; i < part->nr; i++) {
		const struct series *s = &part->series[i];

		if (cell_number(s->cell, AXIS_MEM) == mib && timeline_same_guest(s->cell, like) &&
		    s == cost_find(part, s->cell_name, cost))
			return s;
	}
	return NULL;
}

/* The map, plain or realm, and what else this guest has not in common with the others. */
static void guest_name(const struct timeline *part, const struct cell *cell, char *out)
{
	static const struct {
		enum axis_id id;
		const char *before;
	} more[] = { { AXIS_CPU, " " }, { AXIS_EL, " el" }, { AXIS_CPUS, " cpus " },
		     { AXIS_DEVICES, " devices " } };
	size_t used, i, k;

	cell_map(cell, out, GUEST_MAX);
	used = strlen(out);
	used += snprintf(out + used, GUEST_MAX - used, " %s", cell->value[AXIS_GUEST]);
	for (i = 0; i < ARRAY_SIZE(more); i++)
		for (k = 1; k < part->nr; k++)
			if (!cell_is(part->series[k].cell, more[i].id,
				     part->series->cell->value[more[i].id])) {
				used += snprintf(out + used, GUEST_MAX - used, "%s%s",
						 more[i].before, cell->value[more[i].id]);
				break;
			}
}

static void put_cost(struct timeline *part, const struct columns *columns, const struct cell *like,
		     const struct cost *cost)
{
	const struct series *at[TIMELINE_SIZES_MAX], *first = NULL;
	int64_t boots = INT64_MAX;
	char name[GUEST_MAX];
	size_t k;

	for (k = 0; k < columns->nr; k++) {
		at[k] = cost_at(part, like, cost, columns->mib[k]);
		if (!first)
			first = at[k];
		if (at[k] && at[k]->boots < boots)
			boots = at[k]->boots;
	}
	if (!first)
		return;
	guest_name(part, like, name);
	table_row(part->table);
	table_source(part->table, first->cell_name, cost->op);
	table_put(part->table, "%s", name);
	table_put(part->table, "%lld", (long long)boots);
	for (k = 0; k < columns->nr; k++)
		timeline_put(part->table, at[k] ? (double)at[k]->q.p50 : NAN, "");
	timeline_put(part->table, slope(part, like, cost), "");
}

/* How far two boots of one guest were apart, in percent of the median, or NAN. */
static double spread(const struct timeline *part, const struct cost *cost)
{
	double most = NAN;
	size_t i;

	for (i = 0; i < part->nr; i++) {
		const struct series *s = &part->series[i];

		if (s->boots > 1 && s->q.p50 && s == cost_find(part, s->cell_name, cost))
			most = fmax(most, 100.0 * (s->max - s->min) / s->q.p50);
	}
	return most;
}

/* Only one CPU under icount executes the same each time. */
static void print_exactness(const struct timeline *part)
{
	FILE *out = part->report->out;
	double most[ARRAY_SIZE(costs)];
	bool known = false;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(costs); i++) {
		most[i] = spread(part, &costs[i]);
		known |= !isnan(most[i]);
	}
	fprintf(out, "boots of one guest differed by up to%s\n",
		known ? "" : ": not measured in this run");
	for (i = 0; i < ARRAY_SIZE(costs) && known; i++)
		if (!isnan(most[i]))
			fprintf(out, "%8.2f %%  %s: %s\n", most[i], costs[i].name,
				costs[i].what);
	if (!cell_is(part->series->cell, AXIS_CLOCK, "icount"))
		fprintf(out, "with more than one CPU what waits for another one spins, and work\n"
			"moves between them: only what runs before the others come up is exact\n");
}

static void print_costs(struct timeline *part)
{
	struct table_column columns[3 + TIMELINE_SIZES_MAX] = { { "", "", 1 }, { "", "boots", 0 } };
	struct columns sizes;
	size_t i, k;

	columns_find(part, &sizes);
	for (k = 0; k < sizes.nr; k++)
		columns[2 + k] = (struct table_column){ "", sizes.head[k], 0 };
	columns[2 + k] = (struct table_column){ "each", "GiB", 0 };
	part->table = table_new(columns, 3 + sizes.nr);
	for (k = 0; k < ARRAY_SIZE(costs); k++) {
		table_heading(part->table, "-- %s: %s", costs[k].name, costs[k].what);
		for (i = 0; i < part->nr; i++)
			if (timeline_first_of_guest(part, i))
				put_cost(part, &sizes, part->series[i].cell, &costs[k]);
	}
	report_table_head(part->report, part->series, "mapping memory, 1000 instructions");
	table_print(part->table, part->report->out);
	fprintf(part->report->out,
		"median of the boots, with all that the function calls, without a realm's\n"
		"monitor; each GiB: the slope of a straight line through the sizes (least\n"
		"squares); -: not measured in this run: that needs two sizes\n");
	print_exactness(part);
	table_free(part->table);
}

void report_timeline(const struct report *report, size_t from, size_t nr)
{
	struct timeline part = {
		.report = report, .series = &report->list->series[from], .nr = nr,
	};

	print_costs(&part);
	report_moments(&part);
}

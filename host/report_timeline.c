// SPDX-License-Identifier: GPL-2.0-only
/*
 * report_timeline.c - bench timeline: what mapping memory at boot, and the kernel's own late
 * split, cost for each GiB; then when each boot came to which function, and what it took.
 * All of it is instructions, in thousands.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "host/alloc.h"
#include "host/label.h"
#include "host/report.h"
#include "host/table.h"

#define SIZES_MAX	4	/* of memory, side by side */
#define HEAD_MAX	16

/* The first one that was entered; kernels differ in their names. */
static const char *const late_splits[] = {
	"linear_map_maybe_split_to_ptes", "linear_map_split_to_ptes",
};

struct part {
	const struct report *report;
	const struct series *series;
	size_t nr;
	struct table *table;
};

static const struct series *find(const struct part *part, const char *cell_name, const char *op,
				 const char *metric)
{
	size_t i;

	for (i = 0; i < part->nr; i++)
		if (!strcmp(part->series[i].cell_name, cell_name) &&
		    !strcmp(part->series[i].op, op) && !strcmp(part->series[i].metric, metric))
			return &part->series[i];
	return NULL;
}

static double median(const struct part *part, const char *cell_name, const char *op,
		     const char *metric)
{
	const struct series *found = find(part, cell_name, op, metric);

	return found ? (double)found->q.p50 : NAN;
}

static void put_thousands(struct table *table, double value)
{
	if (isnan(value))
		table_put(table, "-");
	else
		table_put(table, "%.*f", value < 1000 ? 2 : value < 10000, value / 1000);
}

static bool first_of_cell(const struct part *part, size_t at)
{
	size_t i;

	for (i = 0; i < at; i++)
		if (!strcmp(part->series[i].cell_name, part->series[at].cell_name))
			return false;
	return true;
}

static const struct table_column cost_columns[] = {
	{ "", "", 1 }, { "paging_init", "", 0 }, { "", "/GiB", 0 }, { "late split", "", 0 },
	{ "", "/GiB", 0 }, { "all CPUs", "/GiB", 0 }, { "/init", "at", 0 },
};

/* Of a system that need not split late, the function that looks is all there is. */
static void put_cost(struct part *part, const struct labels *labels, const struct series *of)
{
	const char *name = of->cell_name, *late = late_splits[0];
	double gib = cell_number(of->cell, AXIS_MEM) / 1024.0, paging, split;
	char label[LABEL_TEXT_MAX];

	if (!find(part, name, late, "entry"))
		late = late_splits[1];
	paging = median(part, name, "paging_init", "work");
	split = median(part, name, late, "work");
	label_row(labels, of->cell, label);
	table_row(part->table);
	table_put(part->table, "%s", label);
	put_thousands(part->table, paging);
	put_thousands(part->table, paging / gib);
	put_thousands(part->table, split);
	put_thousands(part->table, split / gib);
	put_thousands(part->table, median(part, name, late, "all_cpus") / gib);
	put_thousands(part->table, median(part, name, "init", "entry"));
}

static void print_costs(struct part *part)
{
	struct labels labels;
	char what[LABEL_TEXT_MAX + 64], common[LABEL_TEXT_MAX];
	size_t i;

	labels_find(&labels, part->series, part->nr, true);
	part->table = table_new(cost_columns, ARRAY_SIZE(cost_columns));
	for (i = 0; i < part->nr; i++)
		if (first_of_cell(part, i))
			put_cost(part, &labels, &part->series[i]);
	label_common(&labels, part->series->cell, common);
	snprintf(what, sizeof(what), "mapping memory, 1000 instructions%s%s",
		 *common ? "; all:" : "", common);
	report_table_head(part->report, part->series, what);
	table_print(part->table, part->report->out);
	fprintf(part->report->out,
		"of the boot CPU; late split: %s;\n"
		"all CPUs: what all of them executed in that time\n", late_splits[0]);
	table_free(part->table);
}

/* Guests that differ in their memory only. */
static bool same_but_memory(const struct cell *a, const struct cell *b)
{
	int i;

	for (i = 0; i < AXIS_NR; i++)
		if (i != AXIS_MEM && !cell_is(a, i, b->value[i]))
			return false;
	return true;
}

static bool first_of_guest(const struct part *part, size_t at)
{
	size_t i;

	for (i = 0; i < at; i++)
		if (same_but_memory(part->series[i].cell, part->series[at].cell))
			return false;
	return true;
}

/* The cells of a guest, by memory; rows are sorted by it. */
struct sizes {
	const struct series *of[SIZES_MAX];
	size_t nr, more;
};

static void sizes_find(const struct part *part, const struct cell *like, struct sizes *sizes)
{
	size_t i;

	sizes->nr = sizes->more = 0;
	for (i = 0; i < part->nr; i++) {
		if (!first_of_cell(part, i) || !same_but_memory(part->series[i].cell, like))
			continue;
		if (sizes->nr < SIZES_MAX)
			sizes->of[sizes->nr++] = &part->series[i];
		else
			sizes->more++;
	}
}

/* A function, and when the guest with the least memory that has it came to it. */
struct moment {
	const char *op;
	double entry;
};

static int compare_moments(const void *pa, const void *pb)
{
	const struct moment *a = pa, *b = pb;

	return (a->entry > b->entry) - (a->entry < b->entry);
}

static bool first_of_op(const struct part *part, size_t at)
{
	size_t i;

	for (i = 0; i < at; i++)
		if (!strcmp(part->series[i].op, part->series[at].op))
			return false;
	return true;
}

/* All functions that this guest came to, in that order; the caller frees them. */
static struct moment *moments_find(const struct part *part, const struct sizes *sizes, size_t *nr)
{
	struct moment *moments = xcalloc(part->nr, sizeof(*moments));
	const struct series *entry;
	size_t i, k;

	*nr = 0;
	for (i = 0; i < part->nr; i++) {
		if (!first_of_op(part, i))
			continue;
		for (k = 0, entry = NULL; k < sizes->nr && !entry; k++)
			entry = find(part, sizes->of[k]->cell_name, part->series[i].op, "entry");
		if (entry)
			moments[(*nr)++] = (struct moment){ entry->op, entry->q.p50 };
	}
	if (*nr)
		qsort(moments, *nr, sizeof(*moments), compare_moments);
	return moments;
}

/* What a realm's monitor did meanwhile stands beside the least memory's work. */
static void put_moments(struct part *part, const struct sizes *sizes, bool monitor)
{
	const char *first = sizes->of[0]->cell_name;
	struct moment *moments;
	size_t nr, i, k;

	moments = moments_find(part, sizes, &nr);
	for (i = 0; i < nr; i++) {
		const char *op = moments[i].op;

		table_row(part->table);
		table_put(part->table, "%s", op);
		put_thousands(part->table, moments[i].entry);
		for (k = 0; k < sizes->nr; k++)
			put_thousands(part->table,
				      median(part, sizes->of[k]->cell_name, op, "work"));
		if (monitor)
			put_thousands(part->table, median(part, first, op, "monitor"));
	}
	free(moments);
}

static void print_guest(struct part *part, size_t first)
{
	struct table_column columns[3 + SIZES_MAX] = { { "", "", 1 }, { "entry", "", 0 } };
	const struct cell *cell = part->series[first].cell;
	char heads[SIZES_MAX][HEAD_MAX], map[64];
	bool monitor = cell_is_realm(cell);
	struct sizes sizes;
	size_t i;

	sizes_find(part, cell, &sizes);
	for (i = 0; i < sizes.nr; i++) {
		mem_text(sizes.of[i]->cell, heads[i], HEAD_MAX);
		columns[2 + i] = (struct table_column){ i ? "" : "work", heads[i], 0 };
	}
	columns[1].head = heads[0];
	columns[2 + sizes.nr] = (struct table_column){ "monitor", heads[0], 0 };
	part->table = table_new(columns, 2 + sizes.nr + monitor);
	put_moments(part, &sizes, monitor);
	cell_map(cell, map, sizeof(map));
	fprintf(part->report->out, "\n-- map %s, %s, cpu %s, el %s, cpus %s\n", map,
		cell->value[AXIS_GUEST], cell->value[AXIS_CPU], cell->value[AXIS_EL],
		cell->value[AXIS_CPUS]);
	table_print(part->table, part->report->out);
	if (sizes.more)
		fprintf(part->report->out, "%zu more sizes of memory: in the table above, and in "
			"export/timeline.tsv\n", sizes.more);
	table_free(part->table);
}

void report_timeline(const struct report *report, size_t from, size_t nr)
{
	struct part part = { .report = report, .series = &report->list->series[from], .nr = nr };
	size_t i;

	print_costs(&part);
	report_table_head(report, part.series,
			  "functions of a boot, 1000 instructions of the boot CPU");
	fprintf(report->out,
		"entry: since reset, of the first call; work: of all calls, with what\n"
		"they call; a realm's monitor is not in these but on its own\n");
	for (i = 0; i < nr; i++)
		if (first_of_guest(&part, i))
			print_guest(&part, i);
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * report/moments.c - bench timeline: when each boot came to which function of its kernel, and
 * what that took. All of it is instructions, in thousands.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "host/base/alloc.h"
#include "host/report/reasons.h"
#include "host/report/timeline.h"

static bool first_of_cell(const struct timeline *part, size_t at)
{
	size_t i;

	for (i = 0; i < at; i++)
		if (!strcmp(part->series[i].cell_name, part->series[at].cell_name))
			return false;
	return true;
}

/* The cells of a guest, by memory; rows are sorted by it. */
struct sizes {
	const struct series *of[TIMELINE_SIZES_MAX];
	size_t nr, more;
	int64_t boots;		/* of the one that booted least often */
};

static void sizes_find(const struct timeline *part, const struct cell *like, struct sizes *sizes)
{
	size_t i;

	sizes->nr = sizes->more = 0;
	sizes->boots = INT64_MAX;
	for (i = 0; i < part->nr; i++) {
		if (!first_of_cell(part, i) || !timeline_same_guest(part->series[i].cell, like))
			continue;
		if (part->series[i].boots < sizes->boots)
			sizes->boots = part->series[i].boots;
		if (sizes->nr < TIMELINE_SIZES_MAX)
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

static bool first_of_op(const struct timeline *part, size_t at)
{
	size_t i;

	for (i = 0; i < at; i++)
		if (!strcmp(part->series[i].op, part->series[at].op))
			return false;
	return true;
}

/* All functions that this guest came to, in that order; the caller frees them. */
static struct moment *moments_find(const struct timeline *part, const struct sizes *sizes,
				   size_t *nr)
{
	struct moment *moments = xcalloc(part->nr, sizeof(*moments));
	const struct series *entry;
	const char *op;
	size_t i, k;

	*nr = 0;
	for (i = 0; i < part->nr; i++) {
		if (!first_of_op(part, i))
			continue;
		op = part->series[i].op;
		for (k = 0, entry = NULL; k < sizes->nr && !entry; k++)
			entry = timeline_find(part, sizes->of[k]->cell_name, op, "entry");
		if (entry)
			moments[(*nr)++] = (struct moment){ op, entry->q.p50 };
	}
	if (*nr)
		qsort(moments, *nr, sizeof(*moments), compare_moments);
	return moments;
}

/* Of the boot CPU's calls; of another's, if only that one called. */
static void put_of(const struct timeline *part, const char *cell_name, const char *op,
		   const char *metric)
{
	const bool others = !timeline_find(part, cell_name, op, "calls");
	char name[32];

	snprintf(name, sizeof(name), "%s%s", others ? "others_" : "", metric);
	timeline_put(part->table, timeline_median(part, cell_name, op, name), others ? "*" : "");
}

/* What a realm's monitor did meanwhile stands beside the least memory's work. */
static void put_moments(struct timeline *part, const struct sizes *sizes, bool monitor)
{
	struct moment *moments;
	size_t nr, i, k;

	moments = moments_find(part, sizes, &nr);
	for (i = 0; i < nr; i++) {
		const char *op = moments[i].op;

		table_row(part->table);
		table_source(part->table, sizes->of[0]->cell_name, op);
		table_put(part->table, "%s", op);
		timeline_put(part->table, moments[i].entry, "");
		for (k = 0; k < sizes->nr; k++)
			put_of(part, sizes->of[k]->cell_name, op, "work");
		if (monitor)
			put_of(part, sizes->of[0]->cell_name, op, "monitor");
	}
	free(moments);
}

/* The functions that this guest has no figures of, and why. */
static void print_missing(const struct timeline *part, const struct cell *like)
{
	const struct run *run = part->report->run;
	struct reasons reasons = { 0 };
	size_t i;

	for (i = 0; i < run->nr_records; i++) {
		const struct record *record = &run->records[i].record;

		if (run->records[i].counts && record->status == STATUS_SKIP &&
		    timeline_same_guest(&record->cell, like))
			reasons_add(&reasons, record->status, record->op, record->reason);
	}
	reasons_print(part->report->out, &reasons, "without figures");
}

static void print_guest(struct timeline *part, size_t first)
{
	struct table_column columns[3 + TIMELINE_SIZES_MAX] = { { "", "", 1 }, { "entry", "", 0 } };
	const struct cell *cell = part->series[first].cell;
	char heads[TIMELINE_SIZES_MAX][TIMELINE_HEAD_MAX], map[64];
	bool monitor = cell_is_realm(cell);
	struct sizes sizes;
	size_t i;

	sizes_find(part, cell, &sizes);
	for (i = 0; i < sizes.nr; i++) {
		mem_text(sizes.of[i]->cell, heads[i], TIMELINE_HEAD_MAX);
		columns[2 + i] = (struct table_column){ i ? "" : "work", heads[i], 0 };
	}
	columns[1].head = heads[0];
	columns[2 + sizes.nr] = (struct table_column){ "monitor", heads[0], 0 };
	part->table = table_new(columns, 2 + sizes.nr + monitor);
	put_moments(part, &sizes, monitor);
	cell_map(cell, map, sizeof(map));
	fprintf(part->report->out, "\n-- map %s, %s, cpu %s, el %s, cpus %s, %lld boot%s a size\n",
		map, cell->value[AXIS_GUEST], cell->value[AXIS_CPU], cell->value[AXIS_EL],
		cell->value[AXIS_CPUS], (long long)sizes.boots, sizes.boots == 1 ? "" : "s");
	table_print(part->table, part->report->out);
	if (sizes.more)
		fprintf(part->report->out, "%zu more sizes of memory: in export/timeline.tsv\n",
			sizes.more);
	table_free(part->table);
	print_missing(part, cell);
}

void report_moments(struct timeline *part)
{
	size_t i;

	report_table_head(part->report, part->series, "functions of a boot, 1000 instructions");
	fprintf(part->report->out,
		"entry: all CPUs' since reset, at the first call; work: of the CPU that\n"
		"called, from entry to return, all calls together, with what they call\n"
		"and interrupts meanwhile; *: called on another CPU than the boot CPU;\n"
		"-: never returned, or not on the CPU that it was called on; a realm's\n"
		"monitor is not in these but on its own\n"
		"CPU capabilities are final where setup_system_features() calls\n"
		"linear_map_maybe_split_to_ptes(); init is this program, after /init\n");
	for (i = 0; i < part->nr; i++)
		if (timeline_first_of_guest(part, i))
			print_guest(part, i);
}

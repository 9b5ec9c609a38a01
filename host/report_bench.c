// SPDX-License-Identifier: GPL-2.0-only
/*
 * report_bench.c - the tables of every benchmark but convert: one heading per
 * operation and metric, one row per cell.
 */
#include <string.h>

#include "host/alloc.h"
#include "host/report.h"
#include "host/table.h"

static const struct table_column columns[] = {
	{ "", "", 1 }, { "", "n", 0 }, { "", "boots", 0 }, { "", "p50", 0 }, { "", "p90", 0 },
	{ "", "p99", 0 }, { "", "p99.9", 0 }, { "", "max", 0 },
};

/* Axes that tell the rows of a table apart, besides the map. */
static const struct {
	enum axis_id id;
	const char *before;
} label_axes[] = {
	{ AXIS_CPU, " " },
	{ AXIS_EL, " el" },
	{ AXIS_CPUS, " cpus " },
};

struct part {
	const struct series *series;
	size_t nr;
	bool varies[ARRAY_SIZE(label_axes)];
	bool mem_varies;
};

static bool axis_varies(const struct part *part, enum axis_id id)
{
	size_t i;

	for (i = 1; i < part->nr; i++)
		if (!cell_is(part->series[i].cell, id, part->series[0].cell->value[id]))
			return true;
	return false;
}

static void find_varying(struct part *part)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(label_axes); i++)
		part->varies[i] = axis_varies(part, label_axes[i].id);
	part->mem_varies = axis_varies(part, AXIS_MEM);
}

/* The axes of cell that vary (or those that do not) as text. */
static void label_text(const struct part *part, const struct cell *cell, bool varying, char *out,
		       size_t size)
{
	size_t used = 0, i;
	char mem[24];

	out[0] = '\0';
	for (i = 0; i < ARRAY_SIZE(label_axes) && used < size; i++)
		if (part->varies[i] == varying)
			used += snprintf(out + used, size - used, "%s%s", label_axes[i].before,
					 cell->value[label_axes[i].id]);
	mem_text(cell, mem, sizeof(mem));
	if (part->mem_varies == varying && used < size)
		snprintf(out + used, size - used, " %s", mem);
}

static void put_row(struct table *table, const struct part *part, const struct series *s)
{
	const int64_t numbers[] = { s->n, s->boots, s->q.p50, s->q.p90, s->q.p99, s->q.p999,
				    s->max };
	char map[64], label[128];
	size_t i;

	cell_map(s->cell, map, sizeof(map));
	label_text(part, s->cell, true, label, sizeof(label));
	table_row(table);
	table_put(table, "%s%s", map, label);
	for (i = 0; i < ARRAY_SIZE(numbers); i++)
		table_put(table, "%lld", (long long)numbers[i]);
}

static bool same_kind(const struct series *a, const struct series *b)
{
	return !strcmp(a->op, b->op) && !strcmp(a->metric, b->metric);
}

enum kind { KIND_COUNTED, KIND_TIMED };

/* Series are sorted by operation, cell, metric: one metric's rows lie apart. */
static void put_metric(struct table *table, const struct part *part, const struct series *first)
{
	const char *unit = unit_head(first);
	size_t i;

	table_heading(table, "-- %s: %s, %s", first->op, first->metric, unit);
	for (i = 0; i < part->nr; i++)
		if (same_kind(&part->series[i], first))
			put_row(table, part, &part->series[i]);
}

static bool seen_before(const struct part *part, size_t at)
{
	size_t i;

	for (i = 0; i < at; i++)
		if (same_kind(&part->series[i], &part->series[at]))
			return true;
	return false;
}

static void print_kind(const struct report *report, const struct part *part, enum kind kind)
{
	struct table *table = table_new(columns, ARRAY_SIZE(columns));
	char what[160], common[128];
	size_t i, nr = 0;

	for (i = 0; i < part->nr; i++) {
		const struct series *s = &part->series[i];
		bool timed = !strcmp(s->unit, "ns") || !strcmp(s->unit, "insn");

		if (timed != (kind == KIND_TIMED) || seen_before(part, i))
			continue;
		put_metric(table, part, s);
		nr++;
	}
	if (nr) {
		label_text(part, part->series->cell, false, common, sizeof(common));
		snprintf(what, sizeof(what), "%s%s%s",
			 kind == KIND_COUNTED ? "counts and sizes" : "times",
			 *common ? "; all:" : "", common);
		report_table_head(report, part->series, what);
		table_print(table, report->out);
	}
	table_free(table);
}

void report_bench(const struct report *report, size_t from, size_t nr)
{
	struct part part = { .series = &report->list->series[from], .nr = nr };

	find_varying(&part);
	print_kind(report, &part, KIND_COUNTED);
	print_kind(report, &part, KIND_TIMED);
}

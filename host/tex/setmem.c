// SPDX-License-Identifier: GPL-2.0-only
/*
 * tex/setmem.c - latencies of permission changes in a paper: a few operations, a table for
 * each, a row a map and guest.
 */
#include <string.h>

#include "host/base/alloc.h"
#include "host/report/label.h"
#include "host/tex/tex.h"

static const char *const ops[] = {
	"ro.4k.first", "ro.4k.later", "ro.2m.first", "invalid.4k.first", "decrypt.4k.first",
	"decrypt.2m.first",
};

static const struct table_column columns[] = {
	{ "", "map, guest", 1 }, { "", "n", 0 }, { "", "boots", 0 }, { "", "p50", 0 },
	{ "", "p99", 0 }, { "", "p99.9", 0 }, { "", "max", 0 },
};

static void put_row(struct table *table, const struct labels *labels, const struct series *s)
{
	char label[LABEL_TEXT_MAX];

	label_row(labels, s->cell, label);
	table_row(table);
	table_put(table, "%s", label);
	table_put(table, "%lld", (long long)s->n);
	table_put(table, "%lld", (long long)s->boots);
	table_put(table, "%lld", (long long)s->q.p50);
	table_put(table, "%lld", (long long)s->q.p99);
	table_put(table, "%lld", (long long)s->q.p999);
	table_put(table, "%lld", (long long)s->max);
}

static void put_op(FILE *out, const struct report *report, size_t from, size_t nr, const char *op)
{
	const struct series *series = &report->list->series[from], *first = NULL;
	struct table *table = table_new(columns, ARRAY_SIZE(columns));
	char caption[TEX_CAPTION_MAX], source[TEX_SOURCE_MAX], label[RECORD_NAME_MAX + 64];
	struct labels labels;
	size_t i;

	labels_find(&labels, series, nr, true);
	for (i = 0; i < nr; i++) {
		if (strcmp(series[i].op, op) || strcmp(series[i].metric, "latency"))
			continue;
		put_row(table, &labels, &series[i]);
		first = first ? first : &series[i];
	}
	if (first) {
		tex_source(report, first, NULL, source, sizeof(source));
		snprintf(caption, sizeof(caption), "Latency of %s, in %s. %s", op,
			 unit_head(first, 1), source);
		snprintf(label, sizeof(label), "setmem-%s-%s", op, first->cell->value[AXIS_CLOCK]);
		tex_table(out, table, caption, label);
	}
	table_free(table);
}

void tex_setmem(FILE *out, const struct report *report)
{
	size_t from, nr, i;

	for (from = 0; from < report->list->nr; from += nr) {
		nr = series_table(report->list, from);
		if (!cell_is(report->list->series[from].cell, AXIS_BENCH, "setmem"))
			continue;
		for (i = 0; i < ARRAY_SIZE(ops); i++)
			put_op(out, report, from, nr, ops[i]);
	}
}

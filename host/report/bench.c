// SPDX-License-Identifier: GPL-2.0-only
/*
 * report/bench.c - the tables of every benchmark but convert: one heading per
 * operation and metric, one row per cell.
 */
#include <string.h>

#include "host/base/alloc.h"
#include "host/report/label.h"
#include "host/report/report.h"
#include "host/report/table.h"

static const struct table_column percentile_columns[] = {
	{ "", "", 1 }, { "", "n", 0 }, { "", "boots", 0 }, { "", "p50", 0 }, { "", "p90", 0 },
	{ "", "p99", 0 }, { "", "p99.9", 0 }, { "", "max", 0 },
};

/* One number a boot has no tail to speak of. */
static const struct table_column value_columns[] = {
	{ "", "", 1 }, { "", "n", 0 }, { "", "boots", 0 }, { "", "min", 0 }, { "", "p50", 0 },
	{ "", "max", 0 },
};

/* The tables of a benchmark, in this order: what is counted stands before time. */
enum kind { KIND_COUNTS, KIND_TIMES, KIND_PERCENTILES, KIND_NR };

static const char *const kind_titles[KIND_NR] = {
	[KIND_COUNTS] = "counts and sizes",
	[KIND_TIMES] = "times, one a boot",
	[KIND_PERCENTILES] = "percentiles",
};

struct part {
	const struct series *series;
	size_t nr;
	struct labels labels;
	int64_t scale;
};

static bool same_metric(const struct series *a, const struct series *b)
{
	return !strcmp(a->op, b->op) && !strcmp(a->metric, b->metric);
}

/* A metric is shown in one way, if only some of its cells have histograms too. */
static enum kind metric_kind(const struct part *part, const struct series *s)
{
	size_t i;

	for (i = 0; i < part->nr; i++)
		if (same_metric(&part->series[i], s) && part->series[i].is_hist)
			return KIND_PERCENTILES;
	return !strcmp(s->unit, "ns") || !strcmp(s->unit, "insn") ? KIND_TIMES : KIND_COUNTS;
}

static void put_label(struct table *table, const struct part *part, const struct series *s)
{
	char label[LABEL_TEXT_MAX];

	label_row(&part->labels, s->cell, label);
	table_row(table);
	table_source(table, s->cell_name, s->op);
	table_put(table, "%s", label);
	table_put(table, "%lld", (long long)s->n);
	table_put(table, "%lld", (long long)s->boots);
}

static void put_row(struct table *table, const struct part *part, const struct series *s,
		    enum kind kind)
{
	const int64_t percentiles[] = { s->q.p50, s->q.p90, s->q.p99, s->q.p999, s->max };
	const int64_t values[] = { s->min, s->q.p50, s->max };
	const double shares[ARRAY_SIZE(percentiles)] = { 0, 0.9, 0.99, 0.999, 0 };
	const int64_t *numbers = kind == KIND_PERCENTILES ? percentiles : values;
	size_t nr = kind == KIND_PERCENTILES ? ARRAY_SIZE(percentiles) : ARRAY_SIZE(values), i;

	put_label(table, part, s);
	for (i = 0; i < nr; i++) {
		if (kind == KIND_PERCENTILES && shares[i] > 0 && !dist_reaches(s->n, shares[i]))
			table_put(table, "-");
		else
			table_put(table, "%lld",
				  (long long)unit_scaled(s, numbers[i], part->scale));
	}
}

/* Series are sorted by operation, cell, metric: one metric's rows lie apart. */
static void put_metric(struct table *table, const struct part *part, const struct series *first,
		       enum kind kind)
{
	size_t i;

	table_heading(table, "-- %s: %s, %s", first->op, first->metric,
		      unit_head(first, part->scale));
	for (i = 0; i < part->nr; i++)
		if (same_metric(&part->series[i], first))
			put_row(table, part, &part->series[i], kind);
}

/* Those of an operation lie together: no need to look further. */
static bool seen_before(const struct part *part, size_t at)
{
	size_t i;

	for (i = at; i > 0 && !strcmp(part->series[i - 1].op, part->series[at].op); i--)
		if (same_metric(&part->series[i - 1], &part->series[at]))
			return true;
	return false;
}

static void print_kind(const struct report *report, const struct part *part, enum kind kind)
{
	struct table *table = kind == KIND_PERCENTILES ?
		table_new(percentile_columns, ARRAY_SIZE(percentile_columns)) :
		table_new(value_columns, ARRAY_SIZE(value_columns));
	char what[LABEL_TEXT_MAX + 64], common[LABEL_TEXT_MAX];
	size_t i, nr = 0;

	for (i = 0; i < part->nr; i++) {
		const struct series *s = &part->series[i];

		if (seen_before(part, i) || metric_kind(part, s) != kind ||
		    monitor_counts(s->metric))
			continue;
		put_metric(table, part, s, kind);
		nr++;
	}
	if (nr) {
		label_common(&part->labels, part->series->cell, common);
		snprintf(what, sizeof(what), "%s%s%s", kind_titles[kind],
			 *common ? "; all:" : "", common);
		report_table_head(report, part->series, what);
		table_print(table, report->out);
		if (kind == KIND_PERCENTILES)
			fprintf(report->out, "- too few samples for one beyond that percentile\n");
	}
	table_free(table);
}

void report_bench(const struct report *report, size_t from, size_t nr)
{
	struct part part = { .series = &report->list->series[from], .nr = nr };
	enum kind kind;

	labels_find(&part.labels, part.series, nr, true);
	part.scale = unit_scale(part.series, nr);
	for (kind = 0; kind < KIND_NR; kind++)
		print_kind(report, &part, kind);
}

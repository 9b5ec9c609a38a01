// SPDX-License-Identifier: GPL-2.0-only
/*
 * report/realm_table.c - realm beside plain: what was measured in a realm, next to the same in
 * a plain guest that differs in nothing else. Work of the monitor is in the realm's
 * numbers, since a guest cannot tell it from its own.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "host/base/alloc.h"
#include "host/report/label.h"
#include "host/report/realm.h"
#include "host/report/table.h"

/* What is worth setting side by side; all of it is in the other tables. */
static const struct {
	const char *bench, *metric;
} beside[] = {
	{ "boot", "counter" }, { "boot", "mem_total" }, { "boot", "mem_free" },
	{ "convert", "held" }, { "convert", "total" }, { "ratio", "held" }, { "ratio", "total" },
	{ "setmem", "latency" }, { "null", "clock" }, { "null", "syscall" }, { "null", "ioctl" },
};

/* Of fewer emulated times on a side a ratio is of what the host did meanwhile. */
#define LEAST_TIMES	3

static const struct table_column columns[] = {
	{ "", "", 1 }, { "", "n", 0 }, { "plain", "p50", 0 }, { "realm", "p50", 0 },
	{ "realm", "ratio", 0 }, { "less s2", "ratio", 0 },
};

static bool wanted(const struct series *series)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(beside); i++)
		if (cell_is(series->cell, AXIS_BENCH, beside[i].bench) &&
		    !strcmp(series->metric, beside[i].metric))
			return true;
	return false;
}

/*
 * All of the same operation as series, one of the list's: they lie together. The list is
 * long, and is not to be searched for each of its realms.
 */
static const struct series *same_op(const struct series_list *list, const struct series *series,
				    size_t *nr)
{
	const struct series *from = series, *to = series;

	while (from > list->series && !strcmp(from[-1].op, series->op))
		from--;
	while (to < list->series + list->nr && !strcmp(to->op, series->op))
		to++;
	*nr = to - from;
	return from;
}

const struct series *realm_plain(const struct series_list *list, const struct series *realm)
{
	const struct series *of;
	size_t nr, i, k;

	of = same_op(list, realm, &nr);
	for (i = 0; i < nr; i++) {
		const struct series *s = &of[i];

		if (cell_is_realm(s->cell) || strcmp(s->metric, realm->metric) ||
		    strcmp(s->unit, realm->unit))
			continue;
		for (k = 0; k < AXIS_NR; k++)
			if (k != AXIS_GUEST && !cell_is(s->cell, k, realm->cell->value[k]))
				break;
		if (k == AXIS_NR)
			return s;
	}
	return NULL;
}

double realm_ratio_less_s2(const struct series_list *list, const struct series *realm)
{
	const struct series *plain = realm_plain(list, realm), *of;
	size_t nr, i;

	of = same_op(list, realm, &nr);
	for (i = 0; plain && plain->q.p50 && i < nr; i++) {
		const struct series *s = &of[i];

		if (!strcmp(s->metric, "s2_fault_work") && !strcmp(s->unit, realm->unit) &&
		    s->q.p50 <= realm->q.p50 && series_same_row(s, realm))
			return (double)(realm->q.p50 - s->q.p50) / plain->q.p50;
	}
	return NAN;
}

/* The rows of one table. */
struct part {
	const struct report *report;
	const struct series *series;
	size_t nr;
	struct labels labels;
	struct table *table;
	int64_t scale;
	bool less;		/* with the column that leaves out stage 2 faults */
	unsigned int rows, unpaired;
	unsigned int few;	/* rows with too few times for a ratio */
};

static void put_row(struct part *part, const struct series *realm, const struct series *plain)
{
	double less = realm_ratio_less_s2(part->report->list, realm);
	int64_t n = realm->n < plain->n ? realm->n : plain->n;
	bool few = !strcmp(realm->unit, "ns") && n < LEAST_TIMES;
	char label[LABEL_TEXT_MAX];

	label_row(&part->labels, realm->cell, label);
	table_row(part->table);
	table_source(part->table, realm->cell_name, realm->op);
	if (cell_is(realm->cell, AXIS_METHOD, AXIS_NONE))
		table_put(part->table, "%s", label);
	else
		table_put(part->table, "%s %s.%s", label, realm->cell->value[AXIS_METHOD],
			  realm->cell->value[AXIS_HOLD]);
	table_put(part->table, "%lld", (long long)n);
	table_put(part->table, "%lld", (long long)unit_scaled(plain, plain->q.p50, part->scale));
	table_put(part->table, "%lld", (long long)unit_scaled(realm, realm->q.p50, part->scale));
	part->few += few;
	if (plain->q.p50 && !few)
		table_put(part->table, "%.2f", (double)realm->q.p50 / plain->q.p50);
	else
		table_put(part->table, "-");
	if (isnan(less) || few || strcmp(realm->metric, "counter"))
		table_put(part->table, "-");
	else
		table_put(part->table, "%.3f", less);
}

static bool same_metric(const struct series *a, const struct series *b)
{
	return !strcmp(a->op, b->op) && !strcmp(a->metric, b->metric);
}

/* All rows of one operation and metric, which lie apart, under one heading. */
static void put_metric(struct part *part, size_t first)
{
	const struct series *like = &part->series[first];
	bool headed = false;
	size_t i;

	for (i = 0; i < first; i++)
		if (same_metric(&part->series[i], like))
			return;
	for (i = first; i < part->nr; i++) {
		const struct series *s = &part->series[i], *plain;

		if (!cell_is_realm(s->cell) || !same_metric(s, like))
			continue;
		plain = realm_plain(part->report->list, s);
		if (!plain) {
			part->unpaired++;
			continue;
		}
		if (!headed)
			table_heading(part->table, "-- %s: %s, %s", s->op, s->metric,
				      unit_head(s, part->scale));
		headed = true;
		put_row(part, s, plain);
		part->rows++;
	}
}

void report_realm(const struct report *report, size_t from, size_t nr)
{
	const struct series *series = &report->list->series[from];
	struct part part = { .report = report, .series = series, .nr = nr };
	char common[LABEL_TEXT_MAX], what[LABEL_TEXT_MAX + 32];
	size_t i;

	part.less = cell_is(series->cell, AXIS_BENCH, "boot");
	part.scale = unit_scale(series, nr);
	part.table = table_new(columns, ARRAY_SIZE(columns) - !part.less);
	labels_find(&part.labels, series, nr, false);
	for (i = 0; i < nr; i++)
		if (wanted(&series[i]))
			put_metric(&part, i);
	label_common(&part.labels, series->cell, common);
	snprintf(what, sizeof(what), "realm beside plain%s%s", *common ? "; all:" : "", common);
	if (part.rows) {
		report_table_head(report, series, what);
		table_print(part.table, report->out);
		fprintf(report->out, "n: samples, of the guest that has fewer%s\n", part.few ?
			"; -: fewer than 3 emulated times" : "");
		if (part.less)
			fprintf(report->out, "less s2: without the work of stage 2 faults\n");
	}
	if (part.unpaired)
		fprintf(report->out, "%s- %u row%s of realms ha%s no plain guest beside %s\n",
			part.rows ? "" : "\n", part.unpaired, part.unpaired == 1 ? "" : "s",
			part.unpaired == 1 ? "s" : "ve", part.unpaired == 1 ? "it" : "them");
	table_free(part.table);
}

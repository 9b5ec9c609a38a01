// SPDX-License-Identifier: GPL-2.0-only
/*
 * report/sharing.c - bench outcome: how each kind of guest came out mapped, whether it
 * can share memory, and what failed in its kernel's log, in order; then, where sharing
 * was broken, the same after the module's split.
 */
#include <stdlib.h>
#include <string.h>

#include "host/base/alloc.h"
#include "host/report/report.h"
#include "host/report/table.h"
#include "host/base/text.h"

/* What bench outcome sends for a guest as booted; any other operation came after it. */
#define OP_BOOTED	"outcome"

#define ROW_TEXT_MAX	(64 + AXIS_TEXT_MAX)

static const struct table_column columns[] = {
	{ "", "", 1 }, { "", "n", 0 }, { "shar-", "ing", 0 }, { "fail", "ures", 0 },
	{ "leaves", "pud", 0 }, { "", "contpmd", 0 }, { "", "pmd", 0 }, { "", "contpte", 0 },
	{ "", "pte", 0 },
};

/* Boots that came out the same in all that is shown. */
struct outcome {
	const struct record *record;
	size_t boots;
};

struct outcomes {
	struct outcome *outcome;
	size_t nr, alloc;
};

/* What a heading holds; the rest is a row's. */
static const enum axis_id heading_axes[] = {
	AXIS_CPU, AXIS_MEM, AXIS_CPUS, AXIS_DEVICES, AXIS_EL,
};

static const enum axis_id row_axes[] = { AXIS_RODATA, AXIS_KFENCE, AXIS_BBM, AXIS_GUEST };

static int compare_axes(const struct cell *a, const struct cell *b, const enum axis_id *ids,
			size_t nr)
{
	int order = 0;
	size_t i;

	for (i = 0; i < nr && !order; i++)
		order = axis_compare(&axes[ids[i]], a->value[ids[i]], b->value[ids[i]]);
	return order;
}

static int64_t number(const struct record *record, const char *metric, int64_t absent)
{
	size_t i;

	for (i = 0; i < record->nr_metrics; i++)
		if (!strcmp(record->metrics[i].name, metric))
			return record->metrics[i].value;
	return absent;
}

static int compare_numbers(int64_t a, int64_t b)
{
	return (a > b) - (a < b);
}

static int compare_leaves(const struct census *a, const struct census *b)
{
	int order = compare_numbers(a->pud, b->pud);

	order = order ? order : compare_numbers(a->contpmd, b->contpmd);
	order = order ? order : compare_numbers(a->pmd, b->pmd);
	order = order ? order : compare_numbers(a->contpte, b->contpte);
	return order ? order : compare_numbers(a->pte, b->pte);
}

static int compare_logs(const struct record *a, const struct record *b)
{
	int order = compare_numbers(a->nr_log, b->nr_log);
	size_t i;

	for (i = 0; i < a->nr_log && !order; i++)
		order = strcmp(a->log[i], b->log[i]);
	return order;
}

/* Cells as headings and rows order them; of one, as booted first. 0: shown as one row. */
static int compare(const void *pa, const void *pb)
{
	const struct record *a = ((const struct outcome *)pa)->record;
	const struct record *b = ((const struct outcome *)pb)->record;
	int order = compare_axes(&a->cell, &b->cell, heading_axes, ARRAY_SIZE(heading_axes));

	order = order ? order : compare_axes(&a->cell, &b->cell, row_axes, ARRAY_SIZE(row_axes));
	order = order ? order : !!strcmp(a->op, OP_BOOTED) - !!strcmp(b->op, OP_BOOTED);
	order = order ? order : strcmp(a->op, b->op);
	order = order ? order : compare_numbers(number(a, "sharing", -1), number(b, "sharing", -1));
	order = order ? order : compare_numbers(number(a, "failures", -1),
						number(b, "failures", -1));
	order = order ? order : compare_leaves(&a->after, &b->after);
	return order ? order : compare_logs(a, b);
}

static void gather(struct outcomes *outcomes, const struct report *report,
		   const struct series *like)
{
	const struct run *run = report->run;
	size_t i, to = 0;

	for (i = 0; i < run->nr_records; i++) {
		const struct record *record = &run->records[i].record;
		const struct series of = { .cell = &record->cell };

		/* the host's own records have no census */
		if (run->records[i].counts && record->status == STATUS_OK && record->has_census &&
		    series_same_table(&of, like))
			*array_add(outcomes->outcome, outcomes->nr, outcomes->alloc) =
				(struct outcome){ record, 1 };
	}
	if (outcomes->nr)
		qsort(outcomes->outcome, outcomes->nr, sizeof(*outcomes->outcome), compare);
	for (i = 1; i < outcomes->nr; i++) {
		if (!compare(&outcomes->outcome[to], &outcomes->outcome[i]))
			outcomes->outcome[to].boots++;
		else
			outcomes->outcome[++to] = outcomes->outcome[i];
	}
	outcomes->nr = outcomes->nr ? to + 1 : 0;
}

static void row_text(const struct record *record, char out[ROW_TEXT_MAX])
{
	char map[64];

	cell_map(&record->cell, map, sizeof(map));
	snprintf(out, ROW_TEXT_MAX, "%s %s", map, record->cell.value[AXIS_GUEST]);
}

static void put_heading(struct table *table, const struct cell *cell)
{
	char mem[24];

	mem_text(cell, mem, sizeof(mem));
	table_heading(table, "-- cpu %s, el %s, %s, cpus %s%s", cell->value[AXIS_CPU],
		      cell->value[AXIS_EL], mem, cell->value[AXIS_CPUS],
		      cell_is(cell, AXIS_DEVICES, "yes") ? ", devices" : "");
}

static void put_row(struct table *table, const struct outcome *o)
{
	const struct record *record = o->record;
	const struct census *leaves = &record->after;
	const int64_t counts[] = { leaves->pud, leaves->contpmd, leaves->pmd, leaves->contpte,
				   leaves->pte };
	int64_t sharing = number(record, "sharing", -1), failures = number(record, "failures", -1);
	char text[ROW_TEXT_MAX];
	size_t i;

	table_row(table);
	table_source(table, record->cell_name, record->op);
	row_text(record, text);
	if (strcmp(record->op, OP_BOOTED))
		snprintf(text, sizeof(text), "  %s", record->op);
	table_put(table, "%s", text);
	table_put(table, "%zu", o->boots);
	table_put(table, "%s", sharing < 0 ? "-" : sharing ? "works" : "FAILS");
	if (failures < 0)
		table_put(table, "-");
	else
		table_put(table, "%lld", (long long)failures);
	for (i = 0; i < ARRAY_SIZE(counts); i++)
		table_put(table, "%lld", (long long)counts[i]);
}

static void print_table(const struct report *report, const struct outcomes *outcomes)
{
	struct table *table = table_new(columns, ARRAY_SIZE(columns));
	const struct cell *last = NULL;
	size_t i;

	for (i = 0; i < outcomes->nr; i++) {
		const struct outcome *o = &outcomes->outcome[i];

		if (!last || compare_axes(last, &o->record->cell, heading_axes,
					  ARRAY_SIZE(heading_axes)))
			put_heading(table, &o->record->cell);
		last = &o->record->cell;
		put_row(table, o);
	}
	table_print(table, report->out);
	fprintf(report->out,
		"n: boots that came out like this; - not tried\n"
		"sharing: a page of the module's is made shared and private again\n"
		"mended: as %s, after the module's split of the whole map\n", OP_BOOTED);
	table_free(table);
}

static void log_line(const struct report *report, const char *before, const char *line)
{
	char *text = xstrdup(line);

	text_printable(text);
	fprintf(report->out, "    %-6s ", before);
	table_fold(report->out, 11, text);
	free(text);
}

/* A log that an earlier row had in the same words is not printed again. */
static bool log_seen(const struct outcomes *outcomes, size_t at)
{
	size_t i;

	for (i = 0; i < at; i++)
		if (!compare_logs(outcomes->outcome[i].record, outcomes->outcome[at].record))
			return true;
	return false;
}

static void print_logs(const struct report *report, const struct outcomes *outcomes)
{
	size_t i, k, same;
	char text[ROW_TEXT_MAX];

	for (i = 0; i < outcomes->nr; i++) {
		const struct record *record = outcomes->outcome[i].record;

		if (!record->nr_log || log_seen(outcomes, i))
			continue;
		for (k = i + 1, same = 0; k < outcomes->nr; k++)
			same += !compare_logs(record, outcomes->outcome[k].record);
		row_text(record, text);
		fprintf(report->out, "\n%s, cpus %s, %s", text, record->cell.value[AXIS_CPUS],
			record->op);
		if (same)
			fprintf(report->out, ", and %zu other row%s", same, same == 1 ? "" : "s");
		fputs(":\n", report->out);
		for (k = 0; k < record->nr_log; k++)
			log_line(report, k ? "then" : "first", record->log[k]);
	}
}

void report_sharing(const struct report *report, size_t from, size_t nr)
{
	const struct series *series = &report->list->series[from];
	struct outcomes outcomes = { 0 };

	(void)nr;
	gather(&outcomes, report, series);
	report_table_head(report, series, "the map as it came out, and sharing memory in it");
	print_table(report, &outcomes);
	print_logs(report, &outcomes);
	free(outcomes.outcome);
}

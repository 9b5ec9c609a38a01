// SPDX-License-Identifier: GPL-2.0-only
/*
 * report_outcome.c - how the boots ended, what was skipped or failed, and why.
 * What could not be measured is named here: it is never just absent.
 */
#include <stdlib.h>
#include <string.h>

#include "host/alloc.h"
#include "host/file.h"
#include "host/report.h"
#include "host/table.h"
#include "host/text.h"

#define REASON_COLUMN 16

/* Something that happened some number of times. */
struct reason {
	enum status status;
	const char *what;	/* op or metric; "" for a boot */
	const char *why;
	unsigned int times;
};

struct reasons {
	struct reason *reason;
	size_t nr, alloc;
};

static void reason_add(struct reasons *reasons, enum status status, const char *what,
		       const char *why)
{
	struct reason *reason;
	size_t i;

	for (i = 0; i < reasons->nr; i++) {
		reason = &reasons->reason[i];
		if (reason->status == status && !strcmp(reason->what, what) &&
		    !strcmp(reason->why, why)) {
			reason->times++;
			return;
		}
	}
	reason = array_add(reasons->reason, reasons->nr, reasons->alloc);
	*reason = (struct reason){ status, what, why, 1 };
}

/* Worst first, then the most frequent. */
static int reason_order(const void *pa, const void *pb)
{
	const struct reason *a = pa, *b = pb;

	if (a->status != b->status)
		return (a->status < b->status) - (a->status > b->status);
	if (a->times != b->times)
		return (a->times < b->times) - (a->times > b->times);
	return strcmp(a->what, b->what) ? strcmp(a->what, b->what) : strcmp(a->why, b->why);
}

static void reasons_print(FILE *out, struct reasons *reasons, const char *title)
{
	size_t i;

	if (!reasons->nr)
		return;
	qsort(reasons->reason, reasons->nr, sizeof(*reasons->reason), reason_order);
	fprintf(out, "\n%s\n", title);
	for (i = 0; i < reasons->nr; i++) {
		const struct reason *r = &reasons->reason[i];
		char *text = xasprintf("%s%s%s", r->what, *r->what ? ": " : "", r->why);

		text_printable(text);
		fprintf(out, "%5u x %-7s ", r->times, status_names[r->status]);
		table_fold(out, REASON_COLUMN, text);
		free(text);
	}
	free(reasons->reason);
}

static void print_counts(FILE *out, const char *what, const unsigned int *counts)
{
	int i;

	fprintf(out, "%-8s", what);
	for (i = 0; i < STATUS_NR; i++)
		fprintf(out, "%s%u %s", i ? ", " : "", counts[i], status_names[i]);
	putc('\n', out);
}

/* A cell is as good as its worst boot. Boots are sorted by cell. */
static void count_outcomes(const struct run *run, unsigned int *cells, unsigned int *boots)
{
	const char *name = NULL;
	enum status worst = STATUS_OK;
	size_t i;

	for (i = 0; i < run->nr_boots; i++) {
		const struct run_boot *boot = &run->boots[i];

		if (!boot->counts || !boot->ended)
			continue;
		boots[boot->status]++;
		if (name && strcmp(name, boot->cell_name)) {
			cells[worst]++;
			worst = STATUS_OK;
		}
		name = boot->cell_name;
		if (boot->status > worst)
			worst = boot->status;
	}
	if (name)
		cells[worst]++;
}

static unsigned int planned_boots(const struct run *run)
{
	char *path = xasprintf("%s/plan.tsv", run->dir);
	unsigned int nr = 0;
	size_t len, i;
	char *text = file_read_optional(path, &len);

	for (i = 0; text && i < len; i++)
		nr += text[i] == '\n';
	free(text);
	free(path);
	return nr;
}

static void print_missing(const struct report *report, const unsigned int *boots)
{
	const struct run *run = report->run;
	unsigned int planned = planned_boots(run), finished = 0;
	int i;

	for (i = 0; i < STATUS_NR; i++)
		finished += boots[i];
	if (planned > finished)
		fprintf(report->out, "         %u of %u planned boots are not finished\n",
			planned - finished, planned);
	if (run->damaged)
		fprintf(report->out, "         %u lines of records.jsonl are damaged and skipped\n",
			run->damaged);
	if (report->list->damaged)
		fprintf(report->out, "         %u metrics are damaged and left out\n",
			report->list->damaged);
	if (run->superseded)
		fprintf(report->out, "         %u lines are of boots that were made again\n",
			run->superseded);
}

static void gather_record(const struct record *record, struct reasons *of_boots,
			  struct reasons *of_records, struct reasons *of_metrics)
{
	size_t i;

	if (record->status != STATUS_OK && !strcmp(record->op, OP_END))
		reason_add(of_boots, record->status, "", record->reason);
	else if (record->status != STATUS_OK)
		reason_add(of_records, record->status, record->op, record->reason);
	for (i = 0; i < record->nr_skipped; i++)
		reason_add(of_metrics, STATUS_SKIP, record->skipped[i].name,
			   record->skipped[i].reason);
}

void report_outcome(const struct report *report)
{
	unsigned int cells[STATUS_NR] = { 0 }, boots[STATUS_NR] = { 0 };
	struct reasons of_boots = { 0 }, of_records = { 0 }, of_metrics = { 0 };
	const struct run *run = report->run;
	size_t i;

	fprintf(report->out, "\n== outcome\n");
	count_outcomes(run, cells, boots);
	print_counts(report->out, "cells", cells);
	print_counts(report->out, "boots", boots);
	print_missing(report, boots);
	for (i = 0; i < run->nr_records; i++)
		if (run->records[i].counts)
			gather_record(&run->records[i].record, &of_boots, &of_records, &of_metrics);
	reasons_print(report->out, &of_boots, "boots");
	reasons_print(report->out, &of_records, "operations");
	reasons_print(report->out, &of_metrics, "metrics not measured");
}

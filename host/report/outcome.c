// SPDX-License-Identifier: GPL-2.0-only
/*
 * report/outcome.c - how the boots ended, what was skipped or failed, and why.
 * What could not be measured is named here: it is never just absent.
 */
#include <stdlib.h>
#include <string.h>

#include "host/base/alloc.h"
#include "host/base/file.h"
#include "host/report/reasons.h"
#include "host/report/report.h"

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
	if (report->list->stale)
		fprintf(report->out, "         %u percentiles of the records are not their "
			"histograms'\n", report->list->stale);
	if (run->superseded)
		fprintf(report->out, "         %u lines are of boots that were made again\n",
			run->superseded);
}

static void gather_record(const struct record *record, struct reasons *of_boots,
			  struct reasons *of_records, struct reasons *of_metrics)
{
	size_t i;

	if (record->status != STATUS_OK && !strcmp(record->op, OP_END))
		reasons_add(of_boots, record->status, "", record->reason);
	else if (record->status != STATUS_OK)
		reasons_add(of_records, record->status, record->op, record->reason);
	for (i = 0; i < record->nr_skipped; i++)
		if (monitor_under(&record->cell) || !monitor_counts(record->skipped[i].name))
			reasons_add(of_metrics, STATUS_SKIP, record->skipped[i].name,
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

// SPDX-License-Identifier: GPL-2.0-only
/*
 * report/bbm_table.c - bench bbm: what a checker of break-before-make saw while guests booted and
 * converted, and of changes made to trip it. What failed is what matters here, so this is
 * read from the records, not from series.
 */
#include <stdlib.h>
#include <string.h>

#include "host/base/alloc.h"
#include "host/report/bbm.h"
#include "host/report/report.h"
#include "host/report/table.h"
#include "host/base/text.h"

static const struct table_column columns[] = {
	{ "", "", 1 }, { "table", "stores", 0 }, { "", "breaks", 0 }, { "bad", "size", 0 },
	{ "bad", "addr", 0 }, { "bad", "attr", 0 }, { "no", "DSB", 0 },
	{ "al-", "lowed", 0 }, { "", "", 1 },
};

static bool same_table(const struct record *a, const struct record *b)
{
	const struct series of_a = { .cell = &a->cell }, of_b = { .cell = &b->cell };

	return series_same_table(&of_a, &of_b);
}

static void put_heading(struct table *table, const struct record *record)
{
	const struct cell *cell = &record->cell;
	char map[64], mem[24], boot[32] = "";

	cell_map(cell, map, sizeof(map));
	mem_text(cell, mem, sizeof(mem));
	if (record->rep > 1)
		snprintf(boot, sizeof(boot), ", boot %lld", (long long)record->rep);
	table_heading(table, "-- map %s, %s, cpu %s, %s, cpus %s%s", map, cell->value[AXIS_GUEST],
		      cell->value[AXIS_CPU], mem, cell->value[AXIS_CPUS], boot);
}

static void put_row(struct table *table, const struct record *record)
{
	static const char *const metrics[] = {
		"stores", "breaks", "size", "address", "attributes", "unfinished", "allowed",
	};
	size_t i;

	table_row(table);
	table_source(table, record->cell_name, record->op);
	table_put(table, "%s", record->op);
	for (i = 0; i < ARRAY_SIZE(metrics); i++) {
		const struct metric *metric = bbm_metric(record, metrics[i]);

		if (metric)
			table_put(table, "%lld", (long long)metric->value);
		else
			table_put(table, "-");
	}
	table_put(table, "%s", bbm_verdict_names[bbm_judge(record)]);
}

/* What the checker said: all of what was broken; one line of each kind of what is expected. */
static void print_log(const struct report *report, const struct record *record, bool all)
{
	size_t i, nr = all ? record->nr_log : record->nr_log > 0;
	char map[64];

	if (!nr)
		return;
	cell_map(&record->cell, map, sizeof(map));
	fprintf(report->out, "\n%s, %s, %s:\n", map, record->cell.value[AXIS_GUEST], record->op);
	for (i = 0; i < nr; i++) {
		char *text = xstrdup(record->log[i]);

		text_printable(text);
		fprintf(report->out, "    ");
		table_fold(report->out, 4, text);
		free(text);
	}
}

static bool expected(enum bbm_verdict verdict)
{
	return verdict == BBM_TRIPS || verdict == BBM_NO_DSB;
}

static bool seen_before(const struct run *run, size_t at)
{
	size_t i;

	for (i = 0; i < at; i++)
		if (bbm_is(&run->records[i]) && expected(bbm_judge(&run->records[i].record)) &&
		    !strcmp(run->records[i].record.op, run->records[at].record.op))
			return true;
	return false;
}

static void print_logs(const struct report *report, const struct record *like)
{
	const struct run *run = report->run;
	size_t i;

	fprintf(report->out,
		"\nreports, the first of each kind and all of what is BROKEN: what changed\n"
		"and what was missing; the address that the entry translates, its level,\n"
		"old and new entry; who stored it; CPUs that could see both, a bit each\n");
	for (i = 0; i < run->nr_records; i++) {
		const struct record *record = &run->records[i].record;
		enum bbm_verdict verdict;

		if (!bbm_is(&run->records[i]) || !same_table(record, like))
			continue;
		verdict = bbm_judge(record);
		if (verdict == BBM_BROKEN || verdict == BBM_FAILED)
			print_log(report, record, true);
		else if (expected(verdict) && !seen_before(run, i))
			print_log(report, record, false);
	}
}

/* Those of one accel, clock, page size and kernel. */
static void print_table(const struct report *report, const struct record *like,
			struct bbm_counts *counts)
{
	struct table *table = table_new(columns, ARRAY_SIZE(columns));
	const struct series series = { .cell = &like->cell };
	const struct run *run = report->run;
	const struct record *last = NULL;
	size_t i;

	for (i = 0; i < run->nr_records; i++) {
		const struct record *record = &run->records[i].record;

		if (!bbm_is(&run->records[i]) || !same_table(record, like))
			continue;
		if (!last || strcmp(last->cell_name, record->cell_name) || last->rep != record->rep)
			put_heading(table, record);
		last = record;
		put_row(table, record);
		bbm_count(counts, record);
	}
	report_table_head(report, &series, "break-before-make, as far as TCG shows it");
	table_print(table, report->out);
	fprintf(report->out,
		"stores: to live tables; breaks: valid entries made invalid; bad: changes\n"
		"of a mapping's size, address or attributes without the break that they\n"
		"need; no DSB: with it, but its TLBI was not waited for: the kernel's\n"
		"map_kernel() does that once in each boot; allowed: changes of size that\n"
		"these CPUs bear without (BBML2), that one's among them. A control is\n"
		"clean where it breaks nothing: a local TLBI on one CPU. TCG executes in\n"
		"order: what comes of a store or a walk that is late it cannot show\n");
	print_logs(report, like);
	table_free(table);
}

static void print_target(const struct report *report, size_t good, size_t bad, const char *what)
{
	char *text = xasprintf("%s: %zu, %zu not (target: 0 not)", what, good, bad);

	fprintf(report->out, "%-7s ", bad ? "MISSED" : good ? "met" : "no data");
	table_fold(report->out, 8, text);
	free(text);
}

static void print_targets(const struct report *report, const struct bbm_counts *counts)
{
	const size_t *of = counts->controls;

	fprintf(report->out, "\n== bbm: targets\n\n");
	print_target(report, counts->boots[BBM_CLEAN] + counts->boots[BBM_NO_DSB],
		     counts->boots[BBM_BROKEN] + counts->boots[BBM_FAILED],
		     "boots without a violation but for a DSB");
	print_target(report, counts->conversions[BBM_CLEAN],
		     counts->conversions[BBM_BROKEN] + counts->conversions[BBM_FAILED],
		     "legal conversions without a violation");
	print_target(report, of[BBM_TRIPS], of[BBM_FAILED],
		     "controls that tripped the checker as they should");
}

void report_bbm(const struct report *report)
{
	const struct run *run = report->run;
	struct bbm_counts counts = { 0 };
	size_t i, k, tables = 0;

	for (i = 0; i < run->nr_records; i++) {
		if (!bbm_is(&run->records[i]))
			continue;
		for (k = 0; k < i; k++)
			if (bbm_is(&run->records[k]) &&
			    same_table(&run->records[k].record, &run->records[i].record))
				break;
		if (k < i)
			continue;
		print_table(report, &run->records[i].record, &counts);
		tables++;
	}
	if (tables)
		print_targets(report, &counts);
}

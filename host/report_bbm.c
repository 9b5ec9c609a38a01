// SPDX-License-Identifier: GPL-2.0-only
/*
 * report_bbm.c - bench bbm: what a checker of break-before-make saw while guests booted and
 * converted, and of changes made to trip it. What failed is what matters here, so this is
 * read from the records, not from series.
 */
#include <stdlib.h>
#include <string.h>

#include "host/alloc.h"
#include "host/report.h"
#include "host/table.h"
#include "host/text.h"

#define OP_BOOT		"boot"
#define OP_CONTROL	"control-"	/* made to trip the checker, or to show that it does not */

static const struct table_column columns[] = {
	{ "", "", 1 }, { "table", "stores", 0 }, { "", "breaks", 0 }, { "bad", "size", 0 },
	{ "bad", "addr", 0 }, { "bad", "attr", 0 }, { "no", "DSB", 0 },
	{ "al-", "lowed", 0 }, { "", "", 1 },
};

/* What a record says. */
enum verdict {
	VERDICT_CLEAN,		/* nothing was violated, as it should be */
	VERDICT_NO_DSB,		/* of a boot: nothing but that */
	VERDICT_TRIPS,		/* a control tripped the checker as it should */
	VERDICT_ALLOWED,	/* it would have, but for what these CPUs allow */
	VERDICT_SKIP,
	VERDICT_BROKEN,		/* violations by what may have none */
	VERDICT_FAILED,
	VERDICT_NR,
};

static const char *const verdict_names[VERDICT_NR] = {
	[VERDICT_CLEAN] = "clean",
	[VERDICT_NO_DSB] = "no DSB",
	[VERDICT_TRIPS] = "trips",
	[VERDICT_ALLOWED] = "allowed",
	[VERDICT_SKIP] = "skip",
	[VERDICT_BROKEN] = "BROKEN",
	[VERDICT_FAILED] = "FAILED",
};

/* Of boots, conversions and controls. */
struct bbm_counts {
	size_t boots[VERDICT_NR], conversions[VERDICT_NR], controls[VERDICT_NR];
};

static bool is_control(const struct record *record)
{
	return !strncmp(record->op, OP_CONTROL, strlen(OP_CONTROL));
}

static const struct metric *find(const struct record *record, const char *name)
{
	size_t i;

	for (i = 0; i < record->nr_metrics; i++)
		if (!strcmp(record->metrics[i].name, name))
			return &record->metrics[i];
	return NULL;
}

static int64_t value(const struct record *record, const char *name)
{
	const struct metric *metric = find(record, name);

	return metric ? metric->value : 0;
}

static int64_t violations(const struct record *record)
{
	return value(record, "size") + value(record, "address") + value(record, "attributes");
}

/*
 * All was done but for a DSB after the TLBI. The kernel does that once as it boots, before
 * there is another CPU and long before anybody uses what it mapped: a finding, but no failure.
 */
static bool unfinished(const struct record *record)
{
	return value(record, "unfinished");
}

static enum verdict judge_control(const struct record *record)
{
	if (record->status != STATUS_OK)
		return VERDICT_FAILED;
	if (violations(record) || unfinished(record))
		return VERDICT_TRIPS;
	return value(record, "allowed") ? VERDICT_ALLOWED : VERDICT_CLEAN;
}

static enum verdict judge(const struct record *record)
{
	const bool boot = !strcmp(record->op, OP_BOOT);

	if (record->status == STATUS_SKIP)
		return VERDICT_SKIP;
	if (is_control(record))
		return judge_control(record);
	if (violations(record) || (unfinished(record) && !boot))
		return VERDICT_BROKEN;
	if (record->status != STATUS_OK)
		return VERDICT_FAILED;
	return unfinished(record) ? VERDICT_NO_DSB : VERDICT_CLEAN;
}

static bool is_bbm(const struct run_record *from)
{
	const char *op = from->record.op;

	return from->counts && cell_is(&from->record.cell, AXIS_BENCH, "bbm") &&
	       strcmp(op, OP_END) && strcmp(op, OP_HELLO) && strcmp(op, OP_CONSOLE);
}

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
	table_put(table, "%s", record->op);
	for (i = 0; i < ARRAY_SIZE(metrics); i++) {
		const struct metric *metric = find(record, metrics[i]);

		if (metric)
			table_put(table, "%lld", (long long)metric->value);
		else
			table_put(table, "-");
	}
	table_put(table, "%s", verdict_names[judge(record)]);
}

static void count(struct bbm_counts *counts, const struct record *record)
{
	enum verdict verdict = judge(record);

	if (is_control(record))
		counts->controls[verdict]++;
	else if (!strcmp(record->op, OP_BOOT))
		counts->boots[verdict]++;
	else
		counts->conversions[verdict]++;
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

static bool expected(enum verdict verdict)
{
	return verdict == VERDICT_TRIPS || verdict == VERDICT_NO_DSB;
}

static bool seen_before(const struct run *run, size_t at)
{
	size_t i;

	for (i = 0; i < at; i++)
		if (is_bbm(&run->records[i]) && expected(judge(&run->records[i].record)) &&
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
		enum verdict verdict;

		if (!is_bbm(&run->records[i]) || !same_table(record, like))
			continue;
		verdict = judge(record);
		if (verdict == VERDICT_BROKEN || verdict == VERDICT_FAILED)
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

		if (!is_bbm(&run->records[i]) || !same_table(record, like))
			continue;
		if (!last || strcmp(last->cell_name, record->cell_name) || last->rep != record->rep)
			put_heading(table, record);
		last = record;
		put_row(table, record);
		count(counts, record);
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
	print_target(report, counts->boots[VERDICT_CLEAN] + counts->boots[VERDICT_NO_DSB],
		     counts->boots[VERDICT_BROKEN] + counts->boots[VERDICT_FAILED],
		     "boots without a violation but for a DSB");
	print_target(report, counts->conversions[VERDICT_CLEAN],
		     counts->conversions[VERDICT_BROKEN] + counts->conversions[VERDICT_FAILED],
		     "legal conversions without a violation");
	print_target(report, of[VERDICT_TRIPS], of[VERDICT_FAILED],
		     "controls that tripped the checker as they should");
}

void report_bbm(const struct report *report)
{
	const struct run *run = report->run;
	struct bbm_counts counts = { 0 };
	size_t i, k, tables = 0;

	for (i = 0; i < run->nr_records; i++) {
		if (!is_bbm(&run->records[i]))
			continue;
		for (k = 0; k < i; k++)
			if (is_bbm(&run->records[k]) &&
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

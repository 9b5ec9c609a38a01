// SPDX-License-Identifier: GPL-2.0-only
/*
 * cmd/report.c - splitfold report: the tables of a run, or all of it as csv.
 */
#include <string.h>

#include "host/base/alloc.h"
#include "host/answer/answer.h"
#include "host/base/option.h"
#include "host/report/report.h"

/* report_bbm() shows what failed as well, and there are no series of that. */
static void report_later(const struct report *report, size_t from, size_t nr)
{
	(void)report;
	(void)from;
	(void)nr;
}

static const struct {
	const char *bench;
	void (*fn)(const struct report *report, size_t from, size_t nr);
	bool alone;	/* no counters of the monitor: it is for what they measure */
} tables[] = {
	{ "convert", report_convert, false },
	{ "ratio", report_ratio, false },
	{ "outcome", report_sharing, false },
	{ "tlb", report_tlb, false },
	{ "decay", report_decay, true },
	{ "timeline", report_timeline, true },
	{ "bbm", report_later, true },
};

static void report_table(const struct report *report, size_t from, size_t nr)
{
	bool alone = false;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(tables); i++)
		if (cell_is(report->list->series[from].cell, AXIS_BENCH, tables[i].bench))
			break;
	if (i < ARRAY_SIZE(tables)) {
		tables[i].fn(report, from, nr);
		alone = tables[i].alone;
	} else {
		report_bench(report, from, nr);
	}
	report_realm(report, from, nr);
	if (!alone)
		report_monitor(report, from, nr);
}

/* Slices the sorted list into tables, each of one benchmark and no mixed axis. */
static void report_tables(const struct report *report)
{
	size_t from, nr;

	for (from = 0; from < report->list->nr; from += nr) {
		nr = series_table(report->list, from);
		report_table(report, from, nr);
	}
}

void report_back(const struct report *report)
{
	report_outcome(report);
	report_tables(report);
	report_bbm(report);
	report_tlb_targets(report);
	report_targets(report);
	report_realm_targets(report);
}

static void report_text(const struct report *report)
{
	report_head(report);
	report_answers(report);
	report_back(report);
	report_calibration(report);
}

static void report_csv(const struct report *report)
{
	size_t i;

	csv_head(report->out, ',');
	for (i = 0; i < report->list->nr; i++)
		csv_line(report->out, ',', &report->list->series[i]);
}

static int report_as(const struct report *report, const char *format, const char *records)
{
	if (records)
		return report_records(report, records);
	if (!strcmp(format, "csv"))
		report_csv(report);
	else if (!strcmp(format, "html"))
		report_html(report);
	else if (!strcmp(format, "tex"))
		report_tex(report);
	else
		report_text(report);
	return 0;
}

/* "method" or "method.hold", of values that the axes have. */
static int check_baseline(const char *baseline)
{
	char method[AXIS_TEXT_MAX], value[AXIS_TEXT_MAX];
	size_t len = strcspn(baseline, ".");

	snprintf(method, sizeof(method), "%.*s", (int)len, baseline);
	if (!axis_parse(&axes[AXIS_METHOD], method, value) &&
	    (!baseline[len] || !axis_parse(&axes[AXIS_HOLD], baseline + len + 1, value)))
		return 0;
	say("--baseline '%s' is not known; expected method.hold, such as live.spin", baseline);
	return -1;
}

int cmd_report(const struct command *command, int argc, char **argv)
{
	static const char *const formats[] = { "txt", "csv", "html", "tex" };
	const char *dir = NULL, *format = "txt", *records = NULL;
	struct report report = { .out = stdout, .baseline = "upstream.spin" };
	const struct option_spec specs[] = {
		{ "run", OPTION_TEXT, &dir, "DIR", "the run's directory (needed)", 0, 0 },
		{ "format", OPTION_TEXT, &format, "F", "txt (default), html, tex or csv", 0, 0 },
		{ "records", OPTION_TEXT, &records, "EXPR",
		  "instead the records of cells, of an answer (Q1) or of its cell 3 (Q1.3)", 0, 0 },
		{ "baseline", OPTION_TEXT, &report.baseline, "M.H",
		  "what ratios are to (default: upstream.spin)", 0, 0 },
	};
	int err = option_parse(command, specs, ARRAY_SIZE(specs), argc, argv, NULL);
	struct series_list list;
	struct run run;

	if (err)
		return err > 0 ? EXIT_OK : EXIT_BAD;
	if (!dir) {
		say("report: --run DIR is needed");
		return EXIT_BAD;
	}
	if (option_word("format", format, formats, ARRAY_SIZE(formats)) < 0 ||
	    check_baseline(report.baseline) || run_read(&run, dir))
		return EXIT_BAD;
	series_make(&list, &run, NULL, NULL);
	report.run = &run;
	report.list = &list;
	err = report_as(&report, format, records);
	series_free(&list);
	run_free(&run);
	return err ? EXIT_BAD : EXIT_OK;
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * report/glossary.c - the words that a report uses before it explains them: map codes, methods,
 * holds, phases. Who has only the report in a mail needs them; a run that has none of a kind
 * gets no line of it.
 */
#include <stdlib.h>
#include <string.h>

#include "host/base/alloc.h"
#include "host/report/report.h"
#include "host/report/table.h"

/* One word, as a value of an axis or as a metric, and what it says there. */
struct word {
	const char *name, *says;
};

static const struct word methods[] = {
	{ "live", "rewrites entries in place" },
	{ "upstream", "the kernel's own split" },
	{ "bbm", "break-before-make" },
	{ "private", "edits from scratch tables" },
	{ "private-mmuoff", "edits with its MMU off" },
	{ "swap", "builds new tables, then replaces the root's entries" },
};

static const struct word holds[] = {
	{ "none", "other CPUs run on" },
	{ "spin", "they loop, tables live" },
	{ "park", "in an identity map, TTBR1 empty" },
	{ "mmuoff", "there, MMU off" },
};

static const struct word phases[] = {
	{ "gather", "until the last CPU has arrived" },
	{ "held", "from there to the release" },
	{ "edit", "the work in held" },
	{ "commit", "its stores" },
	{ "total", "all work, first scan to last freed table" },
	{ "closed", "permission changes had to wait" },
	{ "tables_spare", "allocated, not needed" },
	{ "ranges_changed", "by others meanwhile, brought over by swap" },
};

static bool is_conversion(const struct series *s)
{
	return cell_is(s->cell, AXIS_BENCH, "convert") || cell_is(s->cell, AXIS_BENCH, "ratio");
}

static bool has_metric(const struct report *report, const char *metric)
{
	size_t i;

	for (i = 0; i < report->list->nr; i++)
		if (is_conversion(&report->list->series[i]) &&
		    !strcmp(report->list->series[i].metric, metric))
			return true;
	return false;
}

/* As the value of an axis of a conversion. */
static bool has_value(const struct report *report, enum axis_id id, const char *value)
{
	size_t i;

	for (i = 0; i < report->list->nr; i++)
		if (is_conversion(&report->list->series[i]) &&
		    cell_is(report->list->series[i].cell, id, value))
			return true;
	return false;
}

static bool has_first(const struct report *report)
{
	size_t i;

	for (i = 0; i < report->list->nr; i++) {
		const char *dot = strrchr(report->list->series[i].op, '.');

		if (dot && !strcmp(dot, ".first"))
			return true;
	}
	return false;
}

/* Metrics stand in heads of columns with a blank: "tables spare" for tables_spare. */
static void put_name(FILE *out, const char *name)
{
	for (; *name; name++)
		putc(*name == '_' ? ' ' : *name, out);
}

/* A paragraph of those words that the run has; axis AXIS_NR: they are metrics. */
static void put_words(const struct report *report, const char *title, enum axis_id axis,
		      const struct word *words, size_t nr)
{
	char *text = NULL;
	size_t len, i, some = 0;
	FILE *out = open_memstream(&text, &len);

	if (!out) {
		say("out of memory");
		exit(2);
	}
	for (i = 0; i < nr; i++) {
		if (axis == AXIS_NR ? !has_metric(report, words[i].name) :
				      !has_value(report, axis, words[i].name))
			continue;
		fprintf(out, "%s", some++ ? "; " : title);
		put_name(out, words[i].name);
		fprintf(out, ": %s", words[i].says);
	}
	fputs(".", out);
	fclose(out);
	if (some)
		table_fold(report->out, 0, text);
	free(text);
}

void report_glossary(const struct report *report)
{
	if (!report->list->nr)
		return;
	table_fold(report->out, 0, "Maps: <BBML2 of the CPUs>.<rodata>.k<KFENCE's interval>.");
	put_words(report, "Methods: ", AXIS_METHOD, methods, ARRAY_SIZE(methods));
	put_words(report, "Holds: ", AXIS_HOLD, holds, ARRAY_SIZE(holds));
	put_words(report, "Phases: ", AXIS_NR, phases, ARRAY_SIZE(phases));
	if (has_first(report))
		table_fold(report->out, 0, "<operation>.first: the first of a boot, or on pages "
			   "not changed before.");
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * report/reading.c - how the numbers of a report are to be read: an example from the run
 * itself, what ratios and signs mean, and what must not be concluded from them.
 */
#include <stdlib.h>
#include <string.h>

#include "host/base/alloc.h"
#include "host/record/meta.h"
#include "host/report/pair.h"

static void paragraph(const struct report *report, char *text)
{
	table_fold(report->out, 0, text);
	free(text);
}

/* What a reader looks at first, by benchmark; an op that ends with a dot is how it begins. */
static const struct {
	const char *bench, *op, *metric, *means;
} examples[] = {
	{ "convert", "split", "held", "so long did a conversion keep the other CPUs from running" },
	{ "ratio", "split.", "held", "so long did a conversion keep the other CPUs from running" },
	{ "tlb", "pread-64.booted", "linear_walk", "so often were tables walked for addresses of "
	  "the linear map, in all operations together" },
	{ "timeline", "paging_init", "work", "so much does paging_init() execute, which maps "
	  "memory at boot" },
	{ "setmem", "ro.4k.later", "latency", "so long does a call take that need not split" },
	{ "boot", "boot", "init_entry", "so long after its start did the kernel enter /init" },
};

static bool is_op(const char *op, const char *wanted)
{
	const size_t len = strlen(wanted);

	return wanted[len - 1] == '.' ? !strncmp(op, wanted, len) : !strcmp(op, wanted);
}

/* The first of its kind, one that was counted if there is one. */
static const struct series *example_of(const struct series_list *list, size_t kind)
{
	const struct series *found = NULL;
	size_t i;

	for (i = 0; i < list->nr; i++) {
		const struct series *s = &list->series[i];

		if (!cell_is(s->cell, AXIS_BENCH, examples[kind].bench) ||
		    !is_op(s->op, examples[kind].op) ||
		    strcmp(s->metric, examples[kind].metric))
			continue;
		if (!found || (cell_is(s->cell, AXIS_CLOCK, "icount") &&
			       !cell_is(found->cell, AXIS_CLOCK, "icount")))
			found = s;
	}
	return found;
}

static const struct series *example_find(const struct series_list *list, const char **means)
{
	const struct series *found;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(examples); i++) {
		found = example_of(list, i);
		*means = examples[i].means;
		if (found)
			return found;
	}
	*means = NULL;
	return list->nr ? list->series : NULL;
}

static char *samples_text(const struct series *s, const char *p50)
{
	const char *many = s->boots == 1 ? "" : "s";

	if (s->n == 1)
		return xstrdup("It was measured once (n = 1)");
	return xasprintf("Of the n = %lld that were measured, in %lld boot%s, half are %s or less",
			 (long long)s->n, (long long)s->boots, many, p50);
}

static void example(const struct report *report)
{
	const char *means, *unit;
	const struct series *s = example_find(report->list, &means);
	char map[64], mem[24], of[PAIR_TEXT_MAX] = "", p50[TABLE_GROUPED_MAX], number[24];
	char *samples;

	if (!s)
		return;
	if (!strcmp(s->metric, "held") && cell_is(s->cell, AXIS_CPUS, "1"))
		means = "the time under stop_machine(), in which other CPUs would wait";
	cell_map(s->cell, map, sizeof(map));
	mem_text(s->cell, mem, sizeof(mem));
	if (cell_is(s->cell, AXIS_BENCH, "convert"))
		pair_name(s->cell, of);
	else if (!cell_is(s->cell, AXIS_GEOMETRY, "none"))
		snprintf(of, sizeof(of), "TLB of %s", s->cell->value[AXIS_GEOMETRY]);
	snprintf(number, sizeof(number), "%lld", (long long)s->q.p50);
	table_grouped(number, p50);
	samples = samples_text(s, p50);
	unit = strcmp(s->unit, "count") ? unit_head(s, 1) : "";
	paragraph(report, xasprintf("Example: %s, %s, map %s, %s, cpus %s%s%s: %s has a p50 of "
				    "%s%s%s. %s%s%s.", s->cell->value[AXIS_BENCH], s->op, map, mem,
				    s->cell->value[AXIS_CPUS], *of ? ", " : "", of,
				    s->metric, p50, *unit ? " " : "", unit,
				    samples, means ? ": " : "", means ? means : ""));
	free(samples);
}

static bool any_is(const struct series_list *list, enum axis_id id, const char *value)
{
	size_t i;

	for (i = 0; i < list->nr; i++)
		if (cell_is(list->series[i].cell, id, value))
			return true;
	return false;
}

/* What guests had of the host; 0 is not known. */
struct host {
	long jobs, cpus;
};

static void host_key(const char *key, const char *value, void *arg)
{
	struct host *host = arg;

	if (!strcmp(key, "jobs"))
		host->jobs = strtol(value, NULL, 10);
	else if (!strcmp(key, "host_cpus"))
		host->cpus = strtol(value, NULL, 10);
}

/* The most CPUs of a guest that was timed. */
static long cpus_timed(const struct series_list *list)
{
	long most = 0;
	size_t i;

	for (i = 0; i < list->nr; i++) {
		const struct cell *cell = list->series[i].cell;

		if (cell_is(cell, AXIS_CLOCK, "host") && cell_number(cell, AXIS_CPUS) > most)
			most = cell_number(cell, AXIS_CPUS);
	}
	return most;
}

/* Where guests had more CPUs than the host their times are those of waiting for one too. */
static void contention(const struct report *report)
{
	struct host host = { 0 };
	long cpus = cpus_timed(report->list);

	meta_each(report->run->dir, host_key, &host);
	if (host.jobs < 1 || host.cpus < 1 || host.jobs * cpus <= host.cpus)
		return;
	paragraph(report, xasprintf("Times are of guests of up to %ld CPU%s, %ld at a time, on %ld "
				    "CPU%s of the host: CPUs waited for each other, and tails "
				    "are the host's.", cpus, cpus == 1 ? "" : "s", host.jobs,
				    host.cpus, host.cpus == 1 ? "" : "s"));
}

void report_reading(const struct report *report)
{
	const struct series_list *list = report->list;

	fprintf(report->out, "\n== how to read this\n\n");
	example(report);
	paragraph(report, xstrdup("A ratio is of a value to its base: 1.00 is no difference, 0.50 "
				  "is half of the base, 1/50 a fiftieth. A change is of the second "
				  "against the first: + is more. Percentiles come from histograms, "
				  "good to three digits; min and max are exact. n counts samples, "
				  "and those of one boot depend on each other: what is to be "
				  "relied on needs boots. - is not measured, or does not apply."));
	if (any_is(list, AXIS_ACCEL, "tcg"))
		paragraph(report, xstrdup("QEMU's TCG executes instructions, without caches or a "
					  "TLB of the modelled size: counts may be quoted "
					  "(instructions, tables, TLBIs, entries), its ns are time "
					  "spent emulating and say nothing about hardware."));
	contention(report);
	if (any_is(list, AXIS_GUEST, "realm"))
		paragraph(report, xstrdup("A realm here is a guest of an emulated RSI, without an "
					  "RMM and without RME hardware."));
	if (any_is(list, AXIS_BENCH, "tlb") || any_is(list, AXIS_BENCH, "decay"))
		paragraph(report, xstrdup("Refills and walks of bench tlb and decay are those of a "
					  "model of the TLB that is named."));
	report_glossary(report);
}

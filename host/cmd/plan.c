// SPDX-License-Identifier: GPL-2.0-only
/*
 * cmd/plan.c - splitfold plan: which boots a run makes, in which order, how long.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "host/base/alloc.h"
#include "host/plan/estimate.h"
#include "host/base/option.h"
#include "host/plan/plan_line.h"
#include "host/base/say.h"
#include "host/base/text.h"
#include "host/cell/site.h"

struct plan_options {
	const char *matrix, *only, *accel, *shard, *format, *history, *site;
	int64_t reps, seed, jobs;
	bool quick, full;
	int64_t shard_i, shard_nr;
};

static int check_shard(struct plan_options *o)
{
	char *text, *rest, *i;
	int err = 0;

	o->shard_i = o->shard_nr = 1;
	if (!o->shard)
		return 0;
	text = rest = xstrdup(o->shard);
	i = text_next(&rest, '/');
	if (!rest || text_to_int(rest, 1, 10000, &o->shard_nr) ||
	    text_to_int(i, 1, o->shard_nr, &o->shard_i)) {
		say("--shard '%s' is not known; expected I/N with 1 <= I <= N, such as 2/4",
		    o->shard);
		err = -1;
	}
	free(text);
	return err;
}

static int check_options(struct plan_options *o)
{
	char accel[AXIS_TEXT_MAX], expected[256];
	static const char *const formats[] = { "text", "tsv" };

	if (!o->matrix) {
		say("plan: --matrix FILE is needed");
		return -1;
	}
	if (o->quick && o->full) {
		say("plan: --quick and --full exclude each other");
		return -1;
	}
	if (o->accel && axis_parse(&axes[AXIS_ACCEL], o->accel, accel)) {
		axis_expected(&axes[AXIS_ACCEL], expected, sizeof(expected));
		say("--accel '%s' is not known; expected %s", o->accel, expected);
		return -1;
	}
	if (option_word("format", o->format, formats, ARRAY_SIZE(formats)) < 0)
		return -1;
	return check_shard(o);
}

static int read_matrix(struct matrix *matrix, const struct plan_options *o)
{
	enum matrix_depth depth = o->quick ? MATRIX_QUICK : o->full ? MATRIX_FULL : MATRIX_DEFAULT;
	FILE *stream = fopen(o->matrix, "re");
	int err;

	if (!stream) {
		say("%s: cannot open: %s", o->matrix, strerror(errno));
		return -1;
	}
	err = matrix_read(matrix, stream, o->matrix);
	fclose(stream);
	if (!err)
		err = matrix_expand(matrix, depth, o->accel);
	if (!err && !matrix->nr_cells)
		say("%s: no section is left%s", o->matrix,
		    o->quick ? "; --quick takes those with quick = yes" : "");
	return err || !matrix->nr_cells ? -1 : 0;
}

/* Boots and seconds of one section, or of all of them (section = SIZE_MAX). */
static size_t section_sum(const struct plan *plan, size_t section, int64_t *seconds,
			  int64_t *longest)
{
	size_t boots = 0, i;

	*seconds = *longest = 0;
	for (i = 0; i < plan->nr; i++) {
		const struct plan_boot *boot = &plan->boots[i];

		if (section != SIZE_MAX && boot->section != section)
			continue;
		boots++;
		*seconds += boot->est_s;
		if (boot->est_s > *longest)
			*longest = boot->est_s;
	}
	return boots;
}

/* Cells with at least one boot in the plan; a shard may have lost some. */
static size_t section_cells(const struct plan *plan, const struct matrix *matrix, size_t section)
{
	size_t cells = 0, i, k;

	for (i = 0; i < matrix->nr_cells; i++) {
		if (section != SIZE_MAX && matrix->cells[i].section != section)
			continue;
		for (k = 0; k < plan->nr; k++) {
			if (!strcmp(plan->boots[k].name, matrix->cells[i].name)) {
				cells++;
				break;
			}
		}
	}
	return cells;
}

static void print_row(const struct plan *plan, const struct matrix *matrix, size_t section,
		      const char *name, const char *depth)
{
	int64_t seconds, longest;
	size_t boots = section_sum(plan, section, &seconds, &longest);
	char time[32];

	estimate_text(seconds, time, sizeof(time));
	printf("%-32.32s %-7s %7zu %7zu %14s\n", name, depth,
	       section_cells(plan, matrix, section), boots, boots ? time : "-");
}

static void print_notes(const struct matrix *matrix, const struct plan_options *o)
{
	size_t i;

	for (i = 0; i < matrix->nr_repeats; i++) {
		const struct matrix_repeat *r = &matrix->repeats[i];

		printf("note: [%s] has %zu of its cells in [%s] too: they run once\n",
		       matrix->sections[r->again].name, r->cells,
		       matrix->sections[r->first].name);
	}
	if (matrix->nr_impossible)
		printf("note: %zu cells are left out: accel=%s cannot make them\n",
		       matrix->nr_impossible, o->accel);
	if (o->shard_nr > 1)
		printf("note: part %lld of %lld\n", (long long)o->shard_i, (long long)o->shard_nr);
	printf("seed %lld\n", (long long)o->seed);
}

static void print_text(const struct plan *plan, const struct matrix *matrix,
		       const struct plan_options *o)
{
	int64_t total, longest;
	char time[32];
	size_t i;

	printf("%-32s %-7s %7s %7s %14s\n", "section", "", "cells", "boots", "one at a time");
	for (i = 0; i < matrix->nr_sections; i++) {
		const struct matrix_section *s = &matrix->sections[i];

		if (o->quick ? s->quick : o->full || !s->full)
			print_row(plan, matrix, i, s->name,
				  s->quick ? "quick" : s->full ? "full" : "");
	}
	print_row(plan, matrix, SIZE_MAX, "total", "");
	section_sum(plan, SIZE_MAX, &total, &longest);
	estimate_text(estimate_parallel(total, longest, o->jobs), time, sizeof(time));
	printf("\n%s with %lld at a time (an estimate)\n", time, (long long)o->jobs);
	print_notes(matrix, o);
}

static void print_plan(const struct plan *plan, const struct matrix *matrix,
		       const struct plan_options *o)
{
	size_t i;

	if (!strcmp(o->format, "text")) {
		print_text(plan, matrix, o);
		return;
	}
	for (i = 0; i < plan->nr; i++)
		plan_line_write(stdout, &plan->boots[i]);
}

static int plan_run(struct plan_options *o)
{
	struct selector *selector = NULL;
	struct history *history = NULL;
	struct matrix matrix = { 0 };
	struct plan plan = { 0 };
	struct site site = { 0 };
	int err = EXIT_BAD;

	if (site_parse(&site, o->site) || read_matrix(&matrix, o))
		goto out;
	if (o->only && !(selector = selector_parse(o->only)))
		goto out;
	if (o->history)
		history = history_read(o->history);
	if (plan_make(&plan, &matrix, selector, o->reps, history))
		goto out;
	if (!plan.nr) {
		say("no cell is selected%s%s", o->only ? " by --only " : "",
		    o->only ? o->only : "");
		goto out;
	}
	plan_shuffle(&plan, o->seed);
	plan_shard(&plan, o->shard_i, o->shard_nr);
	if (plan_judge(&plan, &matrix, &site))
		goto out;
	print_plan(&plan, &matrix, o);
	err = EXIT_OK;
out:
	plan_free(&plan);
	history_free(history);
	selector_free(selector);
	matrix_free(&matrix);
	site_free(&site);
	return err;
}

int cmd_plan(const struct command *command, int argc, char **argv)
{
	struct plan_options o = { .format = "text", .site = "", .seed = 1, .jobs = 1 };
	const struct option_spec specs[] = {
		{ "matrix", OPTION_TEXT, &o.matrix, "FILE", "the cells (needed)", 0, 0 },
		{ "only", OPTION_TEXT, &o.only, "EXPR",
		  "these cells: axis=value, axis!=value or a name; + and, \",\" or", 0, 0 },
		{ "quick", OPTION_FLAG, &o.quick, NULL, "only sections with quick = yes", 0, 0 },
		{ "full", OPTION_FLAG, &o.full, NULL, "also sections with full = yes", 0, 0 },
		{ "reps", OPTION_INT, &o.reps, "N",
		  "boots of each cell (default: as the file says)", 1, MATRIX_REPS_MAX },
		{ "seed", OPTION_INT, &o.seed, "S", "of the order (default: 1)", 0, INT64_MAX },
		{ "shard", OPTION_TEXT, &o.shard, "I/N", "part I of N of the plan", 0, 0 },
		{ "accel", OPTION_TEXT, &o.accel, "A", "instead of what the file says", 0, 0 },
		{ "history", OPTION_TEXT, &o.history, "DIR", "a run to learn times from", 0, 0 },
		{ "site", OPTION_TEXT, &o.site, "WORDS",
		  "what can be booted here, such as \"accel=tcg page=4\"", 0, 0 },
		{ "jobs", OPTION_INT, &o.jobs, "N", "boots at a time, for the estimate", 1, 1024 },
		{ "format", OPTION_TEXT, &o.format, "F", "text (default) or tsv", 0, 0 },
	};
	int err = option_parse(command, specs, ARRAY_SIZE(specs), argc, argv, NULL);

	if (err)
		return err > 0 ? EXIT_OK : EXIT_BAD;
	return check_options(&o) ? EXIT_BAD : plan_run(&o);
}

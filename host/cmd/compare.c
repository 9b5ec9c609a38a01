// SPDX-License-Identifier: GPL-2.0-only
/*
 * cmd/compare.c - splitfold compare: two runs, or two selections of one.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <gsl/gsl_errno.h>

#include "host/base/alloc.h"
#include "host/compare/report.h"
#include "host/base/option.h"

#define PERCENT_MAX 1000.0

struct options {
	const char *select[SIDE_NR], *only, *metric, *format, *effect, *least, *plots;
	int64_t seed;
	bool all, damaged, fail;
};

static int parse_percent(const char *name, const char *text, double *out)
{
	char *end;
	double value = strtod(text, &end);

	if (*text >= '0' && *text <= '9' && !*end && value > 0 && value <= PERCENT_MAX) {
		*out = value;
		return 0;
	}
	say("compare: --%s '%s' is not a percentage above 0, such as 5 or 2.5", name, text);
	return -1;
}

static int read_run(struct run *run, const char *dir, bool damaged)
{
	return damaged ? run_read(run, dir) :
			 run_read_whole(run, dir, "compare", "; --damaged compares without them");
}

static bool any_worse(const struct comparisons *list)
{
	size_t i;

	for (i = 0; i < list->nr; i++)
		if (list->row[i].verdict == VERDICT_WORSE)
			return true;
	return false;
}

static int compare(const struct match_want *want, const struct options *options,
		   const struct compare_plan *plan)
{
	struct comparisons list = { 0 };
	struct match match;
	struct compare_report report = {
		.out = stdout, .match = &match, .list = &list, .plan = plan,
		.select = { options->select[SIDE_A], options->select[SIDE_B] },
		.only = options->only, .all = options->all,
	};
	int status = EXIT_BAD;

	if (match_make(&match, want))
		goto out;
	match_compare(&match, &list, plan);
	if (!strcmp(options->format, "csv")) {
		compare_csv(&report, ',');
	} else {
		compare_head(&report);
		compare_unpaired(&report);
		compare_tables(&report);
		compare_hists(&report);
		compare_command(&report);
	}
	if (options->plots && compare_export(&report, options->plots))
		goto out;
	status = options->fail && any_worse(&list) ? EXIT_FAILED : EXIT_OK;
out:
	comparisons_free(&list);
	match_free(&match);
	return status;
}

/* The selectors live as long as the comparison. */
static int select_and_compare(struct match_want *want, const struct options *options,
			      const struct compare_plan *plan)
{
	const char *const texts[] = { options->select[SIDE_A], options->select[SIDE_B],
				      options->only };
	static const char *const names[] = { "--select-a", "--select-b", "--only" };
	struct selector *selectors[ARRAY_SIZE(texts)] = { 0 };
	int status = EXIT_BAD;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(texts); i++) {
		if (texts[i] && !(selectors[i] = selector_parse(texts[i]))) {
			say("compare: this is %s '%s'", names[i], texts[i]);
			break;
		}
	}
	if (i == ARRAY_SIZE(texts)) {
		want->select[SIDE_A] = selectors[SIDE_A];
		want->select[SIDE_B] = selectors[SIDE_B];
		want->only = selectors[2];
		status = compare(want, options, plan);
	}
	for (i = 0; i < ARRAY_SIZE(texts); i++)
		selector_free(selectors[i]);
	return status;
}

static int compare_runs(char **dirs, int nr, const struct options *options,
			const struct compare_plan *plan)
{
	struct match_want want = { .metric = options->metric };
	struct run a, b;
	int status;

	if (read_run(&a, dirs[0], options->damaged))
		return EXIT_BAD;
	if (nr == 1) {
		want.run[SIDE_A] = want.run[SIDE_B] = &a;
		status = select_and_compare(&want, options, plan);
		run_free(&a);
		return status;
	}
	if (read_run(&b, dirs[1], options->damaged)) {
		run_free(&a);
		return EXIT_BAD;
	}
	want.run[SIDE_A] = &a;
	want.run[SIDE_B] = &b;
	status = select_and_compare(&want, options, plan);
	run_free(&a);
	run_free(&b);
	return status;
}

static int check_runs(char **dirs, int nr, const struct options *options)
{
	bool selections = options->select[SIDE_A] && options->select[SIDE_B];
	char *ids[2];
	int same;

	if (nr < 1 || nr > 2 || (nr == 1 && !selections)) {
		say("compare: two runs are needed, or one with --select-a and --select-b");
		return -1;
	}
	ids[0] = run_id(dirs[0]);
	ids[1] = ids[0] ? run_id(dirs[nr - 1]) : NULL;
	same = ids[0] && ids[1] && nr == 2 && !strcmp(ids[0], ids[1]);
	if (same)
		say("compare: A and B are one run; give it once, with --select-a and --select-b");
	nr = ids[0] && ids[1] && !same ? 0 : -1;
	free(ids[0]);
	free(ids[1]);
	return nr;
}

int cmd_compare(const struct command *command, int argc, char **argv)
{
	static const char *const formats[] = { "txt", "csv" };
	struct options o = { .format = "txt", .effect = "5", .least = "1", .seed = 1 };
	const struct option_spec specs[] = {
		{ "select-a", OPTION_TEXT, &o.select[SIDE_A], "EXPR", "cells of A", 0, 0 },
		{ "select-b", OPTION_TEXT, &o.select[SIDE_B], "EXPR", "cells of B", 0, 0 },
		{ "only", OPTION_TEXT, &o.only, "EXPR", "cells, on both sides", 0, 0 },
		{ "metric", OPTION_TEXT, &o.metric, "NAME", "this metric only, with histograms",
		  0, 0 },
		{ "effect", OPTION_TEXT, &o.effect, "PERCENT",
		  "the change that there should be boots enough for (5)", 0, 0 },
		{ "least", OPTION_TEXT, &o.least, "PERCENT", "smaller changes are not marked (1)",
		  0, 0 },
		{ "seed", OPTION_INT, &o.seed, "S", "of the resampling (1)", 0, INT64_MAX },
		{ "format", OPTION_TEXT, &o.format, "F", "txt (default) or csv", 0, 0 },
		{ "plots", OPTION_TEXT, &o.plots, "DIR", "write what plots are drawn from", 0, 0 },
		{ "all", OPTION_FLAG, &o.all, NULL, "rows that are the same as well", 0, 0 },
		{ "damaged", OPTION_FLAG, &o.damaged, NULL, "leave out lines that cannot be read",
		  0, 0 },
		{ "fail-on-regression", OPTION_FLAG, &o.fail, NULL,
		  "exit status 1 if anything is worse, in any table", 0, 0 },
	};
	struct compare_plan plan;
	int nr, err = option_parse(command, specs, ARRAY_SIZE(specs), argc, argv, &nr);

	if (err)
		return err > 0 ? EXIT_OK : EXIT_BAD;
	if (check_runs(argv, nr, &o) || parse_percent("effect", o.effect, &plan.effect) ||
	    parse_percent("least", o.least, &plan.least) ||
	    option_word("format", o.format, formats, ARRAY_SIZE(formats)) < 0)
		return EXIT_BAD;
	plan.seed = o.seed;
	/* what GSL cannot compute is not a number, which no row is marked by */
	gsl_set_error_handler_off();
	return compare_runs(argv, nr, &o, &plan);
}

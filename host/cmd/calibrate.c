// SPDX-License-Identifier: GPL-2.0-only
/*
 * cmd/calibrate.c - splitfold calibrate: what compare marks where nothing differs, and what
 * it finds of a change that was planted.
 */
#include <stdlib.h>
#include <gsl/gsl_errno.h>

#include "host/base/alloc.h"
#include "host/compare/calibrate.h"
#include "host/base/option.h"

static void print(const struct run *run, const struct selector *only, const char *expr,
		  const struct calibrate_plan *plan)
{
	struct calibration result;
	char *command = xasprintf("./run.sh calibrate %s%s%s%s --boots %zu --pairs %zu --shift %g "
				  "--seed %llu", run->id, expr ? " --only '" : "",
				  expr ? expr : "", expr ? "'" : "", plan->boots, plan->pairs,
				  plan->shift, (unsigned long long)plan->compare.seed);

	calibrate(&result, run, only, plan);
	calibrate_print(stdout, &result, run, plan, command);
	free(command);
}

int cmd_calibrate(const struct command *command, int argc, char **argv)
{
	const char *dir = NULL, *expr = NULL;
	int64_t boots = 10, pairs = 200, shift = 5, seed = 1;
	const struct option_spec specs[] = {
		{ "run", OPTION_TEXT, &dir, "DIR", "the run's directory (needed)", 0, 0 },
		{ "only", OPTION_TEXT, &expr, "EXPR", "cells", 0, 0 },
		{ "boots", OPTION_INT, &boots, "N", "on each side (10)", 2, 10000 },
		{ "pairs", OPTION_INT, &pairs, "N", "to be drawn (200)", 1, 1000000 },
		{ "shift", OPTION_INT, &shift, "PERCENT", "to be planted in B (5)", 1, 1000 },
		{ "seed", OPTION_INT, &seed, "S", "of all that is drawn (1)", 0, INT64_MAX },
	};
	struct calibrate_plan plan = { .compare = { COMPARE_EFFECT, COMPARE_LEAST, 0 } };
	int err = option_parse(command, specs, ARRAY_SIZE(specs), argc, argv, NULL);
	struct selector *only = NULL;
	struct run run;

	if (err)
		return err > 0 ? EXIT_OK : EXIT_BAD;
	if (!dir) {
		say("calibrate: --run DIR is needed");
		return EXIT_BAD;
	}
	if ((expr && !(only = selector_parse(expr))) || run_read(&run, dir)) {
		selector_free(only);
		return EXIT_BAD;
	}
	/* as compare: what is missing may not be missing by chance */
	if (run.damaged) {
		say("calibrate: %u lines of %s cannot be read (above): they may be of another "
		    "version, or damaged", run.damaged, run.file);
		selector_free(only);
		run_free(&run);
		return EXIT_BAD;
	}
	plan.boots = boots;
	plan.pairs = pairs;
	plan.shift = shift;
	plan.compare.effect = shift;
	plan.compare.seed = seed;
	gsl_set_error_handler_off();
	print(&run, only, expr, &plan);
	selector_free(only);
	run_free(&run);
	return EXIT_OK;
}

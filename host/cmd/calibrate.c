// SPDX-License-Identifier: GPL-2.0-only
/*
 * cmd/calibrate.c - splitfold calibrate: what compare marks where nothing differs, and what
 * it finds of a change that was planted.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <gsl/gsl_errno.h>

#include "host/base/alloc.h"
#include "host/compare/calibrate.h"
#include "host/plan/matrix.h"
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

/* As many boots a side as the run's matrix has of a cell. 0 after a message. */
static int64_t matrix_boots(const char *dir)
{
	char *path = xasprintf("%s/matrix.ini", dir);
	FILE *stream = fopen(path, "r");
	struct matrix matrix = { 0 };
	int64_t boots = 0;
	size_t i;

	if (!stream) {
		say("calibrate: %s: %s, so --boots N is needed: on each side", path,
		    strerror(errno));
	} else if (matrix_read(&matrix, stream, path)) {
		say("calibrate: %s cannot be read, so --boots N is needed: on each side", path);
	} else {
		for (i = 0; i < matrix.nr_sections; i++)
			if (matrix.sections[i].reps > boots)
				boots = matrix.sections[i].reps;
	}
	matrix_free(&matrix);
	if (stream)
		fclose(stream);
	free(path);
	return boots;
}

int cmd_calibrate(const struct command *command, int argc, char **argv)
{
	const char *dir = NULL, *expr = NULL;
	int64_t boots = 0, pairs = 200, shift = 5, seed = 1;
	const struct option_spec specs[] = {
		{ "run", OPTION_TEXT, &dir, "DIR", "the run's directory (needed)", 0, 0 },
		{ "only", OPTION_TEXT, &expr, "EXPR", "cells", 0, 0 },
		{ "boots", OPTION_INT, &boots, "N", "on each side (default: what the "
		  "run's matrix.ini has of a cell)", 1, 10000 },
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
	if (!boots && !(boots = matrix_boots(dir)))
		return EXIT_BAD;
	if ((expr && !(only = selector_parse(expr))) ||
	    run_read_whole(&run, dir, "calibrate", "")) {
		selector_free(only);
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

// SPDX-License-Identifier: GPL-2.0-only
/*
 * cmd/done.c - splitfold done: which boots of a run are finished, for --resume.
 */
#include <stdio.h>

#include "host/base/alloc.h"
#include "host/base/option.h"
#include "host/record/run.h"

int cmd_done(const struct command *command, int argc, char **argv)
{
	const char *dir = NULL;
	bool ok_only = false;
	const struct option_spec specs[] = {
		{ "run", OPTION_TEXT, &dir, "DIR", "the run's directory (needed)", 0, 0 },
		{ "ok-only", OPTION_FLAG, &ok_only, NULL, "leave out those that failed", 0, 0 },
	};
	int err = option_parse(command, specs, ARRAY_SIZE(specs), argc, argv, NULL);
	struct run run;
	size_t i;

	if (err)
		return err > 0 ? EXIT_OK : EXIT_BAD;
	if (!dir) {
		say("done: --run DIR is needed");
		return EXIT_BAD;
	}
	if (run_read(&run, dir))
		return EXIT_BAD;
	for (i = 0; i < run.nr_boots; i++) {
		const struct run_boot *boot = &run.boots[i];

		if (boot->counts && boot->ended && (!ok_only || boot->status <= STATUS_SKIP))
			printf("%s\t%lld\n", boot->cell_name, (long long)boot->rep);
	}
	run_free(&run);
	return EXIT_OK;
}

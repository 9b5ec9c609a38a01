// SPDX-License-Identifier: GPL-2.0-only
/*
 * cmd/export.c - splitfold export: a run's histograms and plot data as plain files.
 */
#include "host/base/alloc.h"
#include "host/export/export.h"
#include "host/base/option.h"

int cmd_export(const struct command *command, int argc, char **argv)
{
	const char *dir = NULL;
	const struct option_spec specs[] = {
		{ "run", OPTION_TEXT, &dir, "DIR", "the run's directory (needed)", 0, 0 },
	};
	int err = option_parse(command, specs, ARRAY_SIZE(specs), argc, argv, NULL);
	struct run run;

	if (err)
		return err > 0 ? EXIT_OK : EXIT_BAD;
	if (!dir) {
		say("export: --run DIR is needed");
		return EXIT_BAD;
	}
	if (run_read(&run, dir))
		return EXIT_BAD;
	err = export_run(&run);
	run_free(&run);
	return err ? EXIT_BAD : EXIT_OK;
}

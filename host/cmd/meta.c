// SPDX-License-Identifier: GPL-2.0-only
/*
 * cmd/meta.c - splitfold meta: sets keys of a run's meta.json.
 */
#include "host/base/alloc.h"
#include "host/record/meta.h"
#include "host/base/option.h"
#include "host/base/say.h"

int cmd_meta(const struct command *command, int argc, char **argv)
{
	const char *dir = NULL;
	const struct option_spec specs[] = {
		{ "run", OPTION_TEXT, &dir, "DIR", "the run's directory (needed)", 0, 0 },
	};
	int nr, err = option_parse(command, specs, ARRAY_SIZE(specs), argc, argv, &nr);

	if (err)
		return err > 0 ? EXIT_OK : EXIT_BAD;
	if (!dir || !nr) {
		say("meta: --run DIR and at least one key=text or key:=number are needed");
		return EXIT_BAD;
	}
	return meta_set(dir, argv, nr) ? EXIT_BAD : EXIT_OK;
}

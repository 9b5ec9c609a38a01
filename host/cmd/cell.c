// SPDX-License-Identifier: GPL-2.0-only
/*
 * cmd/cell.c - splitfold cell: the one cell that words describe, as a line of a plan; or whether
 * all the cells of a plan can be booted here.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "host/base/alloc.h"
#include "host/base/option.h"
#include "host/base/say.h"
#include "host/cell/site.h"
#include "host/plan/estimate.h"
#include "host/plan/plan_line.h"

/* "mem=2G": of two words for one axis the last one counts. */
static int word_take(struct cell *cell, char *word)
{
	char *equal = strchr(word, '='), value[AXIS_TEXT_MAX];
	const struct axis *axis;

	if (!equal) {
		say("'%s': expected AXIS=VALUE", word);
		return -1;
	}
	*equal = '\0';
	axis = axis_take("", word, equal + 1, value);
	if (!axis)
		return -1;
	strcpy(cell->value[axis_id(axis)], value);
	return 0;
}

static int cell_print(const struct site *site, char **words, int nr)
{
	struct plan_boot boot = { .rep = 1 };
	enum axis_id blame;
	const char *why;
	int i;

	for (i = 0; i < nr; i++)
		if (word_take(&boot.cell, words[i]))
			return -1;
	cell_settle(&boot.cell);
	why = cell_refuse(&boot.cell, site, &blame);
	if (why) {
		say("%s", why);
		return -1;
	}
	cell_name(&boot.cell, boot.name);
	boot.est_s = estimate_seconds(&boot.cell, boot.name, NULL);
	plan_line_write(stdout, &boot);
	return 0;
}

static int lines_judge(const struct site *site, const char *file)
{
	struct origin at = { .file = file };
	FILE *stream = fopen(file, "re");
	char *line = NULL;
	size_t size = 0;
	int err = 0;

	if (!stream) {
		say("%s: cannot open: %s", file, strerror(errno));
		return -1;
	}
	while (!err && getline(&line, &size, stream) > 0) {
		struct plan_boot boot;
		enum axis_id blame;
		const char *why;

		at.line++;
		err = plan_line_parse(line, &boot);
		why = err ? NULL : cell_refuse(&boot.cell, site, &blame);
		if (!why)
			continue;
		say_at(&at, "%s", why);
		err = -1;
	}
	free(line);
	fclose(stream);
	return err;
}

int cmd_cell(const struct command *command, int argc, char **argv)
{
	const char *site_text = "", *plan = NULL;
	const struct option_spec specs[] = {
		{ "site", OPTION_TEXT, &site_text, "WORDS",
		  "what can be booted here, such as \"accel=tcg page=4\"", 0, 0 },
		{ "plan", OPTION_TEXT, &plan, "FILE", "judge its cells instead", 0, 0 },
	};
	int nr, err = option_parse(command, specs, ARRAY_SIZE(specs), argc, argv, &nr);
	struct site site;

	if (err)
		return err > 0 ? EXIT_OK : EXIT_BAD;
	if (plan && nr) {
		say("cell: --plan and AXIS=VALUE exclude each other");
		return EXIT_BAD;
	}
	err = site_parse(&site, site_text);
	if (!err)
		err = plan ? lines_judge(&site, plan) : cell_print(&site, argv, nr);
	site_free(&site);
	return err ? EXIT_BAD : EXIT_OK;
}

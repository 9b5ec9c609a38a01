/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * stdout.h - runs a subcommand as main() would, and gives back what it printed.
 */
#ifndef TESTS_UNIT_STDOUT_H
#define TESTS_UNIT_STDOUT_H

#include "tests/unit/unit.h"
#include "host/base/option.h"

#define COMMAND_WORDS_MAX 16

/* *text (to be freed) is what went to stdout, unless text is NULL. */
static UNUSED int command_argv(int (*run)(const struct command *command, int argc, char **argv),
			       const char *arguments, int argc, char **argv, char **text)
{
	const struct command command = { "test", "", arguments, "", run };
	int status, saved = dup(STDOUT_FILENO);

	fflush(stdout);
	assert_non_null(freopen(scratch_path("stdout.txt"), "w", stdout));
	status = run(&command, argc, argv);
	fflush(stdout);
	dup2(saved, STDOUT_FILENO);
	close(saved);
	if (text)
		*text = scratch_read("stdout.txt");
	return status;
}

/* The same of words: the arguments between blanks; "@" stands for the scratch directory. */
static UNUSED int command_run(int (*run)(const struct command *command, int argc, char **argv),
			      const char *arguments, const char *words, char **text)
{
	char *argv[COMMAND_WORDS_MAX], *copy = xstrdup(words), *save = NULL, *word;
	int argc = 0, status;

	for (word = strtok_r(copy, " ", &save); word; word = strtok_r(NULL, " ", &save))
		argv[argc++] = strcmp(word, "@") ? word : scratch;
	status = command_argv(run, arguments, argc, argv, text);
	free(copy);
	return status;
}

#endif

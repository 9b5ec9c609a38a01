/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * base/option.h - subcommands and their options, one table for parsing and --help.
 */
#ifndef HOST_OPTION_H
#define HOST_OPTION_H

#include <stddef.h>
#include <stdint.h>

enum exit_status {
	EXIT_OK = 0,
	EXIT_FAILED = 1,	/* a cell or record failed; everything is stored */
	EXIT_BAD = 2,		/* usage, bad input, or output that could not be written */
};

struct command {
	const char *name;
	const char *summary;
	const char *arguments;	/* what follows the options, "" = nothing may */
	const char *example;
	int (*run)(const struct command *command, int argc, char **argv);
};

enum option_kind { OPTION_FLAG, OPTION_TEXT, OPTION_INT };

struct option_spec {
	const char *name;	/* without the dashes */
	enum option_kind kind;
	void *to;		/* bool, const char * or int64_t */
	const char *arg;	/* how --help calls the value */
	const char *help;
	int64_t min, max;	/* OPTION_INT */
};

/*
 * Parses --name VALUE and --name=VALUE. Arguments that are no options are
 * gathered at the front of argv (argv[0..*nr_rest)) if the command has any.
 * Returns 0, 1 when --help was printed, -1 after a message.
 */
int option_parse(const struct command *command, const struct option_spec *specs, size_t nr,
		 int argc, char **argv, int *nr_rest);

/* One of words, or a message naming what is allowed; -1 then, else its index. */
int option_word(const char *name, const char *text, const char *const *words, size_t nr);

int cmd_plan(const struct command *command, int argc, char **argv);
int cmd_cell(const struct command *command, int argc, char **argv);
int cmd_collect(const struct command *command, int argc, char **argv);
int cmd_done(const struct command *command, int argc, char **argv);
int cmd_meta(const struct command *command, int argc, char **argv);
int cmd_report(const struct command *command, int argc, char **argv);
int cmd_calibrate(const struct command *command, int argc, char **argv);
int cmd_compare(const struct command *command, int argc, char **argv);
int cmd_export(const struct command *command, int argc, char **argv);
int cmd_list(const struct command *command, int argc, char **argv);

#endif

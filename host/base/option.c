// SPDX-License-Identifier: GPL-2.0-only
/*
 * base/option.c - subcommands and their options, see base/option.h.
 *
 * Not getopt: the table here also makes --help and the "did you mean" of a typo.
 */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "host/base/alloc.h"
#include "host/base/option.h"
#include "host/base/say.h"
#include "host/base/text.h"

static void option_help(const struct command *command, const struct option_spec *specs, size_t nr)
{
	size_t i;

	printf("usage: splitfold %s%s%s%s\n\n%s\n\n", command->name, nr ? " [options]" : "",
	       *command->arguments ? " " : "", command->arguments, command->summary);
	for (i = 0; i < nr; i++) {
		char left[64];

		snprintf(left, sizeof(left), "--%s %s", specs[i].name,
			 specs[i].arg ? specs[i].arg : "");
		printf("  %-22s %s\n", left, specs[i].help);
	}
	printf("  %-22s %s\n\nexample:\n  %s\n", "--help", "this text", command->example);
}

static const struct option_spec *option_find(const struct command *command,
					     const struct option_spec *specs, size_t nr,
					     const char *name, size_t len)
{
	const char *words[32];
	char typed[64];
	const char *near;
	size_t i;

	for (i = 0; i < nr; i++)
		if (strlen(specs[i].name) == len && !strncmp(specs[i].name, name, len))
			return &specs[i];
	for (i = 0; i < nr && i < ARRAY_SIZE(words); i++)
		words[i] = specs[i].name;
	snprintf(typed, sizeof(typed), "%.*s", (int)len, name);
	near = text_nearest(typed, words, i);
	if (near)
		say("%s: option --%s is not known; did you mean --%s?", command->name, typed, near);
	else
		say("%s: option --%s is not known; see splitfold %s --help", command->name, typed,
		    command->name);
	return NULL;
}

static int option_set(const struct command *command, const struct option_spec *spec,
		      const char *value)
{
	if (spec->kind == OPTION_FLAG) {
		*(bool *)spec->to = true;
		return 0;
	}
	if (!value) {
		say("%s: --%s needs a value: --%s %s", command->name, spec->name, spec->name,
		    spec->arg);
		return -1;
	}
	if (spec->kind == OPTION_TEXT) {
		*(const char **)spec->to = value;
		return 0;
	}
	if (text_to_int(value, spec->min, spec->max, spec->to)) {
		say("%s: --%s '%s' is not a number from %lld to %lld", command->name, spec->name,
		    value, (long long)spec->min, (long long)spec->max);
		return -1;
	}
	return 0;
}

int option_parse(const struct command *command, const struct option_spec *specs, size_t nr,
		 int argc, char **argv, int *nr_rest)
{
	int i, rest = 0;

	for (i = 0; i < argc; i++) {
		const struct option_spec *spec;
		const char *name = argv[i] + 2, *value = NULL;
		size_t len;

		if (!strcmp(argv[i], "--help") || !strcmp(argv[i], "-h")) {
			option_help(command, specs, nr);
			return 1;
		}
		if (argv[i][0] != '-' && *command->arguments) {
			argv[rest++] = argv[i];
			continue;
		}
		if (strncmp(argv[i], "--", 2) || !*name) {
			say("%s: '%s' is not expected here; see splitfold %s --help",
			    command->name, argv[i], command->name);
			return -1;
		}
		len = strcspn(name, "=");
		spec = option_find(command, specs, nr, name, len);
		if (!spec)
			return -1;
		if (name[len] == '=' && spec->kind == OPTION_FLAG) {
			say("%s: --%s takes no value", command->name, spec->name);
			return -1;
		}
		if (name[len] == '=')
			value = name + len + 1;
		else if (spec->kind != OPTION_FLAG && i + 1 < argc)
			value = argv[++i];
		if (option_set(command, spec, value))
			return -1;
	}
	if (nr_rest)
		*nr_rest = rest;
	return 0;
}

int option_word(const char *name, const char *text, const char *const *words, size_t nr)
{
	char allowed[256] = "";
	size_t i, used = 0;

	for (i = 0; i < nr; i++)
		if (!strcmp(text, words[i]))
			return i;
	for (i = 0; i < nr && used < sizeof(allowed); i++)
		used += snprintf(allowed + used, sizeof(allowed) - used, "%s%s", i ? ", " : "",
				 words[i]);
	say("--%s '%s' is not known; expected one of %s", name, text, allowed);
	return -1;
}

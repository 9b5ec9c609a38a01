// SPDX-License-Identifier: GPL-2.0-only
/*
 * main.c - splitfold, the host program: plans runs, stores records, reports on them.
 * It never boots anything and never measures; run.sh does the one, bench/ the other.
 */
#include <stdio.h>
#include <string.h>

#include "host/base/alloc.h"
#include "host/base/option.h"
#include "host/base/say.h"
#include "host/base/text.h"

static const struct command commands[] = {
	{ "plan", "Shows which boots a run makes, in which order, and how long they take.", "",
	  "splitfold plan --matrix matrix.ini --only bench=convert+cpus=2", cmd_plan },
	{ "cell", "Prints the cell that words describe, if it can be booted; or judges a plan's.",
	  "[AXIS=VALUE...]", "splitfold cell bench=boot guest=realm mem=2G", cmd_cell },
	{ "collect", "Stores what one boot left behind as lines of records.jsonl.", "",
	  "splitfold collect --run results/ID --cell-line \"$(head -n 1 plan.tsv)\" --frames FILE",
	  cmd_collect },
	{ "done", "Prints cell and rep of each boot of a run that is finished.", "",
	  "splitfold done --run results/latest --ok-only", cmd_done },
	{ "meta", "Sets keys of a run's meta.json; key=text or key:=number.", "KEY=VALUE...",
	  "splitfold meta --run results/ID host=debian jobs:=2", cmd_meta },
	{ "report", "Prints the tables of a run.", "",
	  "splitfold report --run results/latest --baseline live.spin", cmd_report },
	{ "compare", "Compares two runs, or two selections of one: B against A.", "A [B]",
	  "splitfold compare results/ID results/latest --only bench=setmem", cmd_compare },
	{ "calibrate", "Tries compare on boots that do not differ, and on a planted change.", "",
	  "splitfold calibrate --run results/ID --only bench=setmem --boots 10", cmd_calibrate },
	{ "export", "Writes a run's histograms and plot data to its export/ directory.", "",
	  "splitfold export --run results/latest", cmd_export },
	{ "list", "Lists the axes of a cell, their values and what they mean.", "",
	  "splitfold list", cmd_list },
};

static void usage(FILE *stream)
{
	size_t i;

	fprintf(stream, "usage: splitfold COMMAND [options]; "
		"splitfold COMMAND --help says more\n\n");
	for (i = 0; i < ARRAY_SIZE(commands); i++)
		fprintf(stream, "  %-9s %s\n", commands[i].name, commands[i].summary);
	fprintf(stream, "\nexit status: 0 ok, 1 a boot or record failed (and is stored),\n"
		"2 usage, bad input, or output that could not be written\n");
}

static int command_unknown(const char *name)
{
	const char *words[ARRAY_SIZE(commands)];
	const char *near;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(commands); i++)
		words[i] = commands[i].name;
	near = text_nearest(name, words, ARRAY_SIZE(commands));
	say("command '%s' is not known%s%s%s", name, near ? "; did you mean '" : "",
	    near ? near : "", near ? "'?" : "; see splitfold --help");
	return EXIT_BAD;
}

/* A full disk behind stdout must not pass for success. */
static int finish(int status)
{
	if (fflush(stdout) || ferror(stdout)) {
		say("cannot write to standard output");
		return EXIT_BAD;
	}
	return status;
}

int main(int argc, char **argv)
{
	size_t i;

	if (argc < 2) {
		usage(stderr);
		return EXIT_BAD;
	}
	if (!strcmp(argv[1], "--help") || !strcmp(argv[1], "-h") || !strcmp(argv[1], "help")) {
		usage(stdout);
		return finish(EXIT_OK);
	}
	for (i = 0; i < ARRAY_SIZE(commands); i++)
		if (!strcmp(argv[1], commands[i].name))
			return finish(commands[i].run(&commands[i], argc - 2, argv + 2));
	return command_unknown(argv[1]);
}

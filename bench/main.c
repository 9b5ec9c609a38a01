// SPDX-License-Identifier: GPL-2.0-only
/*
 * main.c - splitfold-bench: runs in the system under test, writes records.
 */
#include "bench/check.h"
#include "bench/load.h"
#include "bench/options.h"
#include "bench/program.h"

#include <stdio.h>
#include <string.h>

struct command {
	const char *name;
	const char *summary;
	const char *help;
	int (*fn)(int argc, char **argv);
};

static int run_command(int argc, char **argv)
{
	struct options opt;

	return options_parse_run(argc, argv, &opt) ? EXIT_USAGE : run_bench(&opt);
}

static int check_command(int argc, char **argv)
{
	struct check_options opt;

	return options_parse_check(argc, argv, &opt) ? EXIT_USAGE : check_run(&opt);
}

static int stress_command(int argc, char **argv)
{
	struct stress_options opt;

	return options_parse_stress(argc, argv, &opt) ? EXIT_USAGE : stress_run(&opt);
}

static int list_command(int argc, char **argv)
{
	const struct bench *bench;
	const struct check *check;
	const struct load *const *load;

	if (argc > 1) {
		fprintf(stderr, "splitfold-bench: list: unexpected argument '%s'\n", argv[1]);
		return EXIT_USAGE;
	}
	for (bench = bench_table; bench->name; bench++)
		printf("run --bench %-8s %s\n", bench->name, bench->summary);
	for (load = load_table; *load; load++)
		printf("run --bench tlb --load %-9s %s\n", (*load)->name, (*load)->summary);
	for (load = program_table; *load; load++)
		printf("run --bench tlb --load programs  %s\n", (*load)->summary);
	for (check = check_table; check->name; check++)
		printf("check %-14s %s\n", check->name, check->summary);
	return 0;
}

static const char run_help[] =
	"usage: splitfold-bench run --bench NAME [options]\n"
	"\n"
	"  --bench NAME       what to measure; `splitfold-bench list` shows what there is\n"
	"  --out FILE         where frames go (default: -, standard output)\n"
	"  --clock KIND       host: durations are ns; icount: instructions (default: host)\n"
	"  --samples N        null, setmem: samples an operation; convert, ratio: of\n"
	"                     conversions there and back; tlb: operations of each load at\n"
	"                     most\n"
	"  --module FILE      setmem, tlb: a module to load and unload\n"
	"                     (default: /modules/test.ko)\n"
	"  --load L           tlb: all, programs, or one: `splitfold-bench list` (default: all)\n"
	"  --strategy S       convert: split, fold, both: what is recorded (default: both)\n"
	"  --method M         convert: live, upstream, bbm, private, private-mmuoff, swap\n"
	"                     (default: private)\n"
	"  --hold H           convert: none, spin, park, mmuoff (default: park)\n"
	"  --allow-unsafe     convert: skip the module's legality check (emulation only)\n"
	"\n"
	"example: splitfold-bench run --bench convert --method live --hold spin --out records.bin\n"
	"example: splitfold-bench run --bench null | grep -a '^{'\n"
	"\n"
	"Exit status: 0, 1 when a record says fail or could not be written, 2 for bad usage.\n";

static const char check_help[] =
	"usage: splitfold-bench check SUBJECT [options]\n"
	"\n"
	"Tests the module, and the system under it, and prints TAP. `splitfold-bench list`\n"
	"shows the subjects.\n"
	"\n"
	"  --method M         convert: only this method, of those of run\n"
	"  --hold H           convert: only this hold\n"
	"  --churn-mib N      work: MiB of tmpfs to write and read (default: 300)\n"
	"  --module FILE      work: a module to load and unload (default: /modules/test.ko)\n"
	"\n"
	"example: splitfold-bench check convert --method private --hold park\n"
	"\n"
	"Exit status: 0, 1 when a test failed or all were skipped, 2 for bad usage.\n";

static const char stress_help[] =
	"usage: splitfold-bench stress [options]\n"
	"\n"
	"Converts by all legal methods and holds in turn, while other processes change\n"
	"permissions, load modules and BPF programs, use secret memory, fork, write memory,\n"
	"take CPUs off line and sample. Checks everything after every conversion; prints TAP.\n"
	"\n"
	"  --seconds N        for so long at least (default: 60)\n"
	"  --conversions N    so many at least, and each legal pair once (default: 50)\n"
	"  --seed N           of the order of everything (default: 1)\n"
	"  --pages N          known pages whose permissions change (default: 64)\n"
	"  --contents-mib N   memory whose content is verified (default: 256)\n"
	"  --module FILE      a module to load and unload (default: /modules/test.ko)\n"
	"\n"
	"example: splitfold-bench stress --seconds 600 --conversions 500 --seed 7\n"
	"\n"
	"Exit status: 0, 1 when a test failed, 2 for bad usage.\n";

static const char list_help[] = "usage: splitfold-bench list\n\n"
				"Shows the benchmarks and the subjects of check, one a line.\n\n"
				"example: splitfold-bench list\n";

static const struct command commands[] = {
	{
		.name = "run",
		.summary = "run one benchmark, write its records",
		.help = run_help,
		.fn = run_command,
	},
	{
		.name = "check",
		.summary = "test the module and the system under it",
		.help = check_help,
		.fn = check_command,
	},
	{
		.name = "stress",
		.summary = "convert while everything else goes on, and check all of it",
		.help = stress_help,
		.fn = stress_command,
	},
	{
		.name = "list",
		.summary = "show what can be run",
		.help = list_help,
		.fn = list_command,
	},
};

static void usage(FILE *to)
{
	size_t i;

	fputs("usage: splitfold-bench COMMAND [options]\n\n", to);
	for (i = 0; i < ARRAY_SIZE(commands); i++)
		fprintf(to, "  %-8s %s\n", commands[i].name, commands[i].summary);
	fputs("\nsplitfold-bench COMMAND --help tells more.\n"
	      "example: splitfold-bench run --bench null --out records.bin\n",
	      to);
}

static bool wants_help(int argc, char **argv)
{
	int i;

	for (i = 0; i < argc; i++)
		if (!strcmp(argv[i], "--help") || !strcmp(argv[i], "-h"))
			return true;
	return false;
}

int main(int argc, char **argv)
{
	size_t i;

	if (argc < 2) {
		usage(stderr);
		return EXIT_USAGE;
	}
	for (i = 0; i < ARRAY_SIZE(commands); i++) {
		if (strcmp(argv[1], commands[i].name))
			continue;
		if (!wants_help(argc - 1, argv + 1))
			return commands[i].fn(argc - 1, argv + 1);
		fputs(commands[i].help, stdout);
		return 0;
	}
	if (!strcmp(argv[1], "help") || wants_help(2, argv)) {
		usage(stdout);
		return 0;
	}
	fprintf(stderr, "splitfold-bench: unknown command '%s'\n\n", argv[1]);
	usage(stderr);
	return EXIT_USAGE;
}

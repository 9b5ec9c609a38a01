// SPDX-License-Identifier: GPL-2.0-only
/*
 * options.c - parses command lines into the structs of run, check and stress.
 *
 * A wrong value is answered with the values there are: a cell that runs something
 * other than what it is named after would be worse than one that does not run.
 */
#include "bench/options.h"

#include "bench/conversion.h"
#include "bench/load.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SAMPLES_MAX	1000000u
#define CHURN_MAX_MIB	65536u
#define SECONDS_MAX	1000000u
#define CONVERSIONS_MAX	1000000000u
#define SEED_MAX	2147483647u
#define PAGES_MAX	4096u	/* of the ABI */

static const char *const want_names[] = {
	[WANT_SPLIT]	= "split",
	[WANT_FOLD]	= "fold",
	[WANT_BOTH]	= "both",
};

static const char *const clock_names[NR_CLOCK_KINDS] = {
	[CLOCK_KIND_HOST]	= "host",
	[CLOCK_KIND_ICOUNT]	= "icount",
};

/* Index of value in names, or -EINVAL after a message. Names may have holes. */
static int choice(const char *option, const char *value, const char *const *names, int nr)
{
	int i;

	for (i = 0; i < nr; i++)
		if (names[i] && !strcmp(names[i], value))
			return i;
	fprintf(stderr, "splitfold-bench: --%s %s: expected one of", option, value);
	for (i = 0; i < nr; i++)
		if (names[i])
			fprintf(stderr, " %s", names[i]);
	fputs("\n", stderr);
	return -EINVAL;
}

#define CHOICE(option, value, names) choice(option, value, names, ARRAY_SIZE(names))

static int number(const char *option, const char *value, unsigned int max)
{
	char *end;
	long n;

	errno = 0;
	n = strtol(value, &end, 10);
	if (!errno && *value && !*end && n >= 1 && n <= (long)max)
		return n;
	fprintf(stderr, "splitfold-bench: --%s %s: expected a number from 1 to %u\n", option, value,
		max);
	return -EINVAL;
}

static const struct bench *bench_choice(const char *value)
{
	const struct bench *bench = bench_find(value);

	if (bench)
		return bench;
	fprintf(stderr, "splitfold-bench: --bench %s: expected one of", value);
	for (bench = bench_table; bench->name; bench++)
		fprintf(stderr, " %s", bench->name);
	fputs("\n", stderr);
	return NULL;
}

enum {
	OPT_BENCH = 256,
	OPT_STRATEGY,
	OPT_METHOD,
	OPT_HOLD,
	OPT_CLOCK,
	OPT_OUT,
	OPT_SAMPLES,
	OPT_MODULE,
	OPT_LOAD,
	OPT_ALLOW_UNSAFE,
	OPT_CHURN_MIB,
	OPT_SECONDS,
	OPT_SEED,
	OPT_CONVERSIONS,
	OPT_PAGES,
	OPT_CONTENTS_MIB,
};

static const struct option run_longopts[] = {
	{ "bench",		required_argument,	NULL, OPT_BENCH },
	{ "strategy",		required_argument,	NULL, OPT_STRATEGY },
	{ "method",		required_argument,	NULL, OPT_METHOD },
	{ "hold",		required_argument,	NULL, OPT_HOLD },
	{ "clock",		required_argument,	NULL, OPT_CLOCK },
	{ "out",		required_argument,	NULL, OPT_OUT },
	{ "samples",		required_argument,	NULL, OPT_SAMPLES },
	{ "module",		required_argument,	NULL, OPT_MODULE },
	{ "load",		required_argument,	NULL, OPT_LOAD },
	{ "allow-unsafe",	no_argument,		NULL, OPT_ALLOW_UNSAFE },
	{ NULL, 0, NULL, 0 },
};

/* As given, until the benchmark says what they may be: "none" is also a hold. */
struct conversion_words {
	const char *strategy;
	const char *method;
	const char *hold;
};

static int options_convert(const struct conversion_words *words, struct options *opt)
{
	int strategies = CHOICE("strategy", words->strategy ? words->strategy : "both", want_names);
	int method = CHOICE("method", words->method ? words->method : "private", method_names);
	int hold = CHOICE("hold", words->hold ? words->hold : "park", hold_names);

	if (strategies < 0 || method < 0 || hold < 0)
		return -EINVAL;
	opt->strategies = strategies;
	opt->method = method;
	opt->hold = hold;
	return 0;
}

static int options_no_convert(const struct conversion_words *words, const struct options *opt)
{
	const char *const none[] = { "none" };
	const char *name = opt->bench->name;

	if ((!words->strategy || !CHOICE("strategy", words->strategy, none)) &&
	    (!words->method || !CHOICE("method", words->method, none)) &&
	    (!words->hold || !CHOICE("hold", words->hold, none)))
		return 0;
	fprintf(stderr, "splitfold-bench: benchmark %s takes no --strategy, --method or --hold\n",
		name);
	return -EINVAL;
}

/* As given, until the benchmark says whether it takes one. */
static int options_load(struct options *opt)
{
	const struct load *const *load;

	if (!opt->bench->loads) {
		if (!opt->load || !strcmp(opt->load, "none"))
			return 0;
		fprintf(stderr, "splitfold-bench: benchmark %s takes no --load\n",
			opt->bench->name);
		return -EINVAL;
	}
	if (!opt->load)
		opt->load = LOAD_ALL;
	if (!strcmp(opt->load, LOAD_ALL) || !strcmp(opt->load, LOAD_PROGRAMS) ||
	    load_find(opt->load))
		return 0;
	fprintf(stderr, "splitfold-bench: --load %s: expected one of " LOAD_ALL " " LOAD_PROGRAMS,
		opt->load);
	for (load = load_table; *load; load++)
		fprintf(stderr, " %s", (*load)->name);
	fputs("\n", stderr);
	return -EINVAL;
}

static int run_option(int c, struct options *opt, struct conversion_words *words)
{
	int n = 0;

	switch (c) {
	case OPT_BENCH:
		opt->bench = bench_choice(optarg);
		return opt->bench ? 0 : -EINVAL;
	case OPT_STRATEGY:
		words->strategy = optarg;
		return 0;
	case OPT_METHOD:
		words->method = optarg;
		return 0;
	case OPT_HOLD:
		words->hold = optarg;
		return 0;
	case OPT_CLOCK:
		n = CHOICE("clock", optarg, clock_names);
		opt->clock = n;
		break;
	case OPT_SAMPLES:
		n = number("samples", optarg, SAMPLES_MAX);
		opt->samples = n;
		break;
	case OPT_OUT:
		opt->out = optarg;
		return 0;
	case OPT_MODULE:
		opt->module = optarg;
		return 0;
	case OPT_LOAD:
		opt->load = optarg;
		return 0;
	case OPT_ALLOW_UNSAFE:
		opt->allow_unsafe = true;
		return 0;
	default:
		return -EINVAL;		/* getopt_long() has printed why */
	}
	return n < 0 ? n : 0;
}

static int no_more_words(int argc, char **argv)
{
	if (optind == argc)
		return 0;
	fprintf(stderr, "splitfold-bench: %s: unexpected argument '%s'\n", argv[0], argv[optind]);
	return -EINVAL;
}

int options_parse_run(int argc, char **argv, struct options *opt)
{
	struct conversion_words words = { 0 };
	int c;

	*opt = (struct options){ .out = "-", .module = OPTIONS_MODULE_DEFAULT };
	while ((c = getopt_long(argc, argv, "", run_longopts, NULL)) != -1)
		if (run_option(c, opt, &words))
			return -EINVAL;
	if (no_more_words(argc, argv))
		return -EINVAL;
	if (!opt->bench) {
		fputs("splitfold-bench: run: --bench NAME is missing\n", stderr);
		return -EINVAL;
	}
	if (options_load(opt))
		return -EINVAL;
	if (opt->bench->one_way)
		return options_convert(&words, opt);
	return options_no_convert(&words, opt);
}

static const struct option check_longopts[] = {
	{ "method",		required_argument,	NULL, OPT_METHOD },
	{ "hold",		required_argument,	NULL, OPT_HOLD },
	{ "module",		required_argument,	NULL, OPT_MODULE },
	{ "churn-mib",		required_argument,	NULL, OPT_CHURN_MIB },
	{ NULL, 0, NULL, 0 },
};

static int check_option(int c, struct check_options *opt)
{
	switch (c) {
	case OPT_METHOD:
		opt->method = CHOICE("method", optarg, method_names);
		return opt->method < 0 ? -EINVAL : 0;
	case OPT_HOLD:
		opt->hold = CHOICE("hold", optarg, hold_names);
		return opt->hold < 0 ? -EINVAL : 0;
	case OPT_MODULE:
		opt->module = optarg;
		return 0;
	case OPT_CHURN_MIB:
		opt->churn_mib = number("churn-mib", optarg, CHURN_MAX_MIB);
		return opt->churn_mib < 0 ? -EINVAL : 0;
	default:
		return -EINVAL;
	}
}

int options_parse_check(int argc, char **argv, struct check_options *opt)
{
	int c;

	*opt = (struct check_options){
		.method = CHECK_ANY,
		.hold = CHECK_ANY,
		.churn_mib = CHECK_CHURN_MIB,
		.module = OPTIONS_MODULE_DEFAULT,
	};
	while ((c = getopt_long(argc, argv, "", check_longopts, NULL)) != -1)
		if (check_option(c, opt))
			return -EINVAL;
	if (optind == argc) {
		fputs("splitfold-bench: check: a subject is missing\n", stderr);
		return -EINVAL;
	}
	opt->subject = check_find(argv[optind++]);
	return opt->subject ? no_more_words(argc, argv) : -EINVAL;
}

static const struct option stress_longopts[] = {
	{ "seconds",		required_argument,	NULL, OPT_SECONDS },
	{ "conversions",	required_argument,	NULL, OPT_CONVERSIONS },
	{ "seed",		required_argument,	NULL, OPT_SEED },
	{ "pages",		required_argument,	NULL, OPT_PAGES },
	{ "contents-mib",	required_argument,	NULL, OPT_CONTENTS_MIB },
	{ "module",		required_argument,	NULL, OPT_MODULE },
	{ NULL, 0, NULL, 0 },
};

static int stress_number(const char *name, unsigned int max, unsigned int *to)
{
	int n = number(name, optarg, max);

	*to = n;
	return n < 0 ? n : 0;
}

static int stress_option(int c, struct stress_options *opt)
{
	switch (c) {
	case OPT_SECONDS:
		return stress_number("seconds", SECONDS_MAX, &opt->seconds);
	case OPT_CONVERSIONS:
		return stress_number("conversions", CONVERSIONS_MAX, &opt->conversions);
	case OPT_SEED:
		return stress_number("seed", SEED_MAX, &opt->seed);
	case OPT_PAGES:
		return stress_number("pages", PAGES_MAX, &opt->pages);
	case OPT_CONTENTS_MIB:
		return stress_number("contents-mib", CHURN_MAX_MIB, &opt->contents_mib);
	case OPT_MODULE:
		opt->module = optarg;
		return 0;
	default:
		return -EINVAL;
	}
}

int options_parse_stress(int argc, char **argv, struct stress_options *opt)
{
	int c;

	*opt = (struct stress_options){
		.seconds = STRESS_SECONDS,
		.conversions = STRESS_CONVERSIONS,
		.seed = 1,
		.pages = STRESS_PAGES,
		.contents_mib = STRESS_CONTENTS_MIB,
		.module = OPTIONS_MODULE_DEFAULT,
	};
	while ((c = getopt_long(argc, argv, "", stress_longopts, NULL)) != -1)
		if (stress_option(c, opt))
			return -EINVAL;
	return no_more_words(argc, argv);
}

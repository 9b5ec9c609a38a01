// SPDX-License-Identifier: GPL-2.0-only
/*
 * check.c - the subjects that the check command tests.
 */
#include "bench/check.h"

#include <stdio.h>
#include <string.h>

const struct check check_table[] = {
	{
		.name = "abi",
		.summary = "bad requests and openers without the capability are refused",
		.fn = check_abi,
	},
	{
		.name = "convert",
		.summary = "each legal method and hold gives the map back, others are refused",
		.fn = check_convert,
	},
	{
		.name = "work",
		.summary = "the system goes on working on the map as it is now",
		.fn = check_work,
	},
	{ .name = NULL },
};

const struct check *check_find(const char *name)
{
	const struct check *check;

	for (check = check_table; check->name; check++)
		if (!strcmp(check->name, name))
			return check;
	fprintf(stderr, "splitfold-bench: check %s: expected one of", name);
	for (check = check_table; check->name; check++)
		fprintf(stderr, " %s", check->name);
	fputs("\n", stderr);
	return NULL;
}

int check_run(const struct check_options *opt)
{
	struct tap tap = { 0 };
	struct device dev;

	device_open(&dev);
	opt->subject->fn(&tap, &dev, opt);
	device_close(&dev);
	return tap_finish(&tap);
}

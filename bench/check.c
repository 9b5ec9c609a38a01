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
		.name = "control",
		.summary = "wrong conversions and lost changes are caught (allow_unsafe=1 only)",
		.fn = check_control,
	},
	{
		.name = "convert",
		.summary = "each legal method and hold gives the map back, others are refused",
		.fn = check_convert,
	},
	{
		.name = "dma",
		.summary = "devices reach what is shared, and nothing else",
		.fn = check_dma,
	},
	{
		.name = "exclusion",
		.summary = "unloading, suspend, CPU hotplug, kexec: refused, or they wait",
		.fn = check_exclusion,
	},
	{
		.name = "fault",
		.summary = "each step of a conversion that fails leaves all as it was",
		.fn = check_fault,
	},
	{
		.name = "hotplug",
		.summary = "memory that is plugged later is converted, and can go again",
		.fn = check_hotplug,
	},
	{
		.name = "kexec",
		.summary = "the system leaves by kexec during conversions, and powers off",
		.fn = check_kexec,
	},
	{
		.name = "machine",
		.summary = "a CPU that comes late, KFENCE at run time: conversions go on",
		.fn = check_machine,
	},
	{
		.name = "model",
		.summary = "the plugin's model of TLBs gives the figures worked out by hand",
		.fn = check_model,
	},
	{
		.name = "poweroff",
		.summary = "the system powers off during conversions",
		.fn = check_poweroff,
	},
	{
		.name = "range",
		.summary = "conversions of a part of the map change nothing else",
		.fn = check_range,
	},
	{
		.name = "realm",
		.summary = "the monitor enforces RIPAS (realms only)",
		.fn = check_realm,
	},
	{
		.name = "restart",
		.summary = "the system restarts during conversions",
		.fn = check_restart,
	},
	{
		.name = "plugin",
		.summary = "QEMU's plugin counts exactly what is executed",
		.fn = check_plugin,
	},
	{
		.name = "smc",
		.summary = "a million hostile SMCs are answered as they must be (monitored guests)",
		.fn = check_smc,
	},
	{
		.name = "wellformed",
		.summary = "tables are as the architecture wants them, and what is not is found",
		.fn = check_wellformed,
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

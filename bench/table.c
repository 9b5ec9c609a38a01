// SPDX-License-Identifier: GPL-2.0-only
/*
 * table.c - the benchmarks there are.
 */
#include "bench/bench.h"

#include <string.h>

const struct bench bench_table[] = {
	{
		.name = "null",
		.summary = "what a sample, a system call and an ioctl cost by themselves",
		.fn = null_run,
	},
	{
		.name = "boot",
		.summary = "entry to /init and page-table memory after it; one boot is one sample",
		.fn = boot_run,
	},
	{
		.name = "outcome",
		.summary = "how the map of this boot came out, whether sharing works, what failed",
		.converts = true,
		.fn = outcome_run,
	},
	{
		.name = "convert",
		.summary = "split and fold the live linear map in turn, every phase timed",
		.converts = true,
		.one_way = true,
		.fn = convert_run,
	},
	{
		.name = "ratio",
		.summary = "all legal methods and holds beside the kernel's own split",
		.converts = true,
		.fn = ratio_run,
	},
	{
		.name = "setmem",
		.summary = "permission changes of kernel pages, first touch apart from later ones",
		.fn = setmem_run,
	},
	{
		.name = "timeline",
		.summary = "instructions in functions of the kernel at boot, seen by the plugin",
		.fn = timeline_run,
	},
	{
		.name = "tlb",
		.summary = "TLB misses of loads on the map as booted, split and folded",
		.converts = true,
		.loads = true,
		.fn = tlb_run,
	},
	{
		.name = "decay",
		.summary = "what modules, BPF, secret memory and sharing leave of blocks",
		.converts = true,
		.fn = decay_run,
	},
	{
		.name = "bbm",
		.summary = "violations of break-before-make, seen by the plugin; negative controls",
		.converts = true,
		.fn = bbm_run,
	},
	{ .name = NULL },
};

const struct bench *bench_find(const char *name)
{
	const struct bench *bench;

	for (bench = bench_table; bench->name; bench++)
		if (!strcmp(bench->name, name))
			return bench;
	return NULL;
}

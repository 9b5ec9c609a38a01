// SPDX-License-Identifier: GPL-2.0-only
/*
 * setmem_module.c - loading and removing a module: the largest user of set_memory_*().
 */
#include "bench/loop.h"
#include "bench/setmem.h"
#include "workloads/workloads.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

/* Neither is cheap, and there can be only one at a time. */
#define MODULE_SAMPLES	24

enum { LOAD, UNLOAD, NR_STEPS };

static const char *const step_ops[NR_STEPS] = {
	[LOAD]		= "module.load",
	[UNLOAD]	= "module.unload",
};

static inline int step_load(void *ctx, unsigned int i)
{
	(void)i;
	return module_load(ctx);
}

static inline int step_unload(void *ctx, unsigned int i)
{
	(void)i;
	return module_unload(ctx);
}

static void module_measure(struct module_file *module, struct loop loops[NR_STEPS],
			   int errs[NR_STEPS], unsigned int samples)
{
	while (samples-- && !errs[LOAD] && !errs[UNLOAD]) {
		errs[LOAD] = loop_run(&loops[LOAD], step_load, module, 1);
		if (!errs[LOAD])
			errs[UNLOAD] = loop_run(&loops[UNLOAD], step_unload, module, 1);
	}
}

static int module_skip(struct run *run, const char *what, const char *why)
{
	char reason[RECORD_REASON_MAX];
	int step, err = 0;

	snprintf(reason, sizeof(reason), "%s: %s", what, why);
	for (step = 0; step < NR_STEPS && !err; step++)
		err = record_send_skip(run, step_ops[step], reason);
	return err;
}

int setmem_module(struct run *run)
{
	unsigned int samples = run->opt->samples;
	struct loop loops[NR_STEPS] = { 0 };
	int errs[NR_STEPS] = { 0 };
	struct module_file module;
	int step, err;

	if (device_folded(&run->dev))
		return module_skip(run, SPLITFOLD_DEVICE, DEVICE_FOLDED_REASON);
	err = module_open(&module, run->opt->module);
	if (err == -ENOEXEC)
		return module_skip(run, run->opt->module, "no module name in it (compressed?)");
	if (err)
		return module_skip(run, run->opt->module, strerror(-err));
	if (!samples || samples > MODULE_SAMPLES)
		samples = MODULE_SAMPLES;
	for (step = 0; step < NR_STEPS && !err; step++)
		err = loop_init(&loops[step], samples);
	if (!err)
		module_measure(&module, loops, errs, samples);
	for (step = 0; step < NR_STEPS && !err; step++)
		err = loop_send(&loops[step], run, step_ops[step], errs[step]);
	for (step = 0; step < NR_STEPS; step++)
		loop_free(&loops[step]);
	module_close(&module);
	return err;
}

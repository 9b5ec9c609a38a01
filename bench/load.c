// SPDX-License-Identifier: GPL-2.0-only
/*
 * load.c - the table of loads, and those of them that the module makes.
 */
#include "bench/load.h"

#include "bench/device.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define CHASE_PAGES	16384		/* 64 MiB: far more than any TLB reaches in ptes */
#define SLAB_OBJECTS	16384		/* half of them there, 1 KiB in the mean */

const struct load *const load_table[] = {
	&load_pread_64,
	&load_pread_4k,
	&load_read_seq,
	&load_copy,
	&load_chase,
	&load_slab,
	&load_pipe,
	&load_tcp,
	&load_fork_exec,
	&load_user,
	&load_secret,
	&load_bpf,
	&load_module,
	NULL,
};

const struct load *load_find(const char *name)
{
	const struct load *const *load;

	for (load = load_table; *load; load++)
		if (!strcmp((*load)->name, name))
			return *load;
	return NULL;
}

struct kernel_load {
	struct device *dev;
	struct splitfold_load req;
};

static int kernel_begin(const struct load_args *args, enum splitfold_load_kind kind, uint32_t nr,
			void **state)
{
	struct kernel_load *load;
	int err;

	if (!args->dev || !device_present(args->dev))
		return -ENODEV;
	load = calloc(1, sizeof(*load));
	if (!load)
		return -ENOMEM;
	load->dev = args->dev;
	load->req = (struct splitfold_load){ .kind = kind, .nr = nr, .seed = args->seed };
	err = device_load(load->dev, &load->req);
	if (err)
		free(load);
	else
		*state = load;
	return err;
}

static int kernel_step(void *state, unsigned int ops)
{
	struct kernel_load *load = state;

	load->req.ops = ops;
	return device_load(load->dev, &load->req);
}

/* The module keeps the memory for the next beginning. */
static void kernel_end(void *state)
{
	free(state);
}

static int chase_begin(const struct load_args *args, void **state)
{
	return kernel_begin(args, SPLITFOLD_LOAD_CHASE, CHASE_PAGES, state);
}

const struct load load_chase = {
	.name = "chase",
	.summary = "pointers from page to page of 64 MiB of kernel memory",
	.ops = 200000,
	.begin = chase_begin,
	.step = kernel_step,
	.end = kernel_end,
};

static int slab_begin(const struct load_args *args, void **state)
{
	return kernel_begin(args, SPLITFOLD_LOAD_SLAB, SLAB_OBJECTS, state);
}

const struct load load_slab = {
	.name = "slab",
	.summary = "kmalloc() and kfree() of 32 bytes to 4 KiB at random",
	.ops = 100000,
	.begin = slab_begin,
	.step = kernel_step,
	.end = kernel_end,
};

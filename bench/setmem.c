// SPDX-License-Identifier: GPL-2.0-only
/*
 * setmem.c - what a permission change of kernel pages costs on the map as it is.
 *
 * With a block map the first change to a page has to split what it lies in, later
 * ones do not: they have records of their own. setmem_kernel.c asks the module to call
 * set_memory_*() and times single calls; the others are what makes the kernel call it.
 */
#include "bench/setmem.h"

int setmem_run(struct run *run)
{
	static int (*const parts[])(struct run *run) = {
		setmem_kernel,
		setmem_secretmem,
		setmem_bpf,
		setmem_module,
	};
	size_t i;
	int err = 0;

	for (i = 0; i < ARRAY_SIZE(parts) && !err; i++) {
		monitor_mark(&run->marks, &run->dev);
		err = parts[i](run);
	}
	return err;
}

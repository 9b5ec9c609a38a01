// SPDX-License-Identifier: GPL-2.0-only
/*
 * come_and_go.c - what is made and given back over and over: processes, secret memory,
 * BPF programs, modules. All but the first have the kernel change permissions of its own
 * memory, and where it can split blocks by itself they leave a map of smaller leaves.
 */
#include "workloads/load.h"
#include "workloads/workloads.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#define SECRET_PAGES	16

static int nothing_begin(const struct load_args *args, void **state)
{
	(void)args;
	*state = NULL;
	return 0;
}

static void nothing_end(void *state)
{
	(void)state;
}

/* A child that reads its own program and ends. */
static int fork_exec_step(void *state, unsigned int ops)
{
	static char *const argv[] = { "splitfold-bench", "list", NULL };

	(void)state;
	return fork_exec("/proc/self/exe", argv, ops);
}

const struct load load_fork_exec = {
	.name = "fork-exec",
	.summary = "a process starts a program and ends",
	.ops = 40,
	.begin = nothing_begin,
	.step = fork_exec_step,
	.end = nothing_end,
};

static int secret_once(size_t page)
{
	struct secretmem mem;
	int err = secretmem_create(&mem), i;

	if (err)
		return err;
	err = secretmem_truncate(&mem, SECRET_PAGES * page);
	if (!err)
		err = secretmem_map(&mem);
	if (!err) {
		for (i = 0; i < SECRET_PAGES; i++)
			secretmem_touch(&mem, i * page);
		err = secretmem_unmap(&mem);
	}
	secretmem_close(&mem);
	return err;
}

static int secret_begin(const struct load_args *args, void **state)
{
	int err = secretmem_probe();

	(void)args;
	*state = NULL;
	if (!err)
		secretmem_watch();
	return err;
}

static void secret_end(void *state)
{
	(void)state;
	secretmem_unwatch();
}

static int secret_step(void *state, unsigned int ops)
{
	size_t page = sysconf(_SC_PAGESIZE);
	int err = 0;

	(void)state;
	while (ops-- && !err)
		err = secret_once(page);
	return err ? err : secretmem_refused();
}

const struct load load_secret = {
	.name = "secret",
	.summary = "16 pages of memfd_secret() mapped, touched, given back",
	.ops = 100,
	.permissions = true,
	.begin = secret_begin,
	.step = secret_step,
	.end = secret_end,
};

static int bpf_step(void *state, unsigned int ops)
{
	(void)state;
	while (ops--) {
		int fd = bpf_load();

		if (fd < 0)
			return fd;
		close(fd);
	}
	return 0;
}

/* What is interpreted has no code that the kernel would make executable. */
static int bpf_begin(const struct load_args *args, void **state)
{
	int fd = bpf_load(), jited;

	(void)args;
	*state = NULL;
	if (fd < 0)
		return fd;
	jited = bpf_is_jited(fd);
	close(fd);
	return jited < 0 ? jited : jited ? 0 : -EOPNOTSUPP;
}

const struct load load_bpf = {
	.name = "bpf",
	.summary = "a BPF program is loaded and closed",
	.ops = 300,
	.permissions = true,
	.begin = bpf_begin,
	.step = bpf_step,
	.end = nothing_end,
};

static int module_begin(const struct load_args *args, void **state)
{
	struct module_file *module = calloc(1, sizeof(*module));
	int err;

	if (!module)
		return -ENOMEM;
	err = module_open(module, args->module);
	if (err)
		free(module);
	else
		*state = module;
	return err;
}

static int module_step(void *state, unsigned int ops)
{
	int err = 0;

	while (ops-- && !err) {
		err = module_load(state);
		if (!err)
			err = module_unload(state);
	}
	return err;
}

static void module_end(void *state)
{
	module_close(state);
	free(state);
}

const struct load load_module = {
	.name = "module",
	.summary = "a module is loaded and removed",
	.ops = 4,
	.permissions = true,
	.begin = module_begin,
	.step = module_step,
	.end = module_end,
};

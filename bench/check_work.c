// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_work.c - the system goes on working on the map as it is now: run it before
 * and after conversions.
 */
#include "bench/bench.h"
#include "bench/check.h"
#include "bench/meminfo.h"
#include "workloads/workloads.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define PROCESSES	50
#define MODULE_TIMES	5
#define BPF_TIMES	20
#define SECRET_PAGES	64
#define SETMEM_REGIONS	4
#define SETMEM_ROUNDS	2

static void work_test(struct tap *tap, int err, const char *what)
{
	tap_test(tap, !err, err ? strerror(-err) : "", "%s", what);
}

static void work_processes(struct tap *tap)
{
	static char *const argv[] = { "splitfold-bench", "list", NULL };
	char what[64];

	snprintf(what, sizeof(what), "%d processes come and go", PROCESSES);
	work_test(tap, fork_exec("/proc/self/exe", argv, PROCESSES), what);
}

/* A third of what is free at most: the guest may be small. */
static void work_churn(struct tap *tap, int mib)
{
	uint64_t available_kib;
	char what[64];

	if (!meminfo_read("MemAvailable", &available_kib) &&
	    available_kib >> 10 < 3 * (uint64_t)mib)
		mib = (available_kib >> 10) / 3;
	snprintf(what, sizeof(what), "%d MiB written to tmpfs read back the same", mib);
	work_test(tap, churn((size_t)mib << 20), what);
}

static int module_times(struct module_file *module, int times)
{
	int err = 0;

	while (times-- && !err) {
		err = module_load(module);
		if (!err)
			err = module_unload(module);
	}
	return err;
}

static void work_module(struct tap *tap, const char *path)
{
	struct module_file module;
	char what[64];
	int err;

	snprintf(what, sizeof(what), "a module loads and unloads %d times", MODULE_TIMES);
	err = module_open(&module, path);
	if (err == -ENOENT) {
		tap_skip(tap, "there is none to load", "%s", what);
		return;
	}
	if (!err) {
		err = module_times(&module, MODULE_TIMES);
		module_close(&module);
	}
	work_test(tap, err, what);
}

static void work_bpf(struct tap *tap)
{
	int i, fd = 0, err = 0;

	for (i = 0; i < BPF_TIMES && !err; i++) {
		fd = bpf_load();
		err = fd < 0 ? fd : 0;
		if (!err)
			close(fd);
	}
	if (err == -ENOSYS)
		tap_skip(tap, "not in this kernel", "BPF programs load");
	else
		work_test(tap, err, "BPF programs load");
}

static int secretmem_use(struct secretmem *mem, size_t page)
{
	size_t i;
	int err;

	err = secretmem_truncate(mem, SECRET_PAGES * page);
	if (!err)
		err = secretmem_map(mem);
	if (err)
		return err;
	secretmem_watch();
	for (i = 0; i < SECRET_PAGES; i++)
		secretmem_touch(mem, i * page);
	err = secretmem_refused();
	secretmem_unwatch();
	for (i = 0; i < SECRET_PAGES && !err; i++)
		if (mem->pages[i * page] != 1)
			err = -EILSEQ;
	secretmem_unmap(mem);
	return err;
}

static void work_secretmem(struct tap *tap, struct device *dev)
{
	struct secretmem mem;
	int err;

	err = secretmem_create(&mem);
	if (err == -ENOSYS) {
		tap_skip(tap, "off, or the direct map cannot be set", "secret memory");
		return;
	}
	if (!err) {
		err = secretmem_use(&mem, sysconf(_SC_PAGESIZE));
		secretmem_close(&mem);
	}
	if (err == -EFAULT && device_blocks_stay(dev))
		tap_skip(tap, SECRETMEM_REFUSED, "secret memory");
	else
		work_test(tap, err, "secret memory");
}

static void work_setmem(struct tap *tap, struct device *dev, enum splitfold_setmem_op op,
			unsigned int pages)
{
	__u64 samples[SETMEM_REGIONS * SETMEM_ROUNDS * 2];
	struct splitfold_setmem req = {
		.op = op,
		.pages = pages,
		.nr_regions = SETMEM_REGIONS,
		.rounds = SETMEM_ROUNDS,
		.samples = (uintptr_t)samples,
	};
	int err = device_setmem(dev, &req);

	if (err == -EOPNOTSUPP || err == -EBUSY)
		tap_skip(tap, req.reason, "set_memory operation %d on %u pages", op, pages);
	else
		tap_test(tap, !err && req.nr_samples == ARRAY_SIZE(samples), req.reason,
			 "set_memory operation %d on %u pages", op, pages);
}

static void work_setmems(struct tap *tap, struct device *dev)
{
	static const unsigned int pages[] = { 1, 16, 512 };
	size_t i;
	int op;

	if (!device_present(dev)) {
		tap_skip(tap, dev->reason, "set_memory operations");
		return;
	}
	for (op = 0; op < SPLITFOLD_NR_SETMEM_OPS; op++)
		for (i = 0; i < ARRAY_SIZE(pages); i++)
			work_setmem(tap, dev, op, pages[i]);
}

void check_work(struct tap *tap, struct device *dev, const struct check_options *opt)
{
	work_processes(tap);
	work_churn(tap, opt->churn_mib);
	if (device_folded(dev)) {
		tap_skip(tap, DEVICE_FOLDED_REASON, "modules, BPF, secret memory, set_memory");
		return;
	}
	work_module(tap, opt->module);
	work_bpf(tap);
	work_secretmem(tap, dev);
	work_setmems(tap, dev);
}

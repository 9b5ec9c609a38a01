// SPDX-License-Identifier: GPL-2.0-only
/*
 * setmem_bpf.c - loading and closing a BPF program that the JIT compiles.
 *
 * The kernel frees a program after the last close, from a work queue: close is what
 * the caller pays.
 */
#include "bench/loop.h"
#include "bench/setmem.h"
#include "workloads/workloads.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define BATCH	256

enum { LOAD, CLOSE, NR_STEPS };

static const char *const step_ops[NR_STEPS] = {
	[LOAD]	= "bpf.load",
	[CLOSE]	= "bpf.close",
};

static inline int step_load(void *ctx, unsigned int i)
{
	int *fds = ctx;

	fds[i] = bpf_load();
	return fds[i] < 0 ? fds[i] : 0;
}

static inline int step_close(void *ctx, unsigned int i)
{
	int *fds = ctx;

	return close(fds[i]) ? -errno : 0;
}

static void bpf_measure(struct loop loops[NR_STEPS], int errs[NR_STEPS], unsigned int samples)
{
	int fds[BATCH];

	while (samples && !errs[LOAD] && !errs[CLOSE]) {
		unsigned int n = samples < BATCH ? samples : BATCH, loaded = loops[LOAD].n;

		errs[LOAD] = loop_run(&loops[LOAD], step_load, fds, n);
		/* Also after an error: those that were loaded. */
		errs[CLOSE] = loop_run(&loops[CLOSE], step_close, fds, loops[LOAD].n - loaded);
		samples -= n;
	}
}

bool setmem_bpf_missing(struct device *dev, char *reason, size_t size)
{
	int fd, jited;

	if (device_folded(dev)) {
		snprintf(reason, size, DEVICE_FOLDED_REASON);
		return true;
	}
	fd = bpf_load();
	if (fd < 0) {
		snprintf(reason, size, "bpf: BPF_PROG_LOAD: %s", strerror(-fd));
		return true;
	}
	jited = bpf_is_jited(fd);
	close(fd);
	if (jited < 0)
		snprintf(reason, size, "bpf: BPF_OBJ_GET_INFO_BY_FD: %s", strerror(-jited));
	else
		snprintf(reason, size, "bpf: the JIT is off (net.core.bpf_jit_enable)");
	return jited <= 0;
}

int setmem_bpf(struct run *run)
{
	unsigned int samples = setmem_samples(run);
	struct loop loops[NR_STEPS] = { 0 };
	char reason[RECORD_REASON_MAX];
	int errs[NR_STEPS] = { 0 };
	int step, err = 0;

	if (setmem_bpf_missing(&run->dev, reason, sizeof(reason))) {
		for (step = 0; step < NR_STEPS && !err; step++)
			err = record_send_skip(run, step_ops[step], reason);
		return err;
	}
	for (step = 0; step < NR_STEPS && !err; step++)
		err = loop_init(&loops[step], samples);
	if (!err)
		bpf_measure(loops, errs, samples);
	for (step = 0; step < NR_STEPS && !err; step++)
		err = loop_send(&loops[step], run, step_ops[step], errs[step]);
	for (step = 0; step < NR_STEPS; step++)
		loop_free(&loops[step]);
	return err;
}

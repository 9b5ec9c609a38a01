// SPDX-License-Identifier: GPL-2.0-only
/*
 * setmem_secretmem.c - memfd_secret(): the kernel takes single pages out of its
 * linear map when user space touches them, and puts them back when the file goes.
 */
#include "bench/loop.h"
#include "bench/setmem.h"
#include "workloads/workloads.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Files open at a time; each step is a loop over them. Well under RLIMIT_NOFILE. */
#define BATCH	256

enum step {
	STEP_FIRST_TOUCH,	/* pages of one large file: none was touched before */
	STEP_CREATE,
	STEP_FTRUNCATE,
	STEP_MMAP,
	STEP_TOUCH,		/* one page a file, mostly used by a file before it */
	STEP_MUNMAP,
	STEP_CLOSE,
	NR_STEPS,
};

static const char *const step_ops[NR_STEPS] = {
	[STEP_FIRST_TOUCH]	= "secretmem.touch.first",
	[STEP_CREATE]		= "secretmem.create",
	[STEP_FTRUNCATE]	= "secretmem.ftruncate",
	[STEP_MMAP]		= "secretmem.mmap",
	[STEP_TOUCH]		= "secretmem.touch.later",
	[STEP_MUNMAP]		= "secretmem.munmap",
	[STEP_CLOSE]		= "secretmem.close",
};

struct secret {
	struct secretmem mem[BATCH];
	size_t page;
	struct loop loops[NR_STEPS];
	int errs[NR_STEPS];
};

static inline int step_first_touch(void *ctx, unsigned int i)
{
	struct secret *secret = ctx;

	secretmem_touch(&secret->mem[0], i * secret->page);
	return 0;
}

static inline int step_create(void *ctx, unsigned int i)
{
	struct secret *secret = ctx;

	return secretmem_create(&secret->mem[i]);
}

static inline int step_ftruncate(void *ctx, unsigned int i)
{
	struct secret *secret = ctx;

	return secretmem_truncate(&secret->mem[i], secret->page);
}

static inline int step_mmap(void *ctx, unsigned int i)
{
	struct secret *secret = ctx;

	return secretmem_map(&secret->mem[i]);
}

static inline int step_touch(void *ctx, unsigned int i)
{
	struct secret *secret = ctx;

	secretmem_touch(&secret->mem[i], 0);
	return 0;
}

static inline int step_munmap(void *ctx, unsigned int i)
{
	struct secret *secret = ctx;

	return secretmem_unmap(&secret->mem[i]);
}

static inline int step_close(void *ctx, unsigned int i)
{
	struct secret *secret = ctx;

	return secretmem_close(&secret->mem[i]);
}

static __always_inline int step_run(struct secret *secret, enum step step, loop_fn fn,
				    unsigned int n)
{
	secret->errs[step] = loop_run(&secret->loops[step], fn, secret, n);
	return secret->errs[step];
}

/* A loop of touches: of these one may get SIGBUS, and then none was measured. */
static __always_inline int step_touches(struct secret *secret, enum step step, loop_fn fn,
					unsigned int n)
{
	int err;

	secretmem_watch();
	err = step_run(secret, step, fn, n);
	if (!err)
		err = secretmem_refused();
	secretmem_unwatch();
	secret->errs[step] = err;
	return err;
}

static int secret_first(struct secret *secret, unsigned int pages)
{
	struct secretmem *mem = &secret->mem[0];
	int err;

	err = secretmem_create(mem);
	if (err)
		return err;
	err = secretmem_truncate(mem, pages * secret->page);
	if (!err)
		err = secretmem_map(mem);
	if (!err) {
		err = step_touches(secret, STEP_FIRST_TOUCH, step_first_touch, pages);
		secretmem_unmap(mem);
	}
	secretmem_close(mem);
	return err;
}

/* On an error what is open stays open: the program ends soon. */
static int secret_batch(struct secret *secret, unsigned int n)
{
	if (step_run(secret, STEP_CREATE, step_create, n) ||
	    step_run(secret, STEP_FTRUNCATE, step_ftruncate, n) ||
	    step_run(secret, STEP_MMAP, step_mmap, n) ||
	    step_touches(secret, STEP_TOUCH, step_touch, n) ||
	    step_run(secret, STEP_MUNMAP, step_munmap, n) ||
	    step_run(secret, STEP_CLOSE, step_close, n))
		return -EIO;
	return 0;
}

static int secret_measure(struct secret *secret, unsigned int samples)
{
	unsigned int left = samples;
	int err;

	secret->errs[STEP_FIRST_TOUCH] = secret_first(secret, samples);
	err = secret->errs[STEP_FIRST_TOUCH];
	/* What comes before a touch can be measured all the same. */
	if (err == -EFAULT)
		err = 0;
	for (; left && !err; left -= left < BATCH ? left : BATCH)
		err = secret_batch(secret, left < BATCH ? left : BATCH);
	return err;
}

static int step_send(struct run *run, struct secret *secret, enum step step)
{
	if (secret->errs[step] == -EFAULT && device_blocks_stay(&run->dev))
		return record_send_skip(run, step_ops[step], SECRETMEM_REFUSED);
	return loop_send(&secret->loops[step], run, step_ops[step], secret->errs[step]);
}

static int secret_skip(struct run *run, const char *reason)
{
	int step, err = 0;

	for (step = 0; step < NR_STEPS && !err; step++)
		err = record_send_skip(run, step_ops[step], reason);
	return err;
}

bool setmem_secretmem_missing(struct device *dev, char *reason, size_t size)
{
	struct secretmem mem;
	int err;

	if (device_folded(dev)) {
		snprintf(reason, size, DEVICE_FOLDED_REASON);
		return true;
	}
	err = secretmem_create(&mem);
	if (!err)
		secretmem_close(&mem);
	else if (err == -ENOSYS)
		snprintf(reason, size,
			 "memfd_secret: not built in, off (secretmem.enable=0), "
			 "or the direct map cannot be set");
	else
		snprintf(reason, size, "memfd_secret: %s", strerror(-err));
	return err;
}

int setmem_secretmem(struct run *run)
{
	unsigned int samples = setmem_samples(run);
	char reason[RECORD_REASON_MAX];
	struct secret *secret;
	int step, err = 0;

	if (setmem_secretmem_missing(&run->dev, reason, sizeof(reason)))
		return secret_skip(run, reason);
	secret = calloc(1, sizeof(*secret));
	if (!secret)
		return -ENOMEM;
	secret->page = sysconf(_SC_PAGESIZE);
	for (step = 0; step < NR_STEPS && !err; step++)
		err = loop_init(&secret->loops[step], samples);
	if (!err)
		secret_measure(secret, samples);
	for (step = 0; step < NR_STEPS && !err; step++)
		err = step_send(run, secret, step);
	for (step = 0; step < NR_STEPS; step++)
		loop_free(&secret->loops[step]);
	free(secret);
	return err;
}

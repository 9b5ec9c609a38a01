// SPDX-License-Identifier: GPL-2.0-only
/*
 * null.c - what measuring costs: the floor under every other benchmark's numbers.
 *
 * Back-to-back clock reads, a system call that does nothing, and a request to the
 * module that changes nothing.
 */
#include "bench/loop.h"

#include <sys/syscall.h>
#include <unistd.h>

#define NULL_SAMPLES		100000
#define NULL_SAMPLES_IOCTL	20000	/* INFO asks every CPU: it is no cheap one */

static inline int null_clock(void *ctx, unsigned int i)
{
	(void)ctx;
	(void)i;
	return 0;
}

/* Not getppid(): libc may answer without asking the kernel. */
static inline int null_syscall(void *ctx, unsigned int i)
{
	(void)ctx;
	(void)i;
	syscall(SYS_getppid);
	return 0;
}

static inline int null_ioctl(void *ctx, unsigned int i)
{
	struct splitfold_info info;

	(void)i;
	return device_info(ctx, &info);
}

static __always_inline int null_loop(struct record *record, const char *name, const char *prefix,
				     loop_fn fn, void *ctx, unsigned int samples)
{
	struct loop loop;
	int err;

	if (record->run->opt->samples)
		samples = record->run->opt->samples;
	err = loop_init(&loop, samples);
	if (err)
		return err;
	err = loop_run(&loop, fn, ctx, loop.max);
	if (err)
		record_status(record, RECORD_FAIL, "%s: error %d after %u samples", name, -err,
			      loop.n);
	loop_record(&loop, record, name, prefix);
	loop_free(&loop);
	return 0;
}

int null_run(struct run *run)
{
	struct record record;
	int err;

	record_init(&record, run, "null");
	record_clock_step(&record);
	err = null_loop(&record, "clock", "clock_", null_clock, NULL, NULL_SAMPLES);
	if (!err)
		err = null_loop(&record, "syscall", "syscall_", null_syscall, NULL, NULL_SAMPLES);
	if (!err && device_present(&run->dev))
		err = null_loop(&record, "ioctl", "ioctl_", null_ioctl, &run->dev,
				NULL_SAMPLES_IOCTL);
	else if (!err)
		record_skipped(&record, "ioctl", run->dev.reason);
	if (err)
		record_status(&record, RECORD_FAIL, "out of memory");
	return record_send(&record);
}

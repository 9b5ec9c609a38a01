/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * load.h - work on memory that the kernel reaches by the linear map alone: pointers to
 * follow, and objects that come and go. No clocks: a benchmark measures around it.
 */
#ifndef SF_LOAD_H
#define SF_LOAD_H

#include <linux/fs.h>

/*
 * arg: struct splitfold_load. -EINVAL: a number that cannot be, or ops before a beginning;
 * -ENOMEM; -EINTR: a signal came before all ops were done.
 */
long load_run(struct file *file, void *arg);

/* Free what the loads of the file have. */
void load_release(struct file *file);

#endif /* SF_LOAD_H */

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * pages.h - known pages: memory whose permissions a test changes while conversions run.
 *
 * The kernel's own functions make the changes, the live entry and an access through it
 * say whether one was lost. The pages belong to an open file: these are the requests
 * PAGES, PAGE and PAGES_CHECK, legal at any time, also during a conversion.
 */
#ifndef SF_PAGES_H
#define SF_PAGES_H

#include <linux/fs.h>

/* arg: struct splitfold_pages. -EEXIST: this file has some; -EINVAL, -ENOMEM. */
long pages_alloc(struct file *file, void *arg);

/*
 * arg: struct splitfold_page. -EOPNOTSUPP: such a change does nothing on this system;
 * -ENXIO: no such page; -EINTR; or what the kernel's function gave.
 */
long pages_change(struct file *file, void *arg);

/* arg: struct splitfold_pages_check. -ENXIO: the file has no pages. */
long pages_check(struct file *file, void *arg);

/* Put the file's pages back to RW and free them; one that cannot be is not reused. */
void pages_release(struct file *file);

#endif /* SF_PAGES_H */

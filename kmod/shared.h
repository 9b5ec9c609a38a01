/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * shared.h - a buffer that a realm shares with its host and takes back, and that a
 * program can map by both of its addresses.
 */
#ifndef SF_SHARED_H
#define SF_SHARED_H

#include <linux/fs.h>

struct vm_area_struct;

/*
 * arg: struct splitfold_shared. -EINVAL: not a number of pages that can be, or not that
 * of the first call; -EOPNOTSUPP: no realm; -EBUSY: the map is folded; -EIO: an earlier
 * change of this buffer failed; or what the kernel's function gave.
 */
long shared_change(struct file *file, void *arg);

/*
 * Map the buffer, or a part of it, by its protected address (offset 0) or by the other
 * (SPLITFOLD_MAP_UNPROTECTED). What an access then does is up to the RIPAS.
 */
int shared_mmap(struct file *file, struct vm_area_struct *vma);

/* Make the buffer private again and free it; what cannot be is not reused. */
void shared_release(struct file *file);

#endif /* SF_SHARED_H */

/* SPDX-License-Identifier: GPL-2.0-only */
/* setmem.h - times the kernel's permission changes from inside the kernel. */
#ifndef SF_SETMEM_H
#define SF_SETMEM_H

#include "splitfold.h"

/*
 * Run req and copy the samples to the caller. Returns 0, -EINVAL, -ENOMEM, -EFAULT,
 * -EINTR, -EBUSY while the map is folded, -EOPNOTSUPP where the kernel cannot change
 * the direct map, or what the operation returned; all with req->reason set.
 */
int setmem_run(struct splitfold_setmem *req);

#endif /* SF_SETMEM_H */

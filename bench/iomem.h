/* SPDX-License-Identifier: GPL-2.0-only */
/* iomem.h - where RAM lies, by /proc/iomem, and where the linear map has it. */
#ifndef SPLITFOLD_BENCH_IOMEM_H
#define SPLITFOLD_BENCH_IOMEM_H

#include "bench/device.h"

#include <stdint.h>

/* [start, end) */
struct iomem_range {
	uint64_t start;
	uint64_t end;
};

/*
 * The largest range that a line of /proc/iomem gives to name (its beginning is
 * enough), physical. Returns 0, or -ENOENT; without CAP_SYS_ADMIN there is nothing.
 */
int iomem_find(const char *name, struct iomem_range *range);

/* The largest range of RAM by its addresses in the linear map. 0 or -ENOENT. */
int iomem_ram(const struct device *dev, struct iomem_range *ram);

#endif /* SPLITFOLD_BENCH_IOMEM_H */

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * disk.h - all of a block device, read and written past the page cache, with the SHA-256
 * of what went by: somebody outside can compare it with the disk's image.
 */
#ifndef SPLITFOLD_BENCH_DISK_H
#define SPLITFOLD_BENCH_DISK_H

#include <stddef.h>
#include <stdint.h>

#define DISK_SUM_MAX	65	/* hexadecimal, and its end */

/*
 * Each returns 0, or -errno with what failed in reason. disk_write() writes what seed says,
 * and its sum is of that: what the disk made of it, disk_read() tells.
 */
int disk_read(const char *path, char sum[DISK_SUM_MAX], char *reason, size_t size);
int disk_write(const char *path, uint64_t seed, char sum[DISK_SUM_MAX], char *reason, size_t size);

#endif /* SPLITFOLD_BENCH_DISK_H */

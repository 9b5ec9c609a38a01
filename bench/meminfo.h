/* SPDX-License-Identifier: GPL-2.0-only */
/* meminfo.h - one field of /proc/meminfo, and free memory to the page. */
#ifndef SPLITFOLD_BENCH_MEMINFO_H
#define SPLITFOLD_BENCH_MEMINFO_H

#include <stdint.h>

/* field as it stands there, without the colon. Returns 0 or -ENOENT. */
int meminfo_read(const char *field, uint64_t *kib);

/*
 * Free pages, those on the CPUs' own lists included, which MemFree leaves out: taking
 * and giving back a page does not change the sum. Returns 0 or -ENOENT.
 */
int meminfo_free_pages(int64_t *pages);

/* What is free in pieces of more than a page, CMA's included. Returns 0 or -ENOENT. */
int meminfo_free_pieces(uint64_t *kib);

#endif /* SPLITFOLD_BENCH_MEMINFO_H */

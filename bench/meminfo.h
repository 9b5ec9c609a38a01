/* SPDX-License-Identifier: GPL-2.0-only */
/* meminfo.h - one field of /proc/meminfo. */
#ifndef SPLITFOLD_BENCH_MEMINFO_H
#define SPLITFOLD_BENCH_MEMINFO_H

#include <stdint.h>

/* field as it stands there, without the colon. Returns 0 or -ENOENT. */
int meminfo_read(const char *field, uint64_t *kib);

#endif /* SPLITFOLD_BENCH_MEMINFO_H */

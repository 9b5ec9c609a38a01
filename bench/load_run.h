/* SPDX-License-Identifier: GPL-2.0-only */
/* load_run.h - one load, counted while it runs (region.h), into a record. */
#ifndef SPLITFOLD_BENCH_LOAD_RUN_H
#define SPLITFOLD_BENCH_LOAD_RUN_H

#include "bench/load.h"
#include "bench/record.h"

/*
 * Operations as many as the load has, or as --samples says if that is fewer, after some of
 * them to warm up. The record holds totals of the region: the host divides.
 */
void load_run(const struct load *load, const struct load_args *args, struct record *record);

/* How large a file loads read here: 256 MiB, or less where memory is scarce. */
size_t load_file_bytes(void);

#endif /* SPLITFOLD_BENCH_LOAD_RUN_H */

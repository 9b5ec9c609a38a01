/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * program.h - real programs as loads: fio and redis, from Debian's packages, where the
 * guest was given them (load=programs). What they say of themselves is kept.
 */
#ifndef SPLITFOLD_BENCH_PROGRAM_H
#define SPLITFOLD_BENCH_PROGRAM_H

#include "bench/record.h"
#include "workloads/load.h"

/* Ends with NULL. begin is -ENOENT where the program is not. */
extern const struct load *const program_table[];

#define PROGRAM_WHY_MAX	160

/* Why the guest was given none, cut to size; NULL if it does not say so. */
const char *program_missing(void);

/* Own numbers of the last step of load, as own_<what>; none for a load that is no program. */
void program_record(const struct load *load, struct record *record);

#endif /* SPLITFOLD_BENCH_PROGRAM_H */

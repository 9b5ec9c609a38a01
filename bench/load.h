/* SPDX-License-Identifier: GPL-2.0-only */
/* load.h - the loads that there are to measure (workloads/load.h says what one is). */
#ifndef SPLITFOLD_BENCH_LOAD_H
#define SPLITFOLD_BENCH_LOAD_H

#include "workloads/load.h"

/* By --load: all of them, one, or real programs. */
#define LOAD_ALL	"all"
#define LOAD_PROGRAMS	"programs"

/*
 * Those that have the kernel change permissions come last: where it can split blocks, the
 * others would run on what is left of them. Ends with NULL.
 */
extern const struct load *const load_table[];
/* NULL: there is none of that name. */
const struct load *load_find(const char *name);

/* By the module, on memory of its own. */
extern const struct load load_chase;
extern const struct load load_slab;

#endif /* SPLITFOLD_BENCH_LOAD_H */

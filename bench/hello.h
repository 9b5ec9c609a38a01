/* SPDX-License-Identifier: GPL-2.0-only */
/* hello.h - the first payload of a run: what machine the records come from. */
#ifndef SPLITFOLD_BENCH_HELLO_H
#define SPLITFOLD_BENCH_HELLO_H

#include "bench/bench.h"

/* Returns 0 or -errno. */
int hello_send(struct run *run);

#endif /* SPLITFOLD_BENCH_HELLO_H */

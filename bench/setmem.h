/* SPDX-License-Identifier: GPL-2.0-only */
/* setmem.h - the halves of the setmem benchmark: setmem_*.c, driven by setmem.c. */
#ifndef SPLITFOLD_BENCH_SETMEM_H
#define SPLITFOLD_BENCH_SETMEM_H

#include "bench/bench.h"

#include <stddef.h>

#define SETMEM_SAMPLES	2048

/* Each sends its own records. Returns 0, or -errno when records could not be sent. */
int setmem_kernel(struct run *run);
int setmem_secretmem(struct run *run);
int setmem_bpf(struct run *run);
int setmem_module(struct run *run);

/* Return true with the reason why no compiled program, or no secret memory, can be had here. */
bool setmem_bpf_missing(struct device *dev, char *reason, size_t size);
bool setmem_secretmem_missing(struct device *dev, char *reason, size_t size);

static inline unsigned int setmem_samples(const struct run *run)
{
	return run->opt->samples ? run->opt->samples : SETMEM_SAMPLES;
}

#endif /* SPLITFOLD_BENCH_SETMEM_H */

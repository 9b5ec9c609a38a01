/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * edu.h - QEMU's educational PCI device (docs/specs/edu.rst), told from user space to do
 * DMA: it has a buffer of its own, and goes where it is told.
 */
#ifndef SPLITFOLD_BENCH_EDU_H
#define SPLITFOLD_BENCH_EDU_H

#include <stdint.h>

#define EDU_BYTES	4096	/* its buffer */

struct edu {
	volatile char *bar;	/* NULL: there is none */
	char reason[96];
};

/* Finds it, enables it, lets it be bus master. Returns 0, or -errno with reason set. */
int edu_open(struct edu *edu);
void edu_close(struct edu *edu);

/*
 * DMA of its whole buffer: from address into it, or from it to address. Whether the device
 * got there it does not say. Returns 0, or -ETIMEDOUT when it is not done after seconds.
 */
int edu_load(struct edu *edu, uint64_t address);
int edu_store(struct edu *edu, uint64_t address);

#endif /* SPLITFOLD_BENCH_EDU_H */

/* SPDX-License-Identifier: GPL-2.0-only */
/* edu.h - QEMU's educational PCI device, by its registers: DMA to where it is told. */
#ifndef TESTS_BARE_EDU_H
#define TESTS_BARE_EDU_H

#include "realm/types.h"

#define EDU_BYTES	4096	/* its buffer, and each transfer */

/* Finds it on bus 0 and gives it addresses; false if there is none. */
bool edu_open(void);
/* From address into its buffer, and back. False when it was not done after some seconds. */
bool edu_load(u64 address);
bool edu_store(u64 address);

#endif /* TESTS_BARE_EDU_H */

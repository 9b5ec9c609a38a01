/* SPDX-License-Identifier: GPL-2.0-only */
/* machine.h - what main.c brings up before any test runs. */
#ifndef TESTS_BARE_MACHINE_H
#define TESTS_BARE_MACHINE_H

#include "realm/types.h"

/*
 * PA = VA: memory up to end and one GiB more cacheable and executable, so that what lies behind
 * it can be asked for in each way; all else is Device. At alias the same again, if not 0.
 */
void mmu_init(u64 end, u64 alias);
/* On every CPU. */
void mmu_on(void);
/* The distributor. */
void gic_init(void);

#endif /* TESTS_BARE_MACHINE_H */

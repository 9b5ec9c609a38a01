/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * hw.h - all that the logic of the monitor asks of the machine. hw.c answers with
 * system registers and instructions; the unit tests bring answers of their own
 * (tests/unit/realm_fake.c), so everything that includes only this runs on the host.
 */
#ifndef REALM_HW_H
#define REALM_HW_H

#include "realm/types.h"

/* Physical memory as the monitor can read and write it: PA = VA at EL2. */
void *hw_ptr(u64 pa);
/* Zero [pa, pa + size), both page aligned, so that guest and devices see it. */
void hw_zero(u64 pa, u64 size);
/* Stores to translation tables before this are seen by walks after it. */
void hw_table_barrier(void);
/* After [ipa, ipa + size) was unmapped at stage 2: no CPU has a translation left. */
void hw_tlbi(u64 ipa, u64 size);
/* The same for what the SMMU has cached. Only where there is one. */
void hw_smmu_tlbi(u64 ipa, u64 size);
/* CNTPCT_EL0 and its frequency. */
u64 hw_ticks(void);
u64 hw_ticks_hz(void);
/* The firmware's PSCI, whose x0 it returns. */
s64 hw_psci(u64 fn, u64 x1, u64 x2, u64 x3);
/* Prints one character where the console is. */
void hw_putc(char c);
_Noreturn void hw_off(void);

/* A lock that CPUs take with interrupts masked, as they are at EL2. */
struct lock {
	u32 taken;
};
void hw_lock(struct lock *lock);
void hw_unlock(struct lock *lock);

#endif /* REALM_HW_H */

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * smmu.h - the SMMUv3 of QEMU's virt machine, which only the monitor sees: stage 2 for
 * every stream, and in its tables only what devices may reach: shared pages, at their
 * unprotected addresses, and the ITS' doorbell.
 */
#ifndef REALM_SMMU_H
#define REALM_SMMU_H

#include "realm/types.h"

/*
 * Takes over the SMMU at base: stream table, queues, all streams to the stage 2 tables at
 * realm.smmu_root. Panics when the device does not do what is needed.
 */
void smmu_init(u64 base);
/* TLBI of [ipa, ipa + size), whole pages, and sync; called by hw_smmu_tlbi(). */
void smmu_tlbi(u64 ipa, u64 size);
/*
 * Take what is in the event queue; returns how many faults, the first ever is printed.
 * When the queue was full, at least that many.
 */
u32 smmu_events(void);

/* The SMMU's stage 2 tables: the doorbell, nothing shared yet. Returns the root's PA. */
u64 smmu_tables_init(void);
/* Map or unmap the unprotected alias of [pa, pa + size) for devices; no TLBI. */
void smmu_map(u64 pa, u64 size, bool shared);

#endif /* REALM_SMMU_H */

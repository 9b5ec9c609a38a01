/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * guard.h - stage 2 of a plain guest: IPA = PA for all of the address space but what is the
 * monitor's. A realm's is rtt.h.
 */
#ifndef REALM_GUARD_H
#define REALM_GUARD_H

/*
 * Makes the tables, for CPUs at realm.root and for the SMMU, where there is one, at
 * realm.smmu_root: the memory from the guest's end to realm.monitor_end and the SMMU's
 * registers are not in them. They do not change afterwards, so no fault is ever mended.
 */
void guard_init(void);

#endif /* REALM_GUARD_H */

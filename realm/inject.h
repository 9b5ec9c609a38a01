/* SPDX-License-Identifier: GPL-2.0-only */
/* inject.h - exceptions that the monitor gives to the guest's EL1. */
#ifndef REALM_INJECT_H
#define REALM_INJECT_H

#include "realm/types.h"

/* Where EL1 takes a synchronous exception from a state (Arm ARM D1.3, vector offsets). */
u64 inject_vector(u64 vbar, u64 spsr);
/* PSTATE as it is taken with (AArch64.TakeException()), for the guest's SCTLR_EL1. */
u64 inject_pstate(u64 spsr, u64 sctlr, bool mte);
/* ESR_EL1 of a synchronous external abort instead of the stage 2 fault that esr tells of. */
u64 inject_abort_esr(u64 esr, u64 spsr);
/* ESR_EL1 of an instruction that is undefined. */
#define INJECT_UNDEFINED_ESR	BIT(25)	/* EC 0, IL */

/* Does it: ELR_EL2 and SPSR_EL2 now lead to EL1's vector. */
void inject(u64 esr, u64 far);

#endif /* REALM_INJECT_H */

/* SPDX-License-Identifier: GPL-2.0-only */
/* el2.h - what a CPU's EL2 registers are set to, and the way down to EL1. */
#ifndef REALM_EL2_H
#define REALM_EL2_H

#include "realm/cpu.h"
#include "realm/types.h"

/* ID_AA64MMFR0_EL1.PARange of this CPU, and what it means in bits; 48 of them at most. */
unsigned int el2_pa_range(void);
unsigned int el2_pa_bits(void);

/*
 * The monitor's own map, in the page at table: PA = VA, memory up to ram_end cacheable, code
 * only in the image's GiB. Panics when memory ends above 512G.
 */
void el2_mmu_init(u64 table, u64 image, u64 ram_end);
/* On every CPU. */
void el2_mmu_on(void);

/* Traps, stage 2 and identity of this CPU; TPIDR_EL2 is cpu from now on. */
void el2_setup(struct cpu *cpu);

/* To EL1, MMU off, interrupts masked: entry with context in x0. */
_Noreturn void el2_enter_guest(struct cpu *cpu, u64 entry, u64 context);

#endif /* REALM_EL2_H */

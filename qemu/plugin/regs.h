/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * regs.h - the guest's registers, by CPU.
 *
 * Reading one is slow, so those that say how addresses are translated are kept, and read
 * again when an instruction may have changed them: regs_translate() looks for those.
 */
#ifndef PLUGIN_REGS_H
#define PLUGIN_REGS_H

#include "qemu/plugin/api.h"
#include "qemu/plugin/walk.h"

/* From vcpu_init's callback: looks the registers up. */
void regs_cpu_init(unsigned int cpu);

/* Marks what is kept as stale before an instruction that may change it. For each translation. */
void regs_translate(struct qemu_plugin_insn *insn, uint32_t opcode);
void regs_stale(unsigned int cpu);

/* In a callback with QEMU_PLUGIN_CB_R_REGS, on that CPU. */
const struct regime *regs_regime(unsigned int cpu);
/* Without looking whether it is stale: in callbacks that may not read registers. */
const struct regime *regs_regime_kept(unsigned int cpu);
bool regs_is_stale(unsigned int cpu);

uint64_t regs_x(unsigned int cpu, unsigned int nr);	/* x0 to x30; 31: sp */
uint64_t regs_pstate(unsigned int cpu);			/* PSTATE as in SPSR_ELx; EL in bits 3:2 */
/* In a callback with QEMU_PLUGIN_CB_RW_REGS. */
void regs_set_x(unsigned int cpu, unsigned int nr, uint64_t value);

/* Guest physical memory, a word. Returns 0 or -EFAULT: nothing is there. */
int phys_read(void *unused, uint64_t pa, uint64_t *word);

#endif

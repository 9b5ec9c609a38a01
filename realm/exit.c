// SPDX-License-Identifier: GPL-2.0-only
/*
 * exit.c - why the guest left EL1 or EL0, and what becomes of it. Classes are counted
 * here, functions in smc.c; both with the time from the guest's state saved to restored.
 */
#include "realm/cpu.h"
#include "realm/hw.h"
#include "realm/id.h"
#include "realm/inject.h"
#include "realm/monitor.h"
#include "realm/print.h"
#include "realm/rtt.h"
#include "realm/smc.h"
#include "realm/sysreg.h"

#include <assert.h>

static_assert(offsetof(struct cpu, x) == 0, "vectors.S saves the guest's registers there");

#define EC(esr)		((esr) >> 26 & 0x3f)
#define EC_HVC64	0x16
#define EC_SMC64	0x17
#define EC_SYSREG	0x18
#define EC_IABT_LOWER	0x20
#define EC_DABT_LOWER	0x24

#define FSC(esr)		((esr) & 0x3f)
#define FSC_TRANSLATION(fsc)	(((fsc) & ~3ul) == 0x04)

#define SYSREG_READ(iss)	((iss) & 1)
#define SYSREG_RT(iss)		((iss) >> 5 & 0x1f)
#define SYSREG_IS_ID(iss)	(((iss) & 0x3fffe0 & ~(0x1f << 5 | 7 << 17)) == 3 << 20)

void inject(u64 esr, u64 far)
{
	u64 spsr = sysreg_read(spsr_el2);
	bool mte = field(sysreg_read(id_aa64pfr1_el1), 8) >= 2;

	sysreg_write(esr_el1, esr);
	sysreg_write(far_el1, far);
	sysreg_write(elr_el1, sysreg_read(elr_el2));
	sysreg_write(spsr_el1, spsr);
	sysreg_write(elr_el2, inject_vector(sysreg_read(vbar_el1), spsr));
	sysreg_write(spsr_el2, inject_pstate(spsr, sysreg_read(sctlr_el1), mte));
}

static void exit_skip(void)
{
	sysreg_write(elr_el2, sysreg_read(elr_el2) + 4);
}

static enum monitor_counter exit_smc(struct cpu *cpu)
{
	exit_skip();
	smc_handle(cpu, cpu->x);
	return COUNTER_EXIT_SMC;
}

static enum monitor_counter exit_hvc(void)
{
	/* ELR is behind an HVC; an undefined instruction's is on it. */
	sysreg_write(elr_el2, sysreg_read(elr_el2) - 4);
	inject(INJECT_UNDEFINED_ESR, 0);
	return COUNTER_EXIT_HVC;
}

static enum monitor_counter exit_sysreg(struct cpu *cpu, u64 esr)
{
	if (!SYSREG_READ(esr) || !SYSREG_IS_ID(esr)) {
		inject(INJECT_UNDEFINED_ESR, 0);
		return COUNTER_EXIT_OTHER;
	}
	if (SYSREG_RT(esr) != 31)
		cpu->x[SYSREG_RT(esr)] = id_read(esr);
	exit_skip();
	return COUNTER_EXIT_SYSREG;
}

/*
 * HPFAR_EL2 is valid for translation faults, also of walks of stage 1. A plain guest finds what
 * is not in its tables as if no memory were there.
 */
static enum monitor_counter exit_abort(u64 esr)
{
	u64 far = sysreg_read(far_el2);
	u64 ipa = (sysreg_read(hpfar_el2) & 0xffffffffff0ul) << 8;

	if (monitor_is_realm() && FSC_TRANSLATION(FSC(esr)) && rtt_fault(ipa))
		return COUNTER_EXIT_S2_FAULT;
	inject(inject_abort_esr(esr, sysreg_read(spsr_el2)), far);
	return COUNTER_EXIT_S2_ABORT;
}

void exit_handle(struct cpu *cpu)
{
	u64 start = hw_ticks(), esr = sysreg_read(esr_el2);
	struct counter *counter;
	enum monitor_counter class;

	switch (EC(esr)) {
	case EC_SMC64:
		class = exit_smc(cpu);
		break;
	case EC_HVC64:
		class = exit_hvc();
		break;
	case EC_SYSREG:
		class = exit_sysreg(cpu, esr);
		break;
	case EC_IABT_LOWER:
	case EC_DABT_LOWER:
		class = exit_abort(esr);
		break;
	default:
		panic("cpu %u: exit that nothing asked for: ESR_EL2 %lx, ELR_EL2 %lx", cpu->index,
		      esr, sysreg_read(elr_el2));
	}
	counter = &cpu->counters[class];
	counter->count++;
	counter->ticks += hw_ticks() - start;
}

/* what: 0 from EL2, 1 an interrupt or SError that should have gone to EL1. */
_Noreturn void exit_fatal(u64 what)
{
	panic("%s: ESR_EL2 %lx, ELR_EL2 %lx, FAR_EL2 %lx, SPSR_EL2 %lx",
	      what ? "asynchronous exception from the guest" : "exception in the monitor",
	      sysreg_read(esr_el2), sysreg_read(elr_el2), sysreg_read(far_el2),
	      sysreg_read(spsr_el2));
}

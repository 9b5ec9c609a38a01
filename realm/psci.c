// SPDX-License-Identifier: GPL-2.0-only
/*
 * psci.c - PSCI: the firmware's, with the monitor in between where a CPU comes up, which
 * must pass through EL2 first, and where the system goes down.
 */
#include "realm/hw.h"
#include "realm/monitor.h"
#include "realm/rtt.h"
#include "realm/smc.h"

#define FID_SMC64	BIT(30)

/* CPU_SUSPEND's power_state: StateType (power-down) and above it the power levels. */
#define POWER_STATE_ID	0xfffful

enum affinity_info {
	AFFINITY_ON,
	AFFINITY_OFF,
	AFFINITY_ON_PENDING,
};

/* Only one CPU_ON at a time: between the question whether a CPU is off and its start. */
static struct lock on_lock;

/* SMC32 calls have their arguments in w registers. */
static u64 psci_arg(const u64 x[], int nr)
{
	return x[0] & FID_SMC64 ? x[nr] : (u32)x[nr];
}

static void psci_call(u64 x[], u64 x1, u64 x2, u64 x3)
{
	x[0] = hw_psci((u32)x[0], x1, x2, x3);
}

void psci_forward(struct cpu *cpu, u64 x[])
{
	(void)cpu;
	psci_call(x, psci_arg(x, 1), psci_arg(x, 2), psci_arg(x, 3));
}

/*
 * What it is to begin with is written only while the target is off. From its start on the
 * firmware says that it is not, so nobody writes again before the target has read it.
 */
static s64 cpu_on(struct cpu *target, u64 entry, u64 context)
{
	s64 ret = hw_psci(FID_PSCI_AFFINITY_INFO, target->mpidr, 0, 0);

	switch (ret) {
	case AFFINITY_ON:
		return PSCI_RET_ALREADY_ON_;
	case AFFINITY_ON_PENDING:
		return PSCI_RET_ON_PENDING_;
	case AFFINITY_OFF:
		target->entry = entry;
		target->context = context;
		return hw_psci(FID_PSCI_CPU_ON, target->mpidr, cpu_entry_pa(), target->index);
	}
	return ret;
}

void psci_cpu_on(struct cpu *cpu, u64 x[])
{
	u64 entry = psci_arg(x, 2), context = psci_arg(x, 3);
	struct cpu *target = cpu_find(psci_arg(x, 1));

	(void)cpu;
	if (!IS_ALIGNED(entry, 4) || (monitor_is_realm() && !realm_is_ram(entry, 4))) {
		x[0] = PSCI_RET_INVALID_ADDRESS_;
		return;
	}
	if (!target) {
		x[0] = PSCI_RET_INVALID_PARAMS_;
		return;
	}
	hw_lock(&on_lock);
	x[0] = cpu_on(target, entry, context);
	hw_unlock(&on_lock);
}

/* Returns only if the firmware denied it. */
void psci_cpu_off(struct cpu *cpu, u64 x[])
{
	(void)cpu;
	psci_call(x, 0, 0, 0);
}

/*
 * Standby only: what comes back from a power-down comes back at the firmware's entry, and
 * QEMU has no such state anyway.
 */
void psci_cpu_suspend(struct cpu *cpu, u64 x[])
{
	u32 state = x[1];

	(void)cpu;
	if (state & ~POWER_STATE_ID)
		x[0] = PSCI_RET_INVALID_PARAMS_;
	else
		psci_call(x, state, 0, 0);
}

/* Levels above 0 have no meaning since PSCI 1.0. */
void psci_affinity_info(struct cpu *cpu, u64 x[])
{
	struct cpu *target = cpu_find(psci_arg(x, 1));

	(void)cpu;
	if (!target || psci_arg(x, 2))
		x[0] = PSCI_RET_INVALID_PARAMS_;
	else
		psci_call(x, target->mpidr, 0, 0);
}

static bool psci_is_function(u32 fid)
{
	return (fid & ~FID_SMC64) >= FID_PSCI_VERSION && (fid & ~FID_SMC64) <= FID_PSCI_FEATURES;
}

/* Flags of a function that is there: none. */
void psci_features(struct cpu *cpu, u64 x[])
{
	u32 fid = x[1];

	(void)cpu;
	x[0] = fid == FID_SMCCC_VERSION || (psci_is_function(fid) && smc_supported(fid)) ?
	       PSCI_RET_SUCCESS_ : PSCI_RET_NOT_SUPPORTED_;
}

void psci_system_off(struct cpu *cpu, u64 x[])
{
	monitor_smmu_poll(cpu);
	monitor_summary();
	psci_call(x, 0, 0, 0);
}

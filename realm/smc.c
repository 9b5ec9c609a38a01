// SPDX-License-Identifier: GPL-2.0-only
/*
 * smc.c - which function is whose, and how often each was called. The families check
 * their own arguments; all that is decided here is whether there is such a function.
 */
#include "realm/smc.h"

#include "realm/hw.h"
#include "realm/monitor.h"

/* No default: the compiler names a function of MONITOR_FUNCTIONS that is missing. */
static smc_fn smc_function(u32 fid)
{
	switch ((enum monitor_fid)fid) {
	case FID_SMCCC_VERSION:			return smccc_version;
	case FID_SMCCC_ARCH_FEATURES:		return smccc_arch_features;
	case FID_PSCI_VERSION:			return psci_forward;
	case FID_PSCI_CPU_SUSPEND32:		return psci_cpu_suspend;
	case FID_PSCI_CPU_SUSPEND:		return psci_cpu_suspend;
	case FID_PSCI_CPU_OFF:			return psci_cpu_off;
	case FID_PSCI_CPU_ON32:			return psci_cpu_on;
	case FID_PSCI_CPU_ON:			return psci_cpu_on;
	case FID_PSCI_AFFINITY_INFO32:		return psci_affinity_info;
	case FID_PSCI_AFFINITY_INFO:		return psci_affinity_info;
	case FID_PSCI_MIGRATE_INFO_TYPE:	return psci_forward;
	case FID_PSCI_SYSTEM_OFF:		return psci_system_off;
	case FID_PSCI_SYSTEM_RESET:		return psci_system_off;
	case FID_PSCI_FEATURES:			return psci_features;
	case FID_RSI_VERSION:			return rsi_version;
	case FID_RSI_FEATURES:			return rsi_features;
	case FID_RSI_MEASUREMENT_READ:		return rsi_measurement_read;
	case FID_RSI_MEASUREMENT_EXTEND:	return rsi_measurement_extend;
	case FID_RSI_ATTEST_TOKEN_INIT:		return rsi_attest_token_init;
	case FID_RSI_ATTEST_TOKEN_CONTINUE:	return rsi_attest_token_continue;
	case FID_RSI_REALM_CONFIG:		return rsi_realm_config;
	case FID_RSI_IPA_STATE_SET:		return rsi_ipa_state_set;
	case FID_RSI_IPA_STATE_GET:		return rsi_ipa_state_get;
	case FID_RSI_HOST_CALL:			return rsi_host_call;
	case FID_MONITOR_UID:			return monitor_uid;
	case FID_MONITOR_INFO:			return monitor_info;
	case FID_MONITOR_COUNTER:		return monitor_counter;
	}
	return NULL;
}

/* NULL where the function is not known. */
static struct counter *smc_counter(struct cpu *cpu, u32 fid)
{
	switch (fid) {
#define X(name, number)	case FID_##name: return &cpu->counters[COUNTER_##name];
	MONITOR_FUNCTIONS(X)
#undef X
	}
	return NULL;
}

static bool smc_is_rsi(u32 fid)
{
	return fid >= FID_RSI_VERSION && fid <= FID_RSI_HOST_CALL;
}

bool smc_supported(u32 fid)
{
	return smc_function(fid) && (monitor_is_realm() || !smc_is_rsi(fid));
}

/* The function is in w0: whatever the upper half holds is no part of it (SMCCC 2.5). */
void smc_handle(struct cpu *cpu, u64 x[SMC_REGS])
{
	u64 start = hw_ticks();
	u32 fid = x[0];
	struct counter *counter = smc_counter(cpu, fid);

	/* Before the call: not all of them come back. */
	if (counter)
		counter->count++;
	if (smc_supported(fid))
		smc_function(fid)(cpu, x);
	else
		x[0] = SMCCC_RET_NOT_SUPPORTED;
	if (counter)
		counter->ticks += hw_ticks() - start;
}

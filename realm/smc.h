/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * smc.h - what the guest asks by SMC: one file per family (smccc.c, psci.c, rsi_*.c,
 * monitor.c), a table in smc.c that says which function is whose.
 */
#ifndef REALM_SMC_H
#define REALM_SMC_H

#include "realm/abi.h"
#include "realm/cpu.h"
#include "realm/types.h"

/*
 * Arguments and results: x0 to x17 (SMCCC 1.2). What a call does not return it leaves, but
 * an RSI call x1 to x3, which are zero then.
 */
#define SMC_REGS	18

/*
 * Answer the call in x. Every call is counted; a function that is not known, or an RSI
 * call in a guest that is no realm, gets SMCCC_RET_NOT_SUPPORTED in x0.
 */
void smc_handle(struct cpu *cpu, u64 x[SMC_REGS]);

/* Whether a function is answered in this guest; for *_FEATURES. */
bool smc_supported(u32 fid);

typedef void (*smc_fn)(struct cpu *cpu, u64 x[SMC_REGS]);

void smccc_version(struct cpu *cpu, u64 x[]);
void smccc_arch_features(struct cpu *cpu, u64 x[]);

void psci_forward(struct cpu *cpu, u64 x[]);		/* as it is */
void psci_cpu_on(struct cpu *cpu, u64 x[]);
void psci_cpu_off(struct cpu *cpu, u64 x[]);
void psci_cpu_suspend(struct cpu *cpu, u64 x[]);
void psci_affinity_info(struct cpu *cpu, u64 x[]);
void psci_features(struct cpu *cpu, u64 x[]);
void psci_system_off(struct cpu *cpu, u64 x[]);		/* and reset: prints what was used */

void rsi_version(struct cpu *cpu, u64 x[]);		/* rsi_config.c */
void rsi_features(struct cpu *cpu, u64 x[]);
void rsi_realm_config(struct cpu *cpu, u64 x[]);
void rsi_measurement_read(struct cpu *cpu, u64 x[]);	/* rsi_measurement.c */
void rsi_measurement_extend(struct cpu *cpu, u64 x[]);
void rsi_attest_token_init(struct cpu *cpu, u64 x[]);	/* rsi_attest.c */
void rsi_attest_token_continue(struct cpu *cpu, u64 x[]);
void rsi_ipa_state_set(struct cpu *cpu, u64 x[]);	/* rsi_ripas.c */
void rsi_ipa_state_get(struct cpu *cpu, u64 x[]);
void rsi_host_call(struct cpu *cpu, u64 x[]);		/* rsi_host.c */

void monitor_uid(struct cpu *cpu, u64 x[]);		/* monitor.c */
void monitor_info(struct cpu *cpu, u64 x[]);
void monitor_counter(struct cpu *cpu, u64 x[]);

#endif /* REALM_SMC_H */

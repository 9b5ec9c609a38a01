/* SPDX-License-Identifier: GPL-2.0-only WITH Linux-syscall-note */
/*
 * abi.h - what a guest may say to the monitor: function identifiers, return codes,
 * counters. The one place for these numbers; monitor, module, benchmarks and tests
 * include it, so it has nothing in it but numbers.
 *
 * Sources: SMCCC (DEN0028) section 7, PSCI (DEN0022) chapter 5, RMM specification
 * (DEN0137) 1.0 chapter B5 "Realm Services Interface".
 */
#ifndef REALM_ABI_H
#define REALM_ABI_H

/*
 * Every function that the monitor knows: X(name, function identifier). Both SMC32 and
 * SMC64 forms where both exist. What is not here is answered with NOT_SUPPORTED.
 */
#define MONITOR_FUNCTIONS(X)				\
	X(SMCCC_VERSION,		0x80000000)	\
	X(SMCCC_ARCH_FEATURES,		0x80000001)	\
	X(PSCI_VERSION,			0x84000000)	\
	X(PSCI_CPU_SUSPEND32,		0x84000001)	\
	X(PSCI_CPU_SUSPEND,		0xc4000001)	\
	X(PSCI_CPU_OFF,			0x84000002)	\
	X(PSCI_CPU_ON32,		0x84000003)	\
	X(PSCI_CPU_ON,			0xc4000003)	\
	X(PSCI_AFFINITY_INFO32,		0x84000004)	\
	X(PSCI_AFFINITY_INFO,		0xc4000004)	\
	X(PSCI_MIGRATE_INFO_TYPE,	0x84000006)	\
	X(PSCI_SYSTEM_OFF,		0x84000008)	\
	X(PSCI_SYSTEM_RESET,		0x84000009)	\
	X(PSCI_FEATURES,		0x8400000a)	\
	X(RSI_VERSION,			0xc4000190)	\
	X(RSI_FEATURES,			0xc4000191)	\
	X(RSI_MEASUREMENT_READ,		0xc4000192)	\
	X(RSI_MEASUREMENT_EXTEND,	0xc4000193)	\
	X(RSI_ATTEST_TOKEN_INIT,	0xc4000194)	\
	X(RSI_ATTEST_TOKEN_CONTINUE,	0xc4000195)	\
	X(RSI_REALM_CONFIG,		0xc4000196)	\
	X(RSI_IPA_STATE_SET,		0xc4000197)	\
	X(RSI_IPA_STATE_GET,		0xc4000198)	\
	X(RSI_HOST_CALL,		0xc4000199)	\
	X(MONITOR_UID,			0x8600ff01)	\
	X(MONITOR_INFO,			0xc6000000)	\
	X(MONITOR_COUNTER,		0xc6000001)

#define X(name, fid)	FID_##name = fid,
enum monitor_fid { MONITOR_FUNCTIONS(X) };
#undef X

/* The kernel has its own names for these, which clash. */
#ifndef __KERNEL__

#define SMCCC_RET_SUCCESS		0
#define SMCCC_RET_NOT_SUPPORTED		(-1)
#define SMCCC_RET_INVALID_PARAMETER	(-3)

#define PSCI_RET_SUCCESS_		0
#define PSCI_RET_NOT_SUPPORTED_		(-1)
#define PSCI_RET_INVALID_PARAMS_	(-2)
#define PSCI_RET_DENIED_		(-3)
#define PSCI_RET_ALREADY_ON_		(-4)
#define PSCI_RET_ON_PENDING_		(-5)
#define PSCI_RET_INVALID_ADDRESS_	(-9)

enum rsi_ret {
	RSI_RET_SUCCESS		= 0,
	RSI_RET_ERROR_INPUT	= 1,
	RSI_RET_ERROR_STATE	= 2,
	RSI_RET_INCOMPLETE	= 3,
	RSI_RET_ERROR_UNKNOWN	= 4,
};

enum ripas {
	RIPAS_EMPTY	= 0,
	RIPAS_RAM	= 1,
	RIPAS_DESTROYED	= 2,
	RIPAS_DEV	= 3,
};

#define RSI_CHANGE_DESTROYED	1	/* bit 0 of IPA_STATE_SET's flags */
#define RSI_RESPONSE_ACCEPT	0	/* IPA_STATE_SET's x2 */
#define RSI_RESPONSE_REJECT	1

#endif /* __KERNEL__ */

#define REALM_GRANULE		0x1000ul

/*
 * RSI_HOST_CALL: what the emulated host makes of the immediate in struct RsiHostCall (imm at
 * offset 0, gprs[31] from 8). It answers in gprs[0] and leaves the others; of another
 * immediate it says -1 (SMCCC_RET_NOT_SUPPORTED).
 */
#define HOST_CALL_NOTHING	0	/* answers 0 */
#define HOST_CALL_DESTROY	1	/* takes away the granule at gprs[0]: 0, or -3 */

/* What MONITOR_UID answers in w0..w3: not a KVM, not a real RMM. */
#define MONITOR_UID_0	0x73706c69u	/* "spli" */
#define MONITOR_UID_1	0x74666f6cu	/* "tfol" */
#define MONITOR_UID_2	0x64656d75u	/* "demu" */
#define MONITOR_UID_3	0x6c617465u	/* "late" */

#define MONITOR_ABI	1

/*
 * MONITOR_INFO: x0 = SMCCC_RET_SUCCESS, x1 = MONITOR_ABI, x2 = MONITOR_FLAG_*, x3 = bytes of
 * code and data (stacks included), x4 = pages of the page-table pool, x5 = of these in use,
 * x6 = the most there ever were, x7 = checksum of code and constants as they are now,
 * x8 = the same when the monitor started, x9 = NR_MONITOR_COUNTERS, x10 = counter frequency.
 */
#define MONITOR_FLAG_REALM	(1u << 0)	/* RSI is answered, RIPAS enforced */
#define MONITOR_FLAG_MIXED	(1u << 1)	/* CPUs differ in BBML2 */
#define MONITOR_FLAG_SMMU	(1u << 2)	/* the monitor owns an SMMU */

/*
 * MONITOR_COUNTER: x1 = enum monitor_counter. Answers x0 = SMCCC_RET_SUCCESS or
 * SMCCC_RET_INVALID_PARAMETER, x1 = how often, x2 = ticks of CNTPCT_EL0 spent, over all
 * CPUs. The ticks are from the first instruction after the guest's state is saved to the
 * last before it is restored. Gauges have no ticks.
 *
 * First one for every function, in their order, then the exits by class.
 */
enum monitor_counter {
#define X(name, fid)	COUNTER_##name,
	MONITOR_FUNCTIONS(X)
#undef X
	COUNTER_EXIT_SMC,		/* all SMCs, known or not */
	COUNTER_EXIT_HVC,		/* all HVCs: injected back as undefined */
	COUNTER_EXIT_SYSREG,		/* ID registers read under TID3 */
	COUNTER_EXIT_S2_FAULT,		/* stage 2 faults that got a mapping */
	COUNTER_EXIT_S2_ABORT,		/* ... that became the guest's external abort */
	COUNTER_EXIT_OTHER,
	COUNTER_SMMU_FAULT,		/* transactions that the SMMU refused */
	COUNTER_SHARED_PAGES,		/* gauge: pages with RIPAS EMPTY now */
	COUNTER_SHARED_PAGES_PEAK,	/* gauge */
	NR_MONITOR_COUNTERS,
};

#endif /* REALM_ABI_H */

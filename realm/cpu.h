/* SPDX-License-Identifier: GPL-2.0-only */
/* cpu.h - what the monitor keeps for each CPU. */
#ifndef REALM_CPU_H
#define REALM_CPU_H

#include "realm/abi.h"
#include "realm/token.h"
#include "realm/types.h"

#define CPU_STACK_BYTES	2048

struct counter {
	u64 count;
	u64 ticks;
};

/* An attestation token while it is fetched (rsi_attest.c); one per CPU, as per REC. */
struct token {
	u32 size;		/* 0: none under way */
	u32 taken;
	struct token_claims claims;
};

struct cpu {
	u64 x[31];		/* the guest's registers while the monitor runs (vectors.S) */
	u64 mpidr;		/* affinity bits */
	u32 index;
	bool present;
	bool bbml2;		/* what it says of itself */
	u64 entry;		/* CPU_ON: where the guest wants it, and with what in x0 */
	u64 context;
	struct counter counters[NR_MONITOR_COUNTERS];
	struct token token;
};

extern struct cpu cpus[MAX_CPUS];

/* The CPU with these affinity bits, or NULL. */
struct cpu *cpu_find(u64 mpidr);

/* Where a CPU that PSCI turns on starts; its index is the context (start.S). */
u64 cpu_entry_pa(void);

#endif /* REALM_CPU_H */

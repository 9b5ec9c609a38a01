/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * monitor.h - what the monitor knows of itself, and tells: MONITOR_UID, _INFO, _COUNTER,
 * and the summary at power-off.
 */
#ifndef REALM_MONITOR_H
#define REALM_MONITOR_H

#include "realm/abi.h"
#include "realm/cpu.h"
#include "realm/types.h"

struct monitor {
	u32 flags;		/* MONITOR_FLAG_* */
	u64 image_bytes;	/* code and data, stacks included, without the pool */
	const void *code;	/* code and constants: nothing may change them */
	u64 code_bytes;		/* a multiple of 8, as code's address is */
	u64 checksum;		/* of these, when the monitor started */
};

extern struct monitor monitor;

/* Before the guest runs, and after relocations were applied. */
void monitor_init(u32 flags, u64 image_bytes, const void *code, u64 code_bytes);

/* RSI is answered and RIPAS enforced; else the guest only has CPUs of our making. */
static inline bool monitor_is_realm(void)
{
	return monitor.flags & MONITOR_FLAG_REALM;
}

/* Counts what the SMMU refused since the last time: it does not interrupt anybody. */
void monitor_smmu_poll(struct cpu *cpu);

/* Prints what the guest asked for and what it took. */
void monitor_summary(void);

#endif /* REALM_MONITOR_H */

// SPDX-License-Identifier: GPL-2.0-only
/*
 * monitor.c - what the monitor tells of itself: who it is, what it takes, how often it
 * was needed and for how long; to the guest, and at the end on the console.
 */
#include "realm/monitor.h"

#include "realm/hw.h"
#include "realm/pool.h"
#include "realm/print.h"
#include "realm/rtt.h"
#include "realm/smc.h"
#include "realm/smmu.h"
#include "realm/stack.h"

struct monitor monitor;

/* FNV-1a, but of words. Not against forgers: it is to see stray stores. */
static u64 monitor_checksum(void)
{
	const u64 *word = monitor.code;
	u64 sum = 0xcbf29ce484222325, i;

	for (i = 0; i < monitor.code_bytes / sizeof(*word); i++)
		sum = (sum ^ word[i]) * 0x100000001b3;
	return sum;
}

void monitor_init(u32 flags, u64 image_bytes, const void *code, u64 code_bytes)
{
	monitor = (struct monitor){
		.flags = flags,
		.image_bytes = image_bytes,
		.code = code,
		.code_bytes = code_bytes,
	};
	monitor.checksum = monitor_checksum();
}

void monitor_smmu_poll(struct cpu *cpu)
{
	if (monitor.flags & MONITOR_FLAG_SMMU)
		cpu->counters[COUNTER_SMMU_FAULT].count += smmu_events();
}

/* Each CPU writes only its own counters; a sum may miss what is under way. */
static struct counter monitor_sum(enum monitor_counter which)
{
	struct counter sum = { 0 };
	int i;

	for (i = 0; i < MAX_CPUS; i++) {
		sum.count += cpus[i].counters[which].count;
		sum.ticks += cpus[i].counters[which].ticks;
	}
	return sum;
}

void monitor_uid(struct cpu *cpu, u64 x[])
{
	(void)cpu;
	x[0] = MONITOR_UID_0;
	x[1] = MONITOR_UID_1;
	x[2] = MONITOR_UID_2;
	x[3] = MONITOR_UID_3;
}

void monitor_info(struct cpu *cpu, u64 x[])
{
	(void)cpu;
	x[0] = SMCCC_RET_SUCCESS;
	x[1] = MONITOR_ABI;
	x[2] = monitor.flags;
	x[3] = monitor.image_bytes;
	x[4] = pool.pages;
	x[5] = pool.used;
	x[6] = pool.peak;
	x[7] = monitor_checksum();
	x[8] = monitor.checksum;
	x[9] = NR_MONITOR_COUNTERS;
	x[10] = hw_ticks_hz();
}

void monitor_counter(struct cpu *cpu, u64 x[])
{
	struct counter sum;

	if (x[1] >= NR_MONITOR_COUNTERS) {
		x[0] = (u64)SMCCC_RET_INVALID_PARAMETER;
		return;
	}
	if (x[1] == COUNTER_SMMU_FAULT)
		monitor_smmu_poll(cpu);
	sum = monitor_sum(x[1]);
	if (x[1] == COUNTER_SHARED_PAGES)
		sum.count = realm.shared_pages;
	if (x[1] == COUNTER_SHARED_PAGES_PEAK)
		sum.count = realm.shared_pages_peak;
	x[0] = SMCCC_RET_SUCCESS;
	x[1] = sum.count;
	x[2] = sum.ticks;
}

static void summary_line(const char *name, enum monitor_counter which)
{
	struct counter sum = monitor_sum(which);

	if (sum.count)
		print("%s: %lu, %lu ticks", name, sum.count, sum.ticks);
}

void monitor_summary(void)
{
#define X(name, fid)	summary_line(#name, COUNTER_##name);
	MONITOR_FUNCTIONS(X)
#undef X
	summary_line("SMCs", COUNTER_EXIT_SMC);
	summary_line("HVCs", COUNTER_EXIT_HVC);
	summary_line("registers read", COUNTER_EXIT_SYSREG);
	summary_line("stage 2 faults mapped", COUNTER_EXIT_S2_FAULT);
	summary_line("stage 2 aborts given", COUNTER_EXIT_S2_ABORT);
	summary_line("other exits", COUNTER_EXIT_OTHER);
	summary_line("SMMU faults", COUNTER_SMMU_FAULT);
	if (monitor_is_realm())
		print("shared pages: %lu, at most %lu", realm.shared_pages,
		      realm.shared_pages_peak);
	print("memory: %lu bytes of code and data; tables: %lu pages, at most %lu of %lu; stacks: "
	      "at most %lu of %u bytes", monitor.image_bytes, pool.used, pool.peak, pool.pages,
	      stack_used_most(), CPU_STACK_BYTES);
}

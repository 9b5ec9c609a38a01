// SPDX-License-Identifier: GPL-2.0-only
/*
 * count.c - counters of what is executed, inline where QEMU's may be used (plugin_inline()).
 *
 * An instruction is counted before it executes, an access after it was made: one that
 * faults is an instruction and no access. Accesses are QEMU's: a pair or a page-crossing
 * access counts as often as QEMU calls its callback.
 */
#include "qemu/plugin/count.h"
#include "qemu/plugin/profile.h"

#include <errno.h>

struct counts {
	uint64_t insns;
	uint64_t monitor_insns;
	uint64_t loads;
	uint64_t stores;
};

static struct {
	struct qemu_plugin_scoreboard *board;
	qemu_plugin_u64 insns, monitor_insns, loads, stores;
	unsigned int cpus;
	struct counts begin, end;
	bool ended;
} count;

static qemu_plugin_u64 count_member(size_t offset)
{
	return (qemu_plugin_u64){ .score = count.board, .offset = offset };
}

void count_start(unsigned int cpus)
{
	count.cpus = cpus;
	count.board = qemu_plugin_scoreboard_new(sizeof(struct counts));
	count.insns = count_member(offsetof(struct counts, insns));
	count.monitor_insns = count_member(offsetof(struct counts, monitor_insns));
	count.loads = count_member(offsetof(struct counts, loads));
	count.stores = count_member(offsetof(struct counts, stores));
}

/* What an inline counter does, as a callback; userdata is which. */
static void count_insn(unsigned int cpu, void *userdata)
{
	const qemu_plugin_u64 *what = userdata;

	qemu_plugin_u64_set(*what, cpu, qemu_plugin_u64_get(*what, cpu) + 1);
}

static void count_access(unsigned int cpu, qemu_plugin_meminfo_t info, uint64_t vaddr,
			 void *userdata)
{
	(void)info;
	(void)vaddr;
	count_insn(cpu, userdata);
}

void count_insns(struct qemu_plugin_tb *tb)
{
	qemu_plugin_u64 *whose =
		monitor_has(qemu_plugin_tb_vaddr(tb)) ? &count.monitor_insns : &count.insns;
	const size_t n = qemu_plugin_tb_n_insns(tb);
	size_t i;

	for (i = 0; i < n; i++) {
		struct qemu_plugin_insn *insn = qemu_plugin_tb_get_insn(tb, i);

		if (plugin_inline())
			qemu_plugin_register_vcpu_insn_exec_inline_per_vcpu(
				insn, QEMU_PLUGIN_INLINE_ADD_U64, *whose, 1);
		else
			qemu_plugin_register_vcpu_insn_exec_cb(insn, count_insn,
							       QEMU_PLUGIN_CB_NO_REGS, whose);
	}
}

static void count_kind(struct qemu_plugin_insn *insn, enum qemu_plugin_mem_rw rw,
		       qemu_plugin_u64 *which)
{
	if (plugin_inline())
		qemu_plugin_register_vcpu_mem_inline_per_vcpu(
			insn, rw, QEMU_PLUGIN_INLINE_ADD_U64, *which, 1);
	else
		qemu_plugin_register_vcpu_mem_cb(insn, count_access, QEMU_PLUGIN_CB_NO_REGS, rw,
						 which);
}

void count_memory(struct qemu_plugin_tb *tb)
{
	const size_t n = qemu_plugin_tb_n_insns(tb);
	size_t i;

	if (monitor_has(qemu_plugin_tb_vaddr(tb)))
		return;
	for (i = 0; i < n; i++) {
		struct qemu_plugin_insn *insn = qemu_plugin_tb_get_insn(tb, i);

		count_kind(insn, QEMU_PLUGIN_MEM_R, &count.loads);
		count_kind(insn, QEMU_PLUGIN_MEM_W, &count.stores);
	}
}

static struct counts count_now(void)
{
	return (struct counts){
		.insns = qemu_plugin_u64_sum(count.insns),
		.loads = qemu_plugin_u64_sum(count.loads),
		.stores = qemu_plugin_u64_sum(count.stores),
	};
}

void count_begin(void)
{
	count.begin = count_now();
	count.ended = false;
}

void count_end(void)
{
	count.end = count_now();
	count.ended = true;
}

int count_read(uint64_t row, uint64_t column, uint64_t *value)
{
	const struct counts end = count.ended ? count.end : count_now();

	if (row)
		return -ENOENT;
	switch (column) {
	case PLUGIN_RUN_INSNS:
		*value = end.insns - count.begin.insns;
		return 0;
	case PLUGIN_RUN_LOADS:
		*value = end.loads - count.begin.loads;
		return 0;
	case PLUGIN_RUN_STORES:
		*value = end.stores - count.begin.stores;
		return 0;
	case PLUGIN_RUN_CPUS:
		*value = count.cpus;
		return 0;
	case PLUGIN_RUN_BOOT_CPU:
		*value = count_cpu_insns(0);
		return 0;
	default:
		return -ENOENT;
	}
}

uint64_t count_cpu_insns(unsigned int cpu)
{
	return qemu_plugin_u64_get(count.insns, cpu);
}

uint64_t count_all_insns(void)
{
	return qemu_plugin_u64_sum(count.insns);
}

uint64_t count_monitor_insns(unsigned int cpu)
{
	return qemu_plugin_u64_get(count.monitor_insns, cpu);
}

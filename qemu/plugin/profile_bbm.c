// SPDX-License-Identifier: GPL-2.0-only
/*
 * profile_bbm.c - shows bbm.c all that it is about: stores to tables, TLBIs, DSBs, and what
 * comes into the registers that tables are found by. Registers are followed by the
 * instructions that write them, from the reset of the machine on.
 *
 * Most stores are of no interest, and are left by after one look at a bitmap.
 */
#include "qemu/plugin/bbm.h"
#include "qemu/plugin/profile.h"
#include "qemu/plugin/regs.h"
#include "qemu/plugin/stale.h"
#include "qemu/plugin/tlbi.h"
#include "qemu/plugin/trace.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define MSR_MASK	0xffffffe0
#define MSR(op1, crn, crm, op2)						\
	(0xd5180000 | (op1) << 16 | (crn) << 12 | (crm) << 8 | (op2) << 5)

/* DSB, and DSB with the nXS qualifier, which says its domain elsewhere. */
#define DSB_MASK	0xfffff0ff
#define DSB		0xd503309f
#define DSB_NXS_MASK	0xfffff3ff
#define DSB_NXS		0xd503323f
#define CRM(opcode)	((opcode) >> 8 & 15)
#define CRM_ALL		3

/* HVC or SMC, and PSCI's function by which a CPU is switched off (DEN0022). */
#define HVC_MASK	0xffe0001e
#define HVC		0xd4000002
#define PSCI_CPU_OFF	0x84000002

#define RT(opcode)	((opcode) & 31)
#define RT_ZERO		31

#define TCR_DS		(1ull << 59)

static const uint32_t msr[SHADOW_NR_REGISTERS] = {
	[SHADOW_SCTLR] = MSR(0, 1, 0, 0),
	[SHADOW_TCR] = MSR(0, 2, 0, 2),
	[SHADOW_MAIR] = MSR(0, 10, 2, 0),
	[SHADOW_TTBR0] = MSR(0, 2, 0, 0),
	[SHADOW_TTBR1] = MSR(0, 2, 0, 1),
};

/* Of the guest's CPUs, which have FEAT_BBM level 2. */
enum bbml2 {
	BBML2_NONE,
	BBML2_ALL,
	BBML2_BOOT_CPU,
};

static enum bbml2 bbml2;
static bool say;
static char *trace_path;
static GMutex bbm_lock;

static int bbm_option_bbml2(const char *value)
{
	static const char *const names[] = {
		[BBML2_NONE] = "none",
		[BBML2_ALL] = "bbml2",
		[BBML2_BOOT_CPU] = "mixed",
	};
	size_t i;

	for (i = 0; i < G_N_ELEMENTS(names); i++) {
		if (!strcmp(value, names[i])) {
			bbml2 = i;
			return 1;
		}
	}
	say_error("bbm=%s: expected none, bbml2 or mixed", value);
	return -1;
}

static int bbm_option(const char *key, const char *value)
{
	if (!strcmp(key, "bbm"))
		return bbm_option_bbml2(value);
	if (!strcmp(key, "trace")) {
		g_free(trace_path);
		trace_path = g_strdup(value);
		return 1;
	}
	if (strcmp(key, "say"))
		return 0;
	say = !strcmp(value, "yes");
	if (say || !strcmp(value, "no"))
		return 1;
	say_error("say=%s: expected yes or no", value);
	return -1;
}

static int bbm_read_words(void *unused, uint64_t pa, uint64_t *words, unsigned int nr)
{
	/* Under bbm_lock. */
	static GByteArray *buf;

	(void)unused;
	if (!buf)
		buf = g_byte_array_new();
	if (qemu_plugin_read_memory_hwaddr(pa, buf, nr * sizeof(*words)))
		return -EFAULT;
	memcpy(words, buf->data, nr * sizeof(*words));
	return 0;
}

/* say=yes: for guests in which nobody asks for the figures. Under bbm_lock. */
static void bbm_say(void)
{
	static const char *const kinds[] = {
		"nothing", "size", "address", "attributes", "table reused",
	};
	static uint64_t said;
	uint64_t nr, column[PLUGIN_BBM_REPORT_NR];
	unsigned int i;

	if (!say || bbm_value(PLUGIN_BBM_REPORTS, &nr))
		return;
	for (said = said > nr ? 0 : said; said < nr; said++) {
		for (i = 0; i < G_N_ELEMENTS(column); i++)
			bbm_report(said, i, &column[i]);
		if (!column[PLUGIN_BBM_REPORT_ALLOWED])
			say_error("bbm: %s, reason %d: %#" PRIx64 " level %d: %#" PRIx64
				  " -> %#" PRIx64 " at %#" PRIx64 " on CPU %" PRIu64
				  ", for CPUs %#" PRIx64,
				  kinds[column[PLUGIN_BBM_REPORT_KIND]],
				  (int)column[PLUGIN_BBM_REPORT_WHY], column[PLUGIN_BBM_REPORT_VA],
				  (int)column[PLUGIN_BBM_REPORT_LEVEL],
				  column[PLUGIN_BBM_REPORT_OLD], column[PLUGIN_BBM_REPORT_NEW],
				  column[PLUGIN_BBM_REPORT_PC], column[PLUGIN_BBM_REPORT_CPU],
				  column[PLUGIN_BBM_REPORT_CPUS]);
	}
}

static void bbm_say_all(void)
{
	uint64_t value[PLUGIN_BBM_NR];
	unsigned int i;

	for (i = 0; i < PLUGIN_BBM_NR; i++)
		bbm_value(i, &value[i]);
	say_error("bbm: %" PRIu64 " stores, %" PRIu64 " breaks, %" PRIu64
		  " TLBIs; violations: %" PRIu64 " of size, %" PRIu64 " of address, %" PRIu64
		  " of attributes, %" PRIu64 " tables reused, %" PRIu64 " unfinished; %" PRIu64
		  " allowed",
		  value[PLUGIN_BBM_STORES], value[PLUGIN_BBM_BREAKS], value[PLUGIN_BBM_TLBI],
		  value[PLUGIN_BBM_SIZE], value[PLUGIN_BBM_ADDRESS],
		  value[PLUGIN_BBM_ATTRIBUTES], value[PLUGIN_BBM_REUSED],
		  value[PLUGIN_BBM_UNFINISHED], value[PLUGIN_BBM_ALLOWED]);
}

static void bbm_trace_end(void)
{
	g_mutex_lock(&bbm_lock);
	trace_close();
	g_mutex_unlock(&bbm_lock);
}

static int bbm_start(unsigned int cpus)
{
	const uint64_t all = cpus < 64 ? (1ull << cpus) - 1 : UINT64_MAX;
	const uint64_t with = bbml2 == BBML2_ALL ? all : bbml2 == BBML2_BOOT_CPU;

	if (trace_path && trace_open(trace_path, all, with)) {
		say_error("trace=%s: expected a file that can be written: %s", trace_path,
			  strerror(errno));
		return -1;
	}
	if (trace_path)
		atexit(bbm_trace_end);
	if (say)
		atexit(bbm_say_all);
	if (!bbm_init(all, with, bbm_read_words, NULL))
		return 0;
	say_error("profile bbm: no memory");
	return -1;
}

static uint64_t operand(unsigned int cpu, uint32_t opcode)
{
	return RT(opcode) == RT_ZERO ? 0 : regs_x(cpu, RT(opcode));
}

/*
 * Which register, from which operand, and where: in an address the top byte says no more than
 * the bit below it.
 */
#define PC_BITS		56

static void *msr_userdata(enum shadow_register which, uint32_t opcode, uint64_t pc)
{
	const uint64_t top = which << 5 | RT(opcode);

	return (void *)(uintptr_t)(top << PC_BITS | (pc & ((1ull << PC_BITS) - 1)));
}

static void bbm_msr(unsigned int cpu, void *userdata)
{
	const uint64_t packed = (uintptr_t)userdata, top = packed >> PC_BITS;
	const uint64_t pc = (int64_t)(packed << (64 - PC_BITS)) >> (64 - PC_BITS);
	const uint64_t value = operand(cpu, top);

	g_mutex_lock(&bbm_lock);
	bbm_register(cpu, top >> 5, value, pc);
	bbm_say();
	g_mutex_unlock(&bbm_lock);
}

static void bbm_tlbi_insn(unsigned int cpu, void *userdata)
{
	const uint32_t opcode = (uintptr_t)userdata;
	const uint64_t value = operand(cpu, opcode);
	struct tlbi tlbi;

	g_mutex_lock(&bbm_lock);
	tlbi_decode(opcode, value, shadow_register_get(cpu, SHADOW_TCR) & TCR_DS, &tlbi);
	bbm_tlbi(cpu, &tlbi);
	g_mutex_unlock(&bbm_lock);
}

static void bbm_dsb_insn(unsigned int cpu, void *userdata)
{
	const bool traced = trace_is_on();

	if (traced)
		g_mutex_lock(&bbm_lock);
	stale_dsb(cpu, (uintptr_t)userdata);
	if (traced)
		g_mutex_unlock(&bbm_lock);
}

/* A CPU that is off walks nothing; what it has cached it may have when it is on again. */
static void bbm_hvc_insn(unsigned int cpu, void *userdata)
{
	if ((uint32_t)regs_x(cpu, 0) != PSCI_CPU_OFF)
		return;
	g_mutex_lock(&bbm_lock);
	bbm_register(cpu, SHADOW_SCTLR, 0, (uintptr_t)userdata);
	g_mutex_unlock(&bbm_lock);
}

static void bbm_store_insn(unsigned int cpu, qemu_plugin_meminfo_t info, uint64_t vaddr,
			   void *userdata)
{
	const struct qemu_plugin_hwaddr *hwaddr = qemu_plugin_get_hwaddr(info, vaddr);
	uint64_t pa;

	if (!hwaddr || qemu_plugin_hwaddr_is_io(hwaddr))
		return;
	pa = qemu_plugin_hwaddr_phys_addr(hwaddr);
	if (!shadow_has(pa))
		return;
	g_mutex_lock(&bbm_lock);
	bbm_store(cpu, pa, 1ull << qemu_plugin_mem_size_shift(info), (uintptr_t)userdata);
	bbm_say();
	g_mutex_unlock(&bbm_lock);
}

static void bbm_translate_system(struct qemu_plugin_insn *insn, uint32_t opcode)
{
	unsigned int i;

	if (tlbi_is(opcode))
		qemu_plugin_register_vcpu_insn_exec_cb(insn, bbm_tlbi_insn, QEMU_PLUGIN_CB_R_REGS,
						       (void *)(uintptr_t)opcode);
	else if ((opcode & DSB_MASK) == DSB)
		qemu_plugin_register_vcpu_insn_exec_cb(insn, bbm_dsb_insn, QEMU_PLUGIN_CB_NO_REGS,
						       (void *)(uintptr_t)CRM(opcode));
	else if ((opcode & DSB_NXS_MASK) == DSB_NXS)
		qemu_plugin_register_vcpu_insn_exec_cb(
			insn, bbm_dsb_insn, QEMU_PLUGIN_CB_NO_REGS,
			(void *)(uintptr_t)(CRM(opcode) | CRM_ALL));
	for (i = 0; i < SHADOW_NR_REGISTERS; i++)
		if ((opcode & MSR_MASK) == msr[i])
			qemu_plugin_register_vcpu_insn_exec_cb(
				insn, bbm_msr, QEMU_PLUGIN_CB_R_REGS,
				msr_userdata(i, opcode, qemu_plugin_insn_vaddr(insn)));
}

/* The monitor writes tables of its own only. */
static void bbm_translate(struct qemu_plugin_tb *tb)
{
	const size_t n = qemu_plugin_tb_n_insns(tb);
	const bool monitor = monitor_has(qemu_plugin_tb_vaddr(tb));
	uint32_t opcode;
	size_t i;

	for (i = 0; i < n; i++) {
		struct qemu_plugin_insn *insn = qemu_plugin_tb_get_insn(tb, i);

		if (!monitor)
			qemu_plugin_register_vcpu_mem_cb(
				insn, bbm_store_insn, QEMU_PLUGIN_CB_NO_REGS, QEMU_PLUGIN_MEM_W,
				(void *)(uintptr_t)qemu_plugin_insn_vaddr(insn));
		if (qemu_plugin_insn_data(insn, &opcode, sizeof(opcode)) != sizeof(opcode))
			continue;
		if (opcode >> 22 == 0xd5000000 >> 22)
			bbm_translate_system(insn, opcode);
		else if ((opcode & HVC_MASK) == HVC)
			qemu_plugin_register_vcpu_insn_exec_cb(
				insn, bbm_hvc_insn, QEMU_PLUGIN_CB_R_REGS,
				(void *)(uintptr_t)qemu_plugin_insn_vaddr(insn));
	}
}

static void bbm_armed(bool on)
{
	(void)on;
}

static void bbm_profile_begin(void)
{
	g_mutex_lock(&bbm_lock);
	bbm_begin();
	g_mutex_unlock(&bbm_lock);
}

static void bbm_profile_end(void)
{
	g_mutex_lock(&bbm_lock);
	bbm_end();
	g_mutex_unlock(&bbm_lock);
}

static int bbm_profile_read(uint64_t table, uint64_t row, uint64_t column, uint64_t *value)
{
	int err = -ENOENT;

	g_mutex_lock(&bbm_lock);
	if (table == PLUGIN_TABLE_BBM && !row)
		err = bbm_value(column, value);
	else if (table == PLUGIN_TABLE_BBM_REPORT)
		err = bbm_report(row, column, value);
	g_mutex_unlock(&bbm_lock);
	return err;
}

const struct profile profile_bbm = {
	.name = "bbm",
	.id = PLUGIN_PROFILE_BBM,
	.whole_boot = true,
	.option = bbm_option,
	.start = bbm_start,
	.translate = bbm_translate,
	.armed = bbm_armed,
	.begin = bbm_profile_begin,
	.end = bbm_profile_end,
	.read = bbm_profile_read,
};

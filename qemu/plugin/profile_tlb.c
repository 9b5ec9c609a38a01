// SPDX-License-Identifier: GPL-2.0-only
/*
 * profile_tlb.c - shows model.c all that the guest executes: fetches, accesses, TLBIs, and
 * changes of the registers that say how addresses are translated.
 *
 * An access is what QEMU makes one of: a pair is one or two, an atomic a load and a store,
 * one over the end of a page one access with two lookups. DC ZVA is a store of which QEMU
 * tells nothing; it is looked for here. FEAT_MOPS has to be off (arm64.nomops), as QEMU does
 * not show what its instructions access. Prefetches and cache maintenance are not accesses
 * here. Accesses that fault are not counted, and what their walks would cost is not either.
 * The EL2 monitor's accesses and fetches are nobody's.
 *
 * A fetch is looked up when the page differs from that of the instruction before. Its
 * address is the one that the code had when it was translated: code that two programs map
 * at different addresses is seen at one of them (norandmaps keeps them the same).
 */
#include "qemu/plugin/count.h"
#include "qemu/plugin/model.h"
#include "qemu/plugin/profile.h"
#include "qemu/plugin/regs.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define OPCODE_MSR_MASK	0xfff00000
#define OPCODE_MSR	0xd5100000
#define OPCODE_RT_MASK	0xffffffe0
#define OPCODE_DC_ZVA	0xd50b7420
#define OPCODE_DC_GZVA	0xd50b7480
#define RT(opcode)	((opcode) & 31)
#define RT_ZERO		31
#define TCR_DS		(1ull << 59)
#define VTCR_DS		(1ull << 32)

/* The smallest block of DC ZVA: larger ones are aligned too, and within one page. */
#define ZVA_BYTES	64ull

/* Rt and the address of an instruction, of which the uppermost bits are all the same. */
#define INSN_ADDRESS	((1ull << 59) - 1)

/* Looked at by translated code: the page that instructions come from. */
struct fetch {
	uint64_t page;
};

static struct {
	struct geometry geometry;
	bool geometry_read;
	uint64_t check;				/* compare each so many accesses; 0: none */
	uint64_t spoil;				/* of these, one in so many wrongly; 0: none */
	struct model *model;
	struct qemu_plugin_scoreboard *board;
	qemu_plugin_u64 fetch_page;
	struct model_counts begin, end;
	bool ended;
	struct {
		uint64_t zva;			/* of a DC ZVA that may still fault */
		uint64_t zva_address;		/* of that instruction; 0: there is none */
		uint64_t unchecked;
	} cpu[PLUGIN_CPUS_MAX];
} tlb;

static int option_number(const char *key, const char *value, const char *what, uint64_t *number)
{
	char *end;

	*number = strtoull(value, &end, 10);
	if (*value >= '0' && *value <= '9' && !*end)
		return 1;
	say_error("%s=%s: expected a number: %s, 0 for none", key, value, what);
	return -1;
}

static int tlb_option(const char *key, const char *value)
{
	char error[512];

	if (!strcmp(key, "check"))
		return option_number(key, value, "compare each so many accesses with QEMU's own "
						 "translation", &tlb.check);
	if (!strcmp(key, "spoil"))
		return option_number(key, value, "one in so many of the walks compared is made "
						 "wrong by a page, which must be noticed",
				     &tlb.spoil);
	if (strcmp(key, "geometry"))
		return 0;
	if (geometry_read(&tlb.geometry, value, error, sizeof(error))) {
		say_error("%s", error);
		return -1;
	}
	tlb.geometry_read = true;
	return 1;
}

static int tlb_start(unsigned int cpus)
{
	if (!tlb.geometry_read) {
		say_error("profile tlb: expected geometry=FILE");
		return -1;
	}
	count_start(cpus);
	tlb.model = model_new(&tlb.geometry, cpus, phys_read, NULL);
	tlb.board = qemu_plugin_scoreboard_new(sizeof(struct fetch));
	tlb.fetch_page = (qemu_plugin_u64){ tlb.board, offsetof(struct fetch, page) };
	return 0;
}

static void refetch(unsigned int cpu)
{
	qemu_plugin_u64_set(tlb.fetch_page, cpu, MODEL_PAGE_NONE);
}

/*
 * Instructions come from another page, or registers may have changed. The page is noted
 * before the queue of others' TLBIs is looked at: what they put there later undoes that.
 */
static void tlb_fetch(unsigned int cpu, void *userdata)
{
	struct model_cpu *model = &tlb.model->cpus[cpu];
	const uint64_t va = (uintptr_t)userdata;
	const struct regime *regime;

	qemu_plugin_u64_set(tlb.fetch_page, cpu, va >> MODEL_PAGE_SHIFT);
	__atomic_thread_fence(__ATOMIC_SEQ_CST);
	regime = regs_regime(cpu);
	if (memcmp(regime, &model->regime, sizeof(*regime)))
		model_regime(model, regime);
	model_fetch(model, va);
}

/* What QEMU's condition does, where it may not be used. */
static void tlb_fetch_if(unsigned int cpu, void *userdata)
{
	if (qemu_plugin_u64_get(tlb.fetch_page, cpu) != (uintptr_t)userdata >> MODEL_PAGE_SHIFT)
		tlb_fetch(cpu, userdata);
}

static void tlb_access(unsigned int cpu, qemu_plugin_meminfo_t info, uint64_t vaddr, void *unused)
{
	struct model_cpu *model = &tlb.model->cpus[cpu];

	(void)unused;
	/* QEMU is asked for the size only where it matters. */
	if (!model_access_inside(model, vaddr))
		model_access(model, vaddr, 1u << qemu_plugin_mem_size_shift(info));
}

static void tlb_compare(struct model_cpu *cpu, qemu_plugin_meminfo_t info, uint64_t vaddr)
{
	const struct qemu_plugin_hwaddr *hwaddr = qemu_plugin_get_hwaddr(info, vaddr);
	struct walk w;

	if (!hwaddr || qemu_plugin_hwaddr_is_io(hwaddr))
		return;
	walk(&cpu->regime, vaddr, phys_read, NULL, &w);
	cpu->counts.total[PLUGIN_TLB_COMPARED]++;
	/* The negative control: would a walker that is wrong be noticed? */
	if (tlb.spoil && !(cpu->counts.total[PLUGIN_TLB_COMPARED] % tlb.spoil))
		w.pa ^= 1 << MODEL_PAGE_SHIFT;
	if (w.result > WALK_OFF || w.pa != qemu_plugin_hwaddr_phys_addr(hwaddr))
		cpu->counts.total[PLUGIN_TLB_MISMATCHED]++;
}

static void tlb_access_check(unsigned int cpu, qemu_plugin_meminfo_t info, uint64_t vaddr,
			     void *unused)
{
	tlb_access(cpu, info, vaddr, unused);
	if (++tlb.cpu[cpu].unchecked < tlb.check)
		return;
	tlb.cpu[cpu].unchecked = 0;
	tlb_compare(&tlb.model->cpus[cpu], info, vaddr);
}

static uint64_t operand(unsigned int cpu, unsigned int rt)
{
	return rt == RT_ZERO ? 0 : regs_x(cpu, rt);
}

static void tlb_tlbi(unsigned int cpu, void *userdata)
{
	const uint32_t opcode = (uintptr_t)userdata;
	struct model_cpu *model = &tlb.model->cpus[cpu];
	const struct regime *regime = regs_regime_kept(cpu);
	struct tlbi tlbi;
	unsigned int i;

	tlbi_decode(opcode, operand(cpu, tlbi_register(opcode)), regime->tcr & TCR_DS, &tlbi);
	if (tlbi.what == TLBI_IPA)
		tlbi_decode(opcode, operand(cpu, tlbi_register(opcode)), regime->vtcr & VTCR_DS,
			    &tlbi);
	model_tlbi(model, &tlbi);
	refetch(cpu);
	for (i = 0; tlbi.broadcast && i < tlb.model->nr_cpus; i++)
		refetch(i);
}

/* Before a DC ZVA: whether it faults is not known yet. */
static void tlb_zva(unsigned int cpu, void *userdata)
{
	const uint64_t insn = (uintptr_t)userdata;

	tlb.cpu[cpu].zva = operand(cpu, insn >> 59) & -ZVA_BYTES;
	tlb.cpu[cpu].zva_address = insn & INSN_ADDRESS;
}

/* It did not. */
static void tlb_zva_done(unsigned int cpu, void *unused)
{
	struct model_cpu *model = &tlb.model->cpus[cpu];

	(void)unused;
	if (!tlb.cpu[cpu].zva_address)
		return;
	tlb.cpu[cpu].zva_address = 0;
	model->counts.total[PLUGIN_TLB_ZVA]++;
	model_access(model, tlb.cpu[cpu].zva, ZVA_BYTES);
}

static void tlb_discontinuity(unsigned int cpu, uint64_t from_pc, uint64_t to_pc)
{
	(void)to_pc;
	if ((from_pc & INSN_ADDRESS) == tlb.cpu[cpu].zva_address)
		tlb.cpu[cpu].zva_address = 0;
	else
		tlb_zva_done(cpu, NULL);
}

static void tlb_refetch(unsigned int cpu, void *unused)
{
	(void)unused;
	refetch(cpu);
}

static uint32_t insn_opcode(struct qemu_plugin_insn *insn)
{
	uint32_t opcode = 0;

	qemu_plugin_insn_data(insn, &opcode, sizeof(opcode));
	return opcode;
}

static bool opcode_is_msr(uint32_t opcode)
{
	return (opcode & OPCODE_MSR_MASK) == OPCODE_MSR;
}

static bool opcode_is_zva(uint32_t opcode)
{
	return (opcode & OPCODE_RT_MASK) == OPCODE_DC_ZVA ||
	       (opcode & OPCODE_RT_MASK) == OPCODE_DC_GZVA;
}

/* What any CPU's instruction does to translation, the monitor's too. */
static void translate_control(struct qemu_plugin_insn *insn, uint32_t opcode)
{
	if (tlbi_is(opcode))
		qemu_plugin_register_vcpu_insn_exec_cb(insn, tlb_tlbi, QEMU_PLUGIN_CB_R_REGS,
						       (void *)(uintptr_t)opcode);
	if (opcode_is_msr(opcode) && plugin_inline())
		qemu_plugin_register_vcpu_insn_exec_inline_per_vcpu(
			insn, QEMU_PLUGIN_INLINE_STORE_U64, tlb.fetch_page, MODEL_PAGE_NONE);
	else if (opcode_is_msr(opcode))
		qemu_plugin_register_vcpu_insn_exec_cb(insn, tlb_refetch, QEMU_PLUGIN_CB_NO_REGS,
						       NULL);
}

static void translate_fetch(struct qemu_plugin_insn *insn, uint64_t va)
{
	void *userdata = (void *)(uintptr_t)va;

	if (plugin_inline())
		qemu_plugin_register_vcpu_insn_exec_cond_cb(
			insn, tlb_fetch, QEMU_PLUGIN_CB_R_REGS, QEMU_PLUGIN_COND_NE, tlb.fetch_page,
			va >> MODEL_PAGE_SHIFT, userdata);
	else
		qemu_plugin_register_vcpu_insn_exec_cb(insn, tlb_fetch_if, QEMU_PLUGIN_CB_R_REGS,
						       userdata);
}

static void translate_insn(struct qemu_plugin_insn *insn, uint32_t opcode, uint32_t before)
{
	const uint64_t va = qemu_plugin_insn_vaddr(insn);

	if (opcode_is_zva(before))
		qemu_plugin_register_vcpu_insn_exec_cb(insn, tlb_zva_done, QEMU_PLUGIN_CB_NO_REGS,
						       NULL);
	/* The first of a block or of a page, or registers may have changed. */
	if (!before || !(va % (1 << MODEL_PAGE_SHIFT)) || opcode_is_msr(before) || tlbi_is(before))
		translate_fetch(insn, va);
	qemu_plugin_register_vcpu_mem_cb(insn, tlb.check ? tlb_access_check : tlb_access,
					 QEMU_PLUGIN_CB_NO_REGS, QEMU_PLUGIN_MEM_RW, NULL);
	if (opcode_is_zva(opcode))
		qemu_plugin_register_vcpu_insn_exec_cb(
			insn, tlb_zva, QEMU_PLUGIN_CB_R_REGS,
			(void *)(uintptr_t)((uint64_t)RT(opcode) << 59 | (va & INSN_ADDRESS)));
}

static void tlb_translate(struct qemu_plugin_tb *tb)
{
	const bool monitor = monitor_has(qemu_plugin_tb_vaddr(tb));
	const size_t n = qemu_plugin_tb_n_insns(tb);
	uint32_t before = 0;
	size_t i;

	count_insns(tb);
	count_memory(tb);
	for (i = 0; i < n; i++) {
		struct qemu_plugin_insn *insn = qemu_plugin_tb_get_insn(tb, i);
		const uint32_t opcode = insn_opcode(insn);

		if (!monitor)
			translate_insn(insn, opcode, before);
		translate_control(insn, opcode);
		before = opcode;
	}
}

static void tlb_armed(bool on)
{
	unsigned int i;

	if (!on)
		return;
	model_empty(tlb.model);
	for (i = 0; i < tlb.model->nr_cpus; i++)
		refetch(i);
	memset(tlb.cpu, 0, sizeof(tlb.cpu));
}

static void tlb_begin(void)
{
	count_begin();
	model_sum(tlb.model, &tlb.begin);
	tlb.ended = false;
}

static void tlb_end(void)
{
	count_end();
	model_sum(tlb.model, &tlb.end);
	tlb.ended = true;
}

static int tlb_read_model(uint64_t table, uint64_t row, uint64_t column, uint64_t *value)
{
	struct model_counts end = tlb.end;

	if (!tlb.ended)
		model_sum(tlb.model, &end);
	if (table == PLUGIN_TABLE_TLB_TOTAL) {
		if (row || column >= PLUGIN_TLB_TOTAL_NR)
			return -ENOENT;
		*value = end.total[column] - tlb.begin.total[column];
		return 0;
	}
	if (row >= PLUGIN_CLASS_NR || column >= PLUGIN_TLB_NR)
		return -ENOENT;
	/* Each instruction is a fetch; the model is asked for the first of each page only. */
	if (row == PLUGIN_CLASS_INSN && column == PLUGIN_TLB_ACCESS)
		return count_read(0, PLUGIN_RUN_INSNS, value);
	*value = end.tlb[row][column] - tlb.begin.tlb[row][column];
	return 0;
}

static int tlb_read(uint64_t table, uint64_t row, uint64_t column, uint64_t *value)
{
	switch (table) {
	case PLUGIN_TABLE_RUN:
		return count_read(row, column, value);
	case PLUGIN_TABLE_TLB:
	case PLUGIN_TABLE_TLB_TOTAL:
		return tlb_read_model(table, row, column, value);
	case PLUGIN_TABLE_GEOMETRY:
		if (row)
			return -ENOENT;
		*value = text_word(tlb.geometry.name, column);
		return 0;
	default:
		return -ENOENT;
	}
}

const struct profile profile_tlb = {
	.name = "tlb",
	.id = PLUGIN_PROFILE_TLB,
	.option = tlb_option,
	.start = tlb_start,
	.translate = tlb_translate,
	.armed = tlb_armed,
	.begin = tlb_begin,
	.end = tlb_end,
	.read = tlb_read,
	.discontinuity = tlb_discontinuity,
};

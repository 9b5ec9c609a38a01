// SPDX-License-Identifier: GPL-2.0-only
/*
 * regs.c - reads registers through QEMU's gdb stub, where they are called as the Arm ARM
 * calls them.
 */
#include "qemu/plugin/regs.h"
#include "qemu/plugin/profile.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

/* MSR <system register>, Xt and MSR (immediate) have bit 21 clear; SYS instructions too. */
#define MSR_MASK	0xfff00000
#define MSR_REGISTER	0xd5100000

#define SYSREG(op0, op1, crn, crm, op2) \
	(((op0) & 1) << 19 | (op1) << 16 | (crn) << 12 | (crm) << 8 | (op2) << 5)

static const struct {
	const char *name;
	uint32_t encoding;
	size_t offset;
} kept[] = {
	{ "SCTLR_EL1", SYSREG(3, 0, 1, 0, 0), offsetof(struct regime, sctlr) },
	{ "TCR_EL1", SYSREG(3, 0, 2, 0, 2), offsetof(struct regime, tcr) },
	{ "TCR2_EL1", SYSREG(3, 0, 2, 0, 3), offsetof(struct regime, tcr2) },
	{ "TTBR0_EL1", SYSREG(3, 0, 2, 0, 0), offsetof(struct regime, ttbr0) },
	{ "TTBR1_EL1", SYSREG(3, 0, 2, 0, 1), offsetof(struct regime, ttbr1) },
	{ "MAIR_EL1", SYSREG(3, 0, 10, 2, 0), offsetof(struct regime, mair) },
	{ "HCR_EL2", SYSREG(3, 4, 1, 1, 0), offsetof(struct regime, hcr) },
	{ "VTCR_EL2", SYSREG(3, 4, 2, 1, 2), offsetof(struct regime, vtcr) },
	{ "VTTBR_EL2", SYSREG(3, 4, 2, 1, 0), offsetof(struct regime, vttbr) },
};

#define NR_X	32	/* x0 to x30, sp */

struct cpu_regs {
	struct qemu_plugin_register *x[NR_X];
	struct qemu_plugin_register *pstate;
	struct qemu_plugin_register *kept[G_N_ELEMENTS(kept)];
	GByteArray *buf;
	struct regime regime;
	bool stale;
};

static struct cpu_regs cpus[PLUGIN_CPUS_MAX];

static void regs_found(struct cpu_regs *regs, const qemu_plugin_reg_descriptor *desc)
{
	unsigned int nr;
	size_t i;
	char end;

	if (sscanf(desc->name, "x%u%c", &nr, &end) == 1 && nr < NR_X - 1)
		regs->x[nr] = desc->handle;
	else if (!strcmp(desc->name, "sp"))
		regs->x[NR_X - 1] = desc->handle;
	else if (!strcmp(desc->name, "cpsr"))
		regs->pstate = desc->handle;
	for (i = 0; i < G_N_ELEMENTS(kept); i++)
		if (!strcmp(desc->name, kept[i].name))
			regs->kept[i] = desc->handle;
}

void regs_cpu_init(unsigned int cpu)
{
	struct cpu_regs *regs = &cpus[cpu];
	GArray *list = qemu_plugin_get_registers();
	guint i;

	for (i = 0; i < list->len; i++)
		regs_found(regs, &g_array_index(list, qemu_plugin_reg_descriptor, i));
	g_array_free(list, TRUE);
	if (!regs->buf)
		regs->buf = g_byte_array_new();
	regs->stale = true;
}

/* 0 for a register that this CPU does not have. */
static uint64_t regs_read(struct cpu_regs *regs, struct qemu_plugin_register *handle)
{
	uint64_t value = 0;

	if (!handle)
		return 0;
	g_byte_array_set_size(regs->buf, 0);
	if (qemu_plugin_read_register(handle, regs->buf))
		memcpy(&value, regs->buf->data, MIN(regs->buf->len, sizeof(value)));
	return value;
}

void regs_stale(unsigned int cpu)
{
	cpus[cpu].stale = true;
}

bool regs_is_stale(unsigned int cpu)
{
	return cpus[cpu].stale;
}

static void regs_will_change(unsigned int cpu, void *unused)
{
	(void)unused;
	cpus[cpu].stale = true;
}

void regs_translate(struct qemu_plugin_insn *insn, uint32_t opcode)
{
	size_t i;

	if ((opcode & MSR_MASK) != MSR_REGISTER)
		return;
	for (i = 0; i < G_N_ELEMENTS(kept); i++)
		if ((opcode & 0xfffe0) == kept[i].encoding)
			qemu_plugin_register_vcpu_insn_exec_cb(insn, regs_will_change,
							       QEMU_PLUGIN_CB_NO_REGS, NULL);
}

const struct regime *regs_regime(unsigned int cpu)
{
	struct cpu_regs *regs = &cpus[cpu];
	size_t i;

	if (!regs->stale)
		return &regs->regime;
	for (i = 0; i < G_N_ELEMENTS(kept); i++)
		*(uint64_t *)((char *)&regs->regime + kept[i].offset) =
			regs_read(regs, regs->kept[i]);
	regs->stale = false;
	return &regs->regime;
}

const struct regime *regs_regime_kept(unsigned int cpu)
{
	return &cpus[cpu].regime;
}

uint64_t regs_x(unsigned int cpu, unsigned int nr)
{
	return regs_read(&cpus[cpu], cpus[cpu].x[nr]);
}

uint64_t regs_pstate(unsigned int cpu)
{
	return regs_read(&cpus[cpu], cpus[cpu].pstate);
}

void regs_set_x(unsigned int cpu, unsigned int nr, uint64_t value)
{
	struct cpu_regs *regs = &cpus[cpu];

	g_byte_array_set_size(regs->buf, 0);
	g_byte_array_append(regs->buf, (const guint8 *)&value, sizeof(value));
	qemu_plugin_write_register(regs->x[nr], regs->buf);
}

int phys_read(void *unused, uint64_t pa, uint64_t *word)
{
	/* vCPU threads come and go with QEMU: their buffers are never freed. */
	static __thread GByteArray *buf;

	(void)unused;
	if (!buf)
		buf = g_byte_array_new();
	if (qemu_plugin_read_memory_hwaddr(pa, buf, sizeof(*word)))
		return -EFAULT;
	memcpy(word, buf->data, sizeof(*word));
	return 0;
}

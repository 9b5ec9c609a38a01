/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * smmu_model.h - an SMMU for test_smmu.c: it takes commands from the queue, walks stream
 * table and stage 2 as they lie in memory, keeps translations until it is told to drop
 * them, and writes events. Layouts are written down here once more, from IHI 0070 chapters
 * 3 to 7 and the Arm ARM's D8.3. It is mmio.h's device.
 */
#ifndef TESTS_SMMU_MODEL_H
#define TESTS_SMMU_MODEL_H

#include "realm/mmio.h"
#include "tests/unit/realm_fake.h"
#include "tests/unit/unit.h"

#define CR0		0x20
#define CR0ACK		0x24
#define GERROR		0x60
#define GERRORN		0x64
#define STRTAB_BASE	0x80
#define STRTAB_BASE_CFG	0x88
#define CMDQ_BASE	0x90
#define CMDQ_PROD	0x98
#define CMDQ_CONS	0x9c
#define EVENTQ_BASE	0xa0
#define EVENTQ_PROD	0x100a8
#define EVENTQ_CONS	0x100ac
#define ADDRESS		0x0000ffffffffffe0ul

#define IDR0_QEMU	0x1100581bu	/* stage 1 and 2, AArch64, coherent, ... */

/* The device. */
static struct {
	u32 regs[FAKE_SMMU_SIZE / 4];
	struct {
		u64 ipa, pa;
	} tlb[64];
	unsigned int nr_tlb;
	u64 commands[1024][2];
	unsigned int nr_commands;
	bool stuck;		/* takes no commands, and time flies */
	bool refuses;		/* finds each command wrong */
	bool enabled_early;	/* before its caches were clean */
	u64 descriptor;		/* by which the last transaction went */
} model;

static u32 *reg(u64 offset)
{
	return &model.regs[offset / 4];
}

static u64 reg64(u64 offset)
{
	return *reg(offset) | (u64)*reg(offset + 4) << 32;
}

static u32 log2_of(u64 base)
{
	return reg64(base) & 0x1f;
}

static u64 *queue_at(u64 base, u32 index, u32 dwords)
{
	u64 *queue = hw_ptr(reg64(base) & ADDRESS);

	return queue + (index & ((1u << log2_of(base)) - 1)) * dwords;
}

static void tlb_drop(u64 ipa, u64 size)
{
	unsigned int i, kept = 0;

	for (i = 0; i < model.nr_tlb; i++)
		if (model.tlb[i].ipa < ipa || model.tlb[i].ipa >= ipa + size)
			model.tlb[kept++] = model.tlb[i];
	model.nr_tlb = kept;
}

static void command_take(const u64 *command)
{
	const u32 op = command[0] & 0xff;

	assert_true(model.nr_commands < ARRAY_SIZE(model.commands));
	memcpy(model.commands[model.nr_commands++], command, 16);
	if (op == 0x28 || op == 0x2a)
		assert_int_equal(command[0] >> 32 & 0xffff, 1);	/* the VMID of all streams */
	if (op == 0x28 || op == 0x30)
		model.nr_tlb = 0;
	else if (op == 0x2a)
		tlb_drop(command[1] & ADDRESS, SZ_4K);
	else
		assert_true(op == 0x04 || op == 0x46);
}

static void commands_take(void)
{
	const u32 mask = (2u << log2_of(CMDQ_BASE)) - 1;
	u32 nr = 0;

	if (model.stuck || !(*reg(CR0) & BIT(3)))
		return;
	if (model.refuses) {
		*reg(GERROR) ^= 1;
		*reg(CMDQ_CONS) = *reg(CMDQ_PROD);
		return;
	}
	while (*reg(CMDQ_CONS) != *reg(CMDQ_PROD)) {
		assert_true(nr++ < 1u << log2_of(CMDQ_BASE));
		command_take(queue_at(CMDQ_BASE, *reg(CMDQ_CONS), 2));
		*reg(CMDQ_CONS) = (*reg(CMDQ_CONS) + 1) & mask;
	}
	assert_int_equal(model.commands[model.nr_commands - 1][0], 0x46);
}

u32 mmio_read32(u64 pa)
{
	if (model.stuck)
		fake.ticks += hw_ticks_hz() / 4;
	return *reg(pa - FAKE_SMMU_BASE);
}

void mmio_write32(u64 pa, u32 value)
{
	u64 offset = pa - FAKE_SMMU_BASE;

	*reg(offset) = value;
	if (offset == CR0) {
		*reg(CR0ACK) = value;
		if (value & 1 && model.nr_commands < 3)
			model.enabled_early = true;
	}
	if (offset == CMDQ_PROD)
		commands_take();
}

void mmio_write64(u64 pa, u64 value)
{
	*reg(pa - FAKE_SMMU_BASE) = value;
	*reg(pa - FAKE_SMMU_BASE + 4) = value >> 32;
}

/* An event, if there is room (6.3.26: else it is lost, and GERROR says so). */
static void event_put(u32 type, u32 stream, u64 address)
{
	const u32 log2 = log2_of(EVENTQ_BASE), mask = (2u << log2) - 1;
	const u32 prod = *reg(EVENTQ_PROD), cons = *reg(EVENTQ_CONS);
	u64 *event = queue_at(EVENTQ_BASE, prod, 4);

	if (((prod ^ cons) & mask) == 1u << log2) {
		if (*reg(GERROR) == *reg(GERRORN))
			*reg(GERROR) ^= BIT(2);
		return;
	}
	event[0] = type | (u64)stream << 32;
	event[2] = address;
	*reg(EVENTQ_PROD) = (prod + 1) & mask;
}

/* Stage 2 of the stream table's entry: 4 levels of 512 entries, blocks in the middle two. */
static bool walk(const u64 *ste, u64 ipa, bool write, u64 *pa)
{
	const u64 *table = hw_ptr(ste[3] & ADDRESS);
	u64 entry = 0;
	int shift;

	if (ipa >> (64 - (ste[2] >> 32 & 0x3f)))
		return false;
	for (shift = 39; shift >= 12; shift -= 9) {
		entry = table[ipa >> shift & 511];
		if ((entry & 3) == 1 && (shift == 30 || shift == 21))
			break;
		if ((entry & 3) != 3)
			return false;
		if (shift == 12)
			break;
		table = hw_ptr(entry & 0xfffffffff000);
	}
	model.descriptor = entry;
	*pa = (entry & 0xfffffffff000) | (ipa & ((1ul << shift) - 1));
	return entry & BIT(10) && entry & (write ? BIT(7) : BIT(6));
}

/* The stream's entry, which must be what the device can do with. */
static const u64 *stream_find(u32 stream)
{
	const u64 *ste = hw_ptr(reg64(STRTAB_BASE) & ADDRESS);

	if (stream >= 1u << (*reg(STRTAB_BASE_CFG) & 0x3f))
		return NULL;
	ste += stream * 8;
	assert_int_equal(ste[0], 1 | 6 << 1);
	assert_int_equal(ste[2] >> 32 & 0x3f, 64 - realm.ipa_bits);
	assert_int_equal(ste[2] >> 38 & 3, 2);		/* from level 0 */
	assert_int_equal(ste[2] >> 46 & 3, 0);		/* 4K */
	assert_int_equal(ste[2] >> 48 & 7, 4);		/* 44 bits, as IDR5 has it */
	assert_int_equal(ste[2] >> 51 & 0xff, 0x81);	/* AArch64, faults recorded, no stall */
	return ste;
}

/* What is wiped no device reaches: the tables say so before, and again only afterwards. */
void fake_zeroing(u64 pa, u64 size)
{
	u64 end = pa + size, to;

	for (; pa < end && realm_is_ram(pa, SZ_4K) && reg64(STRTAB_BASE); pa += SZ_4K)
		assert_false(walk(stream_find(0), pa | realm_half(), true, &to));
}

/* A transaction: true and where it goes, or false and an event. */
static bool dma(u32 stream, u64 ipa, bool write, u64 *pa)
{
	const u64 *ste = stream_find(stream);
	unsigned int i;

	assert_int_equal(*reg(CR0), BIT(0) | BIT(2) | BIT(3));
	for (i = 0; i < model.nr_tlb; i++) {
		if (model.tlb[i].ipa == ALIGN_DOWN(ipa, SZ_4K)) {
			*pa = model.tlb[i].pa | (ipa & 0xfff);
			return true;
		}
	}
	if (!ste || !walk(ste, ipa, write, pa)) {
		event_put(ste ? 0x10 : 0x02, stream, ipa);
		return false;
	}
	assert_true(model.nr_tlb < ARRAY_SIZE(model.tlb));
	model.tlb[model.nr_tlb].ipa = ALIGN_DOWN(ipa, SZ_4K);
	model.tlb[model.nr_tlb++].pa = ALIGN_DOWN(*pa, SZ_4K);
	return true;
}

/* Reset, as QEMU makes it. */
static void model_reset(void)
{
	memset(&model, 0, sizeof(model));
	*reg(0x00) = IDR0_QEMU;
	*reg(0x04) = 16;
	*reg(0x14) = 0x74;
}

#endif

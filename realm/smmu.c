// SPDX-License-Identifier: GPL-2.0-only
/*
 * smmu.c - the registers and queues of an SMMUv3 (IHI 0070): one stream table in which
 * all streams have the same stage 2, commands to invalidate, and the events that say
 * what it refused. Everything is polled; the guest has the interrupts of its devices.
 */
#include "realm/smmu.h"

#include "realm/hw.h"
#include "realm/mmio.h"
#include "realm/pool.h"
#include "realm/print.h"
#include "realm/rtt.h"

#include <string.h>

/* Registers (chapter 6). */
#define IDR0		0x00
#define IDR0_S2P	BIT(0)
#define IDR0_TTF_64	BIT(3)
#define IDR0_COHACC	BIT(4)
#define IDR1		0x04
#define IDR5		0x14
#define CR0		0x20
#define CR0_SMMUEN	BIT(0)
#define CR0_EVENTQEN	BIT(2)
#define CR0_CMDQEN	BIT(3)
#define CR0ACK		0x24
#define CR1		0x28
#define CR1_CACHED	0xd75	/* tables and queues: inner shareable, write-back */
#define CR2		0x2c
#define CR2_RECINVSID	BIT(1)	/* streams beyond the table make events too */
#define IRQ_CTRL	0x50
#define GERROR		0x60
#define GERROR_CMDQ	BIT(0)
#define GERRORN		0x64
#define STRTAB_BASE	0x80
#define STRTAB_BASE_CFG	0x88
#define CMDQ_BASE	0x90
#define CMDQ_PROD	0x98
#define CMDQ_CONS	0x9c
#define EVENTQ_BASE	0xa0
#define EVENTQ_PROD	0x100a8
#define EVENTQ_CONS	0x100ac
#define EVENTQ_OVERFLOW	BIT(31)
#define BASE_CACHED	BIT(62)	/* read or write allocate */

/* Sizes, as powers of two: streams of bus 0, and a page for each queue. */
#define STREAMS_LOG2	8
#define STE_DWORDS	8
#define CMDQ_LOG2	8
#define CMD_DWORDS	2
#define EVENTQ_LOG2	7
#define EVENT_DWORDS	4

/* Stream table entry (5.2): valid, stage 2 only; its fields in the third double word. */
#define STE_0_S2	(BIT(0) | 6ul << 1)
#define STE_1_SHCFG_IN	(1ul << 44)
#define STE_2_T0SZ(n)	((u64)(n) << 32)
#define STE_2_SL0_0	(2ul << 38)	/* walks start at level 0 */
#define STE_2_WALK	(1ul << 40 | 1ul << 42 | 3ul << 44)	/* write-back, inner */
#define STE_2_PS(n)	((u64)(n) << 48)
#define STE_2_AA64	BIT(51)
#define STE_2_RECORD	BIT(58)
#define VMID		1ul

/* Commands (chapter 4). */
#define CMD_CFGI_ALL	0x04
#define CMD_CFGI_RANGE	31ul
#define CMD_S12_VMALL	0x28
#define CMD_S2_IPA	0x2a
#define CMD_NSNH_ALL	0x30
#define CMD_SYNC	0x46
#define CMD_VMID	(VMID << 32)

/* More pages than that are invalidated by one command for all. */
#define IPA_COMMANDS	16

static struct {
	u64 base;
	u64 streams, cmdq, eventq;	/* where they are */
	u32 prod;			/* of commands, with its wrap bit */
	u32 cons;			/* of events */
	bool printed;
	struct lock lock;
} smmu;

/* A queue's index has one bit more than there are entries: the wrap bit. */
static u32 queue_next(u32 index, u32 log2)
{
	return (index + 1) & ((2u << log2) - 1);
}

static u64 *queue_entry(u64 queue, u32 index, u32 log2, u32 dwords)
{
	return (u64 *)hw_ptr(queue) + (index & ((1u << log2) - 1)) * dwords;
}

/* Waits for a register to have a value: a second is for ever. */
static void wait_for(u32 offset, u32 mask, u32 value, const char *what)
{
	const u64 start = hw_ticks(), patience = hw_ticks_hz();
	u32 seen;

	while (((seen = mmio_read32(smmu.base + offset)) & mask) != value) {
		if (hw_ticks() - start > patience)
			panic("SMMU: %s: register 0x%x is 0x%x, error 0x%x", what, offset, seen,
			      mmio_read32(smmu.base + GERROR));
	}
}

static void control(u32 value)
{
	mmio_write32(smmu.base + CR0, value);
	wait_for(CR0ACK, CR0_SMMUEN | CR0_EVENTQEN | CR0_CMDQEN, value, "control");
}

static void command(u64 first, u64 second)
{
	u64 *entry = queue_entry(smmu.cmdq, smmu.prod, CMDQ_LOG2, CMD_DWORDS);

	entry[0] = first;
	entry[1] = second;
	smmu.prod = queue_next(smmu.prod, CMDQ_LOG2);
}

/*
 * Everything so far is done when the SYNC is consumed. Each batch waits for that, so the
 * queue has room for the next: a batch has IPA_COMMANDS + 1 commands at most.
 */
static void commands_run(void)
{
	command(CMD_SYNC, 0);
	mmio_write32(smmu.base + CMDQ_PROD, smmu.prod);
	wait_for(CMDQ_CONS, (2u << CMDQ_LOG2) - 1, smmu.prod, "commands");
	if ((mmio_read32(smmu.base + GERROR) ^ mmio_read32(smmu.base + GERRORN)) & GERROR_CMDQ)
		panic("SMMU: a command was refused: 0x%x", mmio_read32(smmu.base + CMDQ_CONS));
}

static void check_features(void)
{
	const u32 idr0 = mmio_read32(smmu.base + IDR0);
	const u32 streams = mmio_read32(smmu.base + IDR1) & 0x3f;

	if ((idr0 & IDR0_S2P) == 0 || (idr0 & IDR0_TTF_64) == 0 || (idr0 & IDR0_COHACC) == 0)
		panic("SMMU: no stage 2, or not coherent: IDR0 0x%x", idr0);
	if (streams < STREAMS_LOG2)
		panic("SMMU: %u bits of stream numbers only", streams);
}

/* All streams alike. Those of other buses than the first are refused. */
static void streams_init(void)
{
	const u32 address_size = mmio_read32(smmu.base + IDR5) & 7;
	u64 *entry;
	u32 i;

	smmu.streams = pool_pages((STE_DWORDS * 8ul << STREAMS_LOG2) / SZ_4K);
	for (i = 0; i < 1u << STREAMS_LOG2; i++) {
		entry = queue_entry(smmu.streams, i, STREAMS_LOG2, STE_DWORDS);
		entry[1] = STE_1_SHCFG_IN;
		entry[2] = VMID | STE_2_T0SZ(64 - realm.ipa_bits) | STE_2_SL0_0 | STE_2_WALK |
			   STE_2_PS(address_size) | STE_2_AA64 | STE_2_RECORD;
		entry[3] = realm.smmu_root;
		entry[0] = STE_0_S2;
	}
}

static void queues_init(void)
{
	smmu.cmdq = pool_page();
	smmu.eventq = pool_page();
	mmio_write64(smmu.base + STRTAB_BASE, smmu.streams | BASE_CACHED);
	mmio_write32(smmu.base + STRTAB_BASE_CFG, STREAMS_LOG2);
	mmio_write64(smmu.base + CMDQ_BASE, smmu.cmdq | CMDQ_LOG2 | BASE_CACHED);
	mmio_write32(smmu.base + CMDQ_PROD, 0);
	mmio_write32(smmu.base + CMDQ_CONS, 0);
	mmio_write64(smmu.base + EVENTQ_BASE, smmu.eventq | EVENTQ_LOG2 | BASE_CACHED);
	mmio_write32(smmu.base + EVENTQ_PROD, 0);
	mmio_write32(smmu.base + EVENTQ_CONS, 0);
}

void smmu_init(u64 base)
{
	memset(&smmu, 0, sizeof(smmu));
	smmu.base = base;
	check_features();
	control(0);
	mmio_write32(smmu.base + IRQ_CTRL, 0);
	mmio_write32(smmu.base + CR1, CR1_CACHED);
	mmio_write32(smmu.base + CR2, CR2_RECINVSID);
	streams_init();
	queues_init();
	control(CR0_CMDQEN);
	command(CMD_CFGI_ALL, CMD_CFGI_RANGE);
	command(CMD_NSNH_ALL, 0);
	commands_run();
	control(CR0_CMDQEN | CR0_EVENTQEN);
	control(CR0_CMDQEN | CR0_EVENTQEN | CR0_SMMUEN);
}

void smmu_tlbi(u64 ipa, u64 size)
{
	const u64 end = ipa + size;

	hw_lock(&smmu.lock);
	if (size > IPA_COMMANDS * SZ_4K) {
		command(CMD_S12_VMALL | CMD_VMID, 0);
	} else {
		for (; ipa < end; ipa += SZ_4K)
			command(CMD_S2_IPA | CMD_VMID, ipa);
	}
	commands_run();
	hw_unlock(&smmu.lock);
}

/* Event records (7.3): which kind, whose transaction, and its address. */
static void event_print(const u64 *event)
{
	if (!smmu.printed)
		print("SMMU: refused stream 0x%x event 0x%x address 0x%lx; more are only counted",
		      (u32)(event[0] >> 32), (u32)(event[0] & 0xff), event[2]);
	smmu.printed = true;
}

/* What did not fit in the queue was not written, and how much that was is not known. */
static u32 overflow(u32 prod)
{
	const u32 gerror = mmio_read32(smmu.base + GERROR);

	if (gerror != mmio_read32(smmu.base + GERRORN)) {
		mmio_write32(smmu.base + GERRORN, gerror);
		return 1;
	}
	return ((prod ^ smmu.cons) & EVENTQ_OVERFLOW) != 0;
}

u32 smmu_events(void)
{
	const u32 mask = (2u << EVENTQ_LOG2) - 1;
	u32 prod, index, faults = 0;

	hw_lock(&smmu.lock);
	prod = mmio_read32(smmu.base + EVENTQ_PROD);
	if (prod != smmu.cons) {
		for (index = smmu.cons & mask; index != (prod & mask); faults++) {
			event_print(queue_entry(smmu.eventq, index, EVENTQ_LOG2, EVENT_DWORDS));
			index = queue_next(index, EVENTQ_LOG2);
		}
		faults += overflow(prod);
		smmu.cons = index | (prod & EVENTQ_OVERFLOW);
		mmio_write32(smmu.base + EVENTQ_CONS, smmu.cons);
	}
	hw_unlock(&smmu.lock);
	return faults;
}

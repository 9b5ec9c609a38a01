// SPDX-License-Identifier: GPL-2.0-only
/* mmu.c - translation of the bare guest: blocks of 1G, see machine.h. */
#include "tests/bare/machine.h"

#include "realm/sysreg.h"

#define ENTRIES		512
#define LEVEL0_SHIFT	39

#define TABLE		3ul
#define BLOCK		1ul
#define ATTR_DEVICE	(0ul << 2)
#define ATTR_NORMAL	(1ul << 2)
#define SH_INNER	(3ul << 8)
#define AF		BIT(10)
#define PXN		BIT(53)
#define UXN		BIT(54)

#define MAIR		0xff04ul	/* 0: Device-nGnRE, 1: Normal write-back */
#define TCR_48_BITS	16ul
#define TCR_WALKS	(1ul << 8 | 1ul << 10 | 3ul << 12)
#define TCR_EPD1	BIT(23)
#define TCR_IPS(n)	((u64)(n) << 32)
#define SCTLR_ON	(0x30d00800ul | BIT(0) | BIT(2) | BIT(12))

static u64 level0[ENTRIES] __attribute__((aligned(SZ_4K)));
static u64 level1[2][ENTRIES] __attribute__((aligned(SZ_4K)));

static void level1_fill(u64 table[ENTRIES], u64 base, u64 end)
{
	u64 i;

	for (i = 0; i < ENTRIES; i++)
		table[i] = base | i * SZ_1G | AF | BLOCK | UXN |
			   (i && i * SZ_1G <= end ? ATTR_NORMAL | SH_INNER : ATTR_DEVICE | PXN);
}

void mmu_init(u64 end, u64 alias)
{
	level1_fill(level1[0], 0, end);
	level0[0] = (u64)level1[0] | TABLE;
	if (!alias)
		return;
	level1_fill(level1[1], alias, end);
	level0[alias >> LEVEL0_SHIFT] = (u64)level1[1] | TABLE;
}

void mmu_on(void)
{
	u64 range = field(sysreg_read(id_aa64mmfr0_el1), 0);

	sysreg_write(mair_el1, MAIR);
	sysreg_write(tcr_el1, TCR_48_BITS | TCR_WALKS | TCR_EPD1 | TCR_IPS(range < 5 ? range : 5));
	sysreg_write(ttbr0_el1, (u64)level0);
	dsb(ish);
	asm volatile("tlbi vmalle1" : : : "memory");
	dsb(nsh);
	isb();
	sysreg_write(sctlr_el1, SCTLR_ON);
	isb();
}

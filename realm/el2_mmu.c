// SPDX-License-Identifier: GPL-2.0-only
/*
 * el2_mmu.c - the monitor's own translation: one table of 1G blocks, PA = VA. Locks and
 * the guest's cached data need cacheable accesses, so the MMU is on. QEMU has no caches;
 * on hardware a loader would have to clean the image to the point of coherency.
 */
#include "realm/el2.h"
#include "realm/print.h"
#include "realm/sysreg.h"
#include "realm/virt.h"

#define ENTRIES		512

#define BLOCK		1ul
#define ATTR(n)		((u64)(n) << 2)
#define ATTR_DEVICE	ATTR(0)
#define ATTR_NORMAL	ATTR(1)
#define SH_INNER	(3ul << 8)
#define AF		BIT(10)
#define XN		BIT(54)

#define MAIR		0xff00ul	/* 0: Device-nGnRnE, 1: Normal write-back */

#define TCR_T0SZ	(64 - 39ul)	/* one level 1 table */
#define TCR_WALKS	(1ul << 8 | 1ul << 10 | 3ul << 12)	/* write-back, inner shareable */
#define TCR_PS(n)	((u64)(n) << 16)
#define TCR_RES1	(BIT(31) | BIT(23))

#define SCTLR_RES1	0x30c50830ul
#define SCTLR_M		BIT(0)
#define SCTLR_C		BIT(2)
#define SCTLR_I		BIT(12)

static u64 root;

unsigned int el2_pa_range(void)
{
	unsigned int range = field(sysreg_read(id_aa64mmfr0_el1), 0);

	return range < 5 ? range : 5;	/* 52 bits need descriptors of another format */
}

unsigned int el2_pa_bits(void)
{
	static const unsigned char bits[] = { 32, 36, 40, 42, 44, 48 };

	return bits[el2_pa_range()];
}

/* With plain stores: the MMU is off, and DC ZVA needs it. */
void el2_mmu_init(u64 table, u64 image, u64 ram_end)
{
	volatile u64 *entries = (volatile u64 *)table;
	u64 i;

	if (ram_end > ENTRIES * SZ_1G)
		panic("memory ends at %lx, beyond the monitor's %d GiB", ram_end, ENTRIES);
	for (i = 0; i < ENTRIES; i++)
		entries[i] = 0;
	entries[0] = ATTR_DEVICE | AF | XN | BLOCK;
	for (i = VIRT_RAM_BASE / SZ_1G; i * SZ_1G < ram_end; i++)
		entries[i] = i * SZ_1G | ATTR_NORMAL | SH_INNER | AF | BLOCK |
			     (i == image / SZ_1G ? 0 : XN);
	root = table;
}

void el2_mmu_on(void)
{
	sysreg_write(mair_el2, MAIR);
	sysreg_write(tcr_el2, TCR_T0SZ | TCR_WALKS | TCR_PS(el2_pa_range()) | TCR_RES1);
	sysreg_write(ttbr0_el2, root);
	dsb(ish);
	asm volatile("tlbi alle2" : : : "memory");
	dsb(nsh);
	isb();
	sysreg_write(sctlr_el2, SCTLR_RES1 | SCTLR_M | SCTLR_C | SCTLR_I);
	isb();
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * mmio.c - mmio.h on the machine itself. The barriers are those of Linux's readl() and
 * writel(): what was stored for the device is there before it is told, and what it wrote
 * is not read before it said so.
 */
#include "realm/mmio.h"

#include "realm/hw.h"
#include "realm/sysreg.h"

u32 mmio_read32(u64 pa)
{
	u32 value = *(volatile u32 *)hw_ptr(pa);

	dsb(oshld);
	return value;
}

void mmio_write32(u64 pa, u32 value)
{
	dsb(oshst);
	*(volatile u32 *)hw_ptr(pa) = value;
}

void mmio_write64(u64 pa, u64 value)
{
	dsb(oshst);
	*(volatile u64 *)hw_ptr(pa) = value;
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * its.c - an LPI through the ITS: its tables in memory that it may reach, MAPD, MAPC, MAPTI,
 * INT; and one that is not enabled does not come (IHI 0069, chapter 5).
 */
#include "tests/bare/bare.h"

#define CTLR		(GITS + 0x0)
#define TYPER		(GITS + 0x8)
#define CBASER		(GITS + 0x80)
#define CWRITER		(GITS + 0x88)
#define CREADR		(GITS + 0x90)
#define BASER(n)	(GITS + 0x100 + (n) * 8ul)
#define BASERS		8
#define GICR_CTLR	0x0
#define GICR_PROPBASER	0x70
#define GICR_PENDBASER	0x78

#define VALID		BIT(63)
#define TABLE_BYTES	SZ_64K
#define DEVICE_ID	3ul
#define EVENT_ID	1ul
#define ID_BITS		14ul		/* LPIs 8192 to 16383 */
#define PRIORITY	0xa0

static u64 queue, properties, write_at;

static u64 read64(u64 pa)
{
	return *(volatile u64 *)device(pa);
}

/* True when the ITS has taken it. */
static bool command(u64 a, u64 b, u64 c)
{
	volatile u64 *entry = (volatile u64 *)device(queue + write_at);
	u64 end = ticks() + sysreg_read(cntfrq_el0);

	entry[0] = a;
	entry[1] = b;
	entry[2] = c;
	entry[3] = 0;
	dsb(sy);
	write_at += 32;
	write64(CWRITER, write_at);
	while (read64(CREADR) != write_at)
		if (ticks() > end)
			return false;
	return true;
}

static void tables_init(void)
{
	int i;

	properties = shared_memory(SZ_64K);
	queue = shared_memory(SZ_64K);
	write64(GICR + GICR_PROPBASER, properties | (ID_BITS - 1));
	write64(GICR + GICR_PENDBASER, shared_memory(SZ_64K) | BIT(62));
	write32(GICR + GICR_CTLR, 1);		/* EnableLPIs */
	for (i = 0; i < BASERS; i++)
		if (read64(BASER(i)) >> 56 & 7)	/* pages of 64K, one of them */
			write64(BASER(i), VALID | shared_memory(TABLE_BYTES) | 2ul << 8);
	write64(CBASER, VALID | queue | 15);	/* 16 pages of 4K */
	write64(CWRITER, 0);
	write32(CTLR, 1);
}

static void lpi_set(bool enabled)
{
	*(volatile u8 *)device(properties) = PRIORITY | enabled;
	dsb(sy);
}

static bool inv(void)
{
	return command(0x0c | DEVICE_ID << 32, EVENT_ID, 0) && command(0x05, 0, 0);
}

static bool raise(void)
{
	return command(0x03 | DEVICE_ID << 32, EVENT_ID, 0) && command(0x05, 0, 0);
}

void test_its(void)
{
	u64 itt = shared_memory(SZ_64K);

	test(read64(TYPER) & 1, "physical LPIs");
	tables_init();
	lpi_set(true);
	test(command(0x08 | DEVICE_ID << 32, 4, VALID | itt), "MAPD");
	test(command(0x09, 0, VALID), "MAPC");
	test(command(0x0a | DEVICE_ID << 32, EVENT_ID | (u64)LPI_FIRST << 32, 0), "MAPTI");
	test(inv(), "INV");
	gic_expect();
	test(raise(), "INT");
	test(gic_wait() == LPI_FIRST, "the LPI comes");
	lpi_set(false);
	test(inv(), "INV after it is disabled");
	gic_expect();
	test(raise() && gic_wait() == 0xffff, "then it does not come");
	lpi_set(true);
	test(inv() && gic_wait() == LPI_FIRST, "enabled, it does: it was pending");
	test(command(0x0f | DEVICE_ID << 32, EVENT_ID, 0), "DISCARD");
}

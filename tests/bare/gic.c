// SPDX-License-Identifier: GPL-2.0-only
/*
 * gic.c - GICv3: SGIs to this CPU and to the other, priorities, masks, and what an
 * acknowledge says when there is nothing (IHI 0069).
 */
#include "tests/bare/bare.h"

#include "tests/bare/machine.h"

#define GICD_CTLR	(GICD + 0x0)
#define GICR_WAKER	0x14
#define GICR_SGI	0x10000ul
#define IGROUPR0	(GICR_SGI + 0x80)
#define ISENABLER0	(GICR_SGI + 0x100)
#define ICENABLER0	(GICR_SGI + 0x180)
#define ISPENDR0	(GICR_SGI + 0x200)
#define ICPENDR0	(GICR_SGI + 0x280)
#define IPRIORITYR	(GICR_SGI + 0x400)
#define SPURIOUS	1023


static volatile unsigned int came[BARE_CPUS];

static u64 redistributor(void)
{
	return GICR + (sysreg_read(mpidr_el1) & 0xff) * GICR_STRIDE;
}

static unsigned int cpu_index(void)
{
	return sysreg_read(mpidr_el1) & 0xff;
}

void gic_init(void)
{
	write32(GICD_CTLR, BIT(4) | BIT(1));	/* ARE, EnableGrp1 */
}

void gic_cpu_init(u64 cpu)
{
	const u64 base = GICR + cpu * GICR_STRIDE;

	write32(base + GICR_WAKER, read32(base + GICR_WAKER) & ~BIT(1));
	while (read32(base + GICR_WAKER) & BIT(2))
		;
	write32(base + IGROUPR0, ~0u);
	write32(base + ICPENDR0, ~0u);
	sysreg_write(icc_sre_el1, 7);
	isb();
	sysreg_write(icc_pmr_el1, 0xf0);
	sysreg_write(icc_igrpen1_el1, 1);
	isb();
}

void gic_enable(unsigned int irq)
{
	write32(redistributor() + ISENABLER0, 1u << irq);
}

/* One interrupt at a time. What is a level is masked at its source. */
void gic_irq(void)
{
	unsigned int irq = sysreg_read(icc_iar1_el1);

	came[cpu_index()] = irq;
	if (irq == IRQ_CNTV)
		sysreg_write(cntv_ctl_el0, 2);
	if (irq == IRQ_CNTP)
		sysreg_write(cntp_ctl_el0, 2);
	isb();
	if (irq != SPURIOUS)
		sysreg_write(icc_eoir1_el1, irq);
	isb();
}

void gic_expect(void)
{
	came[cpu_index()] = 0xffff;
	dsb(sy);
}

unsigned int gic_wait(void)
{
	u64 end = ticks() + sysreg_read(cntfrq_el0);

	asm volatile("msr daifclr, #2" : : : "memory");
	while (came[cpu_index()] == 0xffff && ticks() < end)
		;
	asm volatile("msr daifset, #2" : : : "memory");
	return came[cpu_index()];
}

static void sgi(unsigned int irq, unsigned int cpu)
{
	dsb(sy);
	sysreg_write(icc_sgi1r_el1, (u64)irq << 24 | 1ul << cpu);
	isb();
}

static volatile u64 ready, other;

static void wait_for_sgi(u64 irq)
{
	gic_enable(irq);
	gic_expect();
	ready = 1;
	other = gic_wait();
}

static bool sgi_reaches_other(void)
{
	u64 end = ticks() + sysreg_read(cntfrq_el0);

	ready = other = 0;
	if (cpu_run(wait_for_sgi, 5))
		return false;
	while (!ready && ticks() < end)
		;
	sgi(5, 1);
	return cpu_wait_off() && other == 5;
}

static bool all_sgis(void)
{
	unsigned int irq;

	for (irq = 0; irq < 16; irq++) {
		gic_enable(irq);
		gic_expect();
		sgi(irq, 0);
		if (gic_wait() != irq)
			return false;
	}
	return true;
}

void test_gic(void)
{
	const u64 base = redistributor();

	test((read32(GICD + 0xffe8) >> 4 & 0xf) == 3, "architecture version 3");
	test(sysreg_read(icc_iar1_el1) == SPURIOUS, "nothing pending is 1023");
	test(all_sgis(), "each SGI to this CPU");
	gic_enable(3);
	gic_expect();
	sysreg_write(icc_pmr_el1, 0);
	sgi(3, 0);
	test(gic_wait() == 0xffff, "a priority mask of 0 keeps it out");
	test(read32(base + ISPENDR0) & BIT(3), "it is pending meanwhile");
	sysreg_write(icc_pmr_el1, 0xf0);
	test(gic_wait() == 3, "and comes when the mask goes");
	test(!(read32(base + ISPENDR0) & BIT(3)), "and is pending no more");
	write32(base + ICENABLER0, BIT(3));
	gic_expect();
	sgi(3, 0);
	test(gic_wait() == 0xffff, "one that is disabled does not come");
	write32(base + ICPENDR0, BIT(3));
	test(sgi_reaches_other(), "an SGI to the other CPU");
}

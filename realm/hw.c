// SPDX-License-Identifier: GPL-2.0-only
/*
 * hw.c - hw.h on the machine itself.
 */
#include "realm/hw.h"

#include "realm/abi.h"
#include "realm/smmu.h"
#include "realm/sysreg.h"
#include "realm/virt.h"

#define UART_DR		0x00
#define UART_FR		0x18
#define UART_FR_TXFF	BIT(5)

void *hw_ptr(u64 pa)
{
	return (void *)pa;
}

/* DC ZVA: memory is mapped cacheable, and devices of this machine are coherent. */
void hw_zero(u64 pa, u64 size)
{
	u64 block = 4ul << (sysreg_read(dczid_el0) & 0xf), end = pa + size;

	for (; pa < end; pa += block)
		asm volatile("dc zva, %0" : : "r" (pa) : "memory");
	dsb(ish);
}

void hw_table_barrier(void)
{
	dsb(ishst);
}

/*
 * By IPA only stage 2's part goes; what is cached of both stages together goes with
 * VMALLE1 (Arm ARM D8.17 "Using break-before-make ... in stage 2").
 */
void hw_tlbi(u64 ipa, u64 size)
{
	dsb(ishst);
	if (size == SZ_4K) {
		asm volatile("tlbi ipas2e1is, %0" : : "r" (ipa >> 12) : "memory");
		dsb(ish);
		asm volatile("tlbi vmalle1is" : : : "memory");
	} else {
		asm volatile("tlbi vmalls12e1is" : : : "memory");
	}
	dsb(ish);
	isb();
}

void hw_smmu_tlbi(u64 ipa, u64 size)
{
	smmu_tlbi(ipa, size);
}

u64 hw_ticks(void)
{
	isb();
	return sysreg_read(cntpct_el0);
}

u64 hw_ticks_hz(void)
{
	return sysreg_read(cntfrq_el0);
}

s64 hw_psci(u64 fn, u64 arg1, u64 arg2, u64 arg3)
{
	register u64 x0 asm("x0") = fn;
	register u64 x1 asm("x1") = arg1;
	register u64 x2 asm("x2") = arg2;
	register u64 x3 asm("x3") = arg3;

	asm volatile("smc #0" : "+r" (x0), "+r" (x1), "+r" (x2), "+r" (x3) : :
		     "x4", "x5", "x6", "x7", "x8", "x9", "x10", "x11", "x12", "x13", "x14", "x15",
		     "x16", "x17", "memory");
	return (s64)x0;
}

void hw_putc(char c)
{
	volatile u32 *uart = (volatile u32 *)VIRT_UART;

	if (c == '\n')
		hw_putc('\r');
	while (uart[UART_FR / 4] & UART_FR_TXFF)
		;
	uart[UART_DR / 4] = c;
}

void hw_off(void)
{
	hw_psci(FID_PSCI_SYSTEM_OFF, 0, 0, 0);
	for (;;)
		asm volatile("wfe");
}

void hw_lock(struct lock *lock)
{
	while (__atomic_exchange_n(&lock->taken, 1, __ATOMIC_ACQUIRE))
		while (__atomic_load_n(&lock->taken, __ATOMIC_RELAXED))
			asm volatile("yield");
}

void hw_unlock(struct lock *lock)
{
	__atomic_store_n(&lock->taken, 0, __ATOMIC_RELEASE);
}

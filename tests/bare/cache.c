// SPDX-License-Identifier: GPL-2.0-only
/*
 * cache.c - maintenance by address does what software relies on: new code is seen, DC ZVA
 * zeroes its block and no more, and the registers that say how caches look can be read.
 */
#include "tests/bare/bare.h"

#define MOV_W0(n)	(0x52800000u | (n) << 5)
#define RET		0xd65f03c0u

static u32 code[16] __attribute__((aligned(64)));
static u8 memory[4096] __attribute__((aligned(4096)));

static unsigned int code_run(unsigned int value)
{
	unsigned int i;

	code[0] = MOV_W0(value);
	code[1] = RET;
	for (i = 0; i < 2; i++)
		asm volatile("dc cvau, %0" : : "r" (&code[i]) : "memory");
	dsb(ish);
	for (i = 0; i < 2; i++)
		asm volatile("ic ivau, %0" : : "r" (&code[i]) : "memory");
	dsb(ish);
	isb();
	return ((unsigned int (*)(void))code)();
}

static bool code_is_seen(void)
{
	unsigned int i;

	for (i = 0; i < 100; i++)
		if (code_run(i) != i)
			return false;
	return true;
}

static bool zva_zeroes(u64 block)
{
	u64 i;

	for (i = 0; i < sizeof(memory); i++)
		memory[i] = 0xa5;
	asm volatile("dc zva, %0" : : "r" (memory + block + 1) : "memory");
	for (i = 0; i < sizeof(memory); i++)
		if (memory[i] != (i >= block && i < 2 * block ? 0 : 0xa5))
			return false;
	return true;
}

static void maintain(u64 address)
{
	asm volatile("dc cvac, %0" : : "r" (address) : "memory");
	asm volatile("dc civac, %0" : : "r" (address) : "memory");
	asm volatile("dc ivac, %0" : : "r" (address) : "memory");
	dsb(sy);
}

void test_cache(void)
{
	const u64 zva = sysreg_read(dczid_el0);

	test(sysreg_read(ctr_el0) & BIT(31), "CTR_EL0");
	test(sysreg_read(clidr_el1) & 7, "CLIDR_EL1: there is a first level");
	test(code_is_seen(), "code that was written is what runs");
	test(!(zva & BIT(4)), "DC ZVA is allowed");
	test(zva_zeroes(4ul << (zva & 0xf)), "DC ZVA zeroes its block and no more");
	memory[9] = 42;
	test(!try_call(maintain, (u64)memory) && memory[9] == 42, "clean keeps what it cleans");
}

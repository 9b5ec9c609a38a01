/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * realm_calls.h - SMCs to the monitor's logic, for its units: a realm with two CPUs, and
 * calls with the registers that they return.
 */
#ifndef TESTS_REALM_CALLS_H
#define TESTS_REALM_CALLS_H

#include "tests/unit/unit.h"
#include "realm/monitor.h"
#include "realm/smc.h"
#include "tests/unit/realm_fake.h"

#define HALF	(1ul << 40)
#define PAGE(n)	(FAKE_RAM_BASE + (n) * SZ_4K)
#define END	(FAKE_RAM_BASE + FAKE_RAM_SIZE)

#define BEFORE(n)	(0xc0de000000000000ul + (n))	/* what registers hold before a call */

static u64 regs[SMC_REGS];
static u64 fake_code[64];

static UNUSED void guest_make(u32 flags)
{
	int i;

	fake_realm(41, true);
	memset(cpus, 0, sizeof(cpus));
	for (i = 0; i < 2; i++)
		cpus[i] = (struct cpu){ .index = i, .mpidr = i << 8, .present = true };
	monitor_init(flags, 40000, fake_code, sizeof(fake_code));
}

static UNUSED int realm_make(void **state)
{
	(void)state;
	guest_make(MONITOR_FLAG_REALM);
	return 0;
}

static UNUSED int plain_make(void **state)
{
	(void)state;
	guest_make(MONITOR_FLAG_MIXED);
	return 0;
}

/* The call with x1 to x4 by CPU nr; all that it returns is in regs. */
static UNUSED u64 call_by(int nr, u64 fid, u64 x1, u64 x2, u64 x3, u64 x4)
{
	int i;

	for (i = 0; i < SMC_REGS; i++)
		regs[i] = BEFORE(i);
	regs[0] = fid;
	regs[1] = x1;
	regs[2] = x2;
	regs[3] = x3;
	regs[4] = x4;
	smc_handle(&cpus[nr], regs);
	return regs[0];
}

static UNUSED u64 call(u64 fid, u64 x1, u64 x2, u64 x3)
{
	return call_by(0, fid, x1, x2, x3, BEFORE(4));
}

/* Registers from x<first> on are as they were before the call. */
static UNUSED void assert_left(int first)
{
	for (; first < SMC_REGS; first++)
		assert_int_equal(regs[first], BEFORE(first));
}

/* An RSI call that failed: nothing but the status. */
static UNUSED void assert_failed(u64 got, enum rsi_ret ret)
{
	assert_int_equal(got, ret);
	assert_int_equal(regs[1] | regs[2] | regs[3], 0);
	assert_left(4);
}

static UNUSED void assert_memory(u64 pa, u64 size, u8 byte)
{
	const u8 *at = hw_ptr(pa);

	while (size--)
		assert_int_equal(*at++, byte);
}

#define realm_test(fn)	cmocka_unit_test_setup(fn, realm_make)
#define plain_test(fn)	cmocka_unit_test_setup(fn, plain_make)

#endif

// SPDX-License-Identifier: GPL-2.0-only
/*
 * test_inject.c - realm/inject.c: the state in which EL1 finds an abort that the monitor
 * gave it, against the Arm ARM's rules for taking an exception.
 */
#include "tests/unit/unit.h"
#include "realm/inject.h"

#define EL0T	0x0ul
#define EL1T	0x4ul
#define EL1H	0x5ul
#define DAIF	(0xful << 6)
#define PAN	BIT(22)
#define SPAN	BIT(23)

#define ESR(ec, iss)	((u64)(ec) << 26 | BIT(25) | (iss))
#define ISS_WNR		BIT(6)
#define ISS_SEA		0x10ul

static void vectors(void **state)
{
	(void)state;
	assert_int_equal(inject_vector(0x8000, EL1T), 0x8000);
	assert_int_equal(inject_vector(0x8000, EL1H | DAIF), 0x8200);
	assert_int_equal(inject_vector(0x8000, EL0T), 0x8400);
}

static void pstate(void **state)
{
	(void)state;
	assert_int_equal(inject_pstate(EL0T, SPAN, false), EL1H | DAIF);
	assert_int_equal(inject_pstate(EL0T, 0, false), EL1H | DAIF | PAN);
	assert_int_equal(inject_pstate(EL1H | PAN, SPAN, false), EL1H | DAIF | PAN);
	assert_int_equal(inject_pstate(EL1H | 5ul << 28, SPAN, false), EL1H | DAIF | 5ul << 28);
	/* SS, IL and BTYPE are cleared; SSBS is SCTLR_EL1.DSSBS; TCO is set with MTE. */
	assert_int_equal(inject_pstate(EL1H | BIT(21) | BIT(20) | 3ul << 10 | BIT(12), SPAN, false),
			 EL1H | DAIF);
	assert_int_equal(inject_pstate(EL1H, SPAN | BIT(44), false), EL1H | DAIF | BIT(12));
	assert_int_equal(inject_pstate(EL1H, SPAN, true), EL1H | DAIF | BIT(25));
}

static void aborts(void **state)
{
	(void)state;
	/* A data abort by a write of EL0, of EL1; what the access was is kept, not ISV. */
	assert_int_equal(inject_abort_esr(ESR(0x24, BIT(24) | ISS_WNR | 0x07), EL0T),
			 ESR(0x24, ISS_WNR | ISS_SEA));
	assert_int_equal(inject_abort_esr(ESR(0x24, 0x06), EL1H), ESR(0x25, ISS_SEA));
	/* Instruction aborts have neither. */
	assert_int_equal(inject_abort_esr(ESR(0x20, 0x0f), EL0T), ESR(0x20, ISS_SEA));
	assert_int_equal(inject_abort_esr(ESR(0x20, 0x07), EL1H), ESR(0x21, ISS_SEA));
	/* On a walk of stage 1 (S1PTW) it is an abort of the access all the same. */
	assert_int_equal(inject_abort_esr(ESR(0x24, BIT(7) | 0x07), EL1H), ESR(0x25, ISS_SEA));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(vectors),
		cmocka_unit_test(pstate),
		cmocka_unit_test(aborts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

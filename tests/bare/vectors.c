// SPDX-License-Identifier: GPL-2.0-only
/*
 * vectors.c - exceptions of EL1 arrive at EL1, with the syndrome that the architecture says
 * (Arm ARM D24.2.40, ESR_EL1).
 */
#include "tests/bare/bare.h"

#define UNMAPPED	(1ul << 46)

void do_svc(u64 x), do_brk(u64 x), do_udf(u64 x), do_el2(u64 x), do_jump(u64 x), do_ldxr(u64 x);

static void test_instructions(void)
{
	test(try_call(do_svc, 0) && trap_was(EC_SVC), "SVC");
	test((trap()->esr & 0xffff) == 0x123, "the immediate of SVC");
	test(trap()->elr == (u64)do_svc + 4, "ELR is behind SVC");
	test(try_call(do_brk, 0) && trap_was(EC_BRK), "BRK");
	test((trap()->esr & 0xffff) == 0x456, "the immediate of BRK");
	test(trap()->elr == (u64)do_brk, "ELR is on BRK");
	test(try_call(do_udf, 0) && trap_was(EC_UNKNOWN), "UDF");
	test(trap()->elr == (u64)do_udf, "ELR is on UDF");
	test(try_call(do_el2, 0) && trap_was(EC_UNKNOWN), "a register of EL2 is undefined");
}

static void test_aborts(void)
{
	u64 misaligned = device(UART) + 1;

	test(try_call(try_read, UNMAPPED) && trap_was(EC_DABT), "read of nothing mapped");
	test(FSC(trap()->esr) == FSC_LEVEL0, "a translation fault at level 0");
	test(sysreg_read(far_el1) == UNMAPPED, "FAR of the read");
	test(!(trap()->esr & BIT(6)), "WnR of the read");
	test(try_call(try_write, UNMAPPED + 64) && trap_was(EC_DABT), "write of nothing mapped");
	test(trap()->esr & BIT(6), "WnR of the write");
	test(sysreg_read(far_el1) == UNMAPPED + 64, "FAR of the write");
	test(try_call(do_jump, UNMAPPED) && trap_was(EC_IABT), "fetch of nothing mapped");
	test(trap()->elr == UNMAPPED, "ELR is where it was to go");
	test(try_call(do_jump, device(UART)) && trap_was(EC_IABT), "fetch from a device");
	test(try_call(do_jump, (u64)do_udf + 2) && trap_was(EC_PC_ALIGN), "PC alignment");
	test(try_call(try_read, misaligned) && trap_was(EC_DABT) && FSC(trap()->esr) == FSC_ALIGN,
	     "a misaligned read of Device memory");
	test(try_call(do_ldxr, (u64)trap() + 13) && FSC(trap()->esr) == FSC_ALIGN,
	     "an exclusive across 16 bytes");
}

void test_vectors(void)
{
	test_instructions();
	test_aborts();
}

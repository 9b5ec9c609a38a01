// SPDX-License-Identifier: GPL-2.0-only
/*
 * test_tlbi.c - qemu/plugin/tlbi.c: TLBI instructions, as the assembler encodes them.
 */
#include "tests/unit/unit.h"
#include "qemu/plugin/tlbi.h"

#define VA_HIGH		0xffff000012345000ull
#define OPERAND(va, asid) ((uint64_t)(asid) << 48 | ((va) >> 12 & 0xfffffffffffull))

/* Every name of the Arm ARM that reaches EL1's translations, with Xt = x3. */
static const struct {
	const char *name;
	uint32_t opcode;
	enum tlbi_what what;
	bool broadcast, last_level, stage2_too;
} all[] = {
	{ "vmalle1", 0xd508871f, TLBI_ALL, false, false, false },
	{ "vmalle1is", 0xd508831f, TLBI_ALL, true, false, false },
	{ "vmalle1os", 0xd508811f, TLBI_ALL, true, false, false },
	{ "vae1", 0xd5088723, TLBI_VA, false, false, false },
	{ "vae1is", 0xd5088323, TLBI_VA, true, false, false },
	{ "vae1os", 0xd5088123, TLBI_VA, true, false, false },
	{ "vale1", 0xd50887a3, TLBI_VA, false, true, false },
	{ "vale1is", 0xd50883a3, TLBI_VA, true, true, false },
	{ "vale1os", 0xd50881a3, TLBI_VA, true, true, false },
	{ "vaae1", 0xd5088763, TLBI_VA_ALL_ASIDS, false, false, false },
	{ "vaae1is", 0xd5088363, TLBI_VA_ALL_ASIDS, true, false, false },
	{ "vaale1", 0xd50887e3, TLBI_VA_ALL_ASIDS, false, true, false },
	{ "vaale1is", 0xd50883e3, TLBI_VA_ALL_ASIDS, true, true, false },
	{ "aside1", 0xd5088743, TLBI_ASID, false, false, false },
	{ "aside1is", 0xd5088343, TLBI_ASID, true, false, false },
	{ "rvae1", 0xd5088623, TLBI_VA, false, false, false },
	{ "rvae1is", 0xd5088223, TLBI_VA, true, false, false },
	{ "rvae1os", 0xd5088523, TLBI_VA, true, false, false },
	{ "rvale1is", 0xd50882a3, TLBI_VA, true, true, false },
	{ "rvaae1is", 0xd5088263, TLBI_VA_ALL_ASIDS, true, false, false },
	{ "rvaale1is", 0xd50882e3, TLBI_VA_ALL_ASIDS, true, true, false },
	{ "rvaale1", 0xd50886e3, TLBI_VA_ALL_ASIDS, false, true, false },
	{ "vale1isnxs", 0xd50893a3, TLBI_VA, true, true, false },
	{ "vmalls12e1", 0xd50c87df, TLBI_ALL, false, false, true },
	{ "vmalls12e1is", 0xd50c83df, TLBI_ALL, true, false, true },
	{ "alle1", 0xd50c879f, TLBI_ALL, false, false, true },
	{ "alle1is", 0xd50c839f, TLBI_ALL, true, false, true },
	{ "ipas2e1", 0xd50c8423, TLBI_IPA, false, false, false },
	{ "ipas2e1is", 0xd50c8023, TLBI_IPA, true, false, false },
	{ "ipas2e1os", 0xd50c8403, TLBI_IPA, true, false, false },
	{ "ipas2le1is", 0xd50c80a3, TLBI_IPA, true, true, false },
	{ "ipas2le1", 0xd50c84a3, TLBI_IPA, false, true, false },
	{ "ipas2le1os", 0xd50c8483, TLBI_IPA, true, true, false },
	{ "ripas2e1", 0xd50c8443, TLBI_IPA, false, false, false },
	{ "ripas2e1os", 0xd50c8463, TLBI_IPA, true, false, false },
	{ "ripas2le1is", 0xd50c80c3, TLBI_IPA, true, true, false },
	{ "ripas2le1os", 0xd50c84e3, TLBI_IPA, true, true, false },
	{ "ripas2e1is", 0xd50c8043, TLBI_IPA, true, false, false },
	{ "ripas2le1", 0xd50c84c3, TLBI_IPA, false, true, false },
	{ "alle2", 0xd50c871f, TLBI_OTHER, false, false, false },
	{ "vae2is", 0xd50c8323, TLBI_OTHER, false, false, false },
	{ "rvae2", 0xd50c8623, TLBI_OTHER, false, false, false },
	{ "alle3", 0xd50e871f, TLBI_OTHER, false, false, false },
};

static void every_form(void **state)
{
	struct tlbi tlbi;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		if (!tlbi_is(all[i].opcode))
			fail_msg("%s is none", all[i].name);
		tlbi_decode(all[i].opcode, 0, false, &tlbi);
		if (tlbi.what != all[i].what || tlbi.broadcast != all[i].broadcast ||
		    tlbi.last_level != all[i].last_level || tlbi.stage2_too != all[i].stage2_too)
			fail_msg("%s: what %d broadcast %d last %d stage 2 %d", all[i].name,
				 tlbi.what, tlbi.broadcast, tlbi.last_level, tlbi.stage2_too);
	}
	assert_int_equal(tlbi_register(0xd50883a3), 3);
	assert_int_equal(tlbi_register(0xd508831f), 31);
}

static void what_is_none(void **state)
{
	(void)state;
	assert_false(tlbi_is(0xd5033b9f));	/* dsb ish */
	assert_false(tlbi_is(0xd50b7423));	/* dc zva, x3 */
	assert_false(tlbi_is(0xd5182003));	/* msr ttbr0_el1, x3 */
	assert_false(tlbi_is(0xd5087803));	/* at s1e1r, x3 */
}

static void by_address(void **state)
{
	struct tlbi tlbi;

	(void)state;
	tlbi_decode(0xd50883a3, OPERAND(VA_HIGH, 0x12), true, &tlbi);
	assert_int_equal(tlbi.start, VA_HIGH);
	assert_int_equal(tlbi.end, VA_HIGH + 4096);
	assert_int_equal(tlbi.asid, 0x12);
	/* The level hint is no part of the address. */
	tlbi_decode(0xd50883a3, OPERAND(0x400000, 0x3456) | 7ull << 44, false, &tlbi);
	assert_int_equal(tlbi.start, 0x400000);
	assert_int_equal(tlbi.asid, 0x3456);
	tlbi_decode(0xd5088343, 0xabcdull << 48, false, &tlbi);
	assert_int_equal(tlbi.asid, 0xabcd);
	tlbi_decode(0xd50c8023, 1ull << 63 | 0xfffffffffull, false, &tlbi);
	assert_int_equal(tlbi.start, 0xfffffffff000);
	/* The last page of all: the end is beyond 64 bits. */
	tlbi_decode(0xd50883a3, OPERAND(-4096ull, 0), false, &tlbi);
	assert_int_equal(tlbi.start, -4096ull);
	assert_int_equal(tlbi.end, 0);
}

static void by_range(void **state)
{
	const uint64_t range = 1ull << 46 | 2ull << 44 | 3ull << 39 | 5ull << 48;
	struct tlbi tlbi;

	(void)state;
	/* (3 + 1) << (5 * 2 + 1) pages of 4K. */
	tlbi_decode(0xd5088223, range | (VA_HIGH >> 12 & 0x1fffffffff), false, &tlbi);
	assert_int_equal(tlbi.start, VA_HIGH);
	assert_int_equal(tlbi.end, VA_HIGH + (4ull << 11 << 12));
	assert_int_equal(tlbi.asid, 5);
	/* Local and Outer Shareable ones have the same operand. */
	tlbi_decode(0xd5088623, range | (VA_HIGH >> 12 & 0x1fffffffff), false, &tlbi);
	assert_int_equal(tlbi.end, VA_HIGH + (4ull << 11 << 12));
	tlbi_decode(0xd5088523, range | (VA_HIGH >> 12 & 0x1fffffffff), false, &tlbi);
	assert_int_equal(tlbi.end, VA_HIGH + (4ull << 11 << 12));
	/* With 52 bits the base is in units of 64K, the length still of 4K. */
	tlbi_decode(0xd5088223, range | (0xfff0000012340000ull >> 16 & 0x1fffffffff), true, &tlbi);
	assert_int_equal(tlbi.start, 0xfff0000012340000);
	assert_int_equal(tlbi.end, 0xfff0000012340000 + (4ull << 11 << 12));
	tlbi_decode(0xd50c8043, range | 0x1f00000000, false, &tlbi);
	assert_int_equal(tlbi.start, 0x1f00000000000);
	tlbi_decode(0xd5088223, range | 0x1fffffffff, false, &tlbi);
	assert_int_equal(tlbi.end, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_form),
		cmocka_unit_test(what_is_none),
		cmocka_unit_test(by_address),
		cmocka_unit_test(by_range),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * tlbi.c - decodes TLBI, see tlbi.h.
 *
 * It is SYS #op1, CRn, CRm, #op2, Xt with CRn 8, or 9 for the nXS forms, which do the same to
 * a TLB. CRm says how far it reaches, and whether it takes a range.
 */
#include "qemu/plugin/tlbi.h"

#include <stddef.h>

#define FIELD(value, hi, lo)	((value) >> (lo) & ((1ull << ((hi) - (lo) + 1)) - 1))

#define SYS_MASK	0xfff80000
#define SYS		0xd5080000

#define OP1(op)		FIELD(op, 18, 16)
#define CRN(op)		FIELD(op, 15, 12)
#define CRM(op)		FIELD(op, 11, 8)
#define OP2(op)		FIELD(op, 7, 5)
#define RT(op)		FIELD(op, 4, 0)

#define OP1_EL1		0
#define OP1_EL2		4

#define PAGE_SHIFT	12
/* A range's base is in units of 64 KiB where addresses have 52 bits (TCR_ELx.DS). */
#define RANGE_SHIFT_DS	16
#define RANGE_BASE_BITS	37

enum operand {
	OPERAND_NONE,
	OPERAND_VA,
	OPERAND_ASID,
	OPERAND_IPA,
	OPERAND_VA_RANGE,
	OPERAND_IPA_RANGE,
};

/* What op2 says in the instructions of EL1, by VA and by range. */
static const struct {
	enum tlbi_what what;
	bool last_level;
	enum operand operand;
} el1_single[8] = {
	[0] = { TLBI_ALL, false, OPERAND_NONE },		/* VMALLE1 */
	[1] = { TLBI_VA, false, OPERAND_VA },			/* VAE1 */
	[2] = { TLBI_ASID, false, OPERAND_ASID },		/* ASIDE1 */
	[3] = { TLBI_VA_ALL_ASIDS, false, OPERAND_VA },		/* VAAE1 */
	[4] = { TLBI_OTHER, false, OPERAND_NONE },
	[5] = { TLBI_VA, true, OPERAND_VA },			/* VALE1 */
	[6] = { TLBI_OTHER, false, OPERAND_NONE },
	[7] = { TLBI_VA_ALL_ASIDS, true, OPERAND_VA },		/* VAALE1 */
};

/* Those of EL2 that are about EL1's translations. The rest is EL2's own. */
static const struct {
	uint8_t crm, op2;
	bool last_level;
	enum operand operand;
} el2_ipa[] = {
	{ 0, 1, false, OPERAND_IPA },		/* IPAS2E1IS */
	{ 0, 2, false, OPERAND_IPA_RANGE },	/* RIPAS2E1IS */
	{ 0, 5, true, OPERAND_IPA },		/* IPAS2LE1IS */
	{ 0, 6, true, OPERAND_IPA_RANGE },	/* RIPAS2LE1IS */
	{ 4, 0, false, OPERAND_IPA },		/* IPAS2E1OS */
	{ 4, 1, false, OPERAND_IPA },		/* IPAS2E1 */
	{ 4, 2, false, OPERAND_IPA_RANGE },	/* RIPAS2E1 */
	{ 4, 3, false, OPERAND_IPA_RANGE },	/* RIPAS2E1OS */
	{ 4, 4, true, OPERAND_IPA },		/* IPAS2LE1OS */
	{ 4, 5, true, OPERAND_IPA },		/* IPAS2LE1 */
	{ 4, 6, true, OPERAND_IPA_RANGE },	/* RIPAS2LE1 */
	{ 4, 7, true, OPERAND_IPA_RANGE },	/* RIPAS2LE1OS */
};

bool tlbi_is(uint32_t opcode)
{
	return (opcode & SYS_MASK) == SYS && (CRN(opcode) == 8 || CRN(opcode) == 9);
}

unsigned int tlbi_register(uint32_t opcode)
{
	return RT(opcode);
}

/* CRm 1 to 3 are Outer and Inner Shareable, 5 to 7 Outer, Inner and local: 5 and 1 are OS. */
static bool crm_broadcasts(unsigned int crm)
{
	return crm == 1 || crm == 2 || crm == 3 || crm == 5;
}

static bool crm_is_range(unsigned int crm)
{
	return crm == 2 || crm == 5 || crm == 6;
}

static enum operand decode_el1(uint32_t opcode, struct tlbi *tlbi)
{
	const unsigned int crm = CRM(opcode), op2 = OP2(opcode);
	enum operand operand = el1_single[op2].operand;

	tlbi->what = el1_single[op2].what;
	tlbi->last_level = el1_single[op2].last_level;
	tlbi->broadcast = crm_broadcasts(crm);
	if (crm_is_range(crm))
		operand = operand == OPERAND_VA ? OPERAND_VA_RANGE : OPERAND_NONE;
	/* op2 0 and 2 have no range. */
	if (crm_is_range(crm) && operand == OPERAND_NONE)
		tlbi->what = TLBI_OTHER;
	return operand;
}

static enum operand decode_el2(uint32_t opcode, struct tlbi *tlbi)
{
	const unsigned int crm = CRM(opcode), op2 = OP2(opcode);
	size_t i;

	for (i = 0; i < sizeof(el2_ipa) / sizeof(el2_ipa[0]); i++) {
		if (el2_ipa[i].crm != crm || el2_ipa[i].op2 != op2)
			continue;
		tlbi->what = TLBI_IPA;
		tlbi->last_level = el2_ipa[i].last_level;
		/* In CRm 4 Outer Shareable forms are among the local ones. */
		tlbi->broadcast = crm == 0 || op2 == 0 || op2 == 3 || op2 == 4 || op2 == 7;
		return el2_ipa[i].operand;
	}
	/* ALLE1 and VMALLS12E1. */
	if ((crm == 1 || crm == 3 || crm == 7) && (op2 == 4 || op2 == 6)) {
		tlbi->what = TLBI_ALL;
		tlbi->stage2_too = true;
		tlbi->broadcast = crm_broadcasts(crm);
	}
	return OPERAND_NONE;
}

static uint64_t sign_extend(uint64_t value, unsigned int bit)
{
	return value & 1ull << bit ? value | -(1ull << bit) : value;
}

static void take_range(uint64_t x, bool ds, bool is_va, struct tlbi *tlbi)
{
	const unsigned int shift = ds ? RANGE_SHIFT_DS : PAGE_SHIFT;
	const unsigned int scale = FIELD(x, 45, 44);
	uint64_t base = FIELD(x, 36, 0) << shift;

	if (is_va)
		base = sign_extend(base, RANGE_BASE_BITS - 1 + shift);
	tlbi->start = base;
	tlbi->end = base + ((FIELD(x, 43, 39) + 1) << (5 * scale + 1) << PAGE_SHIFT);
	if (tlbi->end < base)
		tlbi->end = 0;
}

static void take_operand(enum operand operand, uint64_t x, bool ds, struct tlbi *tlbi)
{
	switch (operand) {
	case OPERAND_NONE:
		break;
	case OPERAND_ASID:
		tlbi->asid = FIELD(x, 63, 48);
		break;
	case OPERAND_VA:
		tlbi->asid = FIELD(x, 63, 48);
		tlbi->start = sign_extend(FIELD(x, 43, 0) << PAGE_SHIFT, 55);
		tlbi->end = tlbi->start + (1 << PAGE_SHIFT);
		break;
	case OPERAND_IPA:
		tlbi->start = FIELD(x, 39, 0) << PAGE_SHIFT;
		tlbi->end = tlbi->start + (1 << PAGE_SHIFT);
		break;
	case OPERAND_VA_RANGE:
		tlbi->asid = FIELD(x, 63, 48);
		take_range(x, ds, true, tlbi);
		break;
	case OPERAND_IPA_RANGE:
		take_range(x, ds, false, tlbi);
		break;
	}
}

void tlbi_decode(uint32_t opcode, uint64_t x, bool ds, struct tlbi *tlbi)
{
	enum operand operand = OPERAND_NONE;

	*tlbi = (struct tlbi){ .what = TLBI_OTHER };
	if (OP1(opcode) == OP1_EL1)
		operand = decode_el1(opcode, tlbi);
	else if (OP1(opcode) == OP1_EL2)
		operand = decode_el2(opcode, tlbi);
	take_operand(operand, x, ds, tlbi);
}

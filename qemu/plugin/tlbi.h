/* SPDX-License-Identifier: GPL-2.0-only */
/* tlbi.h - TLB maintenance instructions, decoded (Arm ARM C5.5). Free of QEMU. */
#ifndef PLUGIN_TLBI_H
#define PLUGIN_TLBI_H

#include <stdbool.h>
#include <stdint.h>

enum tlbi_what {
	TLBI_ALL,		/* VMALLE1, VMALLS12E1, ALLE1 */
	TLBI_ASID,
	TLBI_VA,		/* by VA and ASID */
	TLBI_VA_ALL_ASIDS,	/* VAA */
	TLBI_IPA,		/* stage 2 */
	TLBI_OTHER,		/* of EL2 or EL3: nothing that EL1's translations use */
};

struct tlbi {
	enum tlbi_what what;
	bool broadcast;		/* Inner or Outer Shareable: reaches all CPUs */
	bool last_level;
	bool stage2_too;
	uint16_t asid;
	uint64_t start, end;	/* VA, IPA: [start, end); end 0: up to the last address */
};

/* Is opcode a TLBI? */
bool tlbi_is(uint32_t opcode);
/*
 * x is the value of its register operand; ds: TCR_EL1.DS (VTCR_EL2.DS of those by IPA), which
 * changes ranges' unit.
 */
void tlbi_decode(uint32_t opcode, uint64_t x, bool ds, struct tlbi *tlbi);
/* The number of that register; 31: none. */
unsigned int tlbi_register(uint32_t opcode);

#endif

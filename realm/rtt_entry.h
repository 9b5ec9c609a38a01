/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * rtt_entry.h - stage 2 descriptors, 4K granule (Arm ARM D8.3), and what an invalid one of
 * the protected half holds besides: the RIPAS of what it would map. A valid one is RAM.
 */
#ifndef REALM_RTT_ENTRY_H
#define REALM_RTT_ENTRY_H

#include "realm/abi.h"
#include "realm/types.h"

#define RTT_ENTRIES	512
#define RTT_LEVEL1_SHIFT 30
#define RTT_LEVEL2_SHIFT 21
#define RTT_LEVEL3_SHIFT 12

#define S2_VALID	BIT(0)
#define S2_TABLE	BIT(1)		/* level 3: a page */
#define S2_NORMAL	(0xful << 2)	/* write-back, as the guest has it */
#define S2_DEVICE	(0x1ul << 2)	/* Device-nGnRE */
#define S2_DEVICE_GRE	(0x3ul << 2)
#define S2_RW		(3ul << 6)
#define S2_WRITE	(2ul << 6)	/* only that */
#define S2_SH_INNER	(3ul << 8)
#define S2_AF		BIT(10)
#define S2_XN		BIT(54)
#define S2_ADDRESS	0x0000fffffffff000ul

#define S2_RIPAS_SHIFT	56		/* ignored by walks of an invalid entry */

static inline bool entry_is_table(u64 entry)
{
	return (entry & (S2_VALID | S2_TABLE)) == (S2_VALID | S2_TABLE);
}

/* Of a leaf or an invalid entry of the protected half. */
static inline enum ripas entry_ripas(u64 entry)
{
	return entry & S2_VALID ? RIPAS_RAM : (enum ripas)(entry >> S2_RIPAS_SHIFT & 3);
}

static inline u64 entry_unassigned(enum ripas ripas)
{
	return (u64)ripas << S2_RIPAS_SHIFT;
}

static inline u64 entry_page(u64 pa, u64 attributes)
{
	return pa | attributes | S2_RW | S2_AF | S2_VALID | S2_TABLE;
}

static inline u64 entry_block(u64 pa, u64 attributes)
{
	return pa | attributes | S2_RW | S2_AF | S2_VALID;
}

#endif /* REALM_RTT_ENTRY_H */

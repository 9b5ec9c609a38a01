// SPDX-License-Identifier: GPL-2.0-only
/*
 * smmu_tables.c - what devices of a realm may reach: stage 2 tables of their own, with
 * the unprotected alias of shared pages and the ITS' doorbell in them, nothing else.
 *
 * Pages only, and tables stay once they are made: that is 1/512 of the memory at most, and
 * no table is replaced under a device that may be walking it.
 */
#include "realm/smmu.h"

#include "realm/hw.h"
#include "realm/pool.h"
#include "realm/rtt.h"
#include "realm/rtt_entry.h"
#include "realm/virt.h"

/* The SMMU shares the descriptors of stage 2. Nobody executes what a device may write. */
#define ATTR_SHARED	(S2_NORMAL | S2_SH_INNER | S2_XN)
/* A doorbell is written. */
#define DOORBELL	(S2_DEVICE | S2_WRITE | S2_AF | S2_XN | S2_TABLE | S2_VALID)

/* GITS_TRANSLATER's page: the ITS' second 64K frame (hw/arm/virt.c, GIC_ITS). */
#define ITS_DOORBELL	(VIRT_GIC_MSI_BASE + 0x90000)

#define LAST_LEVEL	3

static unsigned int index_of(u64 ipa, int level)
{
	return ipa >> (12 + 9 * (LAST_LEVEL - level)) & (RTT_ENTRIES - 1);
}

/* The level 3 table of ipa, made if there is none and make says so, else NULL. */
static u64 *last_table(u64 ipa, bool make)
{
	u64 *table = hw_ptr(realm.smmu_root), *entry, page;
	int level;

	for (level = 0; level < LAST_LEVEL; level++) {
		entry = &table[index_of(ipa, level)];
		if (!*entry) {
			if (!make)
				return NULL;
			page = pool_page();
			/* the table's zeroes before what points to them */
			hw_table_barrier();
			*entry = page | S2_TABLE | S2_VALID;
		}
		table = hw_ptr(*entry & S2_ADDRESS);
	}
	return table;
}

u64 smmu_tables_init(void)
{
	realm.smmu_root = pool_page();
	last_table(ITS_DOORBELL, true)[index_of(ITS_DOORBELL, LAST_LEVEL)] =
		ITS_DOORBELL | DOORBELL;
	hw_table_barrier();
	return realm.smmu_root;
}

void smmu_map(u64 pa, u64 size, bool shared)
{
	const u64 end = pa + size;
	u64 *table = NULL;

	for (; pa < end; pa += SZ_4K) {
		if (!table || IS_ALIGNED(pa, SZ_2M))
			table = last_table(pa | realm_half(), shared);
		if (table)
			table[index_of(pa, LAST_LEVEL)] = shared ? entry_page(pa, ATTR_SHARED) : 0;
	}
	hw_table_barrier();
}

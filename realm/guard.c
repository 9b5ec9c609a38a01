// SPDX-License-Identifier: GPL-2.0-only
/*
 * guard.c - see guard.h. Blocks of 1G wherever nothing in them is the monitor's, since each
 * level of stage 2 is walked for each of stage 1; attributes that leave stage 1's as they are.
 */
#include "realm/guard.h"

#include "realm/hw.h"
#include "realm/pool.h"
#include "realm/rtt.h"
#include "realm/rtt_entry.h"
#include "realm/virt.h"

/*
 * Normal write-back, non-shareable: the weaker memory type and the wider shareability of both
 * stages count (Arm ARM D8.6.5), so stage 1 decides. Executable as far as stage 1 says so.
 */
#define ATTR_STAGE1	S2_NORMAL
/*
 * The same of the board's devices, which no stage 1 has a reason to map as anything but Device:
 * QEMU checks the alignment of accesses to Device memory by stage 2's attribute alone.
 */
#define ATTR_BOARD	S2_DEVICE_GRE

#define LEVEL_BITS	9

static bool overlaps(u64 pa, u64 size, u64 base, u64 end)
{
	return pa < end && base < pa + size;
}

static bool covers(u64 pa, u64 size, u64 base, u64 end)
{
	return base <= pa && pa + size <= end;
}

/* All or some of [pa, pa + size) is the monitor's. */
static bool hidden(u64 pa, u64 size, bool (*how)(u64 pa, u64 size, u64 base, u64 end))
{
	return how(pa, size, realm.ram_base + realm.ram_size, realm.monitor_end) ||
	       how(pa, size, realm.smmu_base, realm.smmu_base + realm.smmu_size);
}

static bool board(u64 pa, u64 size, bool (*how)(u64 pa, u64 size, u64 base, u64 end))
{
	return how(pa, size, VIRT_BOARD_BASE, VIRT_BOARD_END);
}

static u64 leaf_make(u64 pa, int shift, u64 attributes)
{
	return shift == RTT_LEVEL3_SHIFT ? entry_page(pa, attributes) :
					   entry_block(pa, attributes);
}

static u64 table_make(u64 pa, int shift);

static u64 entry_make(u64 pa, int shift)
{
	const u64 size = 1ul << shift;

	if (!hidden(pa, size, overlaps)) {
		if (board(pa, size, covers))
			return leaf_make(pa, shift, ATTR_BOARD);
		if (!board(pa, size, overlaps))
			return leaf_make(pa, shift, ATTR_STAGE1);
	}
	if (shift == RTT_LEVEL3_SHIFT || hidden(pa, size, covers))
		return 0;
	return table_make(pa, shift - LEVEL_BITS);
}

/* A table, or as many in a row as there are entries for. */
static void table_fill(u64 table, u64 nr, u64 pa, int shift)
{
	u64 *entries = hw_ptr(table), i;

	for (i = 0; i < nr; i++)
		entries[i] = entry_make(pa + (i << shift), shift);
}

static u64 table_make(u64 pa, int shift)
{
	u64 page = pool_page();

	table_fill(page, RTT_ENTRIES, pa, shift);
	return page | S2_TABLE | S2_VALID;
}

/* The SMMU starts at level 0 (smmu.c), and goes on in the tables that CPUs start with. */
static void smmu_root_make(void)
{
	u64 *entries, i;

	realm.smmu_root = pool_page();
	entries = hw_ptr(realm.smmu_root);
	for (i = 0; i < realm.root_pages; i++)
		entries[i] = (realm.root + i * SZ_4K) | S2_TABLE | S2_VALID;
}

void guard_init(void)
{
	realm.root_pages = realm.ipa_bits > 39 ? 1ul << (realm.ipa_bits - 39) : 1;
	realm.root = pool_pages(realm.root_pages);
	table_fill(realm.root, 1ul << (realm.ipa_bits - RTT_LEVEL1_SHIFT), 0, RTT_LEVEL1_SHIFT);
	if (realm.smmu_base)
		smmu_root_make();
	hw_table_barrier();
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * rtt_walk.c - the tables themselves: level 1 concatenated at the root, 2, 3. There are no
 * level 1 blocks, so what is changed is always a level 2 or a level 3 entry.
 */
#include "realm/rtt_walk.h"

#include "realm/hw.h"
#include "realm/pool.h"

struct lock rtt_lock;

static u64 *level1(u64 ipa)
{
	return (u64 *)hw_ptr(realm.root) + (ipa >> RTT_LEVEL1_SHIFT);
}

static u64 *table_entry(u64 table, u64 ipa, int shift)
{
	return (u64 *)hw_ptr(table & S2_ADDRESS) + (ipa >> shift & (RTT_ENTRIES - 1));
}

static void entry_set(u64 *entry, u64 value)
{
	*(volatile u64 *)entry = value;
	hw_table_barrier();
}

u64 *rtt_level2_find(u64 ipa)
{
	u64 entry = *level1(ipa);

	return entry_is_table(entry) ? table_entry(entry, ipa, RTT_LEVEL2_SHIFT) : NULL;
}

/* A new table is zero: nothing mapped, EMPTY. */
u64 *rtt_level2(u64 ipa)
{
	if (!entry_is_table(*level1(ipa)))
		entry_set(level1(ipa), pool_page() | S2_TABLE | S2_VALID);
	return rtt_level2_find(ipa);
}

u64 *rtt_level3(u64 level2, u64 ipa)
{
	return table_entry(level2, ipa, RTT_LEVEL3_SHIFT);
}

void rtt_split(u64 *level2, u64 ipa)
{
	u64 old = *level2, page = pool_page(), i;
	u64 *entries = hw_ptr(page);

	for (i = 0; i < RTT_ENTRIES; i++)
		entries[i] = old & S2_VALID ? (old | S2_TABLE) + i * SZ_4K : old;
	if (old & S2_VALID) {
		entry_set(level2, 0);
		hw_tlbi(ALIGN_DOWN(ipa, SZ_2M), SZ_2M);
	}
	hw_table_barrier();
	entry_set(level2, page | S2_TABLE | S2_VALID);
}

void rtt_fold(u64 *level2, u64 ipa, u64 entry)
{
	u64 table = *level2 & S2_ADDRESS;

	entry_set(level2, entry);
	hw_tlbi(ALIGN_DOWN(ipa, SZ_2M), SZ_2M);
	pool_free(table);
}

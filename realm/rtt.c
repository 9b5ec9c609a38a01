// SPDX-License-Identifier: GPL-2.0-only
/*
 * rtt.c - which memory the realm has mapped: stage 2 made on demand, see rtt.h. What
 * RIPAS says is changed in rtt_ripas.c.
 */
#include "realm/rtt_walk.h"

#include "realm/hw.h"
#include "realm/pool.h"
#include "realm/print.h"
#include "realm/smmu.h"

#define ATTR_PROTECTED		(S2_NORMAL | S2_SH_INNER)
/* No instructions from memory that others can write, as in the Realm state. */
#define ATTR_UNPROTECTED	(S2_NORMAL | S2_SH_INNER | S2_XN)
#define ATTR_DEVICE		(S2_DEVICE | S2_XN)

struct realm realm;

void rtt_init(void)
{
	u64 ipa, end = realm.ram_base + realm.ram_size;
	u64 *level2;

	realm.root_pages = realm.ipa_bits > 39 ? 1ul << (realm.ipa_bits - 39) : 1;
	realm.root = pool_pages(realm.root_pages);
	if (realm.smmu_base)
		realm.smmu_root = smmu_tables_init();
	for (ipa = realm.ram_base; ipa < end; ipa += SZ_2M) {
		level2 = rtt_level2(ipa);
		if (realm_is_ram(ipa, SZ_2M)) {
			*level2 = entry_unassigned(RIPAS_RAM);
			continue;
		}
		rtt_split(level2, ipa);
		for (; ipa < end; ipa += SZ_4K)
			*rtt_level3(*level2, ipa) = entry_unassigned(RIPAS_RAM);
	}
	hw_table_barrier();
}

/* Maps what the entry of ipa lets; false if that is nothing. RIPAS must be what is wanted. */
static bool fault_protected(u64 ipa)
{
	u64 *entry = rtt_level2(ipa);

	if (!entry_is_table(*entry)) {
		if (*entry & S2_VALID)
			return true;	/* another CPU was here first */
		if (entry_ripas(*entry) != RIPAS_RAM)
			return false;
		if (realm.blocks) {
			*entry = entry_block(ALIGN_DOWN(ipa, SZ_2M), ATTR_PROTECTED);
			return true;
		}
		rtt_split(entry, ipa);
	}
	entry = rtt_level3(*entry, ipa);
	if (entry_ripas(*entry) != RIPAS_RAM)
		return false;
	*entry = entry_page(ipa, ATTR_PROTECTED);
	return true;
}

/* pa of memory: whether all of its 2M, or at least its granule, is EMPTY. */
static bool pa_is_empty(u64 pa, bool *block)
{
	u64 entry = *rtt_level2(pa);

	*block = !entry_is_table(entry);
	return entry_ripas(*block ? entry : *rtt_level3(entry, pa)) == RIPAS_EMPTY;
}

/* Devices are all that is no memory, but for the SMMU and what the monitor has. */
static bool pa_is_device(u64 pa, bool *block)
{
	u64 base = ALIGN_DOWN(pa, SZ_2M), end = realm.ram_base + realm.ram_size;

	if (pa >= realm.ram_base && pa < realm.monitor_end)
		return false;
	if (realm.smmu_size && pa >= realm.smmu_base && pa - realm.smmu_base < realm.smmu_size)
		return false;
	*block = (base + SZ_2M <= realm.ram_base || base >= realm.monitor_end) &&
		 (base + SZ_2M <= realm.smmu_base || base >= realm.smmu_base + realm.smmu_size);
	return pa < realm.ram_base || pa >= end;
}

static bool fault_unprotected(u64 ipa)
{
	u64 pa = ipa - realm_half(), attributes = ATTR_DEVICE;
	bool block;
	u64 *entry;

	if (realm_is_ram(pa, SZ_4K)) {
		if (!pa_is_empty(pa, &block))
			return false;
		block = block && realm.blocks;
		attributes = ATTR_UNPROTECTED;
	} else if (!pa_is_device(pa, &block)) {
		return false;
	}
	entry = rtt_level2(ipa);
	if (!entry_is_table(*entry)) {
		if (*entry & S2_VALID)
			return true;
		if (block) {
			*entry = entry_block(ALIGN_DOWN(pa, SZ_2M), attributes);
			return true;
		}
		rtt_split(entry, ipa);
	}
	*rtt_level3(*entry, ipa) = entry_page(pa, attributes);
	return true;
}

bool rtt_fault(u64 ipa)
{
	bool mapped;

	ipa = ALIGN_DOWN(ipa, SZ_4K);
	if (ipa >> realm.ipa_bits)
		return false;
	hw_lock(&rtt_lock);
	if (ipa & realm_half())
		mapped = fault_unprotected(ipa);
	else
		mapped = realm_is_ram(ipa, SZ_4K) && fault_protected(ipa);
	hw_table_barrier();
	hw_unlock(&rtt_lock);
	return mapped;
}

/*
 * Another CPU may share the page while the caller uses what this returns: as with a real
 * RMM the guest then finds in shared memory what it raced for, and nothing else.
 */
void *rtt_memory(u64 ipa, u64 size)
{
	u64 end;

	if (!size || size > SZ_4K || ALIGN_DOWN(ipa, SZ_4K) != ALIGN_DOWN(ipa + size - 1, SZ_4K) ||
	    !realm_is_ram(ipa, size))
		return NULL;
	return rtt_ripas_get(ALIGN_DOWN(ipa, SZ_4K), ALIGN_DOWN(ipa, SZ_4K) + SZ_4K, &end) ==
	       RIPAS_RAM ? hw_ptr(ipa) : NULL;
}

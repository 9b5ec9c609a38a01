// SPDX-License-Identifier: GPL-2.0-only
/*
 * rtt_ripas.c - RIPAS of ranges: what a realm sees when it shares memory or takes it
 * back. A level 2 entry's worth at a time, in an order that no access can slip through:
 * unmapped everywhere, TLBs and the SMMU clean, zeroed, then what is new is let in.
 */
#include "realm/rtt_walk.h"

#include "realm/hw.h"
#include "realm/smmu.h"

/* The granules of one level 2 entry that change: [from, to) of it, a bit each. */
struct change {
	u64 base;			/* IPA of the entry */
	u64 *level2;
	unsigned int from, to;
	enum ripas ripas;
	u64 bits[RTT_ENTRIES / 64];
	unsigned int nr;		/* bits set */
	bool was_shared;		/* some of them */
	bool was_mapped;
};

static bool change_has(const struct change *change, unsigned int i)
{
	return change->bits[i / 64] >> (i % 64) & 1;
}

/* Counts what becomes and what stops to be EMPTY. */
static void shared_count(enum ripas from, enum ripas to, u64 pages)
{
	if (from == RIPAS_EMPTY)
		realm.shared_pages -= pages;
	if (to == RIPAS_EMPTY)
		realm.shared_pages += pages;
	if (realm.shared_pages > realm.shared_pages_peak)
		realm.shared_pages_peak = realm.shared_pages;
}

/* Entry i of the table leaves its state; false if it must not, see rtt_ripas_set(). */
static bool change_entry(struct change *change, u64 *entries, unsigned int i, bool destroyed)
{
	enum ripas old = entry_ripas(entries[i]);

	if (old == RIPAS_DESTROYED && !destroyed)
		return false;
	if (old == change->ripas)
		return true;
	change->bits[i / 64] |= 1ul << (i % 64);
	change->nr++;
	change->was_shared |= old == RIPAS_EMPTY;
	change->was_mapped |= entries[i] & S2_VALID;
	shared_count(old, change->ripas, 1);
	entries[i] = entry_unassigned(change->ripas);
	return true;
}

/* Returns the number of the first granule that stays, or to. */
static unsigned int change_table(struct change *change, bool destroyed)
{
	u64 *entries = rtt_level3(*change->level2, change->base);
	unsigned int i;

	for (i = change->from; i < change->to; i++)
		if (!change_entry(change, entries, i, destroyed))
			break;
	return i;
}

/* The same where one entry stands for all, and all of it changes or nothing. */
static unsigned int change_whole(struct change *change, bool destroyed)
{
	enum ripas old = entry_ripas(*change->level2);
	unsigned int i;

	if (old == RIPAS_DESTROYED && !destroyed)
		return 0;
	if (old == change->ripas)
		return RTT_ENTRIES;
	for (i = 0; i < ARRAY_SIZE(change->bits); i++)
		change->bits[i] = ~0ul;
	change->nr = RTT_ENTRIES;
	change->was_shared = old == RIPAS_EMPTY;
	change->was_mapped = *change->level2 & S2_VALID;
	shared_count(old, change->ripas, RTT_ENTRIES);
	*change->level2 = entry_unassigned(change->ripas);
	return RTT_ENTRIES;
}

/* The unprotected alias of what was shared: of mappings, only those that there are. */
static void change_unshare(const struct change *change)
{
	u64 ipa = change->base + realm_half();
	u64 *level2 = rtt_level2_find(ipa), *entries;
	unsigned int i;

	if (level2 && *level2 & S2_VALID) {
		if (!entry_is_table(*level2) && change->nr < RTT_ENTRIES)
			rtt_split(level2, ipa);
		if (!entry_is_table(*level2)) {
			*level2 = 0;
		} else {
			entries = rtt_level3(*level2, ipa);
			for (i = change->from; i < change->to; i++)
				if (change_has(change, i))
					entries[i] = 0;
		}
		hw_table_barrier();
		hw_tlbi(ipa + change->from * SZ_4K, (change->to - change->from) * SZ_4K);
	}
}

/* Calls fn for every run of granules that change. */
static void change_runs(const struct change *change, void (*fn)(u64 pa, u64 size))
{
	unsigned int i = change->from, run;

	while (i < change->to) {
		for (run = i; run < change->to && change_has(change, run); run++)
			;
		if (run > i)
			fn(change->base + i * SZ_4K, (run - i) * SZ_4K);
		i = run + 1;
	}
}

static void device_map(u64 pa, u64 size)
{
	if (realm.smmu_base)
		smmu_map(pa, size, true);
}

static void device_unmap(u64 pa, u64 size)
{
	if (realm.smmu_base) {
		smmu_map(pa, size, false);
		hw_smmu_tlbi(pa + realm_half(), size);
	}
}

/* A table of which no granule is mapped any more and all are alike is not needed. */
static void change_fold(const struct change *change)
{
	if (change->from == 0 && change->to == RTT_ENTRIES && entry_is_table(*change->level2))
		rtt_fold(change->level2, change->base, entry_unassigned(change->ripas));
}

/* Returns how many granules of the entry, counted from its first, are done. */
static unsigned int change_do(struct change *change, bool destroyed)
{
	bool whole = change->from == 0 && change->to == RTT_ENTRIES;
	unsigned int end;

	if (!entry_is_table(*change->level2) && !whole) {
		if (entry_ripas(*change->level2) == change->ripas)
			return change->to;
		rtt_split(change->level2, change->base);
	}
	end = entry_is_table(*change->level2) ? change_table(change, destroyed) :
						change_whole(change, destroyed);
	hw_table_barrier();
	change->to = end;
	if (change->nr) {
		if (change->was_mapped)
			hw_tlbi(change->base + change->from * SZ_4K,
				(change->to - change->from) * SZ_4K);
		if (change->was_shared) {
			change_unshare(change);
			change_runs(change, device_unmap);
		}
		change_runs(change, hw_zero);
		if (change->ripas == RIPAS_EMPTY)
			change_runs(change, device_map);
		change_fold(change);
	}
	return end;
}

/* The part of [ipa, top) that is memory, up to the end of a level 2 entry. */
static u64 ripas_set_some(u64 ipa, u64 top, enum ripas ripas, bool destroyed)
{
	u64 ram_end = realm.ram_base + realm.ram_size, base = ALIGN_DOWN(ipa, SZ_2M);
	u64 end = base + SZ_2M;
	struct change change = { .base = base, .ripas = ripas };

	end = end > top ? top : end;
	end = end > ram_end ? ram_end : end;
	change.level2 = rtt_level2(ipa);
	change.from = (ipa - base) / SZ_4K;
	change.to = (end - base) / SZ_4K;
	return base + change_do(&change, destroyed) * SZ_4K;
}

u64 rtt_ripas_set(u64 base, u64 top, enum ripas ripas, bool change_destroyed)
{
	u64 ram_end = realm.ram_base + realm.ram_size, ipa = base, next;

	hw_lock(&rtt_lock);
	while (ipa < top) {
		if (!realm_is_ram(ipa, SZ_4K)) {
			if (ripas == RIPAS_RAM)
				break;
			/* What is no memory is EMPTY as it is. */
			ipa = ipa < realm.ram_base && top > realm.ram_base ? realm.ram_base : top;
			continue;
		}
		next = ripas_set_some(ipa, top, ripas, change_destroyed);
		if (next < top && next < ram_end && next < ALIGN_DOWN(ipa, SZ_2M) + SZ_2M) {
			ipa = next;
			break;
		}
		ipa = next;
	}
	hw_unlock(&rtt_lock);
	return ipa;
}

/* RIPAS of the granule at ipa and where the entry that says so ends. */
static enum ripas ripas_at(u64 ipa, u64 *end)
{
	u64 entry;

	if (!realm_is_ram(ipa, SZ_4K)) {
		*end = ipa < realm.ram_base ? realm.ram_base : realm_half();
		return RIPAS_EMPTY;
	}
	entry = *rtt_level2(ipa);
	*end = ALIGN_DOWN(ipa, SZ_2M) + SZ_2M;
	if (!entry_is_table(entry))
		return entry_ripas(entry);
	*end = ipa + SZ_4K;
	return entry_ripas(*rtt_level3(entry, ipa));
}

enum ripas rtt_ripas_get(u64 base, u64 top, u64 *end)
{
	enum ripas ripas;
	u64 ipa, next;

	hw_lock(&rtt_lock);
	ripas = ripas_at(base, &ipa);
	while (ipa < top && ripas_at(ipa, &next) == ripas)
		ipa = next;
	hw_unlock(&rtt_lock);
	*end = ipa < top ? ipa : top;
	return ripas;
}

void rtt_destroy(u64 ipa)
{
	struct change change = {
		.base = ALIGN_DOWN(ipa, SZ_2M),
		.ripas = RIPAS_DESTROYED,
		.from = ipa % SZ_2M / SZ_4K,
		.to = ipa % SZ_2M / SZ_4K + 1,
	};

	hw_lock(&rtt_lock);
	change.level2 = rtt_level2(ipa);
	change_do(&change, true);
	hw_unlock(&rtt_lock);
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * tlb.c - see tlb.h. The index into the sets is the page number, by the size of the page:
 * no source says how a real index is made.
 */
#include "qemu/plugin/tlb.h"

#include <stdlib.h>
#include <string.h>

#define PAGE_SHIFT	12
#define RANDOM_SEED	0x9e3779b97f4a7c15

void tlb_init(struct tlb *tlb, const struct tlb_shape *shape)
{
	*tlb = (struct tlb){ .shape = *shape, .random = RANDOM_SEED };
	if (!shape->entries)
		return;
	tlb->sets = shape->entries / shape->ways;
	tlb->entries = calloc(shape->entries, sizeof(*tlb->entries));
	if (!tlb->entries)
		abort();
}

void tlb_destroy(struct tlb *tlb)
{
	free(tlb->entries);
	tlb->entries = NULL;
}

void tlb_flush(struct tlb *tlb)
{
	if (tlb->entries)
		memset(tlb->entries, 0, tlb->shape.entries * sizeof(*tlb->entries));
	tlb->shifts = 0;
}

static struct tlb_entry *tlb_set(struct tlb *tlb, uint64_t va, unsigned int shift)
{
	return tlb->entries + (va >> shift) % tlb->sets * tlb->shape.ways;
}

struct tlb_entry *tlb_lookup_shift(struct tlb *tlb, uint64_t va, uint16_t asid, unsigned int shift)
{
	struct tlb_entry *entry, *end;

	if (!(tlb->shifts >> shift & 1))
		return NULL;
	entry = tlb_set(tlb, va, shift);
	for (end = entry + tlb->shape.ways; entry < end; entry++) {
		if (entry->shift == shift && tlb_entry_holds(entry, va, asid)) {
			tlb_touch(tlb, entry);
			return entry;
		}
	}
	return NULL;
}

struct tlb_entry *tlb_lookup(struct tlb *tlb, uint64_t va, uint16_t asid)
{
	struct tlb_entry *entry;
	uint64_t shifts;

	/* With one set there is no index that depends on the size. */
	if (tlb->sets == 1) {
		for (entry = tlb->entries; entry < tlb->entries + tlb->shape.ways; entry++) {
			if (tlb_entry_holds(entry, va, asid)) {
				tlb_touch(tlb, entry);
				return entry;
			}
		}
		return NULL;
	}
	for (shifts = tlb->shifts; shifts; shifts &= shifts - 1) {
		entry = tlb_lookup_shift(tlb, va, asid, __builtin_ctzll(shifts));
		if (entry)
			return entry;
	}
	return NULL;
}

unsigned int tlb_fit(const struct tlb_shape *shape, unsigned int shift)
{
	const uint64_t fit = shape->entries ? shape->sizes & ((2ull << shift) - 1) : 0;

	return fit ? 63 - __builtin_clzll(fit) : 0;
}

static struct tlb_entry *tlb_victim(struct tlb *tlb, struct tlb_entry *set)
{
	struct tlb_entry *entry, *oldest = set;

	for (entry = set; entry < set + tlb->shape.ways; entry++) {
		if (!entry->shift)
			return entry;
		if (entry->stamp < oldest->stamp)
			oldest = entry;
	}
	if (tlb->shape.replacement != TLB_RANDOM)
		return oldest;
	tlb->random ^= tlb->random << 13;
	tlb->random ^= tlb->random >> 7;
	tlb->random ^= tlb->random << 17;
	return set + tlb->random % tlb->shape.ways;
}

/* An entry for the same group, filled when other pages of it were valid. */
static struct tlb_entry *tlb_same_group(struct tlb *tlb, struct tlb_entry *set,
					const struct tlb_entry *group)
{
	struct tlb_entry *entry;

	for (entry = set; entry < set + tlb->shape.ways; entry++)
		if (entry->shift == group->shift && entry->page_shift == group->page_shift &&
		    entry->va == group->va && entry->pa == group->pa &&
		    entry->global == group->global &&
		    (group->global || entry->asid == group->asid))
			return entry;
	return NULL;
}

struct tlb_entry *tlb_insert(struct tlb *tlb, const struct tlb_entry *leaf)
{
	const bool several = tlb->shape.coalesce > 1 && leaf->shift == PAGE_SHIFT &&
			     (leaf->pages & (leaf->pages - 1));
	struct tlb_entry new = *leaf, *set, *entry = NULL;

	new.shift = new.page_shift = tlb_fit(&tlb->shape, leaf->shift);
	if (several)
		new.shift = PAGE_SHIFT + __builtin_ctz(tlb->shape.coalesce);
	new.va = leaf->va & -(1ull << new.shift);
	/* Broken down, it is another part of the leaf. */
	if (!several)
		new.pa = leaf->pa & -(1ull << new.shift);
	set = tlb_set(tlb, new.va, new.shift);
	if (several)
		entry = tlb_same_group(tlb, set, &new);
	if (!entry)
		entry = tlb_victim(tlb, set);
	new.stamp = ++tlb->clock;
	*entry = new;
	tlb->shifts |= 1ull << new.shift;
	return entry;
}

static bool entry_meets(const struct tlb_entry *entry, const struct tlbi *tlbi)
{
	const uint64_t last = entry->va + (1ull << entry->shift) - 1;

	return entry->va <= tlbi->end - 1 && last >= tlbi->start;
}

static bool entry_goes(const struct tlb_entry *entry, const struct tlbi *tlbi)
{
	switch (tlbi->what) {
	case TLBI_ALL:
		return true;
	case TLBI_ASID:
		return !entry->global && entry->asid == tlbi->asid;
	case TLBI_VA:
		return entry_meets(entry, tlbi) && (entry->global || entry->asid == tlbi->asid);
	case TLBI_VA_ALL_ASIDS:
	case TLBI_IPA:
		return entry_meets(entry, tlbi);
	case TLBI_OTHER:
		break;
	}
	return false;
}

static void drop(struct tlb_entry *entry, unsigned int nr, const struct tlbi *tlbi)
{
	struct tlb_entry *end;

	for (end = entry + nr; entry < end; entry++)
		if (entry->shift && entry_goes(entry, tlbi))
			entry->shift = 0;
}

void tlb_invalidate(struct tlb *tlb, const struct tlbi *tlbi)
{
	uint64_t shifts;

	if (!tlb->shape.entries || tlbi->what == TLBI_OTHER)
		return;
	if (tlbi->what == TLBI_ALL) {
		tlb_flush(tlb);
		return;
	}
	/* One page is in one set for each size. */
	if (tlbi->what != TLBI_ASID && tlbi->end - tlbi->start == 1 << PAGE_SHIFT && tlb->sets > 1)
		for (shifts = tlb->shifts; shifts; shifts &= shifts - 1)
			drop(tlb_set(tlb, tlbi->start, __builtin_ctzll(shifts)), tlb->shape.ways,
			     tlbi);
	else
		drop(tlb->entries, tlb->shape.entries, tlbi);
}

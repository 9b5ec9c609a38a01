/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * tlb.h - one set-associative cache of translations: a TLB, and also what walks are
 * shortened by, a cache of tables (by VA) or of stage 2 (by IPA). Free of QEMU.
 */
#ifndef PLUGIN_TLB_H
#define PLUGIN_TLB_H

#include "qemu/plugin/tlbi.h"

enum tlb_replacement {
	TLB_LRU,
	TLB_FIFO,
	TLB_RANDOM,		/* of a fixed seed */
	TLB_REPLACEMENT_NR,
};

#define TLB_SIZES_ALL	UINT64_MAX
#define TLB_ENTRIES_MAX	65536

struct tlb_shape {
	unsigned int entries;	/* 0: there is no such cache */
	unsigned int ways;	/* entries: fully associative */
	uint64_t sizes;		/* bit n: entries of 1 << n bytes; larger leaves are broken down */
	unsigned int coalesce;	/* pages of 4 KiB that an entry can hold, or 1; at most 8 */
	enum tlb_replacement replacement;
};

struct tlb_entry {
	uint64_t va;		/* of its first byte */
	uint64_t pa;
	uint64_t stamp;		/* last use (LRU), fill (FIFO) */
	uint16_t asid;
	uint8_t shift;		/* it holds 1 << shift bytes; 0: nothing */
	uint8_t page_shift;	/* of one page, where it holds several */
	uint8_t pages;		/* bit n: page n is among them; all when it holds one */
	bool global;
};

struct tlb {
	struct tlb_shape shape;
	unsigned int sets;
	struct tlb_entry *entries;
	uint64_t shifts;		/* bit n: perhaps there are entries of 1 << n bytes */
	uint64_t clock;
	uint64_t random;
};

void tlb_init(struct tlb *tlb, const struct tlb_shape *shape);
void tlb_destroy(struct tlb *tlb);
void tlb_flush(struct tlb *tlb);

static inline bool tlb_entry_holds(const struct tlb_entry *entry, uint64_t va, uint16_t asid)
{
	return entry->shift && !((va ^ entry->va) >> entry->shift) &&
	       (entry->global || entry->asid == asid) &&
	       (entry->shift == entry->page_shift ||
		entry->pages >> ((va - entry->va) >> entry->page_shift) & 1);
}

static inline void tlb_touch(struct tlb *tlb, struct tlb_entry *entry)
{
	if (tlb->shape.replacement == TLB_LRU)
		entry->stamp = ++tlb->clock;
}

/* The entry that holds va, used from now on; NULL if there is none. */
struct tlb_entry *tlb_lookup(struct tlb *tlb, uint64_t va, uint16_t asid);
/* Only one of 1 << shift bytes. */
struct tlb_entry *tlb_lookup_shift(struct tlb *tlb, uint64_t va, uint16_t asid, unsigned int shift);

/* The largest size that it has for a leaf of 1 << shift bytes; 0: none. */
unsigned int tlb_fit(const struct tlb_shape *shape, unsigned int shift);

/*
 * Fill with a leaf of 1 << leaf->shift bytes that holds leaf->va, in place of another. pages
 * (of a group of shape.coalesce, around leaf->va) beyond one make it an entry for several;
 * leaf->pa is then that of the group.
 */
struct tlb_entry *tlb_insert(struct tlb *tlb, const struct tlb_entry *leaf);

/* By VA or ASID, or all; TLBI_IPA: all entries are of IPAs. */
void tlb_invalidate(struct tlb *tlb, const struct tlbi *tlbi);

#endif

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * rtt.h - the realm's translation tables: stage 2, and in its entries the RIPAS of
 * every granule (RMM specification, section A5.5 "Realm Translation Table").
 *
 * The IPA space has two halves. In the protected one, below realm.ipa_top / 2, memory is
 * mapped where its RIPAS is RAM; in the unprotected one its alias is mapped where RIPAS is
 * EMPTY, and devices always. PA = IPA without the top bit. Mappings are made when the
 * guest first touches them (rtt_fault()), in blocks of up to 2M where the whole block
 * allows it; 4K and 2M is all there is of memory.
 */
#ifndef REALM_RTT_H
#define REALM_RTT_H

#include "realm/abi.h"
#include "realm/types.h"

/* Of a plain guest, too: it has the fields that say where things are, and root. */
struct realm {
	u64 ram_base;		/* the guest's memory, [base, base + size) */
	u64 ram_size;
	u64 monitor_end;	/* [ram_base + ram_size, monitor_end) is the monitor's */
	u64 smmu_base;		/* hidden from the guest; 0 without */
	u64 smmu_size;
	unsigned int ipa_bits;	/* of the whole space; the top bit says unprotected */
	bool blocks;		/* 2M mappings where possible */
	u64 root;		/* PA of the first table */
	u64 root_pages;		/* concatenated level 1 tables */
	u64 smmu_root;		/* PA of the SMMU's level 0 table */
	u64 shared_pages;	/* pages of memory whose RIPAS is EMPTY */
	u64 shared_pages_peak;
};

extern struct realm realm;

static inline u64 realm_half(void)
{
	return 1ul << (realm.ipa_bits - 1);
}

/* Whether [ipa, ipa + size) is memory of the realm, protected addresses. */
static inline bool realm_is_ram(u64 ipa, u64 size)
{
	return ipa >= realm.ram_base && size <= realm.ram_size &&
	       ipa - realm.ram_base <= realm.ram_size - size;
}

/* Makes the tables of a realm whose sizes are set: all memory RAM, nothing mapped. */
void rtt_init(void);

/*
 * RIPAS of [base, top), granule aligned and protected, becomes EMPTY or RAM: contents are
 * zeroed where it changes, mappings go, TLBs and the SMMU follow. Stops before a granule
 * that is DESTROYED unless change_destroyed, and before one that is no memory if it is to
 * be RAM. Returns where it stopped: top, or the first granule left as it was.
 */
u64 rtt_ripas_set(u64 base, u64 top, enum ripas ripas, bool change_destroyed);

/* RIPAS at base, and in *end where it ends to be so: base < *end <= top. */
enum ripas rtt_ripas_get(u64 base, u64 top, u64 *end);

/* For tests: a host took the granule away. Later accesses abort. */
void rtt_destroy(u64 ipa);

/* A stage 2 fault at ipa: true if it is mapped now, false if the guest gets an abort. */
bool rtt_fault(u64 ipa);

/*
 * The monitor's own access to [ipa, ipa + size) of the realm, which must lie in one granule
 * with RIPAS RAM and protected: the memory, or NULL.
 */
void *rtt_memory(u64 ipa, u64 size);

#endif /* REALM_RTT_H */

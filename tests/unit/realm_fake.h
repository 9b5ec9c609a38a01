/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * realm_fake.h - a machine for the monitor's logic: hw.h answered by memory of this
 * process, with a note of what was asked for.
 */
#ifndef TESTS_REALM_FAKE_H
#define TESTS_REALM_FAKE_H

#include "realm/hw.h"
#include "realm/rtt.h"

#define FAKE_RAM_BASE	0x40000000ul
#define FAKE_RAM_SIZE	(8 * SZ_2M + 3 * SZ_4K)	/* the guest's; no whole number of blocks */
#define FAKE_POOL_PAGES	256
#define FAKE_SMMU_BASE	0x09050000ul
#define FAKE_SMMU_SIZE	0x20000ul

struct fake {
	u64 tlbis;		/* hw_tlbi() calls, and what the last was for */
	u64 tlbi_ipa, tlbi_size;
	u64 tlbi_bytes;		/* of all of them */
	u64 tlbi_used;		/* pages of the pool in use at the last one */
	u64 tlbis_mapped;	/* at so many the first granule was still mapped */
	u64 smmu_tlbis;
	u64 zeroed;		/* bytes by hw_zero() since the last reset */
	u64 ticks;		/* what hw_ticks() says next; it goes up by one */
	u64 psci[4];		/* the last hw_psci(), and how often there was one */
	u64 psci_calls;
	s64 psci_answer;
	bool off;		/* hw_off(): panic() returns to fake_catch() instead */
	char said[4096];	/* by hw_putc() */
	size_t said_len;
};

extern struct fake fake;

/*
 * A realm with FAKE_RAM_SIZE of memory, all RAM and filled with 0xa5, ipa_bits and 2M blocks or
 * not; what was noted before is forgotten.
 */
void fake_realm(unsigned int ipa_bits, bool blocks);

/*
 * Calls fn(arg); true if it ended in hw_off(), which cannot return: what panic() said is in
 * fake.said.
 */
bool fake_catch(void (*fn)(void *arg), void *arg);

/*
 * A CPU touches ipa: false on a fault that the monitor does not mend. The translation stays in
 * the fake's TLB until hw_tlbi(): zeroing a page that one leads to ends the test.
 */
bool fake_touch(u64 ipa);

/* Called before memory is zeroed; a test that has more to look at has one of its own. */
void fake_zeroing(u64 pa, u64 size);

/* Stage 2 as a CPU would walk it: the PA of ipa, and its descriptor; false on a fault. */
bool fake_walk(u64 ipa, u64 *pa, u64 *descriptor);

#endif /* TESTS_REALM_FAKE_H */

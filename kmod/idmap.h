/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * idmap.h - our own identity map in TTBR0, and what runs in it.
 *
 * Code that empties or replaces TTBR1, or turns the MMU off, cannot run from TTBR1. It
 * runs from the page trampoline.S is in, mapped at its physical address.
 */
#ifndef SF_IDMAP_H
#define SF_IDMAP_H

#include <linux/types.h>

struct meeting;
struct ptmap;
struct steps;
struct write_page;

/* Returns 0, -ENOMEM, or -EOPNOTSUPP when a page lies above 2^48. */
int idmap_init(void);
void idmap_exit(void);

/*
 * Everything below that enters the idmap masks all exceptions meanwhile, and drops this
 * CPU's TLB on the way in and on the way out: IDMAP_CALL_TLBIS local invalidations, or
 * as many as a function names.
 */
#define IDMAP_CALL_TLBIS	2

/* --- for the holds --- */

/* The meeting place on the idmap's data page, by its address in the linear map. */
struct meeting *idmap_meeting(void);

/*
 * Interrupts off. Park this CPU: arrive at idmap_meeting(), wait with an empty
 * TTBR1 until it is released, come back on the kernel's tables.
 */
void idmap_park(void);

/*
 * The words of hold mmuoff, each alone in its cache writeback granule, by their address
 * in the linear map: word cpu for each possible CPU, IDMAP_RELEASE for all.
 */
#define IDMAP_RELEASE	nr_cpu_ids
u64 *idmap_word(unsigned int nr);

/*
 * Interrupts off. Turn this CPU's MMU off, arrive (1 in its word), wait until word
 * IDMAP_RELEASE is not 0, turn the MMU on.
 */
void idmap_wait_mmuoff(void);

/* --- for the methods --- */

/*
 * Interrupts off. Load ttbr1 by way of an empty TTBR1 with a local TLBI, so that no
 * entry of the old tables meets one of the new. Returns the previous value.
 */
u64 idmap_replace_ttbr1(u64 ttbr1);
#define IDMAP_REPLACE_TLBIS	3	/* local ones: TTBR0 in, TTBR1, TTBR0 out */

/*
 * The one page of writes that idmap_write_root() performs: entries of the kernel's root
 * table by physical address. The caller fills write[] and nr; next stays 0.
 */
struct write_page *idmap_root_writes(void);

/*
 * Interrupts off. With an empty TTBR1, perform idmap_root_writes() and invalidate all
 * TLBs: one VMALLE1IS besides the local ones.
 */
void idmap_write_root(void);
#define IDMAP_WRITE_ROOT_TLBIS	3	/* local ones */

/*
 * Interrupts off. With the MMU off, perform the chain of writes at physical address
 * first (struct write_page, cleaned to the PoC: writes_clean()) and invalidate all TLBs:
 * one VMALLE1IS besides the IDMAP_CALL_TLBIS local ones.
 */
void idmap_store_mmuoff(phys_addr_t first);

/*
 * Interrupts off. Call fn(arg) with map in TTBR0; TTBR1 stays the kernel's. From entry
 * to return of fn nothing here touches current, per-CPU data or the linear map.
 */
void idmap_call_with_ttbr0(const struct ptmap *map, void (*fn)(void *arg), void *arg);

/* An empty map for idmap_call_with_ttbr0(). Returns 0 or -ENOMEM; free with ptmap_free(). */
int idmap_ptmap_init(struct ptmap *map, struct steps *steps);

/* Map the page at pa at VA = PA, writable, in such a map. Returns as idmap_init() does. */
int idmap_alias(struct ptmap *map, phys_addr_t pa);

#endif /* SF_IDMAP_H */

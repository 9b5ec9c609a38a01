/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * idmap.h - our own identity map: one page of code, one of data, in TTBR0.
 *
 * Code that empties or replaces TTBR1 cannot run from TTBR1. It runs from the page
 * trampoline.S is in, mapped at its physical address.
 */
#ifndef SF_IDMAP_H
#define SF_IDMAP_H

#include <linux/types.h>

struct meeting;

/* Returns 0, -ENOMEM, or -EOPNOTSUPP when a page lies above 2^48. */
int idmap_init(void);
void idmap_exit(void);

/* The meeting place on the idmap's data page, by its address in the linear map. */
struct meeting *idmap_meeting(void);

/*
 * Interrupts off. Park this CPU: arrive at idmap_meeting(), wait with an empty
 * TTBR1 until it is released, come back on the kernel's tables.
 */
void idmap_park(void);

/*
 * Interrupts off. Load ttbr1 by way of an empty TTBR1 with a local TLBI, so that no
 * entry of the old tables meets one of the new. Returns the previous value.
 */
u64 idmap_replace_ttbr1(u64 ttbr1);

#define IDMAP_REPLACE_TLBIS	3	/* local ones: TTBR0 in, TTBR1, TTBR0 out */

#endif /* SF_IDMAP_H */

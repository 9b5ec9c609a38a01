/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * scratch.h - a second set of tables for the linear map, for the editing CPU alone.
 *
 * Same VA -> PA for every valid page, writable, in as large leaves as the real map's
 * PAs allow; everything else of the kernel's address space is shared with the real
 * root. Good for one hold: pages that become valid after the build are missing.
 */
#ifndef SF_SCRATCH_H
#define SF_SCRATCH_H

#include "ptmap.h"

/* Returns 0 or -ENOMEM. Free with ptmap_free(), also after a failure. May sleep. */
int scratch_build(struct ptmap *map, struct steps *steps);

/* The TTBR1_EL1 value that selects these tables, with the current ASID. */
u64 scratch_ttbr1(const struct ptmap *map);

#endif /* SF_SCRATCH_H */

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * geometry.h - the TLBs and walk caches of a CPU, as a file of geometry/ says. Free of QEMU.
 *
 * Sections l1d, l1i and l2 must be there; l2-large, a second array of the second level for
 * larger leaves, walk-cache and stage2-cache may be. Keys:
 *   entries      number of entries
 *   ways         number of ways, or full (the default)
 *   sizes        sizes of entries (4K 2M 1G ...); larger leaves are broken down. Caches of
 *                walks take tables and leaves of all sizes, and have no such key
 *   coalesce     pages of 4K that an entry of the second level may hold: 1, 2, 4 or 8
 *   replacement  lru (the default), fifo or random
 *   confirmed    yes: all of the section is as the vendor says; no: some is assumed
 */
#ifndef PLUGIN_GEOMETRY_H
#define PLUGIN_GEOMETRY_H

#include "qemu/plugin/tlb.h"

#include <stddef.h>

enum geometry_part {
	GEOMETRY_L1D,
	GEOMETRY_L1I,
	GEOMETRY_L2,
	GEOMETRY_L2_LARGE,
	GEOMETRY_WALK_CACHE,
	GEOMETRY_STAGE2_CACHE,
	GEOMETRY_NR,
};

struct geometry {
	char name[32];			/* of its file, without .ini */
	struct tlb_shape shape[GEOMETRY_NR];
	bool confirmed;			/* all of it */
};

/* Returns 0, or -1 with a message that names file, line and key. */
int geometry_read(struct geometry *geometry, const char *file, char *error, size_t size);

#endif

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * ptes.h - the two loops over all ptes that there are: writing a table and comparing
 * one. Together they are most of what a conversion costs.
 */
#ifndef SF_PTES_H
#define SF_PTES_H

#include "lmap.h"

/*
 * The bits in which nr entries (a multiple of 16) differ from leaves that follow each
 * other step apart in PA, alike in attributes; entry[0] is the measure. Chunks of
 * constant offsets and no branch an entry: 3.5 instructions each.
 */
static __always_inline u64 ptes_diff(const u64 *entry, int nr, unsigned long step)
{
	u64 expect = entry[0], diff = 0;
	int i, j;

	for (i = 0; i < nr; i += 16, expect += 16 * step) {
#pragma GCC unroll 16
		for (j = 0; j < 16; j++)
			diff |= entry[i + j] ^ (expect + j * step);
	}
	return diff;
}

/*
 * The same for nr whole tables of pages (a NULL is skipped): diff[i] for table[i]. Uses
 * the vector unit where the kernel lets modules do so. May sleep.
 */
void ptes_diff_tables(u64 *const *table, u64 *diff, int nr);

/* Write nr tables of pages: table[i] maps from the page descriptor first[i] on. May sleep. */
void ptes_fill_tables(u64 *const *table, const u64 *first, int nr);

#endif /* SF_PTES_H */

/* SPDX-License-Identifier: GPL-2.0-only */
/* ptes_vector.h - the loops of ptes.c on the vector unit, inside kernel_neon_begin(). */
#ifndef SF_PTES_VECTOR_H
#define SF_PTES_VECTOR_H

#include <linux/types.h>

/*
 * As ptes_diff_tables() and ptes_fill_tables(): nr tables of entries entries, a multiple
 * of 16, whose pages are step apart.
 */
void ptes_vector_diff(u64 *const *table, u64 *diff, int nr, int entries, u64 step);
void ptes_vector_fill(u64 *const *table, const u64 *first, int nr, int entries, u64 step);

#endif /* SF_PTES_VECTOR_H */

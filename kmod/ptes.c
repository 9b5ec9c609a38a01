// SPDX-License-Identifier: GPL-2.0-only
/*
 * ptes.c - loops over whole tables of pages, on the vector unit or without.
 *
 * Taking the vector unit costs some hundred instructions, so it is done for many
 * tables at a time; kernel code that uses it can be preempted.
 */
#include "ptes.h"

#include <linux/sched.h>

#include <asm/simd.h>

#include "ptes_vector.h"

#define BATCH	64	/* tables between two chances to reschedule */

static void diff_scalar(u64 *const *table, u64 *diff, int nr)
{
	int i;

	for (i = 0; i < nr; i++)
		if (table[i])
			diff[i] = ptes_diff(table[i], ENTRIES, PAGE_SIZE);
}

/* Unrolled, so that the stores pair up: 1.7 instructions an entry instead of 4. */
static void fill_scalar(u64 *const *table, const u64 *first, int nr)
{
	int i, j, k;

	for (i = 0; i < nr; i++) {
		u64 page = first[i];

		for (j = 0; j < ENTRIES; j += 16, page += 16 * PAGE_SIZE) {
#pragma GCC unroll 16
			for (k = 0; k < 16; k++)
				table[i][j + k] = page + k * PAGE_SIZE;
		}
	}
}

void ptes_diff_tables(u64 *const *table, u64 *diff, int nr)
{
	int i;

	for (i = 0; i < nr; i += BATCH) {
		int now = min(nr - i, BATCH);

		if (may_use_simd())
			scoped_ksimd()
				ptes_vector_diff(&table[i], &diff[i], now, ENTRIES, PAGE_SIZE);
		else
			diff_scalar(&table[i], &diff[i], now);
		cond_resched();
	}
}

void ptes_fill_tables(u64 *const *table, const u64 *first, int nr)
{
	int i;

	for (i = 0; i < nr; i += BATCH) {
		int now = min(nr - i, BATCH);

		if (may_use_simd())
			scoped_ksimd()
				ptes_vector_fill(&table[i], &first[i], now, ENTRIES, PAGE_SIZE);
		else
			fill_scalar(&table[i], &first[i], now);
		cond_resched();
	}
}

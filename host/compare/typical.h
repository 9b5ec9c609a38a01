/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * compare/typical.h - all that a cell times, taken together, boot by boot.
 *
 * Each time (the p50 of a histogram) is put as its ratio to its own median over all boots of both
 * sides; a boot's value is 100 times the median of these ratios. It moves where at least
 * half of the times do, and spreads far less than any of them: what disturbs one of them in a boot
 * does not disturb them all. What only few of them do, it does not show.
 *
 * A host that others use slows down boots as a whole. So a side's value is the (geometric) mean of
 * its faster half of boots, and change, interval and p are those of stat/faster.h, of logarithms.
 * Boots that do not differ can be exchanged between the sides without changing any boot's value,
 * which is all that this test asks for.
 */
#ifndef HOST_TYPICAL_H
#define HOST_TYPICAL_H

#include "host/compare/compare.h"

#define TYPICAL_LEAST	3	/* times; the median of fewer is none of them, or just one */
#define TYPICAL_OP	"all"
#define TYPICAL_METRIC	"times"
#define TYPICAL_UNIT	"index"	/* 100 is the median of all boots */

/* One boot's ratio of one time, as a logarithm. */
struct typical_ratio {
	bool of_b;
	int64_t rep;
	double log;
};

struct typical {
	struct series key;	/* of its first time */
	struct typical_ratio *ratio;
	size_t nr, alloc;
	size_t times;
};

/* Takes a metric's boots, if it is a time, not exact, and above 0 in all of them. */
void typical_add(struct typical *typical, const struct sample *a, const struct sample *b);

/* Adds the row, not judged yet; of fewer than TYPICAL_LEAST times there is none. */
void typical_compare(struct typical *typical, struct comparisons *list,
		     const struct compare_plan *plan);

void typical_free(struct typical *typical);

/* The cells of a table, each with its own. */
struct typicals {
	struct typical *typical;
	size_t nr, alloc, last;
};

/* That of key's cell, made if there is none. The key has to live as long. */
struct typical *typicals_of(struct typicals *typicals, const struct series *key);

/* A row for each cell, in their order; then there are none left. */
void typicals_compare(struct typicals *typicals, struct comparisons *list,
		      const struct compare_plan *plan);

#endif

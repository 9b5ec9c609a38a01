/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * answer/option_cost.h - what options 1, 2 and 3 cost at boot: a sum of what mapping memory costs
 * in paging_init() and of a conversion afterwards. No kernel has options 1 and 2: each term
 * was measured by itself.
 *
 * The CPUs are without BBML2, or there would be nothing to choose. A plain guest wants
 * blocks in the end, a realm ptes.
 */
#ifndef HOST_OPTION_COST_H
#define HOST_OPTION_COST_H

#include "host/answer/build.h"

#define OPTION_SIZES_MAX	16	/* of memory */
#define OPTIONS_NR		6

/* A way to boot on one map and end on the one that this guest wants. */
struct boot_option {
	const char *guest, *label;
	bool ptes;		/* as paging_init() maps */
	const char *strategy;	/* what is done then, or NULL */
	const char *pair, *matrix_pair;	/* as tables have it, and the matrix */
};

extern const struct boot_option boot_options[OPTIONS_NR];

/* What one option costs with so much memory; a term is NULL if no record has it. */
struct option_cost {
	const struct boot_option *option;
	int64_t mem_mib;
	const struct series *paging;		/* instructions of the boot CPU */
	const struct answer_op *conversion;	/* counted, on one CPU */
	const struct answer_op *boot;		/* memory at /init */
};

/* Rows of which the costs are made, and all costs, by memory. */
struct option_costs {
	struct answer_rows timeline, convert, boot;
	struct option_cost costs[OPTION_SIZES_MAX * OPTIONS_NR];
	size_t nr;
	int64_t sizes[OPTION_SIZES_MAX];
	size_t nr_sizes;
};

void option_costs_make(struct option_costs *c, const struct report *report);
void option_costs_free(struct option_costs *c);

/* Instructions of all terms together; -1 if one is missing, or it is no number of instructions. */
int64_t option_cost_sum(const struct option_cost *cost);

/* Whether a term is of the option's own guest and CPUs, or stands in for them. */
bool option_owns(const struct boot_option *option, const struct series *term);

/* The time others are held by an option's conversion on so many CPUs, or NULL. */
const struct series *option_held(const struct option_costs *c, const struct option_cost *cost,
				 int cpus);

#endif

// SPDX-License-Identifier: GPL-2.0-only
/*
 * compare/unpaired.c - what only one side of a comparison has: nothing is dropped unseen.
 */
#include <stdlib.h>
#include <string.h>

#include "host/base/alloc.h"
#include "host/compare/report.h"
#include "host/report/table.h"

#define SHOWN_MAX 12	/* cells of a side; csv has them all */

/* The cells of a side with metrics that the other does not have. */
struct lonely {
	const char *cell_name;
	size_t metrics, all;	/* of all that the cell has on this side */
	const struct series *first;
};

static const struct series *pair_key(const struct match *match, const struct match_pair *pair)
{
	return &match->parts.part[pair->from].key;
}

static size_t find_lonely(const struct match *match, enum side side, struct lonely *lonely)
{
	size_t nr = 0, i, k;

	for (i = 0; i < match->nr; i++) {
		const struct match_pair *pair = &match->pairs[i];
		const struct series *key = pair_key(match, pair);

		if (!pair->nr[side])
			continue;
		/* pairs of a cell are mostly neighbours */
		for (k = nr; k > 0 && strcmp(lonely[k - 1].cell_name, key->cell_name); k--)
			;
		if (!k) {
			k = ++nr;
			lonely[k - 1].cell_name = key->cell_name;
		}
		lonely[k - 1].all++;
		if (pair->nr[SIDE_A] && pair->nr[SIDE_B])
			continue;
		lonely[k - 1].metrics++;
		if (!lonely[k - 1].first)
			lonely[k - 1].first = key;
	}
	return nr;
}

static void print_lonely(const struct compare_report *report, enum side side,
			 const struct lonely *lonely, size_t nr)
{
	size_t cells = 0, metrics = 0, shown = 0, i;

	for (i = 0; i < nr; i++) {
		cells += lonely[i].metrics == lonely[i].all;
		metrics += lonely[i].metrics;
	}
	fprintf(report->out, "only in %c: %zu metrics, %zu cells as a whole\n", "AB"[side], metrics,
		cells);
	for (i = 0; i < nr; i++) {
		char *text;

		if (!lonely[i].metrics || shown == SHOWN_MAX)
			continue;
		text = lonely[i].metrics == lonely[i].all ?
			xasprintf("%s", lonely[i].cell_name) :
			xasprintf("%s: %zu of its %zu metrics, first %s of %s", lonely[i].cell_name,
				  lonely[i].metrics, lonely[i].all, lonely[i].first->metric,
				  lonely[i].first->op);
		fprintf(report->out, "  ");
		table_fold(report->out, 2, text);
		free(text);
		shown++;
	}
	for (i = 0, cells = 0; i < nr; i++)
		cells += lonely[i].metrics > 0;
	if (cells > shown)
		fprintf(report->out, "  ... and of %zu more cells (--format csv names all)\n",
			cells - shown);
}

void compare_unpaired(const struct compare_report *report)
{
	const struct match *match = report->match;
	size_t paired = 0, i, nr;
	int side;

	for (i = 0; i < match->nr; i++)
		paired += match->pairs[i].nr[SIDE_A] && match->pairs[i].nr[SIDE_B];
	fprintf(report->out, "\n== paired\n\nin A and in B: %zu metrics\n", paired);
	for (side = 0; side < SIDE_NR; side++) {
		struct lonely *lonely = xcalloc(match->nr + 1, sizeof(*lonely));

		nr = find_lonely(match, side, lonely);
		print_lonely(report, side, lonely, nr);
		free(lonely);
	}
	if (report->list->thin)
		fprintf(report->out, "left out: %zu percentiles of boots with too few samples\n"
			"(p99 takes 100, p99.9 takes 1000 in every boot)\n", report->list->thin);
	if (match->damaged)
		fprintf(report->out, "left out: %u metrics that cannot be read\n", match->damaged);
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * answer/tlb.c - Q8: what an operation of each workload costs a TLB, on ptes and on blocks as
 * booted, after a fold of the one and after a split of the other. Refills and walks are a
 * model's: counts, which say nothing of time.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "host/base/alloc.h"
#include "host/answer/build.h"
#include "host/report/tlb.h"

#define CONTROL	"control"	/* cannot differ: it hardly touches the linear map */
#define TOLD	"pread-64"	/* what the sentence tells of, if it was run */

/* A workload on one system, on four maps; NULL: not in this run. */
struct four {
	const struct tlb_row *ptes, *folded, *blocks, *split;
};

struct pressure {
	struct answer *answer;
	struct tlb_row *rows;
	size_t nr;
};

static const struct table_column walk_columns[] = {
	{ "", "workload", 1 }, { "ptes", "booted", 0 }, { "", "folded", 0 },
	{ "blocks", "booted", 0 }, { "", "split", 0 },
};

static const struct table_column more_columns[] = {
	{ "", "workload", 1 }, { "refills", "ptes", 0 }, { "", "blocks", 0 },
	{ "steps", "ptes", 0 }, { "", "blocks", 0 }, { "s2 steps", "ptes", 0 }, { "", "blocks", 0 },
};

static bool modelled(const struct tlb_row *row)
{
	return !isnan(row->count[TLB_LINEAR][TLB_WALK]);
}

static bool same_work(const struct tlb_row *a, const struct tlb_row *b)
{
	return tlb_same_system(a->series->cell, b->series->cell) &&
	       !strcmp(a->workload, b->workload);
}

/* Blocks as a kernel makes them that can split them stand before those of one that cannot. */
static void four_take(struct four *four, const struct tlb_row *row)
{
	const struct cell *cell = row->series->cell;
	bool ptes = answer_maps_ptes(cell), bbml2 = cell_is(cell, AXIS_BBM, "bbml2");
	const struct tlb_row **to = NULL;

	if (ptes && tlb_is_stage(row, "booted"))
		to = &four->ptes;
	else if (ptes && tlb_is_stage(row, "fold"))
		to = &four->folded;
	else if (answer_maps_blocks(cell) && tlb_is_stage(row, "booted"))
		to = &four->blocks;
	else if (answer_maps_blocks(cell) && tlb_is_stage(row, "split"))
		to = &four->split;
	if (to && (!*to || bbml2))
		*to = row;
}

static struct four four_find(const struct pressure *p, const struct tlb_row *like)
{
	struct four four = { 0 };
	size_t i;

	for (i = 0; i < p->nr; i++)
		if (modelled(&p->rows[i]) && same_work(&p->rows[i], like))
			four_take(&four, &p->rows[i]);
	return four;
}

/* The control has no business in the linear map: it is told by all of its accesses. */
static bool is_control(const struct tlb_row *row)
{
	return !strcmp(row->workload, CONTROL);
}

static void put_count(struct pressure *p, struct answer_text *row, const struct tlb_row *of,
		      enum tlb_count count)
{
	static const char *const metrics[TLB_COUNTS] = {
		[TLB_L1_REFILL] = "linear_l1_refill",
		[TLB_WALK] = "linear_walk",
		[TLB_STEP] = "linear_step",
		[TLB_S2_STEP] = "linear_s2_step",
	};
	const struct series *from = of ? series_find(of->series, of->nr, metrics[count]) : NULL;
	char text[TLB_TEXT_MAX];

	if (!from) {
		answer_say(row, "-");
		return;
	}
	tlb_text(tlb_per_op(of, is_control(of) ? tlb_all(of, count) : of->count[TLB_LINEAR][count]),
		 text);
	answer_give(p->answer, row, from, "%s", text);
}

static void put_walks(struct pressure *p, struct answer_text *row, const struct four *four)
{
	put_count(p, row, four->ptes, TLB_WALK);
	put_count(p, row, four->folded, TLB_WALK);
	put_count(p, row, four->blocks, TLB_WALK);
	put_count(p, row, four->split, TLB_WALK);
}

static void put_more(struct pressure *p, struct answer_text *row, const struct four *four)
{
	static const enum tlb_count counts[] = { TLB_L1_REFILL, TLB_STEP, TLB_S2_STEP };
	size_t i;

	for (i = 0; i < ARRAY_SIZE(counts); i++) {
		put_count(p, row, four->ptes, counts[i]);
		put_count(p, row, four->blocks, counts[i]);
	}
}

static bool first_of_system(const struct pressure *p, size_t at)
{
	size_t i;

	for (i = 0; i < at; i++)
		if (tlb_same_system(p->rows[i].series->cell, p->rows[at].series->cell))
			return false;
	return true;
}

static bool first_of_work(const struct pressure *p, size_t at)
{
	size_t i;

	for (i = 0; i < at; i++)
		if (same_work(&p->rows[i], &p->rows[at]))
			return false;
	return true;
}

static void put_system(struct pressure *p, struct answer_table *table, size_t first,
		       void (*put)(struct pressure *p, struct answer_text *row,
				   const struct four *four))
{
	const struct cell *cell = p->rows[first].series->cell;
	char size[ANSWER_SIZE_MAX];
	size_t i;

	answer_size(cell_number(cell, AXIS_MEM), size);
	answer_heading(table, "TLB of %s, %s, %s, cpus %s, clock %s", cell->value[AXIS_GEOMETRY],
		       cell->value[AXIS_GUEST], size, cell->value[AXIS_CPUS],
		       cell->value[AXIS_CLOCK]);
	for (i = first; i < p->nr; i++) {
		struct answer_text *row;
		struct four four;

		if (!modelled(&p->rows[i]) || !first_of_work(p, i) ||
		    !tlb_same_system(p->rows[i].series->cell, cell))
			continue;
		four = four_find(p, &p->rows[i]);
		row = answer_row(table);
		answer_say(row, "%s", p->rows[i].workload);
		put(p, row, &four);
	}
}

static void table_counts(struct pressure *p, const struct table_column *columns, size_t nr,
			 const char *title, void (*put)(struct pressure *p, struct answer_text *row,
							const struct four *four))
{
	struct answer_table *table = answer_table(p->answer, columns, nr, "%s", title);
	size_t i;

	for (i = 0; i < p->nr; i++)
		if (modelled(&p->rows[i]) && first_of_system(p, i))
			put_system(p, table, i, put);
	answer_note(table, "of accesses to the linear map, the control's of all; modelled: counts, "
		    "not time; - not in this run");
}

static void say_four(struct pressure *p, const struct tlb_row *of)
{
	struct answer_text *said = &p->answer->said;
	const struct cell *cell = of->series->cell;
	struct four four = four_find(p, of);

	answer_say(said, "%s%s in a %s with the TLB of %s: ", said->nr ? "; " :
		   "walks for each operation of ", of->workload,
		   cell_is_realm(cell) ? "realm" : "plain guest", cell->value[AXIS_GEOMETRY]);
	put_count(p, said, four.ptes, TLB_WALK);
	answer_say(said, " on ptes, ");
	put_count(p, said, four.folded, TLB_WALK);
	answer_say(said, " after a fold of them, ");
	put_count(p, said, four.blocks, TLB_WALK);
	answer_say(said, " on blocks, ");
	put_count(p, said, four.split, TLB_WALK);
	answer_say(said, " after a split of them");
}

static unsigned int four_have(const struct four *four)
{
	return !!four->ptes + !!four->folded + !!four->blocks + !!four->split;
}

/* That of the system which ran it on the most maps. */
static const struct tlb_row *best_of(const struct pressure *p, const char *workload,
				     const char *guest)
{
	const struct tlb_row *best = NULL;
	unsigned int most = 0;
	size_t i;

	for (i = 0; i < p->nr; i++) {
		const struct tlb_row *row = &p->rows[i];
		struct four four;

		if (!modelled(row) || strcmp(row->workload, workload) || !first_of_work(p, i) ||
		    !cell_is(row->series->cell, AXIS_GUEST, guest))
			continue;
		four = four_find(p, row);
		if (four_have(&four) > most) {
			most = four_have(&four);
			best = row;
		}
	}
	return best;
}

/* One system of each kind of guest, and the control beside it. */
static void say_answer(struct pressure *p)
{
	static const char *const guests[] = { "plain", "realm" };
	static const char *const told[] = { TOLD, CONTROL };
	const struct tlb_row *row;
	size_t g, k;

	for (g = 0; g < ARRAY_SIZE(guests); g++) {
		for (k = 0; k < ARRAY_SIZE(told); k++) {
			row = best_of(p, told[k], guests[g]);
			if (row)
				say_four(p, row);
		}
	}
	if (!p->answer->said.nr)
		say_four(p, p->rows);
	answer_say(&p->answer->said, ".");
}

static size_t count_modelled(const struct pressure *p)
{
	size_t i, nr = 0;

	for (i = 0; i < p->nr; i++)
		nr += modelled(&p->rows[i]);
	return nr;
}

void answer_tlb(struct answer *answer, const struct report *report)
{
	const struct series_list *list = report->list;
	struct pressure p = { .answer = answer };
	size_t from = 0, nr = 0;

	while (from < list->nr && !cell_is(list->series[from].cell, AXIS_BENCH, "tlb"))
		from++;
	while (from + nr < list->nr && cell_is(list->series[from + nr].cell, AXIS_BENCH, "tlb"))
		nr++;
	if (nr)
		p.rows = tlb_rows(list, from, nr, &p.nr);
	if (count_modelled(&p)) {
		say_answer(&p);
		table_counts(&p, walk_columns, ARRAY_SIZE(walk_columns), "walks for each operation",
			     put_walks);
		table_counts(&p, more_columns, ARRAY_SIZE(more_columns),
			     "refills and steps of walks for each operation", put_more);
		answer_say(&answer->missing, "time: a model has none. What hardware adds (walk "
			   "caches and prefetch of makes other than the geometry's) is not "
			   "modelled; what of a geometry is assumed is said in "
			   "qemu/plugin/geometry.");
	} else {
		answer_not_measured(answer, "no workload ran under the TLB model; bench=tlb would "
				    "measure it.");
	}
	free(p.rows);
}

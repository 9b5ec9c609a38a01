// SPDX-License-Identifier: GPL-2.0-only
/*
 * answer/late_split.c - Q5: what the kernel's own split costs where its CPUs differ: at boot
 * as the plugin saw it (bench timeline), and as the module calls the same function later
 * (method upstream of bench convert), beside the method that holds the others least.
 */
#include <stdlib.h>
#include <string.h>

#include "host/base/alloc.h"
#include "host/answer/build.h"
#include "host/report/pair.h"

/* Kernels differ in its name; the first one is called at every boot, if only to look. */
static const char *const late_splits[] = {
	"linear_map_maybe_split_to_ptes", "linear_map_split_to_ptes",
};

static const struct table_column boot_columns[] = {
	{ "", "", 1 }, { "boot CPU", "in all", 0 }, { "", "/GiB", 0 }, { "all CPUs", "/GiB", 0 },
};

static const struct table_column convert_columns[] = {
	{ "", "", 1 }, { "held", "", 0 }, { "", "/GiB", 0 }, { "tables", "", 0 },
	{ "KiB", "/GiB", 0 }, { "least held", "", 0 }, { "by", "", 1 },
};

struct late {
	struct answer *answer;
	struct answer_rows timeline, convert;
	const struct series *boot;	/* the most memory, as a sentence has it */
	const struct series *held, *least;
	const struct cell *last;	/* that a heading is of */
};

static double gib(const struct cell *cell)
{
	return cell_number(cell, AXIS_MEM) / 1024.0;
}

static const struct answer_op *late_split(const struct late *l, const char *cell_name)
{
	size_t i, k;

	for (k = 0; k < ARRAY_SIZE(late_splits); k++)
		for (i = 0; i < l->timeline.nr; i++)
			if (!strcmp(l->timeline.op[i].series->op, late_splits[k]) &&
			    !strcmp(l->timeline.op[i].series->cell_name, cell_name))
				return &l->timeline.op[i];
	return NULL;
}

/* Once for each cell; where CPUs do not differ the function only looks. */
static bool splits_late(const struct late *l, const struct answer_op *op)
{
	return cell_is(op->series->cell, AXIS_BBM, "mixed") &&
	       late_split(l, op->series->cell_name) == op && answer_metric(op, "work");
}

static void put_per_gib(struct late *l, struct answer_text *row, const struct series *s)
{
	if (s)
		answer_give(l->answer, row, s, "%.0f", s->q.p50 / gib(s->cell));
	else
		answer_say(row, "-");
}

static void table_boot(struct late *l)
{
	struct answer_table *table = NULL;
	size_t i;

	for (i = 0; i < l->timeline.nr; i++) {
		const struct answer_op *op = &l->timeline.op[i];
		const struct series *work = answer_metric(op, "work");
		char guest[ANSWER_GUEST_MAX];
		struct answer_text *row;

		if (!splits_late(l, op))
			continue;
		if (!table)
			table = answer_table(l->answer, boot_columns, ARRAY_SIZE(boot_columns),
					     "at boot, %s, instructions", op->series->op);
		answer_guest(op->series->cell, guest);
		row = answer_row(table);
		answer_say(row, "%s", guest);
		answer_median(l->answer, row, work);
		put_per_gib(l, row, work);
		put_per_gib(l, row, answer_metric(op, "all_cpus"));
		if (!l->boot || gib(work->cell) >= gib(l->boot->cell))
			l->boot = work;
	}
}

static bool is_split(const struct answer_op *op)
{
	return !strcmp(op->series->op, "split") && answer_metric(op, "held");
}

/* The pair on the same guest that holds others for the least time. */
static const struct series *least_held(const struct late *l, const struct series *upstream)
{
	const struct series *least = NULL;
	size_t i;

	for (i = 0; i < l->convert.nr; i++) {
		const struct answer_op *op = &l->convert.op[i];
		const struct series *held = answer_metric(op, "held");

		if (is_split(op) && series_same_table(held, upstream) &&
		    pair_same_guest(held->cell, upstream->cell) &&
		    (!least || held->q.p50 < least->q.p50))
			least = held;
	}
	return least;
}

/* A heading where the guest is of another kind than in the row before. */
static void put_guest(struct late *l, struct answer_table *table, const struct cell *cell)
{
	char map[64];

	if (l->last && cell_is(l->last, AXIS_GUEST, cell->value[AXIS_GUEST]) &&
	    cell_is(l->last, AXIS_BBM, cell->value[AXIS_BBM]) &&
	    cell_is(l->last, AXIS_EL, cell->value[AXIS_EL]))
		return;
	l->last = cell;
	cell_map(cell, map, sizeof(map));
	answer_heading(table, "map %s, %s, el %s", map, cell->value[AXIS_GUEST],
		       cell->value[AXIS_EL]);
}

static void put_upstream(struct late *l, struct answer_table *table, const struct answer_op *op)
{
	const struct series *held = answer_metric(op, "held"), *least = least_held(l, held);
	const struct series *tables = answer_metric(op, "tables_allocated");
	char mem[24], pair[PAIR_TEXT_MAX];
	struct answer_text *row;

	pair_name(least->cell, pair);
	put_guest(l, table, held->cell);
	row = answer_row(table);
	mem_text(held->cell, mem, sizeof(mem));
	answer_say(row, "%s, cpus %s", mem, held->cell->value[AXIS_CPUS]);
	answer_median(l->answer, row, held);
	put_per_gib(l, row, held);
	answer_median(l->answer, row, tables);
	if (tables)
		answer_say(row, "%.0f", tables->q.p50 / gib(tables->cell) *
			   cell_number(tables->cell, AXIS_PAGE));
	else
		answer_say(row, "-");
	answer_median(l->answer, row, least);
	answer_say(row, "%s", pair);
	if (!l->held || gib(held->cell) >= gib(l->held->cell)) {
		l->held = held;
		l->least = least;
	}
}

/* Counted ones if there are any: of time on emulated CPUs nothing follows. */
static void table_convert(struct late *l, bool counted)
{
	struct answer_table *table = NULL;
	size_t i;

	for (i = 0; i < l->convert.nr; i++) {
		const struct answer_op *op = &l->convert.op[i];
		const struct cell *cell = op->series->cell;

		if (!is_split(op) || !cell_is(cell, AXIS_METHOD, "upstream") ||
		    cell_is(cell, AXIS_CLOCK, "icount") != counted)
			continue;
		if (!table)
			table = answer_table(l->answer, convert_columns,
					     ARRAY_SIZE(convert_columns),
					     "called by the module (upstream), %s",
					     answer_unit(answer_metric(op, "held")));
		put_upstream(l, table, op);
	}
	if (table)
		answer_note(table, "KiB: of tables, allocated with GFP_ATOMIC while others are "
			    "held; least held: by any method on the same guest");
}

static void say_boot(struct late *l)
{
	struct answer_text *said = &l->answer->said;
	char guest[ANSWER_GUEST_MAX];

	if (l->boot) {
		answer_guest(l->boot->cell, guest);
		answer_say(said, "at boot it executes ");
		answer_median(l->answer, said, l->boot);
		answer_say(said, " instructions, ");
		answer_give(l->answer, said, l->boot, "%.0f", l->boot->q.p50 / gib(l->boot->cell));
		answer_say(said, " for each GiB, on the boot CPU while the other CPUs wait (%s)",
			   guest);
	} else {
		answer_say(said, "at boot: not measured in this run (bench=timeline bbm=mixed "
			   "would)");
	}
}

static void say_convert(struct late *l)
{
	struct answer_text *said = &l->answer->said;
	char size[ANSWER_SIZE_MAX], pair[PAIR_TEXT_MAX];

	if (!l->held) {
		answer_say(said, "; called by the module: not measured in this run (bench=convert "
			   "method=upstream would).");
		return;
	}
	answer_size(cell_number(l->held->cell, AXIS_MEM), size);
	pair_name(l->least->cell, pair);
	answer_say(said, "; called by the module at %s it %s the others for ", size,
		   cell_is(l->held->cell, AXIS_CPUS, "1") ? "would hold" : "holds");
	answer_median(l->answer, said, l->held);
	answer_say(said, ", which is ");
	answer_give(l->answer, said, l->held, "%.0f", l->held->q.p50 / gib(l->held->cell));
	answer_say(said, " for each GiB; %s %s them for ", pair,
		   cell_is(l->least->cell, AXIS_CPUS, "1") ? "would hold" : "holds");
	answer_median(l->answer, said, l->least);
	if (l->least->q.p50 > 0 && l->least != l->held)
		answer_say(said, ", 1/%.0f of that", (double)l->held->q.p50 / l->least->q.p50);
	answer_say(said, " (in %s).", answer_unit(l->held));
}

void answer_late_split(struct answer *answer, const struct report *report)
{
	struct late l = { .answer = answer };

	l.timeline = answer_rows(report, "timeline");
	l.convert = answer_rows(report, "convert");
	table_boot(&l);
	table_convert(&l, true);
	if (!l.held)
		table_convert(&l, false);
	if (l.boot || l.held) {
		say_boot(&l);
		say_convert(&l);
		answer_say(&answer->missing, "time on hardware; in the module's calls the CPUs all "
			   "have BBML2, with no secondary to wait where instructions were counted. "
			   "What stop_machine() itself takes to gather the CPUs is gather, see == "
			   "convert.");
	} else {
		answer_not_measured(answer, "no records of bench=timeline bbm=mixed (the split at "
				    "boot) or bench=convert method=upstream, which would measure "
				    "it.");
	}
	answer_rows_free(&l.timeline);
	answer_rows_free(&l.convert);
}

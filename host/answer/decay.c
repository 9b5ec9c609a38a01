// SPDX-License-Identifier: GPL-2.0-only
/*
 * answer/decay.c - Q9: how many blocks one system loses to what changes permissions of its
 * memory, in memory that is fresh and in memory that is aged, what that costs a load in
 * walks, and what a fold wins back. Without a bench decay answer/first_touch.c has a part.
 */
#include <stdlib.h>
#include <string.h>

#include "host/base/alloc.h"
#include "host/answer/decay.h"
#include "host/report/tlb.h"

#define LOAD	"pread-64"
#define CONTROL	"control"	/* in user space: told by all of its walks, which must not change */

static const struct {
	const char *name, *what;
} kinds[] = {
	{ "module", "modules" },
	{ "bpf", "BPF programs" },
	{ "secretmem", "pages of secret memory" },
	{ "vmalloc", "vmalloc pages read-only and back" },
	{ "share", "pages shared" },
};

/* Memory, and the stages at which loads ran in it. */
static const struct memory {
	const char *name, *what, *before, *decayed, *fold, *refold;
} memories[] = {
	{ "fresh", "", "booted", "decayed", "fold", "refold" },
	{ "aged", " (free: single pages among those of the file that is read)",
	  "aged", "aged-decayed", "aged-fold", "aged-refold" },
};

struct system {
	struct answer *answer;
	const struct report *report;
	const struct answer_rows *rows;
	const struct cell *cell;
	const char *name;
	const struct run_boot *boot;	/* whose maps are told */
};

static const struct table_column lost_columns[] = {
	{ "", "all of them", 1 }, { "fresh:", "before", 0 }, { "", "after", 0 }, { "", "lost", 0 },
	{ "aged:", "before", 0 }, { "", "after", 0 }, { "", "lost", 0 },
};

static const struct table_column price_columns[] = {
	{ "", "map", 1 }, { "block", "entries", 0 }, { "walks", "a read", 0 },
	{ "control:", "walks", 0 }, { "fold:", "total", 0 }, { "others", "held", 0 },
	{ "tables", "freed", 0 },
};

static const struct record *map_of(const struct system *s, const char *of, const char *more)
{
	char *op = xasprintf("%s.%s", of, more);
	const struct record *record = decay_record(s->report, s->boot, op);

	free(op);
	return record;
}

static const struct record *last_of(const struct system *s, const char *memory, const char *kind)
{
	char *step = xasprintf("%s.%s", memory, kind);
	const struct record *record = decay_last(s->report, s->boot, step);

	free(step);
	return record;
}

static const struct series *metric_of(const struct system *s, const char *of, const char *more,
				      const char *metric)
{
	char *op = xasprintf("%s.%s", of, more);
	const struct series *found = NULL;
	size_t i;

	for (i = 0; i < s->rows->nr && !found; i++)
		if (!strcmp(s->rows->op[i].series->cell_name, s->name) &&
		    !strcmp(s->rows->op[i].series->op, op))
			found = answer_metric(&s->rows->op[i], metric);
	free(op);
	return found;
}

static double before(const struct record *record)
{
	return decay_blocks(&record->before, &record->cell);
}

static double after(const struct record *record)
{
	return decay_blocks(&record->after, &record->cell);
}

static void put_blocks(const struct system *s, struct answer_text *text,
		       const struct record *record)
{
	if (record)
		answer_give_record(s->answer, text, record, "%.0f", after(record));
	else
		answer_say(text, "-");
}

static void put_metric(const struct system *s, struct answer_text *text, const char *memory,
		       const char *what, const char *metric)
{
	answer_median(s->answer, text, metric_of(s, memory, what, metric));
}

static void put_per_op(const struct system *s, struct answer_text *text, const char *load,
		       const char *stage, const char *metric)
{
	const struct series *count = metric_of(s, load, stage, metric);
	const struct series *ops = metric_of(s, load, stage, "ops");
	char number[TLB_TEXT_MAX];

	if (!count || !ops || ops->q.p50 <= 0) {
		answer_say(text, "-");
		return;
	}
	tlb_text((double)count->q.p50 / ops->q.p50, number);
	answer_give(s->answer, text, count, "%s", number);
}

static void put_walks(const struct system *s, struct answer_text *text, const char *stage)
{
	put_per_op(s, text, LOAD, stage, "linear_walk");
}

static void put_lost(const struct system *s, struct answer_text *row, const struct record *record)
{
	if (record) {
		answer_give_record(s->answer, row, record, "%.0f", before(record));
		answer_give_record(s->answer, row, record, "%.0f", after(record));
		answer_say(row, "%.0f", before(record) - after(record));
		return;
	}
	answer_say(row, "-");
	answer_say(row, "-");
	answer_say(row, "-");
}

static void row_lost(const struct system *s, struct answer_table *table, const char *what,
		     const struct record *fresh, const struct record *aged)
{
	struct answer_text *row;

	if (!fresh && !aged)
		return;
	row = answer_row(table);
	answer_say(row, "%s", what);
	put_lost(s, row, fresh);
	put_lost(s, row, aged);
}

static void put_system(const struct system *s, struct answer_table *table)
{
	char guest[ANSWER_GUEST_MAX];
	size_t i;

	answer_guest(s->cell, guest);
	answer_heading(table, "map %s", guest);
	for (i = 0; i < ARRAY_SIZE(kinds); i++) {
		const struct record *fresh = last_of(s, "fresh", kinds[i].name);
		const struct record *aged = last_of(s, "aged", kinds[i].name);
		char *what;

		if (!fresh && !aged)
			continue;
		what = xasprintf("%lld %s", (long long)decay_done(fresh ? fresh : aged),
				 kinds[i].name);
		row_lost(s, table, what, fresh, aged);
		free(what);
	}
	row_lost(s, table, "fold", map_of(s, "fresh", "fold"), map_of(s, "aged", "fold"));
	row_lost(s, table, "all given back", map_of(s, "fresh", "release"),
		 map_of(s, "aged", "release"));
	row_lost(s, table, "fold again", map_of(s, "fresh", "refold"), map_of(s, "aged", "refold"));
}

/* fold: which one made the map of that stage, or NULL. */
static void row_price(const struct system *s, struct answer_table *table,
		      const struct memory *memory, const char *stage, const char *fold)
{
	static const char *const metrics[] = { "total", "held", "tables_freed" };
	const struct record *map = map_of(s, LOAD, stage);
	struct answer_text *row;
	size_t i;

	if (!map)
		return;
	row = answer_row(table);
	answer_say(row, "%s", stage);
	put_blocks(s, row, map);
	put_walks(s, row, stage);
	put_per_op(s, row, CONTROL, stage, "user_walk");
	for (i = 0; i < ARRAY_SIZE(metrics); i++) {
		if (fold)
			put_metric(s, row, memory->name, fold, metrics[i]);
		else
			answer_say(row, "-");
	}
}

static void put_prices(const struct system *s, struct answer_table *table)
{
	char guest[ANSWER_GUEST_MAX];
	size_t i;

	answer_guest(s->cell, guest);
	answer_heading(table, "map %s, TLB of %s", guest, s->cell->value[AXIS_GEOMETRY]);
	for (i = 0; i < ARRAY_SIZE(memories); i++) {
		row_price(s, table, &memories[i], memories[i].before, NULL);
		row_price(s, table, &memories[i], memories[i].decayed, NULL);
		row_price(s, table, &memories[i], memories[i].fold, "fold");
		row_price(s, table, &memories[i], memories[i].refold, "refold");
	}
}

/* "64 modules 3, 256 BPF programs 0": what each took of the blocks. */
static void say_kinds(const struct system *s, const char *memory)
{
	struct answer_text *said = &s->answer->said;
	bool first = true;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(kinds); i++) {
		const struct record *last = last_of(s, memory, kinds[i].name);

		if (!last)
			continue;
		answer_say(said, "%s%lld %s ", first ? "" : ", ", (long long)decay_done(last),
			   kinds[i].what);
		answer_give_record(s->answer, said, last, "%.0f", before(last) - after(last));
		first = false;
	}
}

static void say_decay(const struct system *s, const struct memory *memory)
{
	struct answer_text *said = &s->answer->said;

	answer_say(said, " in %s memory%s block entries go from ", memory->name, memory->what);
	put_blocks(s, said, map_of(s, LOAD, memory->before));
	answer_say(said, " to ");
	put_blocks(s, said, map_of(s, LOAD, memory->decayed));
	answer_say(said, " (lost to ");
	say_kinds(s, memory->name);
	answer_say(said, ") and the walks of a " LOAD " from ");
	put_walks(s, said, memory->before);
	answer_say(said, " to ");
	put_walks(s, said, memory->decayed);
}

static void say_fold(const struct system *s, const struct memory *memory)
{
	const struct series *total = metric_of(s, memory->name, "refold", "total");
	struct answer_text *said = &s->answer->said;

	answer_say(said, "; a fold while all of it is in use leaves ");
	put_blocks(s, said, map_of(s, memory->name, "fold"));
	answer_say(said, " block entries and ");
	put_walks(s, said, memory->fold);
	answer_say(said, " walks, at ");
	put_metric(s, said, memory->name, "fold", "total");
	answer_say(said, " %s; when all of it was given back ",
		   total ? answer_unit(total) : "of its unit");
	put_blocks(s, said, map_of(s, memory->name, "release"));
	answer_say(said, " are left, since nobody folds; a fold then leaves ");
	put_blocks(s, said, map_of(s, memory->name, "refold"));
	answer_say(said, " and ");
	put_walks(s, said, memory->refold);
	answer_say(said, " walks, at ");
	put_metric(s, said, memory->name, "refold", "total");
	answer_say(said, " (others held for ");
	put_metric(s, said, memory->name, "refold", "held");
	answer_say(said, ")");
}

/* The fold is told of where there was most to win back. */
static void say_system(const struct system *s, bool first)
{
	const struct memory *worst = NULL;
	char guest[ANSWER_GUEST_MAX];
	size_t i;

	answer_guest(s->cell, guest);
	answer_say(&s->answer->said, "%s%s:", first ? "" : " ", guest);
	for (i = 0; i < ARRAY_SIZE(memories); i++) {
		if (!map_of(s, LOAD, memories[i].decayed))
			continue;
		if (worst)
			answer_say(&s->answer->said, ";");
		say_decay(s, &memories[i]);
		worst = &memories[i];
	}
	if (worst)
		say_fold(s, worst);
	answer_say(&s->answer->said, ".");
}

/* The systems that had blocks to lose; the caller frees them. */
static struct system *systems_find(struct answer *answer, const struct report *report,
				   const struct answer_rows *rows, size_t *nr)
{
	struct system *systems = xcalloc(rows->nr + 1, sizeof(*systems));
	size_t i;

	*nr = 0;
	for (i = 0; i < rows->nr; i++) {
		const struct series *of = answer_metric(&rows->op[i], "ops");
		struct system *s = &systems[*nr];
		const struct record *booted;

		if (!of || !decay_is_cell(of))
			continue;
		*s = (struct system){ answer, report, rows, of->cell, of->cell_name,
				      decay_boot(report, of->cell_name) };
		booted = map_of(s, LOAD, "booted");
		*nr += booted && after(booted) > 0;
	}
	return systems;
}

static void answer_systems(struct answer *answer, const struct system *systems, size_t nr)
{
	struct answer_table *table;
	size_t i;

	for (i = 0; i < nr; i++)
		say_system(&systems[i], !i);
	table = answer_table(answer, lost_columns, ARRAY_SIZE(lost_columns),
			     "block entries of the linear map, before and after each step");
	for (i = 0; i < nr; i++)
		put_system(&systems[i], table);
	answer_note(table, "aged: free are single pages only, among those of the file that " LOAD
		    " reads; each step meets what the one before it left, and a block is lost but "
		    "once; below 0: won back");
	table = answer_table(answer, price_columns, ARRAY_SIZE(price_columns),
			     "what that costs " LOAD ", modelled, and a fold's price");
	for (i = 0; i < nr; i++)
		put_prices(&systems[i], table);
	answer_note(table, "walks: of the linear map; control: an operation's, of its own memory; "
		    "refold: after all was given back");
	answer_say(&answer->missing, "time; mixtures other than this one, in this order; memory "
		   "reclaimed meanwhile; BPF code of more than the 2 MiB that programs share. "
		   "Stage 2: what sharing left of a realm's is no part of this map, and no fold "
		   "of it mends that.");
}

void answer_decay(struct answer *answer, const struct report *report)
{
	struct answer_rows rows = answer_rows(report, "decay");
	struct system *systems;
	size_t nr;

	systems = systems_find(answer, report, &rows, &nr);
	if (nr)
		answer_systems(answer, systems, nr);
	else
		answer_first_touch(answer, report);
	free(systems);
	answer_rows_free(&rows);
}

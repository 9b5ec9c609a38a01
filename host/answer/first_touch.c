// SPDX-License-Identifier: GPL-2.0-only
/*
 * answer/first_touch.c - Q9 where no system decayed: what single permission changes leave of
 * a map of blocks. What bench setmem has is how many block entries each kind of first touch
 * split, and bench convert what a fold costs that wins them back.
 */
#include <string.h>

#include "host/base/alloc.h"
#include "host/answer/decay.h"

static const struct table_column columns[] = {
	{ "", "first touches", 1 }, { "2M blocks", "before", 0 }, { "", "after", 0 },
	{ "", "lost", 0 }, { "calls", "timed", 0 },
};

static int64_t calls(const struct record *record)
{
	size_t i;

	for (i = 0; i < record->nr_metrics; i++)
		if (!strcmp(record->metrics[i].name, "latency"))
			return record->metrics[i].n;
	return -1;
}

static bool ends_first(const char *op)
{
	size_t len = strlen(op), tail = strlen(".first");

	return len > tail && !strcmp(op + len - tail, ".first");
}

/* One of each pair of calls (ro and rw): they share what they found and left. */
static bool is_decay(const struct report *report, const struct run_record *from)
{
	const struct record *record = &from->record;

	return answer_takes(report, from) && record->status == STATUS_OK && record->has_census &&
	       record->rep == 1 && cell_is(&record->cell, AXIS_BENCH, "setmem") &&
	       ends_first(record->op) && answer_maps_blocks(&record->cell) &&
	       strncmp(record->op, "rw.", 3) && strncmp(record->op, "nx.", 3) &&
	       strncmp(record->op, "default.", 8) && strncmp(record->op, "encrypt.", 8);
}

static void put_record(struct answer *answer, struct answer_table *table,
		       const struct record *record)
{
	double before = decay_blocks(&record->before, &record->cell);
	double after = decay_blocks(&record->after, &record->cell);
	int64_t timed = calls(record);
	struct answer_text *row = answer_row(table);

	answer_say(row, "%s", record->op);
	answer_give_record(answer, row, record, "%.0f", before);
	answer_give_record(answer, row, record, "%.0f", after);
	answer_say(row, "%.0f", before - after);
	if (timed < 0)
		answer_say(row, "-");
	else
		answer_say(row, "%lld", (long long)timed);
}

/* The largest loss is what the sentence names. */
static const struct record *table_losses(struct answer *answer, const struct report *report)
{
	const struct run *run = report->run;
	const struct record *last = NULL, *most = NULL;
	struct answer_table *table = answer_table(answer, columns, ARRAY_SIZE(columns),
						  "block entries of the linear map, split by calls "
						  "on pages never touched before");
	char guest[ANSWER_GUEST_MAX];
	double worst = -1;
	size_t i;

	for (i = 0; i < run->nr_records; i++) {
		const struct record *record = &run->records[i].record;
		double lost;

		if (!is_decay(report, &run->records[i]))
			continue;
		if (!last || strcmp(last->cell_name, record->cell_name)) {
			answer_guest(&record->cell, guest);
			answer_heading(table, "map %s", guest);
		}
		last = record;
		put_record(answer, table, record);
		lost = decay_blocks(&record->before, &record->cell) -
		       decay_blocks(&record->after, &record->cell);
		if (lost > worst) {
			worst = lost;
			most = record;
		}
	}
	if (!most)
		answer_table_drop(answer);
	return most;
}

static void say_fold(struct answer *answer, const struct report *report)
{
	struct answer_rows rows = answer_rows(report, "convert");
	const struct series *best = NULL;
	size_t i;

	for (i = 0; i < rows.nr; i++) {
		const struct series *total = answer_metric(&rows.op[i], "total");

		if (!strcmp(rows.op[i].series->op, "fold") && total &&
		    cell_is(total->cell, AXIS_CLOCK, "icount") && answer_maps_blocks(total->cell) &&
		    (!best || total->q.p50 < best->q.p50))
			best = total;
	}
	if (best) {
		answer_say(&answer->said, " A fold of the whole map, which wins all of them back, "
			   "costs at least ");
		answer_median(answer, &answer->said, best);
		answer_say(&answer->said, " instructions (Q2).");
	}
	answer_rows_free(&rows);
}

void answer_first_touch(struct answer *answer, const struct report *report)
{
	const struct record *most = table_losses(answer, report);
	double before, after;

	if (!most) {
		answer_not_measured(answer, "no record has the leaves of a block map before and "
				    "after permission changes; bench=decay bbm=bbml2 has them step "
				    "by step, bench=setmem bbm=bbml2 for each kind of call.");
		return;
	}
	before = decay_blocks(&most->before, &most->cell);
	after = decay_blocks(&most->after, &most->cell);
	answer_say(&answer->said, "only in part: of the kinds of call %s splits most, ", most->op);
	answer_give_record(answer, &answer->said, most, "%.0f of %.0f block entries",
			   before - after, before);
	answer_say(&answer->said, ".");
	say_fold(answer, report);
	answer_say(&answer->missing, "a system that decays over time under all of these together, "
		   "and what that costs a TLB: bench=decay bbm=bbml2 would measure it. Q8 has the "
		   "two ends, all blocks and all ptes.");
}

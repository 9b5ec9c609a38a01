// SPDX-License-Identifier: GPL-2.0-only
/*
 * answer/bbm.c - Q11: which pairs of method and hold broke break-before-make under a checker
 * that sees every table store, TLBI and access, and whether controls tripped it.
 */
#include <string.h>

#include "host/base/alloc.h"
#include "host/answer/build.h"
#include "host/report/bbm.h"

#define NAMED_MAX	8	/* of what was broken, in the sentence */

static const struct table_column columns[] = {
	{ "", "guest", 1 }, { "boots", "ok", 0 }, { "", "bad", 0 }, { "pairs", "ok", 0 },
	{ "", "bad", 0 }, { "controls", "ok", 0 }, { "", "bad", 0 },
};

static size_t bad(const size_t counts[BBM_VERDICTS])
{
	return counts[BBM_BROKEN] + counts[BBM_FAILED];
}

static bool is_checked(const struct report *report, const struct run_record *from)
{
	return bbm_is(from) && answer_takes(report, from);
}

/* A control of a change that is allowed is meant to trip nothing. */
static size_t controls_good(const struct bbm_counts *counts)
{
	return counts->controls[BBM_TRIPS] + counts->controls[BBM_CLEAN] +
	       counts->controls[BBM_ALLOWED];
}

static size_t boots_good(const struct bbm_counts *counts)
{
	return counts->boots[BBM_CLEAN] + counts->boots[BBM_NO_DSB];
}

static void put_cell(struct answer *answer, struct answer_table *table,
		     const struct report *report, const struct record *of)
{
	const struct run *run = report->run;
	struct bbm_counts counts = { 0 };
	char guest[ANSWER_GUEST_MAX];
	struct answer_text *row;
	size_t i;

	for (i = 0; i < run->nr_records; i++)
		if (is_checked(report, &run->records[i]) &&
		    !strcmp(run->records[i].record.cell_name, of->cell_name))
			bbm_count(&counts, &run->records[i].record);
	answer_guest(&of->cell, guest);
	row = answer_row(table);
	answer_say(row, "%s", guest);
	answer_give_record(answer, row, of, "%zu", boots_good(&counts));
	answer_say(row, "%zu", bad(counts.boots));
	answer_say(row, "%zu", counts.conversions[BBM_CLEAN]);
	answer_say(row, "%zu", bad(counts.conversions));
	answer_say(row, "%zu", controls_good(&counts));
	answer_say(row, "%zu", bad(counts.controls));
}

static bool cell_seen(const struct report *report, size_t at)
{
	const struct run_record *records = report->run->records;
	size_t i;

	for (i = 0; i < at; i++)
		if (is_checked(report, &records[i]) &&
		    !strcmp(records[i].record.cell_name, records[at].record.cell_name))
			return true;
	return false;
}

static void table_cells(struct answer *answer, const struct report *report)
{
	const struct run *run = report->run;
	struct answer_table *table = answer_table(answer, columns, ARRAY_SIZE(columns),
						  "what the checker saw, by guest");
	size_t i;

	for (i = 0; i < run->nr_records; i++)
		if (is_checked(report, &run->records[i]) && !cell_seen(report, i))
			put_cell(answer, table, report, &run->records[i].record);
	answer_note(table, "ok: no violation; a control's that it tripped the checker, or did not "
		    "where it changed what may be changed; bad: else, or failed");
}

static bool is_bad(const struct report *report, const struct run_record *from)
{
	enum bbm_verdict verdict;

	if (!is_checked(report, from))
		return false;
	verdict = bbm_judge(&from->record);
	return verdict == BBM_BROKEN || verdict == BBM_FAILED;
}

static void say_bad(struct answer *answer, const struct report *report)
{
	const struct run *run = report->run;
	size_t i, nr = 0;

	for (i = 0; i < run->nr_records; i++) {
		const struct record *record = &run->records[i].record;

		if (!is_bad(report, &run->records[i]) || nr++ >= NAMED_MAX)
			continue;
		answer_say(&answer->said, nr == 1 ? ": " : ", ");
		answer_give_record(answer, &answer->said, record, "%s %s", record->op,
				   bbm_verdict_names[bbm_judge(record)]);
	}
	if (nr > NAMED_MAX)
		answer_say(&answer->said, " and %zu more", nr - NAMED_MAX);
}

void answer_bbm(struct answer *answer, const struct report *report)
{
	const struct run *run = report->run;
	struct bbm_counts counts = { 0 };
	size_t i, nr = 0;

	for (i = 0; i < run->nr_records; i++) {
		if (!is_checked(report, &run->records[i]))
			continue;
		bbm_count(&counts, &run->records[i].record);
		nr++;
	}
	if (!nr) {
		answer_not_measured(answer, "no guest ran under the checker; bench=bbm would.");
		return;
	}
	answer_say(&answer->said, "without a violation: %zu of %zu conversions by legal pairs, %zu "
		   "of %zu boots; controls made to trip the checker: %zu did, %zu failed",
		   counts.conversions[BBM_CLEAN],
		   counts.conversions[BBM_CLEAN] + bad(counts.conversions), boots_good(&counts),
		   boots_good(&counts) + bad(counts.boots), counts.controls[BBM_TRIPS],
		   bad(counts.controls));
	if (bad(counts.conversions) + bad(counts.boots) + bad(counts.controls))
		say_bad(answer, report);
	if (counts.boots[BBM_NO_DSB])
		answer_say(&answer->said, "; boots in which the kernel itself did not wait for a "
			   "TLBI (no DSB): %zu", counts.boots[BBM_NO_DSB]);
	answer_say(&answer->said, ".");
	if (!counts.controls[BBM_TRIPS])
		answer_say(&answer->said, " No control tripped the checker in this run: that "
			   "nothing was seen proves nothing.");
	table_cells(answer, report);
	answer_say(&answer->missing, "what TCG does not do: it caches few translations and walks "
		   "in order, so that only the sequence of stores, TLBIs and accesses is judged, "
		   "not what a CPU makes of it. The pairs are under == bbm, one by one.");
}

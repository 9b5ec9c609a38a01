// SPDX-License-Identifier: GPL-2.0-only
/*
 * answer/windows.c - in which window of a boot a realm shares memory, and what an allocator
 * would have to serve there, see answer/windows.h.
 */
#include <string.h>

#include "host/base/alloc.h"
#include "host/answer/windows.h"

#define SHARE	"set_memory_decrypted"

/* Metrics begin with these, see bench/callers.c. */
static const struct {
	const char *prefix, *name, *row;
} windows[] = {
	{ "early", "fall before the page allocator is up", "before the page allocator" },
	{ "alone", "between that and the first secondary", "before secondaries" },
	{ "onlining", "between that and the final capabilities", "capabilities not final" },
	{ "final", "after that", "after that" },
};

static const struct table_column columns[] = {
	{ "", "", 1 }, { "", "calls", 0 }, { "", "pages", 0 }, { "", "tables", 0 },
	{ "a call", "p50", 0 }, { "", "max", 0 },
};

static const struct series *of_window(const struct answer_op *op, size_t window, const char *what)
{
	char metric[RECORD_NAME_MAX];

	snprintf(metric, sizeof(metric), "%s_%s", windows[window].prefix, what);
	return answer_metric(op, metric);
}

/* A realm whose calls were told by window. */
static bool is_counted(const struct answer_op *op)
{
	return cell_is_realm(op->series->cell) && !strcmp(op->series->op, SHARE) &&
	       of_window(op, 0, "calls");
}

/* Guests that differ in their memory only call the same: the first of them will do. */
static bool guest_seen(const struct answer_rows *rows, size_t at)
{
	size_t i;
	int id;

	for (i = 0; i < at; i++) {
		if (!is_counted(&rows->op[i]))
			continue;
		for (id = 0; id < AXIS_NR; id++)
			if (id != AXIS_MEM && !cell_is(rows->op[i].series->cell, id,
						       rows->op[at].series->cell->value[id]))
				break;
		if (id == AXIS_NR)
			return true;
	}
	return false;
}

static void put_counts(struct answer *answer, struct answer_text *row, const struct answer_op *op,
		       size_t window)
{
	static const char *const counts[] = { "calls", "pages", "tables" };
	const struct series *call = of_window(op, window, "call");
	const bool is_sum = !strcmp(op->series->op, SHARE);
	size_t i;

	for (i = 0; i < ARRAY_SIZE(counts); i++)
		answer_median(answer, row, of_window(op, window, counts[i]));
	if (call) {
		answer_median(answer, row, call);
		answer_give(answer, row, call, "%lld", (long long)call->max);
		return;
	}
	for (i = 0; i < 2; i++)
		answer_say(row, "%s", is_sum ? "" : "-");
}

/* "decrypted.its_create_device": what is taken back says so. */
static bool is_caller(const struct answer_op *op, size_t window, const char **caller,
		      const char **how)
{
	*how = answer_op_is(op, "encrypted") ? " (encrypted)" : "";
	if (!**how && !answer_op_is(op, "decrypted"))
		return false;
	*caller = strchr(op->series->op, '.');
	if (!*caller || !of_window(op, window, "calls"))
		return false;
	++*caller;
	return true;
}

static size_t put_window(struct answer *answer, struct answer_table *table,
			 const struct answer_rows *rows, const struct answer_op *sum, size_t window)
{
	struct answer_text *row = answer_row(table);
	const char *caller, *how;
	size_t i, put = 1;

	answer_say(row, "%s", windows[window].row);
	put_counts(answer, row, sum, window);
	for (i = 0; i < rows->nr; i++) {
		if (strcmp(rows->op[i].series->cell_name, sum->series->cell_name) ||
		    !is_caller(&rows->op[i], window, &caller, &how))
			continue;
		row = answer_row(table);
		answer_say(row, "- %s%s", caller, how);
		put_counts(answer, row, &rows->op[i], window);
		put++;
	}
	return put;
}

size_t windows_table(struct answer *answer, const struct answer_rows *timeline)
{
	struct answer_table *table = answer_table(answer, columns, ARRAY_SIZE(columns),
						  "calls of " SHARE "() at boot, by window and by "
						  "caller; instructions of a call");
	char guest[ANSWER_GUEST_MAX];
	size_t i, window, put = 0;

	for (i = 0; i < timeline->nr; i++) {
		const struct answer_op *op = &timeline->op[i];

		if (!is_counted(op) || guest_seen(timeline, i))
			continue;
		answer_guest(op->series->cell, guest);
		answer_heading(table, "map %s%s", guest,
			       cell_is(op->series->cell, AXIS_DEVICES, "yes") ? ", devices" : "");
		for (window = 0; window < ARRAY_SIZE(windows); window++)
			put += put_window(answer, table, timeline, op, window);
	}
	if (put)
		answer_note(table, "of a boot until the benchmark runs; caller: the function that "
			    "the call returns to; pages: that the calls are for, also where they "
			    "fail (Q3); tables: the most that a map of the largest blocks needs "
			    "to be split at both ends of these, each in the row that needs it "
			    "first; a call: from its entry to its return, with interrupts "
			    "meanwhile, without the monitor's instructions; dma_direct_alloc() "
			    "serves drivers, that of the port by which records leave among them");
	else
		answer_table_drop(answer);
	return put;
}

/* A realm on blocks asks in vain: it gives up early, and shares nothing. */
static bool shares_nothing(const struct answer_op *op)
{
	const struct series *shared = answer_metric(op, "shared_pages");

	return shared && !shared->q.p50;
}

/* The guests with the least and the most of a metric, or NULL. */
struct range {
	const struct series *least, *most;
};

static struct range range_of(const struct answer_rows *rows, size_t window, const char *what)
{
	struct range range = { 0 };
	size_t i;

	for (i = 0; i < rows->nr; i++) {
		const struct series *s = NULL;

		if (is_counted(&rows->op[i]) && !shares_nothing(&rows->op[i]))
			s = of_window(&rows->op[i], window, what);
		if (!s)
			continue;
		if (!range.least || s->q.p50 < range.least->q.p50)
			range.least = s;
		if (!range.most || s->q.p50 > range.most->q.p50)
			range.most = s;
	}
	return range;
}

static void say_range(struct answer *answer, const struct range *range)
{
	if (!range->least) {
		answer_say(&answer->said, "-");
		return;
	}
	answer_median(answer, &answer->said, range->least);
	if (range->least->q.p50 == range->most->q.p50)
		return;
	answer_say(&answer->said, " to ");
	answer_median(answer, &answer->said, range->most);
}

static void say_share(struct answer *answer, const struct answer_rows *rows, size_t window)
{
	const struct range pages = range_of(rows, window, "pages");
	const struct range tables = range_of(rows, window, "tables");

	say_range(answer, &pages);
	answer_say(&answer->said, " pages, whose split from blocks takes at most ");
	say_range(answer, &tables);
	answer_say(&answer->said, " page tables");
}

size_t windows_say(struct answer *answer, const struct answer_rows *timeline)
{
	const struct range early = range_of(timeline, 0, "calls");
	size_t window;

	if (!early.least)
		return 0;
	answer_say(&answer->said, "%sof a realm's calls of " SHARE "() ",
		   answer->said.nr ? "; " : "");
	for (window = 0; window < ARRAY_SIZE(windows); window++) {
		const struct range calls = range_of(timeline, window, "calls");

		say_range(answer, &calls);
		answer_say(&answer->said, " %s%s", windows[window].name,
			   window + 1 < ARRAY_SIZE(windows) ? ", " : "");
	}
	answer_say(&answer->said, "; a memblock allocator would have to serve ");
	if (early.most->q.p50)
		say_share(answer, timeline, 0);
	else
		answer_say(&answer->said, "nothing");
	answer_say(&answer->said, "; what is shared between the page allocator and the first "
		   "secondary is ");
	say_share(answer, timeline, 1);
	return 1;
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * callers.c - adds up the calls that the plugin kept, by window and by caller, see callers.h.
 *
 * tables: what a kernel that maps all memory with the largest blocks would have to allocate
 * to split it at both ends of what is shared, for each block once, where a call is the first
 * one that needs it. It is the most that an allocator would have to serve: what is mapped
 * smaller already needs less.
 */
#include "bench/callers.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define NAME_SIZE	48
#define LEVELS		2	/* of blocks: pmd and pud */
#define ENDS		2

struct caller_call {
	uint64_t column[PLUGIN_CALL_NR];
	char caller[NAME_SIZE];
	/* Blocks that it is the first to split, as number * LEVELS + level. */
	uint64_t split[LEVELS * ENDS];
	unsigned int tables;
};

static const char *const window_names[PLUGIN_WINDOW_NR] = {
	[PLUGIN_WINDOW_EARLY] = "early",
	[PLUGIN_WINDOW_ALONE] = "alone",
	[PLUGIN_WINDOW_ONLINING] = "onlining",
	[PLUGIN_WINDOW_FINAL] = "final",
};

/* numpages is an int. */
static uint64_t call_pages(const struct caller_call *call)
{
	return (uint32_t)call->column[PLUGIN_CALL_ARG1];
}

static bool split_before(const struct callers *callers, uint64_t block)
{
	size_t i, k;

	for (i = 0; i < callers->nr; i++)
		for (k = 0; k < callers->call[i].tables; k++)
			if (callers->call[i].split[k] == block)
				return true;
	return false;
}

/* A range that ends where a block does splits nothing there. */
static void call_split(const struct callers *callers, struct caller_call *call)
{
	const uint64_t page = sysconf(_SC_PAGESIZE), entries = page / sizeof(uint64_t);
	const uint64_t begin = call->column[PLUGIN_CALL_ARG0];
	const uint64_t at[ENDS] = { begin, begin + call_pages(call) * page };
	unsigned int i, level;
	uint64_t size, block;

	for (i = 0; i < ENDS; i++) {
		for (size = page * entries, level = 0; level < LEVELS; level++, size *= entries) {
			block = at[i] / size * LEVELS + level;
			if (at[i] % size && !split_before(callers, block))
				call->split[call->tables++] = block;
		}
	}
}

static int call_read(struct callers *callers, uint64_t row, struct caller_call *call)
{
	unsigned int i;
	int err = 0;

	memset(call, 0, sizeof(*call));
	for (i = 0; i < PLUGIN_CALL_NR && !err; i++)
		err = plugin_read(PLUGIN_TABLE_CALLS, row, i, &call->column[i]);
	if (!err)
		err = plugin_text(PLUGIN_TABLE_CALLER, row, call->caller, sizeof(call->caller));
	/* Of a function that the compiler made several of, the one in the source. */
	call->caller[strcspn(call->caller, ".")] = '\0';
	if (!err) {
		callers->nr++;
		call_split(callers, call);
	}
	return err;
}

/* A window whose end was never come to has taken in the next one. */
static int windows_check(struct callers *callers)
{
	uint64_t row, ends = 0, copies, called;
	unsigned int ended = 0;
	int err;

	for (row = 0;; row++) {
		err = plugin_read(PLUGIN_TABLE_EVENTS, row, PLUGIN_EVENT_ENDS, &ends);
		if (err)
			break;
		if (!ends || plugin_read(PLUGIN_TABLE_EVENTS, row, PLUGIN_EVENT_COPIES, &copies) ||
		    plugin_read(PLUGIN_TABLE_EVENTS, row, PLUGIN_EVENT_CALLS, &called))
			continue;
		ended += copies == 1 && called;
	}
	if (ended < PLUGIN_WINDOW_FINAL)
		callers->windows_lack = "a function that ends a window was not seen";
	return err == -ENOENT ? 0 : err;
}

int callers_read(struct callers *callers)
{
	struct caller_call *more;
	int err;

	*callers = (struct callers){ 0 };
	err = windows_check(callers);
	while (!err) {
		more = realloc(callers->call, (callers->nr + 1) * sizeof(*more));
		if (!more)
			return -ENOMEM;
		callers->call = more;
		err = call_read(callers, callers->nr, &more[callers->nr]);
	}
	return err == -ENOENT ? 0 : err;
}

void callers_free(struct callers *callers)
{
	free(callers->call);
}

/* Calls of one function: from everywhere and in all windows, or one of these. */
struct group {
	const struct callers *callers;
	uint64_t row;
	const char *caller;
	int window;		/* -1: all */
};

static bool group_has(const struct group *group, const struct caller_call *call)
{
	return call->column[PLUGIN_CALL_EVENT] == group->row &&
	       (!group->caller || !strcmp(call->caller, group->caller)) &&
	       (group->window < 0 || (uint64_t)group->window == call->column[PLUGIN_CALL_WINDOW]);
}

static void group_value(struct record *record, const struct group *group, const char *what,
			uint64_t value)
{
	char name[NAME_SIZE];

	snprintf(name, sizeof(name), "%s_%s", window_names[group->window], what);
	record_value(record, name, "count", value);
}

static void group_counts(struct record *record, const struct group *group)
{
	uint64_t calls = 0, pages = 0, tables = 0;
	size_t i;

	for (i = 0; i < group->callers->nr; i++) {
		const struct caller_call *call = &group->callers->call[i];

		if (!group_has(group, call))
			continue;
		calls++;
		pages += call_pages(call);
		tables += call->tables;
	}
	group_value(record, group, "calls", calls);
	group_value(record, group, "pages", pages);
	group_value(record, group, "tables", tables);
}

static void group_work(struct record *record, const struct group *group)
{
	struct hist hist;
	char name[NAME_SIZE];
	bool all = true;
	size_t i;

	snprintf(name, sizeof(name), "%s_call", window_names[group->window]);
	if (hist_init(&hist)) {
		record->err = -ENOMEM;
		return;
	}
	for (i = 0; i < group->callers->nr; i++) {
		const struct caller_call *call = &group->callers->call[i];

		if (!group_has(group, call))
			continue;
		all &= call->column[PLUGIN_CALL_RETURNED];
		hist_record(&hist, call->column[PLUGIN_CALL_WORK]);
	}
	if (all)
		record_hist(record, name, "insn", &hist);
	else
		record_skipped(record, name, "not every call was seen to return");
	hist_free(&hist);
}

static void windows_skipped(struct record *record, const char *why)
{
	char name[NAME_SIZE];
	size_t i;

	for (i = 0; i < PLUGIN_WINDOW_NR; i++) {
		snprintf(name, sizeof(name), "%s_calls", window_names[i]);
		record_skipped(record, name, why);
	}
}

void callers_sum(const struct callers *callers, struct record *record, uint64_t row,
		 uint64_t called)
{
	struct group group = { .callers = callers, .row = row };
	uint64_t kept = 0;
	size_t i;

	for (i = 0; i < callers->nr; i++)
		kept += callers->call[i].column[PLUGIN_CALL_EVENT] == row;
	if (callers->windows_lack || kept != called) {
		windows_skipped(record, callers->windows_lack ? callers->windows_lack :
				"more calls than the plugin keeps");
		return;
	}
	for (; group.window < PLUGIN_WINDOW_NR; group.window++)
		group_counts(record, &group);
}

/* Windows that it did not call in are not among its figures. */
static int caller_send(const struct callers *callers, struct run *run, const char *called,
		       const struct caller_call *of)
{
	struct group group = {
		.callers = callers,
		.row = of->column[PLUGIN_CALL_EVENT],
		.caller = of->caller,
	};
	struct record record;

	record_init(&record, run, "%s.%s", called,
		    strcmp(of->caller, "?") ? of->caller : "unknown");
	if (callers->windows_lack)
		windows_skipped(&record, callers->windows_lack);
	for (; !callers->windows_lack && group.window < PLUGIN_WINDOW_NR; group.window++) {
		size_t i = 0;

		while (i < callers->nr && !group_has(&group, &callers->call[i]))
			i++;
		if (i == callers->nr)
			continue;
		group_counts(&record, &group);
		group_work(&record, &group);
	}
	return record_send(&record);
}

int callers_send(const struct callers *callers, struct run *run, uint64_t row)
{
	char called[NAME_SIZE];
	size_t i, k;
	int err = plugin_text(PLUGIN_TABLE_EVENT_CALLED, row, called, sizeof(called));

	for (i = 0; i < callers->nr && !err; i++) {
		const struct caller_call *call = &callers->call[i];
		const struct group same = { callers, row, call->caller, -1 };

		for (k = 0; k < i && !group_has(&same, &callers->call[k]); k++)
			;
		if (k == i && group_has(&same, call))
			err = caller_send(callers, run, called, call);
	}
	return err;
}

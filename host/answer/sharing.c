// SPDX-License-Identifier: GPL-2.0-only
/*
 * answer/sharing.c - Q4: when a realm shares memory at boot, and what a call costs that
 * touches a page for the first time, and later.
 */
#include <string.h>

#include "host/base/alloc.h"
#include "host/answer/latency.h"

static const char *const names[] = { "decrypt.", "encrypt." };

/* Functions that share memory, as far as the timeline has them. */
static const char *const sharers[] = {
	"swiotlb_init", "swiotlb_update_mem_attributes", "its_init",
};

/* A window ends where one of these is entered; the first that a kernel has counts. */
static const struct {
	const char *name, *ends[3];
} windows[] = {
	{ "no page allocator", { "memblock_free_all", "mem_init", "mm_core_init" } },
	{ "one CPU", { "smp_init" } },
	{ "caps not final", { "setup_system_features", "smp_cpus_done" } },
	{ "caps final", { NULL } },
};

static const struct table_column columns[] = {
	{ "", "", 1 }, { "", "entry", 0 }, { "", "work", 0 }, { "", "window", 1 },
};

static const struct series *entry_of(const struct answer_rows *rows, const char *cell_name,
				     const char *op, const char *metric)
{
	size_t i;

	for (i = 0; op && i < rows->nr; i++)
		if (!strcmp(rows->op[i].series->op, op) &&
		    !strcmp(rows->op[i].series->cell_name, cell_name))
			return answer_metric(&rows->op[i], metric);
	return NULL;
}

/* "?" if the function that would end a window is not in the timeline. */
static const char *window_of(const struct answer_rows *rows, const struct series *entry)
{
	size_t i, k;

	for (i = 0; i + 1 < ARRAY_SIZE(windows); i++) {
		const struct series *end = NULL;

		for (k = 0; k < ARRAY_SIZE(windows[i].ends) && !end; k++)
			end = entry_of(rows, entry->cell_name, windows[i].ends[k], "entry");
		if (!end)
			return "?";
		if (entry->q.p50 < end->q.p50)
			return windows[i].name;
	}
	return windows[i].name;
}

static size_t put_sharers(struct answer *answer, struct answer_table *table,
			  const struct answer_rows *rows, const struct series *of)
{
	char guest[ANSWER_GUEST_MAX];
	size_t i, put = 0;

	for (i = 0; i < ARRAY_SIZE(sharers); i++) {
		const struct series *entry = entry_of(rows, of->cell_name, sharers[i], "entry");
		struct answer_text *row;

		if (!entry)
			continue;
		if (!put++) {
			answer_guest(of->cell, guest);
			answer_heading(table, "map %s", guest);
		}
		row = answer_row(table);
		answer_say(row, "%s", sharers[i]);
		answer_median(answer, row, entry);
		answer_median(answer, row, entry_of(rows, of->cell_name, sharers[i], "work"));
		answer_say(row, "%s", window_of(rows, entry));
	}
	return put;
}

/* A realm's windows come in one order whatever its memory: the first of each map will do. */
static bool map_seen(const struct answer_rows *rows, size_t at)
{
	char map[64], other[64];
	size_t i;

	cell_map(rows->op[at].series->cell, map, sizeof(map));
	for (i = 0; i < at; i++) {
		cell_map(rows->op[i].series->cell, other, sizeof(other));
		if (cell_is_realm(rows->op[i].series->cell) && !strcmp(map, other))
			return true;
	}
	return false;
}

static size_t table_windows(struct answer *answer, const struct answer_rows *rows)
{
	struct answer_table *table = answer_table(answer, columns, ARRAY_SIZE(columns),
						  "functions that share memory at boot, and in "
						  "which window, instructions");
	size_t i, put = 0;

	for (i = 0; i < rows->nr; i++)
		if (cell_is_realm(rows->op[i].series->cell) && !map_seen(rows, i))
			put += put_sharers(answer, table, rows, rows->op[i].series);
	if (put)
		answer_note(table, "window: before the page allocator is up; before secondaries "
			    "are; between that and the final capabilities; after");
	else
		answer_table_drop(answer);
	return put;
}

/* All calls of a boot, by whom is not known. */
static size_t say_calls(struct answer *answer, const struct report *report)
{
	struct answer_rows rows = answer_rows(report, "boot");
	const struct series *least = NULL, *most = NULL, *pages = NULL;
	size_t i;

	for (i = 0; i < rows.nr; i++) {
		const struct series *set = answer_metric(&rows.op[i], "rsi_set");

		if (!set || !cell_is_realm(set->cell))
			continue;
		least = !least || set->q.p50 < least->q.p50 ? set : least;
		if (!most || set->q.p50 > most->q.p50) {
			most = set;
			pages = answer_metric(&rows.op[i], "shared_pages");
		}
	}
	if (most) {
		answer_say(&answer->said, "to /init a realm makes ");
		answer_median(answer, &answer->said, least);
		answer_say(&answer->said, " to ");
		answer_median(answer, &answer->said, most);
		answer_say(&answer->said, " IPA_STATE_SET calls");
		if (pages) {
			answer_say(&answer->said, ", after which ");
			answer_median(answer, &answer->said, pages);
			answer_say(&answer->said, " pages are shared");
		}
	}
	answer_rows_free(&rows);
	return most != NULL;
}

static void say_costs(struct answer *answer, const struct answer_rows *rows)
{
	static const char call[] = "decrypt.4k";
	struct answer_text *said = &answer->said;
	const struct series *unit = NULL;
	size_t i;

	for (i = 0; i < rows->nr; i++) {
		char map[64];
		struct latency of;

		if (strcmp(rows->op[i].series->op, "decrypt.4k.first"))
			continue;
		of = latency_find(rows, rows->op[i].series->cell_name, call);
		cell_map(rows->op[i].series->cell, map, sizeof(map));
		answer_say(said, "%sset_memory_decrypted() of a page on %s: p50 ",
			   said->nr ? "; " : "", map);
		answer_median(answer, said, of.first);
		answer_say(said, " at first, ");
		answer_median(answer, said, of.later);
		answer_say(said, " later");
		unit = of.first ? of.first : of.later;
	}
	if (unit)
		answer_say(said, "; in %s", answer_unit(unit));
}

/* Of the first realm; the table has the other maps. */
static void say_windows(struct answer *answer, const struct answer_rows *rows)
{
	struct answer_text *said = &answer->said;
	const struct series *of = NULL, *entry;
	size_t i, nr = 0;

	for (i = 0; i < rows->nr && !of; i++)
		if (cell_is_realm(rows->op[i].series->cell))
			of = rows->op[i].series;
	for (i = 0; of && i < ARRAY_SIZE(sharers); i++) {
		entry = entry_of(rows, of->cell_name, sharers[i], "entry");
		if (!entry)
			continue;
		answer_say(said, "%s%s(): ", nr++ ? ", " : said->nr ? "; windows: " : "windows: ",
			   sharers[i]);
		answer_give(answer, said, entry, "%s", window_of(rows, entry));
	}
}

void answer_sharing(struct answer *answer, const struct report *report)
{
	struct answer_rows setmem = answer_rows(report, "setmem");
	struct answer_rows timeline = answer_rows(report, "timeline");
	size_t known = say_calls(answer, report);

	say_windows(answer, &timeline);
	say_costs(answer, &setmem);
	known += table_windows(answer, &timeline);
	known += latency_table(answer, &setmem, names, ARRAY_SIZE(names));
	if (known) {
		answer_say(&answer->said, ".");
		answer_say(&answer->missing, "how many of the calls fall into each window, and "
			   "what a memblock allocator would have to serve: no record counts the "
			   "calls by caller; a symbol for each in qemu/plugin/timeline.symbols "
			   "would. The RSI calls' own cost is that of an emulated RSI.%s",
			   timeline.nr ? "" : " The windows: bench=timeline guest=realm.");
	} else {
		answer_not_measured(answer, "no realm has records of sharing; bench=setmem, boot "
				    "and timeline with guest=realm would.");
	}
	answer_rows_free(&setmem);
	answer_rows_free(&timeline);
}

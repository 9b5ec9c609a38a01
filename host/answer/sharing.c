// SPDX-License-Identifier: GPL-2.0-only
/*
 * answer/sharing.c - Q4: when a realm shares memory at boot, and what a call costs that
 * touches a page for the first time, and later.
 */
#include <string.h>

#include "host/base/alloc.h"
#include "host/answer/latency.h"
#include "host/answer/windows.h"

static const char *const names[] = { "decrypt.", "encrypt." };

/* What the monitor was asked for. */
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
		if (least->q.p50 != most->q.p50) {
			answer_say(&answer->said, " to ");
			answer_median(answer, &answer->said, most);
		}
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

void answer_sharing(struct answer *answer, const struct report *report)
{
	struct answer_rows setmem = answer_rows(report, "setmem");
	struct answer_rows timeline = answer_rows(report, "timeline");
	size_t known = say_calls(answer, report), counted;

	known += windows_say(answer, &timeline);
	say_costs(answer, &setmem);
	counted = windows_table(answer, &timeline);
	known += counted + latency_table(answer, &setmem, names, ARRAY_SIZE(names));
	if (known) {
		answer_say(&answer->said, ".");
		answer_say(&answer->missing, "%swhat an RSI call costs where RSI is not emulated.",
			   counted ? "" : "how many of the calls fall into each window, and from "
			   "whom, which bench=timeline guest=realm would count; ");
	} else {
		answer_not_measured(answer, "no realm has records of sharing; bench=setmem, boot "
				    "and timeline with guest=realm would.");
	}
	answer_rows_free(&setmem);
	answer_rows_free(&timeline);
}

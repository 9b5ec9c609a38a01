// SPDX-License-Identifier: GPL-2.0-only
/*
 * answer/latency.c - first and later touches side by side, see answer/latency.h.
 */
#include <string.h>

#include "host/answer/latency.h"

#define FIRST	".first"
#define LATER	".later"

static const struct table_column columns[] = {
	{ "", "call", 1 }, { "first", "p50", 0 }, { "", "p99", 0 }, { "later", "p50", 0 },
	{ "", "p99", 0 }, { "", "p99.9", 0 }, { "", "max", 0 },
};

static bool ends(const char *text, const char *with)
{
	size_t len = strlen(text), tail = strlen(with);

	return len >= tail && !strcmp(text + len - tail, with);
}

/* "ro.4k" of "ro.4k.first"; what is not touched twice has but one name. */
static void call_name(const char *op, char out[RECORD_NAME_MAX])
{
	size_t len = strlen(op);

	if (ends(op, FIRST) || ends(op, LATER))
		len -= strlen(FIRST);
	snprintf(out, RECORD_NAME_MAX, "%.*s", (int)len, op);
}

_Static_assert(sizeof(FIRST) == sizeof(LATER), "call_name() cuts off either");

struct latency latency_find(const struct answer_rows *rows, const char *cell_name,
			    const char *call)
{
	struct latency found = { 0 };
	char name[RECORD_NAME_MAX];
	size_t i;

	snprintf(found.call, sizeof(found.call), "%s", call);
	for (i = 0; i < rows->nr; i++) {
		const struct series *s = rows->op[i].series;

		if (strcmp(s->cell_name, cell_name))
			continue;
		call_name(s->op, name);
		if (strcmp(name, call))
			continue;
		*(ends(s->op, FIRST) ? &found.first : &found.later) =
			answer_metric(&rows->op[i], "latency");
	}
	return found;
}

/* A table and its calls' common scale. */
struct part {
	struct answer *answer;
	struct answer_table *table;
	const struct answer_rows *rows;
	const char *const *names;
	size_t nr_names;
	int64_t scale;
};

static void put_percentile(struct part *part, struct answer_text *row, const struct series *s,
			   double share, int64_t value)
{
	if (s && (share <= 0 || dist_reaches(s->n, share)))
		answer_give(part->answer, row, s, "%lld",
			    (long long)unit_scaled(s, value, part->scale));
	else
		answer_say(row, "-");
}

static void put_call(struct part *part, const struct latency *of)
{
	const struct series *first = of->first, *later = of->later;
	struct answer_text *row = answer_row(part->table);

	answer_say(row, "%s", of->call);
	put_percentile(part, row, first, 0, first ? first->q.p50 : 0);
	put_percentile(part, row, first, 0.99, first ? first->q.p99 : 0);
	put_percentile(part, row, later, 0, later ? later->q.p50 : 0);
	put_percentile(part, row, later, 0.99, later ? later->q.p99 : 0);
	put_percentile(part, row, later, 0.999, later ? later->q.p999 : 0);
	put_percentile(part, row, later, 0, later ? later->max : 0);
}

static bool is_wanted(const struct part *part, const struct answer_op *op)
{
	size_t i;

	for (i = 0; i < part->nr_names; i++)
		if (!strncmp(op->series->op, part->names[i], strlen(part->names[i])))
			return answer_metric(op, "latency");
	return false;
}

static int64_t scale_find(const struct part *part)
{
	int64_t scale = 1, more;
	size_t i;

	for (i = 0; i < part->rows->nr; i++) {
		if (!is_wanted(part, &part->rows->op[i]))
			continue;
		more = unit_scale(answer_metric(&part->rows->op[i], "latency"), 1);
		scale = more > scale ? more : scale;
	}
	return scale;
}

static bool call_seen(const struct answer_rows *rows, size_t at)
{
	char call[RECORD_NAME_MAX], other[RECORD_NAME_MAX];
	size_t i;

	call_name(rows->op[at].series->op, call);
	for (i = 0; i < at; i++) {
		if (strcmp(rows->op[i].series->cell_name, rows->op[at].series->cell_name))
			continue;
		call_name(rows->op[i].series->op, other);
		if (!strcmp(call, other))
			return true;
	}
	return false;
}

static bool cell_seen(const struct answer_rows *rows, size_t at)
{
	size_t i;

	for (i = 0; i < at; i++)
		if (!strcmp(rows->op[i].series->cell_name, rows->op[at].series->cell_name))
			return true;
	return false;
}

/* Rows are sorted by operation: those of a cell lie apart. */
static size_t put_cell(struct part *part, size_t first)
{
	const struct answer_rows *rows = part->rows;
	const char *cell_name = rows->op[first].series->cell_name;
	char guest[ANSWER_GUEST_MAX], call[RECORD_NAME_MAX];
	struct latency of;
	size_t i, put = 0;

	for (i = first; i < rows->nr; i++) {
		const struct series *s = rows->op[i].series;

		if (strcmp(s->cell_name, cell_name) || !is_wanted(part, &rows->op[i]) ||
		    call_seen(rows, i))
			continue;
		if (!put++) {
			answer_guest(s->cell, guest);
			answer_heading(part->table, "map %s, %s", guest,
				       unit_head(answer_metric(&rows->op[i], "latency"),
						 part->scale));
		}
		call_name(s->op, call);
		of = latency_find(rows, cell_name, call);
		put_call(part, &of);
	}
	return put;
}

size_t latency_table(struct answer *answer, const struct answer_rows *rows,
		     const char *const *names, size_t nr)
{
	struct part part = { .answer = answer, .rows = rows, .names = names, .nr_names = nr };
	size_t i, put = 0;

	part.table = answer_table(answer, columns, sizeof(columns) / sizeof(columns[0]),
				  "time of a call");
	part.scale = scale_find(&part);
	for (i = 0; i < rows->nr; i++)
		if (!cell_seen(rows, i))
			put += put_cell(&part, i);
	if (put)
		answer_note(part.table, "first: of pages that nothing was changed on since boot, "
			    "which on blocks splits; - not enough samples, or not in this run");
	else
		answer_table_drop(answer);
	return put;
}

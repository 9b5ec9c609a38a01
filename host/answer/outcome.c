// SPDX-License-Identifier: GPL-2.0-only
/*
 * answer/outcome.c - Q3: which kinds of guest come out mapped how, and which realms cannot
 * share memory then, with what failed first; read off the records of booted kernels.
 */
#include <stdlib.h>
#include <string.h>

#include "host/base/alloc.h"
#include "host/answer/build.h"

#define OP_BOOTED	"outcome"
#define OP_MENDED	"mended"
#define KINDS_TEXT_MAX	1024

/* Guests that differ in being a realm or not only. */
struct kind {
	const struct record *plain, *realm, *mended;
};

struct outcomes {
	struct answer *answer;
	struct kind *kind;
	size_t nr, alloc;
};

static const struct table_column columns[] = {
	{ "", "map", 1 }, { "leaves", "plain", 1 }, { "", "realm", 1 },
	{ "in a realm:", "sharing", 1 }, { "", "failures", 0 }, { "", "once split", 1 },
};

static int64_t number(const struct record *record, const char *metric, int64_t absent)
{
	size_t i;

	for (i = 0; record && i < record->nr_metrics; i++)
		if (!strcmp(record->metrics[i].name, metric))
			return record->metrics[i].value;
	return absent;
}

static bool shares(const struct record *record)
{
	return number(record, "sharing", 0);
}

static bool cannot_share(const struct record *record)
{
	return record && number(record, "sharing", 1) == 0;
}

/* How most of the memory is mapped; the kernel image's alias is never all ptes. */
static const char *leaves(const struct record *record)
{
	const struct census *c = &record->after;
	double entries = cell_number(&record->cell, AXIS_PAGE) * 1024 / 8.0;
	double blocks = (c->pud * entries + c->contpmd + c->pmd) * entries;

	return blocks > (double)c->contpte + c->pte ? "blocks" : "ptes";
}

static bool same_kind(const struct cell *a, const struct cell *b)
{
	int i;

	for (i = 0; i < AXIS_NR; i++)
		if (i != AXIS_GUEST && i != AXIS_METHOD && i != AXIS_HOLD && i != AXIS_STRATEGY &&
		    !cell_is(a, i, b->value[i]))
			return false;
	return true;
}

static struct kind *kind_of(struct outcomes *o, const struct record *record)
{
	size_t i;

	for (i = 0; i < o->nr; i++) {
		const struct kind *kind = &o->kind[i];
		const struct record *of = kind->plain ? kind->plain : kind->realm;

		of = of ? of : kind->mended;
		if (same_kind(&of->cell, &record->cell))
			return &o->kind[i];
	}
	return array_add(o->kind, o->nr, o->alloc);
}

/* Of boots that came out differently the one that could not share is shown. */
static void take(struct outcomes *o, const struct record *record)
{
	struct kind *kind = kind_of(o, record);
	const struct record **to = strcmp(record->op, OP_BOOTED) ? &kind->mended :
				   cell_is_realm(&record->cell) ? &kind->realm : &kind->plain;

	if (!*to || cannot_share(record))
		*to = record;
}

static const struct cell *kind_cell(const struct kind *kind)
{
	return kind->plain ? &kind->plain->cell : kind->realm ? &kind->realm->cell :
	       &kind->mended->cell;
}

static int compare_kinds(const void *pa, const void *pb)
{
	static const enum axis_id ids[] = {
		AXIS_CPU, AXIS_MEM, AXIS_CPUS, AXIS_RODATA, AXIS_KFENCE, AXIS_BBM,
	};
	const struct cell *a = kind_cell(pa), *b = kind_cell(pb);
	int order = 0;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(ids) && !order; i++)
		order = axis_compare(&axes[ids[i]], a->value[ids[i]], b->value[ids[i]]);
	return order;
}

static void gather(struct outcomes *o, const struct report *report)
{
	const struct run *run = report->run;
	size_t i;

	for (i = 0; i < run->nr_records; i++) {
		const struct record *record = &run->records[i].record;

		if (answer_takes(report, &run->records[i]) &&
		    record->status == STATUS_OK && record->has_census &&
		    cell_is(&record->cell, AXIS_BENCH, "outcome") &&
		    (!strcmp(record->op, OP_BOOTED) || !strcmp(record->op, OP_MENDED)))
			take(o, record);
	}
	if (o->nr)
		qsort(o->kind, o->nr, sizeof(*o->kind), compare_kinds);
}

static void put_record(struct outcomes *o, struct answer_text *row, const struct record *record,
		       const char *text)
{
	if (record)
		answer_give_record(o->answer, row, record, "%s", text);
	else
		answer_say(row, "-");
}

static void put_row(struct outcomes *o, struct answer_table *table, const struct kind *kind)
{
	struct answer_text *row = answer_row(table);
	int64_t failures = number(kind->realm, "failures", -1);
	char map[64];

	cell_map(kind_cell(kind), map, sizeof(map));
	answer_say(row, "%s", map);
	put_record(o, row, kind->plain, kind->plain ? leaves(kind->plain) : "");
	put_record(o, row, kind->realm, kind->realm ? leaves(kind->realm) : "");
	answer_say(row, "%s", !kind->realm ? "-" : shares(kind->realm) ? "works" : "FAILS");
	if (failures < 0)
		answer_say(row, "-");
	else
		answer_say(row, "%lld", (long long)failures);
	answer_say(row, "%s", !kind->mended ? "" : shares(kind->mended) ? "works" : "FAILS");
}

static void table_kinds(struct outcomes *o)
{
	struct answer_table *table = answer_table(o->answer, columns, ARRAY_SIZE(columns),
						  "the map at /init, and sharing memory");
	const struct cell *last = NULL;
	char size[ANSWER_SIZE_MAX];
	size_t i;

	for (i = 0; i < o->nr; i++) {
		const struct cell *cell = kind_cell(&o->kind[i]);

		if (!last || strcmp(last->value[AXIS_CPU], cell->value[AXIS_CPU]) ||
		    strcmp(last->value[AXIS_MEM], cell->value[AXIS_MEM]) ||
		    strcmp(last->value[AXIS_CPUS], cell->value[AXIS_CPUS])) {
			answer_size(cell_number(cell, AXIS_MEM), size);
			answer_heading(table, "cpu %s, %s, cpus %s", cell->value[AXIS_CPU], size,
				       cell->value[AXIS_CPUS]);
		}
		last = cell;
		put_row(o, table, &o->kind[i]);
	}
	answer_note(table, "map: <BBML2>.<rodata>.k<KFENCE's interval>; once split: sharing after "
		    "the module's split of the whole map, where it failed before");
}

/* Names the realms that cannot share: with the first of them comes what failed. */
static const struct record *say_failing(struct outcomes *o)
{
	struct answer_text *said = &o->answer->said;
	const struct record *first = NULL;
	size_t i;

	for (i = 0; i < o->nr; i++) {
		const struct record *realm = o->kind[i].realm;
		char map[64];

		if (!cannot_share(realm))
			continue;
		cell_map(&realm->cell, map, sizeof(map));
		answer_say(said, first ? ", " : ", which are ");
		answer_give_record(o->answer, said, realm, "%s%s%s", map,
				   cell_is(&realm->cell, AXIS_CPU, "max") ? "" : " ",
				   cell_is(&realm->cell, AXIS_CPU, "max") ? "" :
				   realm->cell.value[AXIS_CPU]);
		first = first ? first : realm;
	}
	return first;
}

static void say_counts(struct outcomes *o)
{
	size_t i, plain = 0, realms = 0, blocks = 0, fail = 0, fail_blocks = 0, mended = 0;

	for (i = 0; i < o->nr; i++) {
		const struct kind *kind = &o->kind[i];
		bool is_blocks = kind->realm && !strcmp(leaves(kind->realm), "blocks");

		plain += kind->plain != NULL;
		realms += kind->realm != NULL;
		blocks += is_blocks;
		fail += cannot_share(kind->realm);
		fail_blocks += cannot_share(kind->realm) && is_blocks;
		mended += cannot_share(kind->realm) && kind->mended && shares(kind->mended);
	}
	answer_say(&o->answer->said, "kinds of guest that were booted: %zu plain, %zu realm; "
		   "realms mapped with blocks: %zu; realms that cannot share memory: %zu", plain,
		   realms, blocks, fail);
	if (fail)
		answer_say(&o->answer->said, " (mapped with blocks: %zu; able to after the "
			   "module's split: %zu)", fail_blocks, mended);
}

/* A line of a guest's kernel log. */
static void say_log(struct outcomes *o, const struct record *record)
{
	struct answer_text *said = &o->answer->said;
	size_t i, nr = record->nr_log;

	if (!nr)
		return;
	answer_say(said, ". On the first of them the first line that failed is ");
	answer_give_record(o->answer, said, record, "\"%s\"", record->log[0]);
	for (i = 1; i < nr; i++)
		if (!strncmp(record->log[i], "WARNING", strlen("WARNING")))
			continue;
		else
			break;
	if (i < nr)
		answer_say(said, ", then \"%s\"", record->log[i]);
	answer_say(said, "; devices that failed to probe: %lld, KiB leaked: %lld",
		   (long long)number(record, "devices_failed", 0),
		   (long long)number(record, "leaked", 0));
}

void answer_outcome(struct answer *answer, const struct report *report)
{
	struct outcomes o = { .answer = answer };
	const struct record *failed;

	gather(&o, report);
	if (!o.nr) {
		answer_not_measured(answer, "no guest has a record of its outcome; bench=outcome "
				    "would.");
		return;
	}
	say_counts(&o);
	failed = say_failing(&o);
	if (failed)
		say_log(&o, failed);
	answer_say(&answer->said, ".");
	table_kinds(&o);
	answer_say(&answer->missing, "realms under a real RMM; rodata and KFENCE's other values; "
		   "other kernels than the one in the head. All that failed, in order, is under "
		   "== outcome.");
	free(o.kind);
}

/* A realm on blocks without BBML2, as option 2 has it before its split. */
static const struct kind *waiting_kind(const struct outcomes *o)
{
	size_t i;

	for (i = 0; i < o->nr; i++) {
		const struct record *realm = o->kind[i].realm;

		if (realm && cell_is(&realm->cell, AXIS_BBM, "none") &&
		    answer_maps_blocks(&realm->cell))
			return &o->kind[i];
	}
	return NULL;
}

void answer_say_waiting(struct answer *answer, const struct report *report)
{
	struct outcomes o = { .answer = answer };
	const struct kind *kind;

	gather(&o, report);
	kind = waiting_kind(&o);
	if (kind) {
		answer_say(&answer->said, " On blocks a realm ");
		answer_give_record(answer, &answer->said, kind->realm, "%s share memory",
				   cannot_share(kind->realm) ? "cannot" : "can");
		if (kind->mended) {
			answer_say(&answer->said, ", and after its split it ");
			answer_give_record(answer, &answer->said, kind->mended, "%s",
					   cannot_share(kind->mended) ? "cannot" : "can");
		}
		answer_say(&answer->said, ".");
	} else {
		answer_say(&answer->missing, "whether a realm on blocks can share memory before "
			   "its split, which bench=outcome guest=realm rodata=off kfence=100 would "
			   "say");
	}
	free(o.kind);
}

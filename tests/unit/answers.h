/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * answers.h - the answers to the questions, made of boots stored in the scratch directory,
 * and what tests look for in them.
 */
#ifndef TESTS_UNIT_ANSWERS_H
#define TESTS_UNIT_ANSWERS_H

#include <ctype.h>

#include "tests/unit/boots.h"
#include "host/answer/answer.h"

#define METRIC(name, unit, value) \
	"\"" name "\":{\"unit\":\"" unit "\",\"value\":" #value "}"
#define INSN(name, value)	METRIC(name, "insn", value)
#define COUNT(name, value)	METRIC(name, "count", value)

struct answered {
	struct run run;
	struct series_list list;
	struct report report;
	struct answer *answers;
	size_t nr;
};

/* The pieces one after the other; the caller frees them. */
static UNUSED char *joined(const struct answer_text *text)
{
	char *all = xstrdup(""), *more;
	size_t i;

	for (i = 0; i < text->nr; i++) {
		more = xasprintf("%s%s", all, text->pieces[i].text);
		free(all);
		all = more;
	}
	return all;
}

/* What follows a label begins small, unless it is a name, and a sentence large. */
static UNUSED void assert_reads(const struct answer_text *text)
{
	char *all = joined(text), *stop;

	if (isupper(all[0]) && islower(all[1]))
		fail_msg("begins with a capital: '%s'", all);
	for (stop = strstr(all, ". "); stop; stop = strstr(stop + 1, ". "))
		if (islower(stop[2]))
			fail_msg("a sentence begins small: '%s'", stop);
	free(all);
}

static UNUSED void answered_make(struct answered *a)
{
	size_t i;

	memset(a, 0, sizeof(*a));
	assert_int_equal(run_read(&a->run, scratch), 0);
	series_make(&a->list, &a->run, NULL, NULL);
	a->report = (struct report){ .out = stdout, .run = &a->run, .list = &a->list,
				     .baseline = "upstream.spin" };
	a->answers = answers_make(&a->report, &a->nr);
	for (i = 0; i < a->nr; i++) {
		assert_reads(&a->answers[i].said);
		assert_reads(&a->answers[i].missing);
	}
}

static UNUSED void answered_free(struct answered *a)
{
	answers_free(a->answers, a->nr);
	series_free(&a->list);
	run_free(&a->run);
}

static UNUSED const struct answer *answer_of(const struct answered *a, const char *id)
{
	size_t i;

	for (i = 0; i < a->nr; i++)
		if (!strcmp(a->answers[i].id, id))
			return &a->answers[i];
	fail_msg("there is no answer %s", id);
	return NULL;
}

static UNUSED void assert_says(const struct answer_text *text, const char *part)
{
	char *all = joined(text);

	if (!strstr(all, part))
		fail_msg("expected '%s' in '%s'", part, all);
	free(all);
}

/* The row of that label under that heading; "" = where there are no headings. */
static UNUSED const struct answer_text *row_of(const struct answer *answer, size_t table,
					       const char *heading, const char *label)
{
	const struct answer_table *t;
	bool under = !*heading;
	size_t i;

	assert_true(table < answer->nr_tables);
	t = &answer->tables[table];
	for (i = 0; i < t->nr; i++) {
		if (t->rows[i].heading)
			under = !strcmp(t->rows[i].heading, heading);
		else if (under && !strcmp(t->rows[i].cells.pieces[0].text, label))
			return &t->rows[i].cells;
	}
	fail_msg("there is no row '%s' under '%s'", label, heading);
	return NULL;
}

/* All pieces behind the label, a blank between. */
static UNUSED void assert_row(const struct answer_text *row, const char *numbers)
{
	char *all = xstrdup(""), *more;
	size_t i;

	for (i = 1; i < row->nr; i++) {
		more = xasprintf("%s%s%s", all, i > 1 ? " " : "", row->pieces[i].text);
		free(all);
		all = more;
	}
	assert_string_equal(all, numbers);
	free(all);
}

/* Which cell a piece says that it is of. */
static UNUSED void assert_source(const struct answer *answer, const struct answer_piece *piece,
				 const char *part, const char *op, const char *metric)
{
	assert_true(piece->of >= 1 && piece->of <= answer->nr_cells);
	assert_non_null(strstr(answer->cells[piece->of - 1].cell_name, part));
	assert_string_equal(piece->op, op);
	assert_string_equal(piece->metric, metric);
}

static UNUSED void store_op(const char *cell, const char *op, const char *strategy,
			    const char *metrics)
{
	const struct made_op made = { op, strategy, metrics };

	store_boot(cell, 1, &made, 1);
}

/* A conversion there and back, counted. */
struct made_conversion {
	int held, total, tables, peak, tlbis;
};

static UNUSED char *conversion_metrics(const char *unit, const struct made_conversion *c,
				       bool split)
{
	return xasprintf("\"held\":{\"unit\":\"%s\",\"value\":%d},"
			 "\"total\":{\"unit\":\"%s\",\"value\":%d},"
			 "\"tables_allocated\":{\"unit\":\"count\",\"value\":%d},"
			 "\"tables_freed\":{\"unit\":\"count\",\"value\":%d},"
			 "\"pages_peak\":{\"unit\":\"count\",\"value\":%d},"
			 "\"tlbis_all\":{\"unit\":\"count\",\"value\":1},"
			 "\"tlbis_va\":{\"unit\":\"count\",\"value\":%d},"
			 "\"tlbis_range\":{\"unit\":\"count\",\"value\":0},"
			 "\"pte_count\":{\"unit\":\"count\",\"value\":524288}", unit, c->held, unit,
			 c->total, split ? c->tables : 0, split ? 0 : c->tables, c->peak,
			 c->tlbis - 1);
}

static UNUSED void store_conversion(const char *cell, const char *unit,
				    const struct made_conversion *split,
				    const struct made_conversion *fold)
{
	struct made_op ops[] = {
		{ "split", "split", conversion_metrics(unit, split, true) },
		{ "fold", "fold", fold ? conversion_metrics(unit, fold, false) : NULL },
	};

	store_boot(cell, 1, ops, fold ? 2 : 1);
	free((char *)ops[0].metrics);
	free((char *)ops[1].metrics);
}

/* A guest's record of any benchmark; metrics, log and census as JSON members. */
struct made_record {
	const char *op, *status, *metrics, *more;
};

static UNUSED void store_records(const char *cell, const struct made_record *records, size_t nr)
{
	struct plan_boot boot = make_boot(cell, 1);
	struct collect c = { .run = "r", .boot = &boot, .frames_name = "f", .wall_ms = -1 };
	const char *bench = boot.cell.value[AXIS_BENCH];
	struct pile pile = { 0 };
	size_t i;

	hello_frame(&pile, bench, cell_number(&boot.cell, AXIS_CPUS), 4);
	for (i = 0; i < nr; i++) {
		char *json = xasprintf("{\"type\":\"record\",\"bench\":\"%s\",\"op\":\"%s\","
				       "\"strategy\":\"none\",\"method\":\"none\","
				       "\"hold\":\"none\",\"status\":\"%s\","
				       "\"reason\":\"%s\",\"metrics\":{%s}%s}",
				       bench, records[i].op, records[i].status,
				       strcmp(records[i].status, "ok") ? "so it says" : "",
				       records[i].metrics, records[i].more);

		pile_frame(&pile, json);
		free(json);
	}
	bye_frame(&pile, nr, "ok");
	c.frames = pile.text;
	c.frames_len = pile.len;
	collect_boot(&c);
	assert_int_equal(store_append(scratch, c.text, c.text_len), 0);
	free(c.text);
	pile_free(&pile);
}

#define LEAVES(pmd, pte) \
	"{\"pud\":0,\"contpmd\":0,\"pmd\":" #pmd ",\"contpte\":0,\"pte\":" #pte "}"
#define CENSUS(before, after) \
	",\"census\":{\"before\":" before ",\"after\":" after "}"

#endif

// SPDX-License-Identifier: GPL-2.0-only
/*
 * answer/records.c - the records behind a number: those that a selector, an answer, or one
 * cell of an answer names, with the line of records.jsonl that each stands in.
 */
#include <stdlib.h>
#include <string.h>

#include "host/base/alloc.h"
#include "host/answer/answer.h"
#include "host/cell/selector.h"
#include "host/base/text.h"

#define INDENT	4

/* What is listed: by a selector, or the cells of an answer from first on, nr of them. */
struct wanted {
	struct selector *selector;
	const struct answer *answer;
	size_t first, nr;
};

static bool is_wanted(const struct wanted *wanted, const struct record *record)
{
	size_t i;

	if (wanted->selector)
		return selector_match(wanted->selector, &record->cell, record->cell_name);
	for (i = 0; i < wanted->nr; i++)
		if (!strcmp(wanted->answer->cells[wanted->first + i].cell_name, record->cell_name))
			return true;
	return false;
}

static void print_folded(FILE *out, const char *before, const char *after)
{
	char *text = xasprintf("%s%s", before, after);

	text_printable(text);
	fprintf(out, "%*s", INDENT, "");
	table_fold(out, INDENT, text);
	free(text);
}

/* The record's own word, where its histogram says something else. */
static void put_stale(FILE *out, const char *name, int64_t value, int64_t stored)
{
	if (value != stored)
		fprintf(out, ", %s %lld (%lld in the record)", name, (long long)value,
			(long long)stored);
}

static void put_quantiles(FILE *out, const struct metric *metric)
{
	const struct quantiles *stored = &metric->q;
	struct quantiles q;
	const char *why = metric_quantiles(metric, &q);

	if (why) {
		fprintf(out, ", no percentiles: %s", why);
		return;
	}
	fprintf(out, ", p50 %lld", (long long)q.p50);
	if (dist_reaches(metric->n, 0.99))
		fprintf(out, ", p99 %lld", (long long)q.p99);
	put_stale(out, "p50", q.p50, stored->p50);
	put_stale(out, "p90", q.p90, stored->p90);
	put_stale(out, "p99", q.p99, stored->p99);
	put_stale(out, "p99.9", q.p999, stored->p999);
}

static char *hist_text(const struct metric *metric)
{
	size_t len;
	char *text;
	FILE *out = open_memstream(&text, &len);

	if (!out) {
		say("out of memory");
		exit(2);
	}
	fprintf(out, "%s: n %lld, min %lld", metric->name, (long long)metric->n,
		(long long)metric->min);
	put_quantiles(out, metric);
	fprintf(out, ", max %lld %s", (long long)metric->max, metric->unit);
	fclose(out);
	return text;
}

static void print_metric(FILE *out, const struct metric *metric)
{
	char *text;

	if (metric->is_hist)
		text = hist_text(metric);
	else
		text = xasprintf("%s: %lld %s", metric->name, (long long)metric->value,
				 metric->unit);
	print_folded(out, "", text);
	free(text);
}

static void print_record(FILE *out, const struct run_record *from)
{
	const struct record *record = &from->record;
	size_t i;

	fprintf(out, "\nline %u, boot %lld, op %s: %s%s\n", from->line, (long long)record->rep,
		record->op, status_names[record->status], from->counts ? "" : ", superseded");
	print_folded(out, "", record->cell_name);
	if (*record->reason)
		print_folded(out, "reason: ", record->reason);
	for (i = 0; i < record->nr_metrics; i++)
		print_metric(out, &record->metrics[i]);
	if (record->has_census) {
		const struct census *b = &record->before, *a = &record->after;
		char *text = xasprintf("leaves (pud contpmd pmd contpte pte): %lld %lld %lld %lld "
				       "%lld, then %lld %lld %lld %lld %lld", (long long)b->pud,
				       (long long)b->contpmd, (long long)b->pmd,
				       (long long)b->contpte, (long long)b->pte, (long long)a->pud,
				       (long long)a->contpmd, (long long)a->pmd,
				       (long long)a->contpte, (long long)a->pte);

		print_folded(out, "", text);
		free(text);
	}
	for (i = 0; i < record->nr_log; i++)
		print_folded(out, "log: ", record->log[i]);
}

static size_t print_records(const struct report *report, const struct wanted *wanted)
{
	size_t i, nr = 0;

	for (i = 0; i < report->run->nr_records; i++) {
		const struct record *record = &report->run->records[i].record;

		if (!is_wanted(wanted, record))
			continue;
		print_record(report->out, &report->run->records[i]);
		nr++;
	}
	fprintf(report->out, "\n%zu records of run %s (records.jsonl)\n", nr, report->run->id);
	return nr;
}

/* "Q1" or "Q1.3" */
static int find_answer(struct wanted *wanted, const struct answer *answers, size_t nr,
		       const char *what)
{
	size_t len = strcspn(what, "."), i;
	int64_t cell = 0;

	for (i = 0; i < nr; i++)
		if (strlen(answers[i].id) == len && !strncmp(answers[i].id, what, len))
			break;
	if (i == nr) {
		say("--records %s: there is no such question; expected Q1 to %s", what,
		    answers[nr - 1].id);
		return -1;
	}
	wanted->answer = &answers[i];
	wanted->nr = answers[i].nr_cells;
	if (!what[len])
		return 0;
	if (text_to_int(what + len + 1, 1, wanted->nr, &cell)) {
		say("--records %s: the answer has cells 1 to %zu", what, wanted->nr);
		return -1;
	}
	wanted->first = cell - 1;
	wanted->nr = 1;
	return 0;
}

int report_records(const struct report *report, const char *what)
{
	bool by_answer = what[0] == 'Q' && what[1] >= '0' && what[1] <= '9';
	struct wanted wanted = { 0 };
	struct answer *answers = NULL;
	size_t nr = 0;
	int err = 0;

	if (by_answer) {
		answers = answers_make(report, &nr);
		err = find_answer(&wanted, answers, nr, what);
	} else {
		wanted.selector = selector_parse(what);
		err = wanted.selector ? 0 : -1;
	}
	if (!err && !print_records(report, &wanted)) {
		say("--records %s: no record fits", what);
		err = -1;
	}
	if (answers)
		answers_free(answers, nr);
	selector_free(wanted.selector);
	return err;
}

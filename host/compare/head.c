// SPDX-License-Identifier: GPL-2.0-only
/*
 * compare/head.c - the head of a comparison: which runs, of what, what differs between
 * them, and how a row is read.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "host/base/alloc.h"
#include "host/compare/report.h"
#include "host/record/meta.h"
#include "host/stat/power.h"
#include "host/report/report.h"
#include "host/report/table.h"
#include "host/base/text.h"

#define KEY_COLUMN	20
#define SHORT_TEXT	44	/* of a value that is shown to tell two apart */

struct pairs_of_text {
	struct {
		char *key, *value;
	} *pair;
	size_t nr, alloc;
};

static void take_pair(const char *key, const char *value, void *arg)
{
	struct pairs_of_text *pairs = arg;

	array_add(pairs->pair, pairs->nr, pairs->alloc);
	pairs->pair[pairs->nr - 1].key = xstrdup(key);
	pairs->pair[pairs->nr - 1].value = xstrdup(value);
	text_printable(pairs->pair[pairs->nr - 1].key);
	text_printable(pairs->pair[pairs->nr - 1].value);
}

static const char *find_pair(const struct pairs_of_text *pairs, const char *key)
{
	size_t i;

	for (i = 0; i < pairs->nr; i++)
		if (!strcmp(pairs->pair[i].key, key))
			return pairs->pair[i].value;
	return NULL;
}

static void pairs_free(struct pairs_of_text *pairs)
{
	size_t i;

	for (i = 0; i < pairs->nr; i++) {
		free(pairs->pair[i].key);
		free(pairs->pair[i].value);
	}
	free(pairs->pair);
}

static void head_line(FILE *out, const char *key, const char *value)
{
	fprintf(out, "%-*.*s ", KEY_COLUMN - 1, KEY_COLUMN - 1, key);
	table_fold(out, KEY_COLUMN, value);
}

/* "24 boots ok, 1 not": of the cells that were selected. */
static void side_line(const struct compare_report *report, enum side side)
{
	static const char *const names[SIDE_NR] = { "A", "B" };
	const struct match_want *want = &report->match->want;
	const struct run *run = want->run[side];
	size_t ok = 0, bad = 0, i;
	char *text;

	for (i = 0; i < run->nr_boots; i++) {
		const struct run_boot *boot = &run->boots[i];
		const struct record *first = &run->records[boot->first].record;
		bool wanted = boot->counts;

		wanted &= !want->only || selector_match(want->only, &first->cell, boot->cell_name);
		wanted &= !want->select[side] ||
			  selector_match(want->select[side], &first->cell, boot->cell_name);
		if (wanted && boot->ended && boot->status == STATUS_OK)
			ok++;
		else if (wanted)
			bad++;
	}
	text = xasprintf("run %s, %zu boots ok, %zu not%s%s", run->id, ok, bad,
			 report->select[side] ? "; only " : "",
			 report->select[side] ? report->select[side] : "");
	text_printable(text);
	head_line(report->out, names[side], text);
	free(text);
}

static void both_line(FILE *out, const char *key, const char *a, const char *b)
{
	char *text;

	if ((!a && !b) || (a && b && !strcmp(a, b))) {
		head_line(out, key, a ? a : "not known: neither run's meta.json says it");
		return;
	}
	text = xasprintf("A %.*s%s", SHORT_TEXT, a ? a : "not known",
			 a && strlen(a) > SHORT_TEXT ? "..." : "");
	head_line(out, key, text);
	free(text);
	text = xasprintf("B %.*s%s", SHORT_TEXT, b ? b : "not known",
			 b && strlen(b) > SHORT_TEXT ? "..." : "");
	head_line(out, "", text);
	free(text);
}

/* What every comparison says; the rest of meta.json only where it differs. */
static const char *const shown[] = {
	"kernel", "qemu-system-arm", "host", "host_cpu", "host_cpus", "revision",
};

static bool is_shown(const char *key)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(shown); i++)
		if (!strcmp(key, shown[i]))
			return true;
	return !strcmp(key, "run") || !strcmp(key, "started");
}

static void meta_lines(const struct compare_report *report)
{
	struct pairs_of_text pairs[SIDE_NR] = { 0 };
	size_t i;
	int side;

	for (side = 0; side < SIDE_NR; side++)
		meta_each(report->match->want.run[side]->dir, take_pair, &pairs[side]);
	for (i = 0; i < ARRAY_SIZE(shown); i++)
		both_line(report->out, shown[i], find_pair(&pairs[SIDE_A], shown[i]),
			  find_pair(&pairs[SIDE_B], shown[i]));
	for (side = 0; side < SIDE_NR; side++) {
		for (i = 0; i < pairs[side].nr; i++) {
			const char *key = pairs[side].pair[i].key;
			const char *a = find_pair(&pairs[SIDE_A], key);
			const char *b = find_pair(&pairs[SIDE_B], key);

			if (!is_shown(key) && (side == SIDE_A || !a) && (!a || !b || strcmp(a, b)))
				both_line(report->out, key, a, b);
		}
	}
	for (side = 0; side < SIDE_NR; side++)
		pairs_free(&pairs[side]);
}

static void any_lines(const struct compare_report *report)
{
	int i;

	for (i = 0; i < AXIS_NR; i++)
		if (report->match->any[i])
			head_line(report->out, axes[i].key, "differs, and is left out of account: "
				  "cells are paired by all else ('any')");
}

/* Rows that are marked make the best examples, then those with an interval. */
static const struct comparison *example_row(const struct comparisons *list)
{
	const struct comparison *best = list->row;
	int rank, highest = -1;
	size_t i;

	for (i = 0; i < list->nr; i++) {
		rank = 2 * (comparison_marked(&list->row[i]) && list->row[i].has_interval) +
		       list->row[i].has_interval;
		if (rank > highest) {
			best = &list->row[i];
			highest = rank;
		}
	}
	return best;
}

static char *example_measured(const struct comparison *row)
{
	char a[16], b[16], *interval, *text;

	compare_number(row->a.value, a);
	compare_number(row->b.value, b);
	interval = row->has_interval ?
		xasprintf("with 95 %% confidence the change lies between %+.1f and %+.1f%s",
			  row->interval.low, row->interval.high, row->percent ? " %" : "") :
		xasprintf("fewer than %d boots a side tell too little of how much boots differ, "
			  "so there is no interval", POWER_LEAST);
	text = xasprintf("Example: %s of %s, %s (%s): %s in A (mean of %zu boots, each with its "
			 "own %s), %s in B (%zu boots), which is %.1f%s %s; %s. Verdict: %s.",
			 stat_names[row->stat], row->key.op, row->key.metric,
			 unit_head(&row->key, 1), a, row->a.boots, stat_names[row->stat], b,
			 row->b.boots, fabs(row->change), row->percent ? " %" : "",
			 row->change < 0 ? "less" : "more", interval, verdict_names[row->verdict]);
	free(interval);
	return text;
}

static char *example_exact(const struct comparison *row)
{
	return xasprintf("Example: %s of %s, %s: %.0f in A (%zu boots), %.0f in B (%zu boots), "
			 "which is %.0f %s; it is counted, so this is no estimate%s. Verdict: %s.",
			 stat_names[row->stat], row->key.op, row->key.metric, row->a.value,
			 row->a.boots, row->b.value, row->b.boots,
			 fabs(row->b.value - row->a.value), row->b.value < row->a.value ?
			 "less" : "more", row->rounded ? ", but read from a histogram: good to "
			 "three digits" : "", verdict_names[row->verdict]);
}

static void reading_example(const struct compare_report *report)
{
	const struct comparison *row = example_row(report->list);
	static const char columns[] =
		"p: how often boots that do not differ would look as different as these, or more "
		"(Mann-Whitney U, two-sided; exact up to 32 boots, else normal), corrected by Holm "
		"for all rows of the table that have a p, which takes 4 boots on both sides: a "
		"table is a family, which --only and --metric make smaller, and there are as many "
		"families as tables (--fail-on-regression looks at all of them); where it has "
		"typical rows, these and all others are two, with a half of 0.05 each. "
		"delta (Cliff): "
		"+1 if every boot of B is above every boot of A, 0 if they mix, -1 if all are "
		"below. typical: of each time of a cell, how a boot stands to the median of "
		"all boots, and of these the median; it moves where half of a cell's times do, and "
		"takes fewer boots than any of them. Its A and B are means of the faster half of "
		"the boots, for what disturbs a boot slows it down, and its p is of a permutation "
		"test. What one operation does alone is in its own rows.";
	char *text;

	if (row) {
		text = row->exact ? example_exact(row) : example_measured(row);
		text_printable(text);
		table_fold(report->out, 0, text);
		free(text);
		putc('\n', report->out);
	}
	table_fold(report->out, 0, columns);
}

/* What is in a guest. Another one of these puts code and data elsewhere in its memory. */
static bool builds_differ(const struct compare_report *report)
{
	static const char *const keys[] = {
		"kernel_image_sha256", "initramfs_sha256", "monitor_sha256", "bench_sha256",
		"module_sha256",
	};
	struct pairs_of_text pairs[SIDE_NR] = { 0 };
	bool differ = false;
	size_t i;
	int side;

	for (side = 0; side < SIDE_NR; side++)
		meta_each(report->match->want.run[side]->dir, take_pair, &pairs[side]);
	for (i = 0; i < ARRAY_SIZE(keys); i++) {
		const char *a = find_pair(&pairs[SIDE_A], keys[i]);
		const char *b = find_pair(&pairs[SIDE_B], keys[i]);

		differ |= a && b && strcmp(a, b);
	}
	for (side = 0; side < SIDE_NR; side++)
		pairs_free(&pairs[side]);
	return differ;
}

static void sign_convention(const struct compare_report *report)
{
	const struct compare_plan *plan = report->plan;
	char *text = xasprintf(
		"Sign: + is B more than A. Less is better, but for memory left and rates. 'better' "
		"and 'WORSE': the interval excludes 0, the change is %g %% or more, and p is below "
		"0.05. 'few/9': 9 boots on each side would find a change of %g %% with a "
		"probability of 90 %%, by the spread between these boots and of the samples in "
		"them, and what so few can know of it, and one side has fewer "
		"('few/4+': the spread is not known, 4 is the least). 'same': there are as many, "
		"and the interval excludes %g %% either way. 'open': there are as many, and it "
		"does not. Exact rows (instructions counted by icount, and counts) "
		"need no evidence: they are equal or differ by so much.%s",
		plan->least, plan->effect, fmax(plan->least, plan->effect),
		builds_differ(report) ? " But A and B were built differently (sha256 above), and "
		"another build is itself worth some hundreds of instructions." : "");

	table_fold(report->out, 0, text);
	free(text);
}

void compare_command(const struct compare_report *report)
{
	static const char *const options[SIDE_NR] = { "--select-a", "--select-b" };
	const struct match_want *want = &report->match->want;
	bool same = want->run[SIDE_A] == want->run[SIDE_B];
	char *text = xasprintf("./run.sh compare %s%s%s", want->run[SIDE_A]->id, same ? "" : " ",
			       same ? "" : want->run[SIDE_B]->id), *longer;
	const char *const values[] = { report->select[SIDE_A], report->select[SIDE_B],
				       report->only, want->metric };
	const char *const names[] = { options[SIDE_A], options[SIDE_B], "--only", "--metric" };
	size_t i;

	for (i = 0; i < ARRAY_SIZE(values); i++) {
		if (!values[i])
			continue;
		longer = xasprintf("%s %s '%s'", text, names[i], values[i]);
		free(text);
		text = longer;
	}
	longer = xasprintf("%s --effect %g --least %g --seed %llu%s", text, report->plan->effect,
			   report->plan->least, (unsigned long long)report->plan->seed,
			   report->all ? " --all" : "");
	free(text);
	text_printable(longer);
	fprintf(report->out, "\nmade by: ");
	table_fold(report->out, 9, longer);
	free(longer);
}

void compare_head(const struct compare_report *report)
{
	int side;

	fprintf(report->out, "splitfold compare: B against A\n\n");
	for (side = 0; side < SIDE_NR; side++)
		side_line(report, side);
	if (report->only)
		head_line(report->out, "only", report->only);
	any_lines(report);
	meta_lines(report);
	if (report->match->want.run[SIDE_A] != report->match->want.run[SIDE_B])
		head_line(report->out, "two runs", "what differs between the runs as a whole "
			  "(host load, order) is in the change too");
	putc('\n', report->out);
	reading_example(report);
	putc('\n', report->out);
	sign_convention(report);
}

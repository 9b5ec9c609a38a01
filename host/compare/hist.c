// SPDX-License-Identifier: GPL-2.0-only
/*
 * compare/hist.c - two distributions side by side as text, over one logarithmic axis.
 */
#include <math.h>
#include <string.h>

#include "host/base/alloc.h"
#include "host/compare/report.h"
#include "host/report/report.h"
#include "host/report/table.h"

#define BINS		18
#define BAR		28	/* characters; two bars and the values fill a line */
#define MARKED_MAX	5	/* pictures of marked rows; of a metric that was asked for, more */
#define ASKED_MAX	40
#define SAMPLES_LEAST	20	/* on each side; of fewer only if it was asked for */

struct bins {
	double share[SIDE_NR][BINS];	/* of a side's samples */
	double low, step;		/* step: from bin to bin, as a factor's logarithm */
	double highest;
};

static void find_range(struct bins *bins, const struct sample *samples)
{
	double low = INFINITY, high = 1;
	size_t side, i;

	for (side = 0; side < SIDE_NR; side++) {
		for (i = 0; i < samples[side].nr; i++) {
			low = fmin(low, samples[side].boots[i].min);
			high = fmax(high, samples[side].boots[i].max);
		}
	}
	bins->low = fmax(low, 1);
	/* the least and the largest have to fall inside */
	bins->step = log(high * 1.0001 / bins->low) / BINS;
	if (bins->step < 1e-9)
		bins->step = 1e-9;
}

static void fill_boot(struct bins *bins, enum side side, const struct sample_boot *boot,
		      double samples)
{
	int64_t before = 0;
	size_t i;

	for (i = 0; i < boot->nr_slots; i++) {
		double at = log(fmax(boot->slots[i].value, 1) / bins->low) / bins->step;
		int bin = at < 0 ? 0 : at >= BINS ? BINS - 1 : (int)at;

		bins->share[side][bin] += (boot->slots[i].upto - before) / samples;
		before = boot->slots[i].upto;
		bins->highest = fmax(bins->highest, bins->share[side][bin]);
	}
}

/* A bin with anything in it is seen. pad: up to the next column. */
static void print_bar(FILE *out, double share, double highest, bool pad)
{
	char bar[BAR + 1];
	int len = lround(share / highest * BAR);

	memset(bar, '#', BAR);
	bar[len] = '\0';
	fprintf(out, "%-*s", pad ? BAR : 0, !len && share > 0 ? "." : bar);
}

static void print_bins(FILE *out, const struct bins *bins)
{
	char value[16];
	int i;

	for (i = BINS - 1; i >= 0; i--) {
		compare_number(bins->low * exp(i * bins->step), value);
		fprintf(out, "%9s |", value);
		print_bar(out, bins->share[SIDE_A][i], bins->highest, true);
		fprintf(out, " |");
		print_bar(out, bins->share[SIDE_B][i], bins->highest, false);
		putc('\n', out);
	}
}

static void print_pair(const struct compare_report *report, const struct comparison *row)
{
	const struct match_pair *pair = &report->match->pairs[row->pair];
	struct sample samples[SIDE_NR];
	struct bins bins = { 0 };
	char left[BAR + 8];
	size_t side, i;

	for (side = 0; side < SIDE_NR; side++)
		match_sample(report->match, pair, side, &samples[side]);
	find_range(&bins, samples);
	for (side = 0; side < SIDE_NR; side++)
		for (i = 0; i < samples[side].nr; i++)
			fill_boot(&bins, side, &samples[side].boots[i], samples[side].n);
	fprintf(report->out, "\n%s, %s, %s\n  ", row->key.op, row->key.metric,
		unit_head(&row->key, 1));
	table_fold(report->out, 2, row->key.cell_name);
	snprintf(left, sizeof(left), "A, n = %lld", (long long)samples[SIDE_A].n);
	fprintf(report->out, "%9s |%-*s |B, n = %lld\n", "from", BAR, left,
		(long long)samples[SIDE_B].n);
	print_bins(report->out, &bins);
	for (side = 0; side < SIDE_NR; side++)
		sample_free(&samples[side]);
}

bool compare_is_drawn(const struct compare_report *report, const struct comparison *row)
{
	if (!row->key.is_hist)
		return false;
	if (report->match->want.metric)
		return true;
	return comparison_marked(row) && row->a.n >= SAMPLES_LEAST && row->b.n >= SAMPLES_LEAST;
}

void compare_hists(const struct compare_report *report)
{
	bool asked = report->match->want.metric;
	size_t most = asked ? ASKED_MAX : MARKED_MAX, shown = 0, left = 0, last = SIZE_MAX, i;

	for (i = 0; i < report->list->nr; i++) {
		const struct comparison *row = &report->list->row[i];

		if (row->pair == last || !compare_is_drawn(report, row))
			continue;
		last = row->pair;
		if (shown == most) {
			left++;
			continue;
		}
		if (!shown++)
			fprintf(report->out, "\n== distributions: a bar is the share of a side's "
				"samples\n   that lie from this value to the one above\n");
		print_pair(report, row);
	}
	if (left)
		fprintf(report->out, "\n%zu more are not shown (--only, --metric select)\n", left);
}

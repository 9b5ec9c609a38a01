// SPDX-License-Identifier: GPL-2.0-only
/*
 * compare/export.c - what the plots of a comparison are drawn from:
 *	export/compare.tsv	a line for each side of a pair: as in a run's tables, the
 *				cell's name with "A." or "B." before it
 *	export/hist, percentiles	as of a run
 *	export/shift		for each quantile its change, and the interval of that (NaN
 *				of fewer than POWER_LEAST boots a side)
 */
#include <stdlib.h>
#include <string.h>

#include "host/base/alloc.h"
#include "host/compare/report.h"
#include "host/export/export.h"
#include "host/base/file.h"
#include "host/report/report.h"
#include "host/stat/power.h"

#define DRAWN_MAX 24	/* pairs; of more nobody looks at the pictures */

static const char *const prefixes[SIDE_NR] = { "A.", "B." };

/* Where the kernel is left out of account, both are named in captions. */
static void name_kernels(const struct match *match, const struct match_pair *pair,
			 struct cell *cell)
{
	const struct part *part = &match->parts.part[pair->from];
	const char *a = part->from->record.cell.value[AXIS_KERNEL];
	const char *b = part[pair->nr[SIDE_A]].from->record.cell.value[AXIS_KERNEL];
	const int half = AXIS_TEXT_MAX / 2 - 8;

	if (match->any[AXIS_KERNEL])
		snprintf(cell->value[AXIS_KERNEL], AXIS_TEXT_MAX, "%.*s (A) and %.*s (B)", half, a,
			 half, b);
}

/* A side merged over its boots, as a series of its own. */
static int export_side(const struct compare_report *report, const struct match_pair *pair,
		       enum side side, struct dist *dist, const char *dir, FILE *table)
{
	const struct part *part = &report->match->parts.part[pair->from];
	struct series series = part->key;
	struct cell cell = *series.cell;
	const char *why;
	char *name;
	size_t i;
	int err;

	part += side == SIDE_B ? pair->nr[SIDE_A] : 0;
	dist_reset(dist);
	for (i = 0; i < pair->nr[side]; i++) {
		/* what is wrong was said when it was compared */
		if (dist_add_metric(dist, part[i].metric, &why))
			continue;
		series.boots++;
		series.n += part[i].metric->n;
	}
	series.min = dist->min;
	series.max = dist->max;
	series.overflow = dist->overflow;
	dist_quantiles(dist, &series.q);
	name = xasprintf("%s%s", prefixes[side], series.cell_name);
	series.cell_name = name;
	name_kernels(report->match, pair, &cell);
	series.cell = &cell;
	csv_line(table, '\t', &series);
	err = export_dist(dir, &series, dist);
	free(name);
	return err;
}

/* Far enough from both ends for the boots to have samples there. */
static bool share_is_known(const struct sample *samples, double share)
{
	size_t side, i;

	for (side = 0; side < SIDE_NR; side++)
		for (i = 0; i < samples[side].nr; i++)
			if (!dist_reaches(samples[side].boots[i].n, share) ||
			    !dist_reaches(samples[side].boots[i].n, 1 - share))
				return false;
	return true;
}

static double mean_quantile(const struct sample *sample, double share)
{
	double sum = 0;
	size_t i;

	for (i = 0; i < sample->nr; i++)
		sum += sample_quantile(&sample->boots[i], share);
	return sum / sample->nr;
}

static void write_shift(FILE *out, const struct sample *samples, uint64_t seed)
{
	static const double shares[] = {
		0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.995, 0.999, 0.9999,
	};
	bool has_interval = samples[SIDE_A].nr >= POWER_LEAST &&
			    samples[SIDE_B].nr >= POWER_LEAST;
	size_t i;

	fprintf(out, "share\t1/(1-p)\tchange\tlow\thigh\n");
	for (i = 0; i < ARRAY_SIZE(shares); i++) {
		double from = mean_quantile(&samples[SIDE_A], shares[i]);
		double to = mean_quantile(&samples[SIDE_B], shares[i]);
		struct interval interval = { 0 };
		struct draws a, b;

		if (!share_is_known(samples, shares[i]) || from <= 0)
			continue;
		fprintf(out, "%g\t%g\t%.6g\t", shares[i], 1 / (1 - shares[i]),
			100 * (to - from) / from);
		if (!has_interval) {
			fprintf(out, "NaN\tNaN\n");
			continue;
		}
		draws_make(&a, &samples[SIDE_A], shares[i], &seed);
		draws_make(&b, &samples[SIDE_B], shares[i], &seed);
		bootstrap_change(&a, &b, true, &seed, &interval);
		fprintf(out, "%.6g\t%.6g\n", interval.low, interval.high);
		draws_free(&a);
		draws_free(&b);
	}
}

static int export_shift(const struct compare_report *report, const struct comparison *row,
			const char *dir)
{
	char *path = xasprintf("%s/export/shift/%s.%s.%s.tsv", dir, row->key.cell_name,
			       row->key.op, row->key.metric);
	struct sample samples[SIDE_NR];
	struct file_new *file;
	FILE *stream;
	int err = -1, side;

	file = file_new_open(path, &stream);
	free(path);
	if (!file)
		return -1;
	for (side = 0; side < SIDE_NR; side++)
		match_sample(report->match, &report->match->pairs[row->pair], side,
			     &samples[side]);
	write_shift(stream, samples, report->plan->seed);
	for (side = 0; side < SIDE_NR; side++)
		sample_free(&samples[side]);
	err = file_new_commit(file);
	return err;
}

static int export_rows(const struct compare_report *report, const char *dir, FILE *table)
{
	struct dist *dist = dist_new();
	size_t last = SIZE_MAX, drawn = 0, i;
	int err = 0, side;

	csv_head(table, '\t');
	for (i = 0; i < report->list->nr && !err && drawn < DRAWN_MAX; i++) {
		const struct comparison *row = &report->list->row[i];

		if (row->pair == last || !compare_is_drawn(report, row))
			continue;
		last = row->pair;
		drawn++;
		for (side = 0; side < SIDE_NR && !err; side++)
			err = export_side(report, &report->match->pairs[row->pair], side, dist,
					  dir, table);
		err = err ? err : export_shift(report, row, dir);
	}
	dist_free(dist);
	return err;
}

int compare_export(const struct compare_report *report, const char *dir)
{
	char *shift = xasprintf("%s/export/shift", dir);
	char *path = xasprintf("%s/export/compare.tsv", dir);
	struct file_new *file = NULL;
	FILE *table;
	int err = dir_make(dir) || export_dirs(dir) || dir_make(shift) ? -1 : 0;

	if (!err)
		file = file_new_open(path, &table);
	if (file) {
		err = export_rows(report, dir, table);
		err = file_new_commit(file) || err ? -1 : 0;
	}
	free(shift);
	free(path);
	return file ? err : -1;
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * tex/convert.c - conversions in a paper: a row a method and hold, a column a size of
 * memory, a heading for each direction, map and guest.
 */
#include <stdlib.h>
#include <string.h>

#include "host/base/alloc.h"
#include "host/report/pair.h"
#include "host/tex/tex.h"

#define SIZES_MAX	8
#define SIZE_TEXT_MAX	24

/* The series of one metric in one table of the report. */
struct part {
	const struct report *report;
	const struct series **of;
	size_t nr;
	const char *sizes[SIZES_MAX];	/* as on the axis, ascending */
	size_t nr_sizes;
};

static bool is_direction(const char *op)
{
	return !strcmp(op, "split") || !strcmp(op, "fold");
}

static void part_find(struct part *part, size_t from, size_t nr, const char *metric)
{
	size_t i;

	part->of = xcalloc(nr, sizeof(*part->of));
	for (i = from; i < from + nr; i++) {
		const struct series *s = &part->report->list->series[i];

		/* emulated time says nothing on paper either */
		if (is_direction(s->op) && !strcmp(s->metric, metric) && !unit_is_virtual(s))
			part->of[part->nr++] = s;
	}
}

static void sizes_find(struct part *part)
{
	size_t i, k, at;

	for (i = 0; i < part->nr; i++) {
		const char *mem = part->of[i]->cell->value[AXIS_MEM];

		for (at = 0; at < part->nr_sizes; at++)
			if (axis_compare(&axes[AXIS_MEM], part->sizes[at], mem) >= 0)
				break;
		if ((at < part->nr_sizes && !strcmp(part->sizes[at], mem)) ||
		    part->nr_sizes == SIZES_MAX)
			continue;
		for (k = part->nr_sizes++; k > at; k--)
			part->sizes[k] = part->sizes[k - 1];
		part->sizes[at] = mem;
	}
}

/* All but the memory and the pair. */
static bool same_heading(const struct series *a, const struct series *b)
{
	struct cell like = *b->cell;

	strcpy(like.value[AXIS_MEM], a->cell->value[AXIS_MEM]);
	return !strcmp(a->op, b->op) && pair_same_guest(a->cell, &like);
}

static bool same_pair(const struct series *a, const struct series *b)
{
	return !strcmp(a->cell->value[AXIS_METHOD], b->cell->value[AXIS_METHOD]) &&
	       !strcmp(a->cell->value[AXIS_HOLD], b->cell->value[AXIS_HOLD]);
}

static const struct series *find(const struct part *part, const struct series *like,
				 const char *mem)
{
	size_t i;

	for (i = 0; i < part->nr; i++)
		if (same_heading(part->of[i], like) && same_pair(part->of[i], like) &&
		    cell_is(part->of[i]->cell, AXIS_MEM, mem))
			return part->of[i];
	return NULL;
}

static void put_pair(struct table *table, const struct part *part, const struct series *like)
{
	char pair[PAIR_TEXT_MAX];
	size_t i;

	pair_name(like->cell, pair);
	table_row(table);
	table_put(table, "%s", pair);
	for (i = 0; i < part->nr_sizes; i++) {
		const struct series *s = find(part, like, part->sizes[i]);

		if (s)
			table_put(table, "%lld%s", (long long)s->q.p50,
				  s->min == s->max ? "" : "~");
		else
			table_put(table, "--");
	}
}

static void put_heading(struct table *table, const struct series *s)
{
	const struct cell *cell = s->cell;
	char map[64];

	cell_map(cell, map, sizeof(map));
	table_heading(table, "%s, map %s, cpu %s, %s, %s CPU%s", s->op, map, cell->value[AXIS_CPU],
		      cell->value[AXIS_GUEST], cell->value[AXIS_CPUS],
		      cell_is(cell, AXIS_CPUS, "1") ? "" : "s");
}

/* Every pair under the heading of series[first], each once. */
static void put_group(struct table *table, const struct part *part, size_t first)
{
	size_t i, k;

	put_heading(table, part->of[first]);
	for (i = first; i < part->nr; i++) {
		if (!same_heading(part->of[first], part->of[i]))
			continue;
		for (k = first; k < i; k++)
			if (same_heading(part->of[k], part->of[i]) &&
			    same_pair(part->of[k], part->of[i]))
				break;
		if (k == i)
			put_pair(table, part, part->of[i]);
	}
}

static void put_groups(struct table *table, const struct part *part)
{
	size_t i, k;

	for (i = 0; i < part->nr; i++) {
		for (k = 0; k < i; k++)
			if (same_heading(part->of[k], part->of[i]))
				break;
		if (k == i)
			put_group(table, part, i);
	}
}

static void put_metric(FILE *out, struct part *part, const char *metric, const char *what,
		       size_t number)
{
	struct table_column columns[1 + SIZES_MAX] = { { "", "method, hold", 1 } };
	char sizes[SIZES_MAX][SIZE_TEXT_MAX], caption[TEX_CAPTION_MAX], label[64];
	char source[TEX_SOURCE_MAX];
	struct table *table;
	size_t i;

	sizes_find(part);
	for (i = 0; i < part->nr_sizes; i++) {
		snprintf(sizes[i], sizeof(sizes[i]), "%s MiB", part->sizes[i]);
		if (atoi(part->sizes[i]) % 1024 == 0)
			snprintf(sizes[i], sizeof(sizes[i]), "%d GiB", atoi(part->sizes[i]) / 1024);
		columns[1 + i] = (struct table_column){ "", sizes[i], 0 };
	}
	table = table_new(columns, 1 + part->nr_sizes);
	put_groups(table, part);
	tex_source(part->report, part->of[0], NULL, source, sizeof(source));
	snprintf(caption, sizeof(caption), "%s, in %s, by memory (median; ~: it differed between "
		 "conversions). %s", what, unit_head(part->of[0], 1), source);
	snprintf(label, sizeof(label), "convert-%s-%zu", metric, number);
	tex_table(out, table, caption, label);
	table_free(table);
}

void tex_convert(FILE *out, const struct report *report)
{
	static const char *const metrics[][2] = {
		{ "held", "Conversions: while the other CPUs are held" },
		{ "total", "Conversions: all work" },
	};
	size_t from, nr, i, number = 0;

	for (from = 0; from < report->list->nr; from += nr) {
		nr = series_table(report->list, from);
		if (!cell_is(report->list->series[from].cell, AXIS_BENCH, "convert"))
			continue;
		for (i = 0; i < ARRAY_SIZE(metrics); i++) {
			struct part part = { .report = report };

			part_find(&part, from, nr, metrics[i][0]);
			if (part.nr)
				put_metric(out, &part, metrics[i][0], metrics[i][1], ++number);
			free(part.of);
		}
	}
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * stat/part.c - the metrics of the records that count, see stat/part.h.
 */
#include <stdlib.h>
#include <string.h>

#include "host/base/alloc.h"
#include "host/stat/part.h"

/* What a table must not mix, then the order of rows in it. */
static const enum axis_id table_axes[] = {
	AXIS_BENCH, AXIS_ACCEL, AXIS_CLOCK, AXIS_PAGE, AXIS_KERNEL,
};

static const enum axis_id row_axes[] = {
	AXIS_BBM, AXIS_RODATA, AXIS_KFENCE, AXIS_CPU, AXIS_EL, AXIS_MEM, AXIS_CPUS,
	AXIS_DEVICES, AXIS_GUEST, AXIS_GEOMETRY, AXIS_LOAD, AXIS_METHOD, AXIS_HOLD, AXIS_STRATEGY,
};

static int compare_axes(const struct series *a, const struct series *b, const enum axis_id *ids,
			size_t nr)
{
	size_t i;
	int order;

	for (i = 0; i < nr; i++) {
		order = axis_compare(&axes[ids[i]], a->cell->value[ids[i]], b->cell->value[ids[i]]);
		if (order)
			return order;
	}
	return 0;
}

static int compare_rank(unsigned int a, unsigned int b)
{
	return (a > b) - (a < b);
}

static int compare_row(const struct series *a, const struct series *b)
{
	int order = compare_axes(a, b, table_axes, ARRAY_SIZE(table_axes));

	if (!order)
		order = compare_rank(a->op_rank, b->op_rank);
	if (!order)
		order = strcmp(a->op, b->op);
	if (!order)
		order = compare_axes(a, b, row_axes, ARRAY_SIZE(row_axes));
	return order ? order : strcmp(a->cell_name, b->cell_name);
}

static int compare_series(const struct series *a, const struct series *b)
{
	int order = compare_row(a, b);

	if (!order)
		order = compare_rank(a->metric_rank, b->metric_rank);
	return order ? order : strcmp(a->metric, b->metric);
}

static int compare_parts(const void *pa, const void *pb)
{
	const struct part *a = pa, *b = pb;
	int order = compare_series(&a->key, &b->key);

	if (!order)
		order = compare_rank(a->side, b->side);
	return order ? order : (a->from->line > b->from->line) - (a->from->line < b->from->line);
}

bool series_same_table(const struct series *a, const struct series *b)
{
	return !compare_axes(a, b, table_axes, ARRAY_SIZE(table_axes));
}

bool series_same_row(const struct series *a, const struct series *b)
{
	return !compare_row(a, b);
}

static void part_add(struct parts *parts, const struct part *like, size_t op_rank, size_t i)
{
	struct part *part = array_add(parts->part, parts->nr, parts->alloc);

	*part = *like;
	part->metric = &like->from->record.metrics[i];
	part->key.op = like->from->record.op;
	part->key.metric = part->metric->name;
	part->key.unit = part->metric->unit;
	part->key.op_rank = op_rank;
	part->key.metric_rank = i;
}

struct rank {
	const char *bench, *op, *metric;	/* metric NULL: of the operation */
	unsigned int rank;
};

static int compare_ranks(const void *pa, const void *pb)
{
	const struct rank *a = pa, *b = pb;
	int order = strcmp(a->bench, b->bench);

	if (!order)
		order = strcmp(a->op, b->op);
	if (!order)
		order = strcmp(a->metric, b->metric);
	return order;
}

static int compare_ranks_all(const void *pa, const void *pb)
{
	const struct rank *a = pa, *b = pb;
	int order = compare_ranks(pa, pb);

	return order ? order : compare_rank(a->rank, b->rank);
}

/*
 * Operations and metrics stand in the order in which the benchmark sends them. A boot
 * that lacks some has lower positions for the rest: the highest one seen counts.
 */
static void level_ranks(struct parts *parts, bool of_metric)
{
	struct rank *ranks = xcalloc(parts->nr, sizeof(*ranks));
	size_t i, nr = 0;

	for (i = 0; i < parts->nr; i++) {
		const struct series *key = &parts->part[i].key;

		ranks[i] = (struct rank){ key->cell->value[AXIS_BENCH], key->op,
					  of_metric ? key->metric : "",
					  of_metric ? key->metric_rank : key->op_rank };
	}
	if (parts->nr)
		qsort(ranks, parts->nr, sizeof(*ranks), compare_ranks_all);
	for (i = 0; i < parts->nr; i++) {
		if (nr && !compare_ranks(&ranks[nr - 1], &ranks[i]))
			nr--;
		ranks[nr++] = ranks[i];
	}
	for (i = 0; i < parts->nr; i++) {
		struct series *key = &parts->part[i].key;
		struct rank want = { key->cell->value[AXIS_BENCH], key->op,
				     of_metric ? key->metric : "", 0 };
		struct rank *found = bsearch(&want, ranks, nr, sizeof(*ranks), compare_ranks);

		*(of_metric ? &key->metric_rank : &key->op_rank) = found->rank;
	}
	free(ranks);
}

static bool own_op(const char *op)
{
	return !strcmp(op, OP_END) || !strcmp(op, OP_HELLO) || !strcmp(op, OP_CONSOLE);
}

/* The records of a boot are positions in what its benchmark sent. */
static void gather_boot(struct parts *parts, const struct part *like, const struct run_boot *boot,
			part_fn fn, void *arg)
{
	struct part part = *like;
	size_t r, i;

	for (r = 0; r < boot->nr; r++) {
		const struct run_record *from = &part.run->records[boot->first + r];

		/* what failed is reported as failed, not measured with the rest */
		if (from->record.status != STATUS_OK || own_op(from->record.op))
			continue;
		part.from = from;
		part.key.cell = &from->record.cell;
		part.key.cell_name = from->record.cell_name;
		if (fn && !fn(from, &part.key, arg))
			continue;
		for (i = 0; i < from->record.nr_metrics; i++)
			part_add(parts, &part, r, i);
	}
}

void parts_gather(struct parts *parts, const struct run *run, unsigned int side, part_fn fn,
		  void *arg)
{
	const struct part like = { .run = run, .side = side };
	size_t b;

	for (b = 0; b < run->nr_boots; b++)
		if (run->boots[b].counts)
			gather_boot(parts, &like, &run->boots[b], fn, arg);
}

void parts_sort(struct parts *parts)
{
	level_ranks(parts, false);
	level_ranks(parts, true);
	if (parts->nr)
		qsort(parts->part, parts->nr, sizeof(*parts->part), compare_parts);
}

size_t parts_same(const struct parts *parts, size_t from)
{
	size_t to = from + 1;

	while (to < parts->nr && !compare_series(&parts->part[from].key, &parts->part[to].key))
		to++;
	return to - from;
}

void parts_free(struct parts *parts)
{
	free(parts->part);
	memset(parts, 0, sizeof(*parts));
}

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * boots.h - stores made-up boots in the scratch directory, for the units that read
 * whole runs.
 */
#ifndef TESTS_UNIT_BOOTS_H
#define TESTS_UNIT_BOOTS_H

#include "tests/unit/unit.h"
#include "host/collect/collect.h"
#include "host/record/store.h"

/* What one boot of a cell sent: one record for each op. */
struct made_op {
	const char *op, *strategy, *metrics;
};

/* An operation that names its own pair: "split.swap.park" was done by swap/park. */
static UNUSED const char *op_pair(const char *op, const char *cells)
{
	static char pair[64];
	char method[32], hold[32];

	if (sscanf(op, "split.%31[^.].%31s", method, hold) != 2 &&
	    sscanf(op, "fold.%31[^.].%31s", method, hold) != 2)
		return cells;
	snprintf(pair, sizeof(pair), "%s/%s", method, hold);
	return pair;
}

static UNUSED char *boot_lines(const char *cell, int rep, const struct made_op *ops, size_t nr)
{
	struct plan_boot boot = make_boot(cell, rep);
	struct collect c = { .run = "20261101-120000-beef", .boot = &boot, .frames_name = "f.bin",
			     .wall_ms = 2500 };
	struct pile pile = { 0 };
	char pair[2 * AXIS_TEXT_MAX];
	size_t i;

	hello_frame(&pile, boot.cell.value[AXIS_BENCH], cell_number(&boot.cell, AXIS_CPUS),
		    cell_number(&boot.cell, AXIS_PAGE));
	snprintf(pair, sizeof(pair), "%s/%s", boot.cell.value[AXIS_METHOD],
		 boot.cell.value[AXIS_HOLD]);
	for (i = 0; i < nr; i++)
		record_frame(&pile, boot.cell.value[AXIS_BENCH], ops[i].op, ops[i].strategy,
			     op_pair(ops[i].op, pair), ops[i].metrics);
	bye_frame(&pile, nr, "ok");
	c.frames = pile.text;
	c.frames_len = pile.len;
	collect_boot(&c);
	assert_int_equal(c.status, STATUS_OK);
	pile_free(&pile);
	return c.text;
}

static UNUSED void store_boot(const char *cell, int rep, const struct made_op *ops, size_t nr)
{
	char *lines = boot_lines(cell, rep, ops, nr);

	assert_int_equal(store_append(scratch, lines, strlen(lines)), 0);
	free(lines);
}

/* A conversion's metrics: held from, from + step, ... (n of them) and some counts. */
static UNUSED char *convert_metrics(const char *unit, int64_t held, int64_t step, int n,
				    int tables)
{
	char *h = hist_json(unit, held, step, n), *t = hist_json(unit, 2 * held, step, n);
	char *metrics = xasprintf("\"held\":%s,\"total\":%s,"
				  "\"tables_allocated\":{\"unit\":\"count\",\"value\":%d},"
				  "\"pte_count\":{\"unit\":\"count\",\"value\":500000},"
				  "\"tlbis_all\":{\"unit\":\"count\",\"value\":3}", h, t, tables);

	free(h);
	free(t);
	return metrics;
}

static UNUSED void store_convert(const char *cell, int rep, const char *unit, int64_t held,
				 int64_t step, int n, int tables)
{
	char *metrics = convert_metrics(unit, held, step, n, tables);
	struct made_op op = { "split", "split", metrics };

	store_boot(cell, rep, &op, 1);
	free(metrics);
}

#endif

// SPDX-License-Identifier: GPL-2.0-only
/*
 * report/targets.c - what the ratio benchmark is meant to show, and whether this run
 * does: read off its medians, never asserted by a test.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "host/base/alloc.h"
#include "host/report/pair.h"

/* Worst: of all holds of swap. */
enum target_kind {
	TARGET_HELD,		/* worst held of swap : held of upstream.spin's split */
	TARGET_GROWTH,		/* worst held of swap: change from 2 GiB */
	TARGET_PER_PTE,		/* best total of all pairs, a PTE */
};

struct target {
	enum target_kind kind;
	const char *strategy, *clock, *cpus, *mem;
	double limit;
};

static const struct target targets[] = {
	{ TARGET_HELD, "split", "icount", "1", "4096", 1.0 / 1000 },
	{ TARGET_HELD, "fold", "icount", "1", "4096", 1.0 / 1000 },
	{ TARGET_GROWTH, "split", "icount", "1", "16384", 0.10 },
	{ TARGET_GROWTH, "fold", "icount", "1", "16384", 0.10 },
	{ TARGET_HELD, "split", "host", "4", "4096", 1.0 / 20 },
	{ TARGET_HELD, "fold", "host", "4", "4096", 1.0 / 20 },
	{ TARGET_PER_PTE, "split", "icount", "1", "4096", 3 },
	{ TARGET_PER_PTE, "fold", "icount", "1", "4096", 5 },
};

/* What was got: the number that decides, and whose it is. */
struct got {
	double value;		/* NAN: not in this run */
	const struct cell *cell;
};

#define BASELINE	"upstream.spin"
#define GROWTH_FROM	"2048"

static bool is_ratio(const struct series *series)
{
	return cell_is(series->cell, AXIS_BENCH, "ratio") && !cell_is_realm(series->cell);
}

/* metric of a pair in a guest like the target's, with so much memory; or NULL. */
static const struct series *find(const struct series_list *list, const struct target *target,
				 const char *mem, const char *strategy, const char *pair,
				 const char *metric)
{
	size_t i;

	for (i = 0; i < list->nr; i++) {
		const struct series *s = &list->series[i];

		if (is_ratio(s) && !strcmp(s->metric, metric) && pair_fit(s->cell, pair) == 2 &&
		    cell_is(s->cell, AXIS_STRATEGY, strategy) &&
		    cell_is(s->cell, AXIS_CLOCK, target->clock) &&
		    cell_is(s->cell, AXIS_CPUS, target->cpus) && cell_is(s->cell, AXIS_MEM, mem))
			return s;
	}
	return NULL;
}

/* The number of one pair, whose series of the target's guest and metric is s. */
static double measure(const struct series_list *list, const struct target *target,
		      const struct series *s)
{
	const char *metric = target->kind == TARGET_PER_PTE ? "pte_count" : "held";
	const char *mem = target->kind == TARGET_GROWTH ? GROWTH_FROM : target->mem;
	const char *strategy = target->kind == TARGET_HELD ? "split" : target->strategy;
	const struct series *base;
	char pair[PAIR_TEXT_MAX];

	pair_name(s->cell, pair);
	base = find(list, target, mem, strategy, target->kind == TARGET_HELD ? BASELINE : pair,
		    metric);
	if (!base || !base->q.p50)
		return NAN;
	if (target->kind == TARGET_GROWTH)
		return fabs((double)s->q.p50 / base->q.p50 - 1);
	return (double)s->q.p50 / base->q.p50;
}

/* A pair without a number makes the target unmeasured where the worst pair decides. */
static bool decides(const struct target *target, double value, const struct got *got)
{
	if (target->kind == TARGET_PER_PTE)
		return !got->cell || isnan(got->value) || value < got->value;
	return !got->cell || (isnan(value) && !isnan(got->value)) || value > got->value;
}

static struct got target_measure(const struct series_list *list, const struct target *target)
{
	const char *metric = target->kind == TARGET_PER_PTE ? "total" : "held";
	struct got got = { .value = NAN };
	size_t i;

	for (i = 0; i < list->nr; i++) {
		const struct series *s = &list->series[i];
		char pair[PAIR_TEXT_MAX];
		double value;

		if (!is_ratio(s))
			continue;
		pair_name(s->cell, pair);
		if (s != find(list, target, target->mem, target->strategy, pair, metric) ||
		    (target->kind != TARGET_PER_PTE && !cell_is(s->cell, AXIS_METHOD, "swap")))
			continue;
		value = measure(list, target, s);
		if (decides(target, value, &got))
			got = (struct got){ value, s->cell };
	}
	return got;
}

static void number_text(const struct target *target, double value, char *out, size_t size)
{
	if (isnan(value))
		snprintf(out, size, "?");
	else if (target->kind == TARGET_HELD)
		ratio_text(value, 1, out, size);
	else if (target->kind == TARGET_GROWTH)
		snprintf(out, size, "%.2g %%", 100 * value);
	else
		snprintf(out, size, "%.3g", value);
}

static char *target_text(const struct target *target, const struct got *got)
{
	static const char *const formats[] = {
		[TARGET_HELD] = "%s: held of %s is %s of " BASELINE "'s split",
		[TARGET_GROWTH] = "%s: held of %s changes by %s from 2G",
		[TARGET_PER_PTE] = "%s: the least total, of %s, is %s a PTE",
	};
	const char *unit = strcmp(target->clock, "icount") ? "time" : "instructions";
	char pair[PAIR_TEXT_MAX], is[32], limit[32], *what, *text;

	if (got->cell)
		pair_name(got->cell, pair);
	else
		snprintf(pair, sizeof(pair), "%s", target->kind == TARGET_PER_PTE ? "?" : "swap");
	number_text(target, got->value, is, sizeof(is));
	number_text(target, target->limit, limit, sizeof(limit));
	what = xasprintf(formats[target->kind], target->strategy, pair, is);
	text = xasprintf("%s (target: at most %s; %lldG, cpus %s, %s)", what, limit,
			 strtoll(target->mem, NULL, 10) / 1024, target->cpus, unit);
	free(what);
	return text;
}

void report_targets(const struct report *report)
{
	const struct series_list *list = report->list;
	size_t i;

	for (i = 0; i < list->nr; i++)
		if (is_ratio(&list->series[i]))
			break;
	if (i == list->nr)
		return;
	fprintf(report->out, "\n== ratio: targets\n\n");
	for (i = 0; i < ARRAY_SIZE(targets); i++) {
		struct got got = target_measure(list, &targets[i]);
		char *text = target_text(&targets[i], &got);
		const char *verdict = isnan(got.value) ? "no data" :
				      got.value <= targets[i].limit ? "met" : "MISSED";

		fprintf(report->out, "%-7s ", verdict);
		table_fold(report->out, 8, text);
		free(text);
	}
}

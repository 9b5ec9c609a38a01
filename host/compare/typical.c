// SPDX-License-Identifier: GPL-2.0-only
/*
 * compare/typical.c - all that a cell times, taken together, see compare/typical.h.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <gsl/gsl_statistics_double.h>

#include "host/base/alloc.h"
#include "host/compare/typical.h"
#include "host/stat/power.h"
#include "host/stat/faster.h"

/* The median, which what disturbs a boot for a moment does not move. */
static double boot_time(const struct sample_boot *boot)
{
	return boot->is_hist ? sample_quantile(boot, 0.5) : boot->value;
}

static bool is_time(const struct sample *sample)
{
	const struct series *key = &sample->key;
	size_t i;

	if (strcmp(key->unit, "ns") ||
	    metric_is_exact(key->cell->value[AXIS_CLOCK], key->metric, key->unit))
		return false;
	for (i = 0; i < sample->nr; i++)
		if (!(boot_time(&sample->boots[i]) > 0))
			return false;
	return sample->nr > 0;
}

static void add_side(struct typical *typical, const struct sample *sample, bool of_b)
{
	size_t i;

	for (i = 0; i < sample->nr; i++) {
		struct typical_ratio *ratio = array_add(typical->ratio, typical->nr,
							typical->alloc);

		ratio->of_b = of_b;
		ratio->rep = sample->boots[i].rep;
		ratio->log = log(boot_time(&sample->boots[i]));
	}
}

/*
 * Of all boots of both sides: of two in the middle their mean, which is no sample's rank
 * (stat/rank.h), so that logarithms of slower and of faster ones weigh alike.
 */
static double middle_of(const struct typical_ratio *ratio, size_t nr)
{
	double *logs = xcalloc(nr, sizeof(*logs)), middle;
	size_t i;

	for (i = 0; i < nr; i++)
		logs[i] = ratio[i].log;
	middle = gsl_stats_median(logs, 1, nr);
	free(logs);
	return middle;
}

void typical_add(struct typical *typical, const struct sample *a, const struct sample *b)
{
	size_t from = typical->nr, i;
	double middle;

	if (!is_time(a) || !is_time(b))
		return;
	if (!typical->times++)
		typical->key = a->key;
	add_side(typical, a, false);
	add_side(typical, b, true);
	middle = middle_of(typical->ratio + from, typical->nr - from);
	for (i = from; i < typical->nr; i++)
		typical->ratio[i].log -= middle;
}

static int by_boot(const void *a, const void *b)
{
	const struct typical_ratio *one = a, *other = b;

	if (one->of_b != other->of_b)
		return one->of_b ? 1 : -1;
	return (one->rep > other->rep) - (one->rep < other->rep);
}

/* A side's boots, as logarithms of their values. */
struct side_boots {
	double *log;
	size_t nr, alloc;
};

/* Those of ratio[0..nr) that are of the first one's boot, as one value. Returns how many. */
static size_t take_boot(struct side_boots *boots, const struct typical_ratio *ratio, size_t nr)
{
	double *logs = xcalloc(nr, sizeof(*logs));
	size_t used = 0;

	while (used < nr && !by_boot(&ratio[used], ratio)) {
		logs[used] = ratio[used].log;
		used++;
	}
	*array_add(boots->log, boots->nr, boots->alloc) = gsl_stats_median(logs, 1, used);
	free(logs);
	return used;
}

static double value_of(double ratio)
{
	return 100 * exp(ratio);
}

static double change_of(double ratio)
{
	return 100 * expm1(ratio);
}

static void side_make(struct compare_side *side, struct side_boots *boots)
{
	double *values = xcalloc(boots->nr, sizeof(*values));
	size_t i;

	for (i = 0; i < boots->nr; i++)
		values[i] = value_of(boots->log[i]);
	side->boots = side->n = boots->nr;
	gsl_stats_minmax(&side->low, &side->high, values, 1, boots->nr);
	side->sd = boots->nr > 1 ? gsl_stats_sd(values, 1, boots->nr) : 0;
	side->value = value_of(faster_half(boots->log, boots->nr));
	free(values);
}

static void row_make(struct comparison *row, struct side_boots *a, struct side_boots *b,
		     uint64_t state)
{
	struct faster faster;

	row->stat = STAT_TYPICAL;
	row->better = BETTER_LESS;
	row->percent = true;
	side_make(&row->a, a);
	side_make(&row->b, b);
	row->change = 100 * (row->b.value / row->a.value - 1);
	ranksum(a->log, a->nr, b->log, b->nr, &row->test);
	row->has_test = row->has_interval = a->nr >= POWER_LEAST && b->nr >= POWER_LEAST;
	if (!row->has_test)
		return;
	faster_compare(a->log, a->nr, b->log, b->nr, &state, &faster);
	row->p = row->test.p = faster.p;
	row->interval.low = change_of(faster.low);
	row->interval.high = change_of(faster.high);
	row->spread = faster_sd(&faster, a->nr, b->nr);
}

void typical_compare(struct typical *typical, struct comparisons *list,
		     const struct compare_plan *plan)
{
	struct side_boots a = { 0 }, b = { 0 };
	struct comparison *row;
	size_t i = 0;

	if (typical->times < TYPICAL_LEAST)
		return;
	qsort(typical->ratio, typical->nr, sizeof(*typical->ratio), by_boot);
	while (i < typical->nr)
		i += take_boot(typical->ratio[i].of_b ? &b : &a, typical->ratio + i,
			       typical->nr - i);
	row = array_add(list->row, list->nr, list->alloc);
	row->key = typical->key;
	row->key.op = TYPICAL_OP;
	row->key.metric = TYPICAL_METRIC;
	row->key.unit = TYPICAL_UNIT;
	row->key.is_hist = false;
	row->times = typical->times;
	row->pair = SIZE_MAX;
	row_make(row, &a, &b, compare_state(row, plan->seed));
	free(a.log);
	free(b.log);
}

void typical_free(struct typical *typical)
{
	free(typical->ratio);
	memset(typical, 0, sizeof(*typical));
}

/* Each operation has the cells of a table in the same order: mostly it is the next one. */
struct typical *typicals_of(struct typicals *typicals, const struct series *key)
{
	struct typical *typical;
	size_t i;

	for (i = 0; i < typicals->nr; i++) {
		size_t at = (typicals->last + i) % typicals->nr;

		if (!strcmp(typicals->typical[at].key.cell_name, key->cell_name)) {
			typicals->last = at;
			return &typicals->typical[at];
		}
	}
	typical = array_add(typicals->typical, typicals->nr, typicals->alloc);
	typical->key = *key;
	typicals->last = typicals->nr - 1;
	return typical;
}

void typicals_compare(struct typicals *typicals, struct comparisons *list,
		      const struct compare_plan *plan)
{
	size_t i;

	for (i = 0; i < typicals->nr; i++) {
		typical_compare(&typicals->typical[i], list, plan);
		typical_free(&typicals->typical[i]);
	}
	free(typicals->typical);
	memset(typicals, 0, sizeof(*typicals));
}

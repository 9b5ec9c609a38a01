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

/* A boot's time: what it is like on the whole, and not how it was disturbed. */
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

static void add_side(struct typical *typical, const struct sample *sample, bool of_b, double *sum)
{
	size_t i;

	for (i = 0; i < sample->nr; i++) {
		struct typical_ratio *ratio = array_add(typical->ratio, typical->nr,
							typical->alloc);

		ratio->of_b = of_b;
		ratio->rep = sample->boots[i].rep;
		ratio->log = log(boot_time(&sample->boots[i]));
		*sum += ratio->log;
	}
}

void typical_add(struct typical *typical, const struct sample *a, const struct sample *b)
{
	size_t from = typical->nr, i;
	double sum = 0;

	if (!is_time(a) || !is_time(b))
		return;
	if (!typical->times++)
		typical->key = a->key;
	add_side(typical, a, false, &sum);
	add_side(typical, b, true, &sum);
	for (i = from; i < typical->nr; i++)
		typical->ratio[i].log -= sum / (typical->nr - from);
}

static int by_boot(const void *a, const void *b)
{
	const struct typical_ratio *one = a, *other = b;

	if (one->of_b != other->of_b)
		return one->of_b ? 1 : -1;
	return (one->rep > other->rep) - (one->rep < other->rep);
}

/* Those of ratio[0..nr) that are of the first one's boot, to one value. */
static size_t take_boot(struct sample *sample, const struct typical_ratio *ratio, size_t nr)
{
	struct sample_boot *boot = array_add(sample->boots, sample->nr, sample->alloc);
	double *logs = xcalloc(nr, sizeof(*logs));
	size_t used = 0;

	while (used < nr && !by_boot(&ratio[used], ratio)) {
		logs[used] = ratio[used].log;
		used++;
	}
	boot->rep = ratio->rep;
	boot->n = 1;
	boot->value = boot->mean = 100 * exp(gsl_stats_median(logs, 1, used));
	sample->n++;
	free(logs);
	return used;
}

static void sample_start(struct sample *sample, const struct series *key)
{
	memset(sample, 0, sizeof(*sample));
	sample->key = *key;
	sample->key.op = TYPICAL_OP;
	sample->key.metric = TYPICAL_METRIC;
	sample->key.unit = TYPICAL_UNIT;
	sample->key.is_hist = false;
}

void typical_compare(struct typical *typical, struct comparisons *list,
		     const struct compare_plan *plan)
{
	struct sample a, b;
	size_t i = 0;

	if (typical->times < TYPICAL_LEAST)
		return;
	qsort(typical->ratio, typical->nr, sizeof(*typical->ratio), by_boot);
	sample_start(&a, &typical->key);
	sample_start(&b, &typical->key);
	while (i < typical->nr)
		i += take_boot(typical->ratio[i].of_b ? &b : &a, typical->ratio + i,
			       typical->nr - i);
	compare_samples(list, &a, &b, plan);
	list->row[list->nr - 1].times = typical->times;
	list->row[list->nr - 1].pair = SIZE_MAX;
	sample_free(&a);
	sample_free(&b);
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

// SPDX-License-Identifier: GPL-2.0-only
/*
 * stat/sample.c - one metric, boot by boot, see stat/sample.h. A histogram is kept as the few slots
 * that are not empty: there are thousands of boots.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "host/base/alloc.h"
#include "host/stat/buckets.h"
#include "host/stat/rank.h"
#include "host/stat/sample.h"

const char *const stat_names[STAT_NR] = {
	[STAT_VALUE] = "value",
	[STAT_MEAN] = "mean",
	[STAT_MIN] = "min",
	[STAT_P50] = "p50",
	[STAT_P99] = "p99",
	[STAT_P999] = "p99.9",
	[STAT_MAX] = "max",
	[STAT_TYPICAL] = "typical",
};

double stat_share(enum stat stat)
{
	static const double shares[STAT_NR] = {
		[STAT_P50] = 0.5, [STAT_P99] = 0.99, [STAT_P999] = 0.999,
	};

	return shares[stat];
}

/* The extremes are all there is of one or two samples, and they are exact. */
static void take_exact(struct sample_boot *boot)
{
	boot->slots[0] = (struct sample_slot){ boot->min, boot->n == 1 || boot->min == boot->max ?
								 boot->n : 1 };
	if (boot->nr_slots > 1)
		boot->slots[1] = (struct sample_slot){ boot->max, 2 };
	boot->mean = (boot->min + (double)boot->max) / 2;
	boot->sd = boot->n == 2 ? (boot->max - (double)boot->min) / M_SQRT2 : 0;
}

/* Sums for mean and sd are of the middles of buckets, which are 0.1 % wide at most. */
static void take_buckets(struct sample_boot *boot, const struct buckets *buckets)
{
	double sum = 0, squares = 0, spread;
	int64_t upto = 0;
	size_t i;

	boot->slots = xcalloc(buckets->nr, sizeof(*boot->slots));
	boot->nr_slots = buckets->nr;
	for (i = 0; i < buckets->nr; i++) {
		const struct bucket *bucket = &buckets->bucket[i];
		double middle = bucket->lower + (bucket->upper - bucket->lower) / 2.0;

		upto += bucket->count;
		boot->slots[i] = (struct sample_slot){ bucket->upper, upto };
		sum += middle * bucket->count;
		squares += middle * middle * bucket->count;
	}
	boot->mean = sum / boot->n;
	spread = squares - sum * boot->mean;
	boot->sd = boot->n > 1 && spread > 0 ? sqrt(spread / (boot->n - 1)) : 0;
}

static const char *take_hist(struct sample_boot *boot, const struct metric *metric)
{
	struct buckets buckets = { 0 };
	const char *why = buckets_read(&buckets, metric);

	if (!why) {
		take_buckets(boot, &buckets);
		boot->slots[boot->nr_slots - 1].value = metric->max;
		if (boot->n <= 2)
			take_exact(boot);
	}
	buckets_free(&buckets);
	return why;
}

static const char *take_metric(struct sample_boot *boot, const struct sample *sample,
			       const struct part *part)
{
	const struct metric *metric = part->metric;

	if (strcmp(sample->key.unit, metric->unit))
		return "its unit differs from the cell's other boots";
	if (sample->nr && sample->boots->is_hist != metric->is_hist)
		return "it is a histogram in some boots only";
	boot->rep = part->from->record.rep;
	boot->n = metric->n;
	boot->is_hist = metric->is_hist;
	boot->min = metric->is_hist ? metric->min : metric->value;
	boot->max = metric->is_hist ? metric->max : metric->value;
	if (metric->is_hist)
		return take_hist(boot, metric);
	boot->value = boot->mean = metric->value;
	return NULL;
}

void sample_make(struct sample *sample, const struct part *parts, size_t nr)
{
	size_t i;

	memset(sample, 0, sizeof(*sample));
	sample->key = parts->key;
	for (i = 0; i < nr; i++) {
		struct origin at = { parts[i].run->file, parts[i].from->line, 0 };
		struct sample_boot boot = { 0 };
		const char *why = take_metric(&boot, sample, &parts[i]);

		if (why) {
			say_at(&at, "metric '%s' is left out: %s", parts[i].metric->name, why);
			free(boot.slots);
			sample->damaged++;
			continue;
		}
		*array_add(sample->boots, sample->nr, sample->alloc) = boot;
		sample->key.is_hist = boot.is_hist;
		sample->n += boot.n;
	}
	sample->key.boots = sample->nr;
}

void sample_free(struct sample *sample)
{
	size_t i;

	for (i = 0; i < sample->nr; i++)
		free(sample->boots[i].slots);
	free(sample->boots);
	memset(sample, 0, sizeof(*sample));
}

double sample_quantile(const struct sample_boot *boot, double share)
{
	int64_t rank = rank_of(share, boot->n);
	size_t low = 0, high = boot->nr_slots;

	if (!boot->is_hist)
		return boot->value;
	while (low < high) {
		size_t middle = (low + high) / 2;

		if (boot->slots[middle].upto >= rank)
			high = middle;
		else
			low = middle + 1;
	}
	low = low == boot->nr_slots ? low - 1 : low;
	return boot->slots[low].value;
}

int sample_stat(const struct sample_boot *boot, enum stat stat, double *out)
{
	if (boot->is_hist == (stat == STAT_VALUE))
		return -1;
	switch (stat) {
	case STAT_MIN:
		*out = boot->min;
		return 0;
	case STAT_MAX:
		*out = boot->max;
		return 0;
	case STAT_VALUE:
	case STAT_MEAN:
		*out = boot->mean;
		return 0;
	default:
		if (stat != STAT_P50 && !dist_reaches(boot->n, stat_share(stat)))
			return -1;
		*out = sample_quantile(boot, stat_share(stat));
		return 0;
	}
}

bool sample_boot_same(const struct sample_boot *a, const struct sample_boot *b)
{
	size_t i;

	if (a->is_hist != b->is_hist || a->n != b->n || a->min != b->min || a->max != b->max ||
	    a->mean != b->mean || a->nr_slots != b->nr_slots)
		return false;
	for (i = 0; i < a->nr_slots; i++)
		if (a->slots[i].value != b->slots[i].value || a->slots[i].upto != b->slots[i].upto)
			return false;
	return true;
}

void sample_shift(struct sample_boot *boot, double by_percent)
{
	double by = 1 + by_percent / 100;
	size_t i;

	boot->min = llround(boot->min * by);
	boot->max = llround(boot->max * by);
	boot->mean *= by;
	boot->sd *= by;
	boot->value *= by;
	for (i = 0; i < boot->nr_slots; i++)
		boot->slots[i].value = llround(boot->slots[i].value * by);
}

void sample_pick(struct sample *picked, const struct sample *sample, const size_t *index,
		 size_t nr)
{
	size_t i;

	memset(picked, 0, sizeof(*picked));
	picked->key = sample->key;
	for (i = 0; i < nr; i++) {
		const struct sample_boot *from = &sample->boots[index[i]];
		struct sample_boot *boot = array_add(picked->boots, picked->nr, picked->alloc);

		*boot = *from;
		boot->slots = xcalloc(from->nr_slots ? from->nr_slots : 1, sizeof(*boot->slots));
		if (from->nr_slots)
			memcpy(boot->slots, from->slots, from->nr_slots * sizeof(*boot->slots));
		picked->n += boot->n;
	}
	picked->key.boots = nr;
}

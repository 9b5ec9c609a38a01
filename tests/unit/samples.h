/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * samples.h - a metric's boots made by hand, without a run around them.
 */
#ifndef TESTS_UNIT_SAMPLES_H
#define TESTS_UNIT_SAMPLES_H

#include "tests/unit/unit.h"
#include "host/stat/sample.h"

/* What parts point to; one metric a boot. */
struct made_sample {
	struct run run;
	struct run_record *records;
	struct metric *metrics;
	struct part *parts;
	size_t nr, alloc;
	struct cell cell;
	struct sample sample;
};

static UNUSED void made_start(struct made_sample *made, const char *cell)
{
	memset(made, 0, sizeof(*made));
	made->cell = make_boot(cell, 1).cell;
	made->run.file = (char *)"records.jsonl";
}

static UNUSED struct metric *made_add(struct made_sample *made)
{
	struct metric *metric = array_add(made->metrics, made->nr, made->alloc);

	metric->name = "latency";
	metric->unit = "ns";
	metric->n = 1;
	return metric;
}

static UNUSED void made_value(struct made_sample *made, int64_t value)
{
	made_add(made)->value = value;
}

/* n samples: from, from + step, ... */
static UNUSED void made_hist(struct made_sample *made, int64_t from, int64_t step, int64_t n)
{
	struct dist *dist = dist_new();
	struct metric *metric = made_add(made);
	int64_t i;

	for (i = 0; i < n; i++)
		dist_record(dist, from + i * step);
	metric->is_hist = true;
	metric->n = n;
	metric->min = dist->min;
	metric->max = dist->max;
	metric->overflow = dist->overflow;
	metric->hdr = dist_encode(dist);
	dist_free(dist);
}

/* The sample of all that was added; ends with said_end() or assert_said(). */
static UNUSED struct sample *made_end(struct made_sample *made)
{
	size_t i;

	made->parts = xcalloc(made->nr, sizeof(*made->parts));
	made->records = xcalloc(made->nr, sizeof(*made->records));
	for (i = 0; i < made->nr; i++) {
		made->records[i].line = i + 1;
		made->records[i].record.rep = i + 1;
		made->parts[i] = (struct part){
			.run = &made->run, .from = &made->records[i], .metric = &made->metrics[i],
			.key = { .cell = &made->cell, .cell_name = "cell", .op = "op",
				 .metric = "latency", .unit = made->metrics->unit },
		};
	}
	said_start();
	sample_make(&made->sample, made->parts, made->nr);
	return &made->sample;
}

static UNUSED void made_free(struct made_sample *made)
{
	size_t i;

	for (i = 0; i < made->nr; i++)
		free((char *)made->metrics[i].hdr);
	sample_free(&made->sample);
	free(made->parts);
	free(made->records);
	free(made->metrics);
}

static UNUSED void assert_near(double value, double expected, double within)
{
	if (!(value >= expected - within && value <= expected + within))
		fail_msg("%.9g is not %.9g", value, expected);
}

#endif

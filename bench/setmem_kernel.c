// SPDX-License-Identifier: GPL-2.0-only
/*
 * setmem_kernel.c - set_memory_*() and set_direct_map_*() timed inside the kernel;
 * decrypted and encrypted in realms only.
 *
 * One request gives the samples of four records: an operation and its inverse, the
 * first pass over the regions (first touch) and the passes after it.
 */
#include "bench/conversion.h"
#include "bench/meminfo.h"
#include "bench/record.h"
#include "bench/setmem.h"

#include <assert.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define REGIONS_MAX_BYTES	(128ull << 20)
#define REGIONS_MAX		4096u	/* of the ABI */
#define ROUNDS_MAX		65536u

/* Names of an operation and its inverse. */
static const char *const op_names[][2] = {
	[SPLITFOLD_SETMEM_RO]		= { "ro", "rw" },
	[SPLITFOLD_SETMEM_X]		= { "x", "nx" },
	[SPLITFOLD_SETMEM_INVALID]	= { "invalid", "default" },
	[SPLITFOLD_SETMEM_SHARE]	= { "decrypt", "encrypt" },
};
static_assert(ARRAY_SIZE(op_names) == SPLITFOLD_NR_SETMEM_OPS, "a row for every operation");

/*
 * A page, a contiguous group of ptes and a pmd of the 4K granule. On a pte map a
 * sample is as dear as its pages are many: fewer of the largest.
 */
static const struct region_size {
	const char *name;
	unsigned int bytes;
	unsigned int fewer;
} region_sizes[] = {
	{ .name = "4k",		.bytes = 4u << 10,	.fewer = 1 },
	{ .name = "64k",	.bytes = 64u << 10,	.fewer = 1 },
	{ .name = "2m",		.bytes = 2u << 20,	.fewer = 16 },
};

struct setmem_batch {
	struct run *run;
	enum splitfold_setmem_op op;
	const struct region_size *size;
	struct splitfold_setmem req;
	uint64_t *samples;		/* [round][region][operation, inverse] */
	struct splitfold_census before;
	struct splitfold_census after;
	int err;
};

/* Few large regions are passed over often, many small ones seldom: n stays the same. */
static void batch_plan(struct setmem_batch *batch)
{
	unsigned int samples = 1 + (setmem_samples(batch->run) - 1) / batch->size->fewer;
	uint64_t budget = REGIONS_MAX_BYTES, available_kib;
	uint64_t regions, rounds;

	if (!meminfo_read("MemAvailable", &available_kib) && available_kib << 10 < 4 * budget)
		budget = (available_kib << 10) / 4;
	regions = budget / batch->size->bytes;
	if (regions > samples)
		regions = samples;
	if (regions > REGIONS_MAX)
		regions = REGIONS_MAX;
	if (!regions)
		regions = 1;
	rounds = 1 + (samples + regions - 1) / regions;
	if (rounds > ROUNDS_MAX)
		rounds = ROUNDS_MAX;
	batch->req = (struct splitfold_setmem){
		.op = batch->op,
		.pages = batch->size->bytes / batch->run->dev.info.page_bytes,
		.nr_regions = regions,
		.rounds = rounds,
	};
}

/*
 * The regions of the batch before split the map where this one's are likely to lie.
 * Where the kernel splits lazily it is safe to fold again: every batch's first touch
 * then meets blocks. No measurement: when it fails, the census in the record shows it.
 */
static void batch_refold(struct setmem_batch *batch)
{
	static const struct conversion_way live = { SPLITFOLD_LIVE, SPLITFOLD_HOLD_NONE };
	struct device *dev = &batch->run->dev;
	struct splitfold_convert done;

	if (dev->info.flags & SPLITFOLD_INFO_LAZY_SPLIT && device_all_bbml2(dev))
		conversion_do(dev, SPLITFOLD_FOLD, live, 0, &done);
}

static void batch_measure(struct setmem_batch *batch)
{
	struct device *dev = &batch->run->dev;
	size_t bytes;

	batch_plan(batch);
	bytes = (size_t)batch->req.nr_regions * batch->req.rounds * 2 * sizeof(*batch->samples);
	batch->samples = malloc(bytes);
	if (!batch->samples) {
		batch->err = -ENOMEM;
		snprintf(batch->req.reason, sizeof(batch->req.reason), "no memory for samples");
		return;
	}
	/* The module writes between two samples: no page fault there. */
	memset(batch->samples, 0xff, bytes);
	batch->req.samples = (uintptr_t)batch->samples;

	batch_refold(batch);
	batch->err = device_census(dev, &batch->before);
	if (!batch->err)
		batch->err = device_setmem(dev, &batch->req);
	if (!batch->err)
		batch->err = device_census(dev, &batch->after);
}

static enum record_status batch_status(const struct setmem_batch *batch)
{
	switch (batch->err) {
	case 0:
		return RECORD_OK;
	case -EOPNOTSUPP:
	case -EBUSY:
	case -ENOMEM:
		return RECORD_SKIP;
	default:
		return RECORD_FAIL;
	}
}

static void batch_latency(const struct setmem_batch *batch, struct record *record, bool inverse,
			  bool first)
{
	uint64_t regions = batch->req.nr_regions;
	uint64_t i = first ? 0 : regions, end = first ? regions : regions * batch->req.rounds;
	uint64_t *ticks = malloc((end - i) * sizeof(*ticks)), n = 0;

	if (!ticks) {
		record->err = -ENOMEM;
		return;
	}
	for (; i < end; i++)
		ticks[n++] = batch->samples[2 * i + inverse];
	record_ticks(record, "latency", ticks, n);
	free(ticks);
}

static int batch_send(const struct setmem_batch *batch, bool inverse, bool first)
{
	struct record record;

	record_init(&record, batch->run, "%s.%s.%s", op_names[batch->op][inverse],
		    batch->size->name, first ? "first" : "later");
	record_status(&record, batch_status(batch), "%s", batch->err ? batch->req.reason : "");
	if (!batch->err) {
		batch_latency(batch, &record, inverse, first);
		record_clock_step(&record);
		if (first)
			record_census(&record, &batch->before, &batch->after);
	}
	return record_send(&record);
}

static int batch_run(struct run *run, enum splitfold_setmem_op op, const struct region_size *size)
{
	struct setmem_batch batch = { .run = run, .op = op, .size = size };
	int i, err = 0;

	if (!device_present(&run->dev)) {
		batch.err = -EOPNOTSUPP;
		memcpy(batch.req.reason, run->dev.reason, sizeof(batch.req.reason));
	} else if (size->bytes < run->dev.info.page_bytes) {
		batch.err = -EOPNOTSUPP;
		snprintf(batch.req.reason, sizeof(batch.req.reason), "less than a page of %u bytes",
			 run->dev.info.page_bytes);
	} else {
		/* The four records share what the monitor did for all of the batch. */
		monitor_mark(&run->marks, &run->dev);
		batch_measure(&batch);
	}
	for (i = 0; i < 4 && !err; i++)
		err = batch_send(&batch, i & 1, i < 2);
	free(batch.samples);
	return err;
}

int setmem_kernel(struct run *run)
{
	int op, err = 0;
	size_t size;

	for (op = 0; op < SPLITFOLD_NR_SETMEM_OPS; op++)
		for (size = 0; size < ARRAY_SIZE(region_sizes) && !err; size++)
			err = batch_run(run, op, &region_sizes[size]);
	return err;
}

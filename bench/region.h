/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * region.h - what is counted while a load runs: by the PMU, and by the model of TLBs in
 * QEMU's plugin, where each is, and the time. What is not there is a reason in the record.
 *
 * The order: region_open(), the load begins, region_arm(), it warms up, region_begin(),
 * it does its operations, region_end(), region_record(), region_close().
 */
#ifndef SPLITFOLD_BENCH_REGION_H
#define SPLITFOLD_BENCH_REGION_H

#include "bench/counters.h"
#include "bench/record.h"

#define REGION_WHY_MAX	128

struct region {
	struct counters counters;
	bool model;
	char no_model[REGION_WHY_MAX];
	int err;		/* of the plugin, on the way */
	uint64_t ticks;		/* from begin to end */
};

/* Children that the load makes after this are counted with it. */
void region_open(struct region *region);
/* The model is on, and empty. */
void region_arm(struct region *region);
void region_begin(struct region *region);
void region_end(struct region *region);
/* All figures; a model that contradicts itself makes the record a failure. */
void region_record(struct region *region, struct record *record);
void region_close(struct region *region);

#endif /* SPLITFOLD_BENCH_REGION_H */

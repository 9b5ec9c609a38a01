// SPDX-License-Identifier: GPL-2.0-only
/*
 * region.c - figures of the PMU and of the plugin's model, around a load.
 */
#include "bench/region.h"

#include "bench/clock.h"
#include "bench/plugin.h"

#include <assert.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define GEOMETRY_MAX	64
#define METRIC_MAX	48

static const struct {
	const char *name;
	const char *unit;
} run_metrics[] = {
	[PLUGIN_RUN_INSNS]	= { "insns", "insn" },
	[PLUGIN_RUN_LOADS]	= { "loads", "count" },
	[PLUGIN_RUN_STORES]	= { "stores", "count" },
};

static const char *const class_names[] = {
	[PLUGIN_CLASS_LINEAR]	= "linear",
	[PLUGIN_CLASS_KERNEL]	= "kernel",
	[PLUGIN_CLASS_USER]	= "user",
	[PLUGIN_CLASS_INSN]	= "insn",
};
static_assert(ARRAY_SIZE(class_names) == PLUGIN_CLASS_NR, "a name each");

static const char *const tlb_names[] = {
	[PLUGIN_TLB_ACCESS]	= "access",
	[PLUGIN_TLB_L1_REFILL]	= "l1_refill",
	[PLUGIN_TLB_WALK]	= "walk",
	[PLUGIN_TLB_STEP]	= "step",
	[PLUGIN_TLB_S2_STEP]	= "s2_step",
};
static_assert(ARRAY_SIZE(tlb_names) == PLUGIN_TLB_NR, "a name each");

static const char *const total_names[] = {
	[PLUGIN_TLB_TLBI]	= "tlbi",
	[PLUGIN_TLB_UNMODELLED]	= "unmodelled",
	[PLUGIN_TLB_ZVA]	= "zva",
	[PLUGIN_TLB_CROSSING]	= "crossing",
};

static void region_find_model(struct region *region)
{
	enum plugin_profile profile;
	int err = plugin_hello(&profile);

	if (err == -ENODEV)
		snprintf(region->no_model, REGION_WHY_MAX, "%s", PLUGIN_ABSENT);
	else if (err)
		snprintf(region->no_model, REGION_WHY_MAX, "plugin: %s", plugin_error(err));
	else if (profile != PLUGIN_PROFILE_TLB)
		snprintf(region->no_model, REGION_WHY_MAX, "the plugin has another profile on");
	else
		region->model = true;
}

void region_open(struct region *region)
{
	*region = (struct region){ 0 };
	region_find_model(region);
	counters_open(&region->counters, COUNTERS_TLB);
}

void region_arm(struct region *region)
{
	if (region->model)
		region->err = plugin_arm();
}

/* The model inside PMU and clock: an instruction too much is nothing to them, but exact here. */
void region_begin(struct region *region)
{
	counters_enable(&region->counters);
	region->ticks = clock_ticks();
	if (region->model && !region->err)
		region->err = plugin_begin();
}

void region_end(struct region *region)
{
	if (region->model && !region->err)
		region->err = plugin_end();
	region->ticks = clock_ticks() - region->ticks;
	counters_disable(&region->counters);
}

void region_close(struct region *region)
{
	if (region->model)
		plugin_disarm();
	counters_close(&region->counters);
}

static uint64_t model_read(struct region *region, enum plugin_table table, uint64_t row,
			   uint64_t column)
{
	uint64_t value = 0;
	int err = plugin_read(table, row, column, &value);

	if (err && !region->err)
		region->err = err;
	return value;
}

/* Returns all accesses of data. */
static uint64_t model_record_classes(struct region *region, struct record *record)
{
	uint64_t data = 0, value;
	char name[METRIC_MAX];
	int row, tlb;

	for (row = 0; row < PLUGIN_CLASS_NR; row++) {
		for (tlb = 0; tlb < PLUGIN_TLB_NR; tlb++) {
			value = model_read(region, PLUGIN_TABLE_TLB, row, tlb);
			snprintf(name, sizeof(name), "%s_%s", class_names[row], tlb_names[tlb]);
			record_value(record, name, "count", value);
			if (tlb == PLUGIN_TLB_ACCESS && row != PLUGIN_CLASS_INSN)
				data += value;
		}
	}
	return data;
}

static void model_record_compared(struct region *region, struct record *record)
{
	uint64_t compared = model_read(region, PLUGIN_TABLE_TLB_TOTAL, 0, PLUGIN_TLB_COMPARED);
	uint64_t wrong = model_read(region, PLUGIN_TABLE_TLB_TOTAL, 0, PLUGIN_TLB_MISMATCHED);

	if (!compared)
		return;
	record_value(record, "compared", "count", compared);
	record_value(record, "mismatched", "count", wrong);
	if (wrong)
		record_status(record, RECORD_FAIL,
			      "%" PRIu64 " of %" PRIu64 " walks differ from QEMU's", wrong,
			      compared);
}

/* A TLB may give such an access any address: what was counted around it means nothing. */
static void model_record_groups(struct region *region, struct record *record)
{
	uint64_t wrong = model_read(region, PLUGIN_TABLE_TLB_TOTAL, 0, PLUGIN_TLB_MISPROGRAMMED);

	if (!wrong)
		return;
	record_value(record, "misprogrammed", "count", wrong);
	record_status(record, RECORD_FAIL,
		      "%" PRIu64 " walks used a contiguous group that is none", wrong);
}

/* Other CPUs go on while the two are taken down one after the other. */
static bool same(struct region *region, uint64_t a, uint64_t b)
{
	uint64_t cpus = model_read(region, PLUGIN_TABLE_RUN, 0, PLUGIN_RUN_CPUS);
	uint64_t apart = a > b ? a - b : b - a;

	return apart <= (cpus > 1 ? b / 1000 : 0);
}

/*
 * The model's accesses against those that were executed, counted apart from it. Its fetches
 * are not: each instruction is one, by the same counter.
 */
static void model_check(struct region *region, struct record *record, const uint64_t run[],
			uint64_t zva, uint64_t data)
{
	uint64_t executed = run[PLUGIN_RUN_LOADS] + run[PLUGIN_RUN_STORES] + zva;

	if (!same(region, data, executed))
		record_status(record, RECORD_FAIL,
			      "the model has %" PRIu64 " accesses, executed were %" PRIu64, data,
			      executed);
}

static void model_record(struct region *region, struct record *record)
{
	uint64_t run[ARRAY_SIZE(run_metrics)], total[ARRAY_SIZE(total_names)], data;
	char geometry[GEOMETRY_MAX] = "", line[GEOMETRY_MAX + 16];
	size_t i;

	for (i = 0; i < ARRAY_SIZE(run_metrics); i++) {
		run[i] = model_read(region, PLUGIN_TABLE_RUN, 0, i);
		record_value(record, run_metrics[i].name, run_metrics[i].unit, run[i]);
	}
	data = model_record_classes(region, record);
	for (i = 0; i < ARRAY_SIZE(total_names); i++) {
		total[i] = model_read(region, PLUGIN_TABLE_TLB_TOTAL, 0, i);
		record_value(record, total_names[i], "count", total[i]);
	}
	model_record_compared(region, record);
	model_record_groups(region, record);
	model_check(region, record, run, total[PLUGIN_TLB_ZVA], data);
	if (!plugin_text(PLUGIN_TABLE_GEOMETRY, 0, geometry, sizeof(geometry))) {
		snprintf(line, sizeof(line), "geometry %s", geometry);
		record_log(record, line);
	}
}

static void model_skip(struct record *record, const char *why)
{
	char name[METRIC_MAX];
	size_t i, tlb;

	for (i = 0; i < ARRAY_SIZE(run_metrics); i++)
		record_skipped(record, run_metrics[i].name, why);
	for (i = 0; i < ARRAY_SIZE(class_names); i++) {
		for (tlb = 0; tlb < ARRAY_SIZE(tlb_names); tlb++) {
			snprintf(name, sizeof(name), "%s_%s", class_names[i], tlb_names[tlb]);
			record_skipped(record, name, why);
		}
	}
	for (i = 0; i < ARRAY_SIZE(total_names); i++)
		record_skipped(record, total_names[i], why);
}

/* Counts of a part of the time are scaled up, and say of which part. */
static void pmu_record(struct region *region, struct record *record)
{
	struct counter_share share;
	char name[METRIC_MAX];
	uint64_t count;
	int i;

	for (i = 0; i < NR_COUNTERS; i++) {
		snprintf(name, sizeof(name), "pmu_%s", counter_name(i));
		if (counters_read(&region->counters, i, &count, &share)) {
			record_skipped(record, name, region->counters.reason[i]);
			continue;
		}
		record_value(record, name, "count", count);
		if (share.running_ns == share.enabled_ns)
			continue;
		snprintf(name, sizeof(name), "pmu_%s_share", counter_name(i));
		record_value(record, name, "percent", share.running_ns * 100 / share.enabled_ns);
	}
}

/* Under TCG the time of the emulation, and of the plugin in it: it says what these cost. */
static void time_record(const struct region *region, struct record *record)
{
	const struct run *run = record->run;

	record_value(record, "time", clock_unit(run->opt->clock),
		     clock_ns(region->ticks, run->counter_hz));
}

void region_record(struct region *region, struct record *record)
{
	time_record(region, record);
	if (region->model)
		model_record(region, record);
	else
		model_skip(record, region->no_model);
	if (region->err)
		record_status(record, RECORD_FAIL, "plugin: %s", plugin_error(region->err));
	pmu_record(region, record);
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * monitor.c - asks the monitor of realm/ for its counters, see monitor.h.
 */
#include "bench/monitor.h"

#include "bench/record.h"

#include <errno.h>
#include <string.h>

static int monitor_call(struct device *dev, struct splitfold_smc *smc)
{
	int err = device_smc(dev, smc);

	if (err)
		return err;
	return smc->x[0] == SMCCC_RET_SUCCESS ? 0 : -EPROTO;
}

int monitor_info(struct device *dev, struct monitor_info *info)
{
	struct splitfold_smc smc = { .x = { FID_MONITOR_INFO } };
	int err = monitor_call(dev, &smc);

	if (err)
		return err;
	if (smc.x[1] != MONITOR_ABI || smc.x[9] != NR_MONITOR_COUNTERS)
		return -EPROTO;
	*info = (struct monitor_info){
		.flags = smc.x[2],
		.image_bytes = smc.x[3],
		.pool_pages = smc.x[4],
		.pool_used = smc.x[5],
		.pool_peak = smc.x[6],
		.checksum = smc.x[7],
		.checksum_at_start = smc.x[8],
	};
	return 0;
}

int monitor_count(struct device *dev, enum monitor_counter which, struct monitor_count *count)
{
	struct splitfold_smc smc = { .x = { FID_MONITOR_COUNTER, which } };
	int err = monitor_call(dev, &smc);

	if (!err)
		*count = (struct monitor_count){ .count = smc.x[1], .ticks = smc.x[2] };
	return err;
}

/*
 * All that the monitor did but for answering us: reading counters takes SMCs, which are
 * no part of what is measured. So SMCs are taken by function, not as a class.
 */
static int counts_work(struct device *dev, struct monitor_count *work)
{
	struct monitor_count one;
	int which, err;

	for (which = 0; which <= COUNTER_EXIT_OTHER; which++) {
		if (which == COUNTER_MONITOR_COUNTER || which == COUNTER_EXIT_SMC)
			continue;
		err = monitor_count(dev, which, &one);
		if (err)
			return err;
		work->count += one.count;
		work->ticks += one.ticks;
	}
	return 0;
}

static int counts_take(struct device *dev, struct monitor_counts *counts)
{
	struct monitor_count own = { 0 };
	const struct {
		enum monitor_counter which;
		struct monitor_count *to;
	} wanted[] = {
		{ COUNTER_MONITOR_COUNTER, &own },	/* itself included */
		{ COUNTER_EXIT_SMC, &counts->smc },
		{ COUNTER_RSI_IPA_STATE_SET, &counts->rsi_set },
		{ COUNTER_RSI_IPA_STATE_GET, &counts->rsi_get },
		{ COUNTER_EXIT_S2_FAULT, &counts->s2_fault },
		{ COUNTER_SHARED_PAGES, &counts->shared_pages },
	};
	size_t i;
	int err;

	*counts = (struct monitor_counts){ 0 };
	for (i = 0; i < ARRAY_SIZE(wanted); i++) {
		err = monitor_count(dev, wanted[i].which, wanted[i].to);
		if (err)
			return err;
	}
	err = counts_work(dev, &counts->work);
	counts->smc.count -= own.count;
	return err;
}

static bool monitor_present(const struct device *dev)
{
	return device_present(dev) && dev->info.flags & SPLITFOLD_INFO_MONITOR;
}

void monitor_mark(struct monitor_marks *marks, struct device *dev)
{
	*marks = (struct monitor_marks){ 0 };
	if (monitor_present(dev))
		marks->err = counts_take(dev, &marks->begin);
}

void monitor_mark_reset(struct monitor_marks *marks)
{
	marks->end = marks->begin;
	marks->begin = (struct monitor_counts){ 0 };
	marks->ended = true;
}

static const char *const metric_names[] = {
	"smc", "rsi_set", "rsi_get", "s2_fault", "shared_pages", "monitor_work", "s2_fault_work",
};

static void metrics_skip(struct record *record, const char *reason)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(metric_names); i++)
		record_skipped(record, metric_names[i], reason);
}

static void metrics_put(struct record *record, const struct monitor_counts *begin,
			const struct monitor_counts *end)
{
	const struct run *run = record->run;
	const char *unit = clock_unit(run->opt->clock);
	const uint64_t values[] = {
		end->smc.count - begin->smc.count,
		end->rsi_set.count - begin->rsi_set.count,
		end->rsi_get.count - begin->rsi_get.count,
		end->s2_fault.count - begin->s2_fault.count,
		end->shared_pages.count,
		clock_ns(end->work.ticks - begin->work.ticks, run->counter_hz),
		clock_ns(end->s2_fault.ticks - begin->s2_fault.ticks, run->counter_hz),
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(values); i++)
		record_value(record, metric_names[i], i < 5 ? "count" : unit, values[i]);
}

void monitor_record(struct record *record)
{
	struct run *run = record->run;
	struct monitor_marks *marks = &run->marks;

	if (!monitor_present(&run->dev)) {
		metrics_skip(record, device_present(&run->dev) ?
			     "no monitor of realm/ under this kernel" : run->dev.reason);
		return;
	}
	if (!marks->ended && !marks->err)
		marks->err = counts_take(&run->dev, &marks->end);
	marks->ended = true;
	if (marks->err)
		metrics_skip(record, strerror(-marks->err));
	else
		metrics_put(record, &marks->begin, &marks->end);
}

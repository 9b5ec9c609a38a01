// SPDX-License-Identifier: GPL-2.0-only
/*
 * bbm_offline.c - converts while a CPU is off line, and lets that come back on the new map.
 *
 * A CPU that is off walks no tables: nothing waits for it, and the kernel's tables change as
 * if it were not there. When it is back its TLB may hold nothing of before.
 */
#include "bench/bbm.h"
#include "bench/conversion.h"
#include "workloads/workloads.h"

#include <stdio.h>
#include <string.h>

static const struct conversion_way way = { SPLITFOLD_SWAP, SPLITFOLD_HOLD_PARK };

struct offline {
	struct device *dev;
	enum splitfold_strategy strategy;
	struct splitfold_convert done;
};

static int offline_convert(void *arg)
{
	struct offline *offline = arg;
	const unsigned int cpu = offline->dev->info.cpus_online - 1;
	int ret = cpu_set_online(cpu, false), back;

	if (ret) {
		snprintf(offline->done.reason, sizeof(offline->done.reason),
			 "CPU %u cannot be taken off line: %s", cpu, strerror(-ret));
		return ret;
	}
	ret = conversion_do(offline->dev, offline->strategy, way, 0, &offline->done);
	back = cpu_set_online(cpu, true);
	if (back && !ret)
		snprintf(offline->done.reason, sizeof(offline->done.reason),
			 "CPU %u does not come back: %s", cpu, strerror(-back));
	return ret ? ret : back;
}

int bbm_offline_send(struct run *run)
{
	struct offline offline = { .dev = &run->dev, .strategy = SPLITFOLD_SPLIT };
	char reason[SPLITFOLD_REASON_MAX];
	struct splitfold_convert done;
	struct conversion_base base;
	struct bbm_figures figures;
	struct record record;
	int ret = 0, err;

	if (run->dev.info.cpus_online < 2)
		return record_send_skip(run, "offline", "one CPU: it cannot be taken off line");
	if (conversion_base_take(&run->dev, &base, reason))
		return record_send_skip(run, "offline", reason);
	if (conversion_base_is_split(&base))
		offline.strategy = SPLITFOLD_FOLD;
	monitor_mark(&run->marks, &run->dev);
	record_init(&record, run, "offline");
	record.strategy = strategy_names[offline.strategy];
	record.method = method_names[way.method];
	record.hold = hold_names[way.hold];
	err = bbm_figures_of(offline_convert, &offline, &ret, &figures);
	if (err || ret)
		record_status(&record, RECORD_FAIL, "%s",
			      err ? plugin_error(err) : offline.done.reason);
	else
		bbm_judge(&record, &figures, 0);
	conversion_restore(&run->dev, &base, &done);
	return record_send(&record);
}

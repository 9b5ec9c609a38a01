// SPDX-License-Identifier: GPL-2.0-only
/*
 * counters.c - PMU events through libperf, the only user of it.
 *
 * A PMU has few counters: when not all events fit they take turns, group by group, so that
 * those to be compared with each other were counted together.
 */
#include "bench/counters.h"

#include <assert.h>
#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <linux/perf_event.h>
#include <perf/core.h>
#include <perf/evlist.h>
#include <perf/evsel.h>
#include <perf/threadmap.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define PMU_DEVICES	"/sys/bus/event_source/devices"
/* Common events below are listed in sysfs if the PMU has them; those from here on are not. */
#define CONFIG_UNLISTED	0x8000

/* The raw ones are architected events of PMUv3, the same number on every CPU. */
static const struct counter_event {
	const char *name;		/* also in sysfs */
	uint32_t type;
	uint32_t config;
	unsigned int group;
} events[] = {
	[COUNTER_CYCLES]	= { "cycles", PERF_TYPE_HARDWARE, PERF_COUNT_HW_CPU_CYCLES, 0 },
	[COUNTER_INSTRUCTIONS]	= { "instructions", PERF_TYPE_HARDWARE,
				    PERF_COUNT_HW_INSTRUCTIONS, 0 },
	[COUNTER_L1D_TLB]		= { "l1d_tlb", PERF_TYPE_RAW, 0x25, 1 },
	[COUNTER_L1D_TLB_REFILL]	= { "l1d_tlb_refill", PERF_TYPE_RAW, 0x05, 1 },
	[COUNTER_L2D_TLB]		= { "l2d_tlb", PERF_TYPE_RAW, 0x2f, 1 },
	[COUNTER_L2D_TLB_REFILL]	= { "l2d_tlb_refill", PERF_TYPE_RAW, 0x2d, 1 },
	[COUNTER_L1I_TLB]		= { "l1i_tlb", PERF_TYPE_RAW, 0x26, 2 },
	[COUNTER_L1I_TLB_REFILL]	= { "l1i_tlb_refill", PERF_TYPE_RAW, 0x02, 2 },
	[COUNTER_DTLB_WALK]		= { "dtlb_walk", PERF_TYPE_RAW, 0x34, 2 },
	[COUNTER_ITLB_WALK]		= { "itlb_walk", PERF_TYPE_RAW, 0x35, 2 },
	[COUNTER_DTLB_STEP]		= { "dtlb_step", PERF_TYPE_RAW, 0x8136, 3 },
	[COUNTER_STALL_BACKEND_TLB]	= { "stall_backend_tlb", PERF_TYPE_RAW, 0x8167, 3 },
	[COUNTER_DTLB_WALK_LARGE]	= { "dtlb_walk_large", PERF_TYPE_RAW, 0x8138, 4 },
	[COUNTER_DTLB_WALK_SMALL]	= { "dtlb_walk_small", PERF_TYPE_RAW, 0x813a, 4 },
	[COUNTER_DTLB_WALK_BLOCK]	= { "dtlb_walk_block", PERF_TYPE_RAW, 0x8188, 4 },
	[COUNTER_DTLB_WALK_PAGE]	= { "dtlb_walk_page", PERF_TYPE_RAW, 0x818a, 4 },
};
static_assert(sizeof(events) / sizeof(*events) == NR_COUNTERS, "a row each");

const char *counter_name(enum counter which)
{
	return events[which].name;
}

/* libperf would print to stderr what here becomes a reason. */
static int counters_quiet(enum libperf_print_level level, const char *fmt, va_list ap)
{
	(void)level;
	(void)fmt;
	(void)ap;
	return 0;
}

/*
 * perf opens any raw event, and one that the PMU does not have counts nothing. Of the common
 * ones its driver knows which there are.
 */
static bool event_is_listed(const struct counter_event *event)
{
	DIR *devices = opendir(PMU_DEVICES);
	struct dirent *entry;
	char path[512];
	bool found = false;

	while (devices && !found && (entry = readdir(devices))) {
		snprintf(path, sizeof(path), "%s/%s/events/%s", PMU_DEVICES, entry->d_name,
			 event->name);
		found = !access(path, F_OK);
	}
	if (devices)
		closedir(devices);
	return found;
}

static bool event_is_common(const struct counter_event *event)
{
	return event->type == PERF_TYPE_RAW && event->config < CONFIG_UNLISTED;
}

static struct perf_evsel *evsel_new(const struct counter_event *event, bool inherit, char *reason)
{
	struct perf_event_attr attr = {
		.size = sizeof(attr),
		.type = event->type,
		.config = event->config,
		.inherit = inherit,
		.read_format = PERF_FORMAT_TOTAL_TIME_ENABLED | PERF_FORMAT_TOTAL_TIME_RUNNING,
	};
	struct perf_evsel *evsel;

	if (event_is_common(event) && !event_is_listed(event)) {
		snprintf(reason, COUNTER_REASON_MAX, "the PMU does not have event 0x%04x",
			 event->config);
		return NULL;
	}
	evsel = perf_evsel__new(&attr);
	if (!evsel)
		snprintf(reason, COUNTER_REASON_MAX, "out of memory");
	return evsel;
}

/* The first of a group leads it: it alone is off until it is enabled, and the others with it. */
static int group_add(struct perf_evlist *group, struct perf_evsel *evsel,
		     struct perf_thread_map *self)
{
	int err;

	perf_evlist__add(group, evsel);
	perf_evlist__set_leader(group);
	perf_evsel__attr(evsel)->disabled = perf_evlist__next(group, NULL) == evsel;
	err = perf_evsel__open(evsel, NULL, self);
	if (err) {
		perf_evsel__close(evsel);
		perf_evlist__remove(group, evsel);
	}
	return err;
}

/* In a group of its own when there is none yet, or it does not fit into the last one. */
static int counter_add(struct counters *counters, enum counter which, struct perf_evsel *evsel,
		       struct perf_thread_map *self)
{
	struct perf_evlist *group;
	int err;

	if (counters->nr_groups && counters->last == events[which].group &&
	    !group_add(counters->group[counters->nr_groups - 1], evsel, self))
		return 0;
	group = perf_evlist__new();
	if (!group)
		return -ENOMEM;
	err = group_add(group, evsel, self);
	if (err) {
		perf_evlist__delete(group);
		return err;
	}
	counters->group[counters->nr_groups++] = group;
	counters->last = events[which].group;
	return 0;
}

static void counter_open(struct counters *counters, enum counter which,
			 struct perf_thread_map *self)
{
	char *reason = counters->reason[which];
	struct perf_evsel *evsel;
	int err;

	evsel = evsel_new(&events[which], counters->set == COUNTERS_TLB, reason);
	if (!evsel)
		return;
	err = counter_add(counters, which, evsel, self);
	if (!err) {
		counters->evsel[which] = evsel;
		return;
	}
	snprintf(reason, COUNTER_REASON_MAX, "the PMU does not have it: perf_event_open: %s",
		 strerror(-err));
	perf_evsel__delete(evsel);
}

void counters_open(struct counters *counters, enum counter_set set)
{
	struct perf_thread_map *self;
	int i;

	memset(counters, 0, sizeof(*counters));
	counters->set = set;
	libperf_init(counters_quiet);
	self = perf_thread_map__new_dummy();
	if (self)
		perf_thread_map__set_pid(self, 0, 0);
	for (i = 0; i < (int)set; i++) {
		if (self)
			counter_open(counters, i, self);
		else
			snprintf(counters->reason[i], COUNTER_REASON_MAX, "out of memory");
	}
	perf_thread_map__put(self);
}

void counters_enable(struct counters *counters)
{
	unsigned int i;

	for (i = 0; i < counters->nr_groups; i++)
		perf_evsel__enable(perf_evlist__next(counters->group[i], NULL));
}

void counters_disable(struct counters *counters)
{
	unsigned int i;

	for (i = counters->nr_groups; i--;)
		perf_evsel__disable(perf_evlist__next(counters->group[i], NULL));
}

/* Nothing counted is an answer only where the PMU is known to have the event. */
static const char *count_doubt(enum counter which, uint64_t count)
{
	if (count || event_is_common(&events[which]))
		return NULL;
	return events[which].type == PERF_TYPE_RAW ?
	       "it counted nothing, and the PMU does not tell whether it has it" :
	       "the PMU has it but counted nothing";
}

int counters_read(struct counters *counters, enum counter which, uint64_t *count,
		  struct counter_share *share)
{
	struct perf_counts_values values = { 0 };
	char *reason = counters->reason[which];
	struct counter_share taken;
	int err;

	if (!counters->evsel[which])
		return -ENODATA;
	err = perf_evsel__read(counters->evsel[which], 0, 0, &values);
	if (err)
		snprintf(reason, COUNTER_REASON_MAX, "read: %s", strerror(-err));
	else if (!values.run)
		snprintf(reason, COUNTER_REASON_MAX, "the PMU never ran it");
	else if (values.run != values.ena && !share)
		snprintf(reason, COUNTER_REASON_MAX,
			 "the PMU ran it for %" PRIu64 " of %" PRIu64 " ns", values.run,
			 values.ena);
	else if (count_doubt(which, values.val))
		snprintf(reason, COUNTER_REASON_MAX, "%s", count_doubt(which, values.val));
	if (reason[0])
		return -ENODATA;
	taken = (struct counter_share){ values.run, values.ena };
	if (share)
		*share = taken;
	*count = counter_scaled(values.val, taken);
	return 0;
}

void counters_close(struct counters *counters)
{
	while (counters->nr_groups)
		perf_evlist__delete(counters->group[--counters->nr_groups]);
	memset(counters->evsel, 0, sizeof(counters->evsel));
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * counters.c - PMU events through libperf, the only user of it.
 */
#include "bench/counters.h"

#include <assert.h>
#include <errno.h>
#include <inttypes.h>
#include <linux/perf_event.h>
#include <perf/core.h>
#include <perf/evsel.h>
#include <perf/threadmap.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static const uint64_t counter_configs[] = {
	[COUNTER_CYCLES]	= PERF_COUNT_HW_CPU_CYCLES,
	[COUNTER_INSTRUCTIONS]	= PERF_COUNT_HW_INSTRUCTIONS,
};
static_assert(sizeof(counter_configs) / sizeof(*counter_configs) == NR_COUNTERS, "a row each");

const char *const counter_names[] = {
	[COUNTER_CYCLES]	= "cycles",
	[COUNTER_INSTRUCTIONS]	= "instructions",
};
static_assert(sizeof(counter_names) / sizeof(*counter_names) == NR_COUNTERS, "a row each");

/* libperf would print to stderr what here becomes a reason. */
static int counters_quiet(enum libperf_print_level level, const char *fmt, va_list ap)
{
	(void)level;
	(void)fmt;
	(void)ap;
	return 0;
}

static struct perf_evsel *counter_open(uint64_t config, struct perf_thread_map *self, char *reason)
{
	struct perf_event_attr attr = {
		.size = sizeof(attr),
		.type = PERF_TYPE_HARDWARE,
		.config = config,
		.disabled = 1,
		.read_format = PERF_FORMAT_TOTAL_TIME_ENABLED | PERF_FORMAT_TOTAL_TIME_RUNNING,
	};
	struct perf_evsel *evsel = self ? perf_evsel__new(&attr) : NULL;
	int err;

	if (!evsel) {
		snprintf(reason, COUNTER_REASON_MAX, "out of memory");
		return NULL;
	}
	err = perf_evsel__open(evsel, NULL, self);
	if (err) {
		snprintf(reason, COUNTER_REASON_MAX,
			 "the PMU does not have it: perf_event_open: %s", strerror(-err));
		perf_evsel__delete(evsel);
		return NULL;
	}
	return evsel;
}

void counters_open(struct counters *counters)
{
	struct perf_thread_map *self;
	int i;

	memset(counters, 0, sizeof(*counters));
	libperf_init(counters_quiet);
	self = perf_thread_map__new_dummy();
	if (self)
		perf_thread_map__set_pid(self, 0, 0);
	for (i = 0; i < NR_COUNTERS; i++)
		counters->evsel[i] = counter_open(counter_configs[i], self, counters->reason[i]);
	perf_thread_map__put(self);
}

void counters_enable(struct counters *counters)
{
	int i;

	for (i = 0; i < NR_COUNTERS; i++)
		if (counters->evsel[i])
			perf_evsel__enable(counters->evsel[i]);
}

void counters_disable(struct counters *counters)
{
	int i;

	for (i = NR_COUNTERS - 1; i >= 0; i--)
		if (counters->evsel[i])
			perf_evsel__disable(counters->evsel[i]);
}

int counters_read(struct counters *counters, enum counter which, uint64_t *count)
{
	struct perf_counts_values values = { 0 };
	char *reason = counters->reason[which];
	int err;

	if (!counters->evsel[which])
		return -ENODATA;
	err = perf_evsel__read(counters->evsel[which], 0, 0, &values);
	if (err)
		snprintf(reason, COUNTER_REASON_MAX, "read: %s", strerror(-err));
	else if (!values.run)
		snprintf(reason, COUNTER_REASON_MAX, "the PMU never ran it");
	else if (values.run != values.ena)
		snprintf(reason, COUNTER_REASON_MAX,
			 "the PMU ran it for %" PRIu64 " of %" PRIu64 " ns", values.run,
			 values.ena);
	else if (!values.val)
		snprintf(reason, COUNTER_REASON_MAX, "the PMU has it but counted nothing");
	else
		*count = values.val;
	return reason[0] ? -ENODATA : 0;
}

void counters_close(struct counters *counters)
{
	int i;

	for (i = 0; i < NR_COUNTERS; i++) {
		if (!counters->evsel[i])
			continue;
		perf_evsel__close(counters->evsel[i]);
		perf_evsel__delete(counters->evsel[i]);
		counters->evsel[i] = NULL;
	}
}

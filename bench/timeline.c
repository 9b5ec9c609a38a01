// SPDX-License-Identifier: GPL-2.0-only
/*
 * timeline.c - what the plugin saw of this boot: instructions in functions of the kernel.
 *
 * Nothing is run here. One record a function; its figures are of all its calls together,
 * with what they called. They are instructions that were executed, on CPUs that do one
 * thing at a time: what runs on the CPU meanwhile, an interrupt say, is among them.
 */
#include "bench/callers.h"
#include "bench/clock.h"
#include "bench/plugin.h"
#include "bench/record.h"

#include <stdio.h>

#define SYMBOL_MAX	48

/* All columns of a row. */
static int event_read(uint64_t row, uint64_t column[PLUGIN_EVENT_NR])
{
	unsigned int i;
	int err = 0;

	for (i = 0; i < PLUGIN_EVENT_NR && !err; i++)
		err = plugin_read(PLUGIN_TABLE_EVENTS, row, i, &column[i]);
	return err;
}

/* Why there is nothing to tell of it, or NULL. */
static const char *event_lacks(const uint64_t column[PLUGIN_EVENT_NR])
{
	if (!column[PLUGIN_EVENT_COPIES])
		return "no such symbol in this kernel, or inlined";
	if (column[PLUGIN_EVENT_COPIES] > 1)
		return "more than one symbol of that name in this kernel";
	if (!column[PLUGIN_EVENT_CALLS] && !column[PLUGIN_EVENT_OTHERS + PLUGIN_EVENT_CALLS])
		return "not called at this boot";
	return NULL;
}

/* The calls on the boot CPU, or with prefix "others_" on others. */
static void event_calls(struct record *record, const char *prefix, const uint64_t *column)
{
	static const struct {
		const char *name;
		enum plugin_event column;
		bool one_cpu;	/* needs that the call ended where it began */
	} metrics[] = {
		{ "all_cpus", PLUGIN_EVENT_ALL_CPUS, false },
		{ "work", PLUGIN_EVENT_WORK, true },
		{ "monitor", PLUGIN_EVENT_MONITOR, true },
	};
	char name[48];
	size_t i;

	if (!column[PLUGIN_EVENT_CALLS])
		return;
	snprintf(name, sizeof(name), "%scalls", prefix);
	record_value(record, name, "count", column[PLUGIN_EVENT_CALLS]);
	for (i = 0; i < ARRAY_SIZE(metrics); i++) {
		snprintf(name, sizeof(name), "%s%s", prefix, metrics[i].name);
		if (column[PLUGIN_EVENT_RETURNS] != column[PLUGIN_EVENT_CALLS])
			record_skipped(record, name, "not every call was seen to return");
		else if (metrics[i].one_cpu && column[PLUGIN_EVENT_MOVED])
			record_skipped(record, name, "it returned on another CPU");
		else
			record_value(record, name, "insn", column[metrics[i].column]);
	}
}

/* Of the first call, whichever CPU's: all CPUs' instructions are a clock for all of them. */
static uint64_t event_entry(const uint64_t column[PLUGIN_EVENT_NR])
{
	const uint64_t *others = column + PLUGIN_EVENT_OTHERS;
	const uint64_t entry = column[PLUGIN_EVENT_ENTRY];

	if (!others[PLUGIN_EVENT_CALLS])
		return entry;
	if (!column[PLUGIN_EVENT_CALLS] || others[PLUGIN_EVENT_ENTRY] < entry)
		return others[PLUGIN_EVENT_ENTRY];
	return entry;
}

static void event_record(struct record *record, const uint64_t column[PLUGIN_EVENT_NR])
{
	record_value(record, "entry", "insn", event_entry(column));
	event_calls(record, "", column);
	event_calls(record, "others_", column + PLUGIN_EVENT_OTHERS);
}

static int event_send(struct run *run, const struct callers *callers, const char *symbol,
		      uint64_t row)
{
	uint64_t column[PLUGIN_EVENT_NR], called = 0;
	struct record record;
	const char *lacks;
	int err = event_read(row, column);

	if (!err)
		err = plugin_read(PLUGIN_TABLE_EVENT_CALLED, row, 0, &called);
	if (err)
		return err;
	lacks = event_lacks(column);
	if (lacks)
		return record_send_skip(run, symbol, lacks);
	record_init(&record, run, "%s", symbol);
	event_record(&record, column);
	if (!called)
		return record_send(&record);
	callers_sum(callers, &record, row, column[PLUGIN_EVENT_CALLS] +
		    column[PLUGIN_EVENT_OTHERS + PLUGIN_EVENT_CALLS]);
	err = record_send(&record);
	return err ? err : callers_send(callers, run, row);
}

/*
 * How many instructions it all took, until now. Under icount the counter counts them too,
 * but goes on where all CPUs are idle.
 */
static int init_send(struct run *run)
{
	const uint64_t ticks = clock_ticks();
	struct record record;
	uint64_t boot_cpu = 0, all = 0;
	int err = plugin_read(PLUGIN_TABLE_RUN, 0, PLUGIN_RUN_INSNS, &all);

	if (!err)
		err = plugin_read(PLUGIN_TABLE_RUN, 0, PLUGIN_RUN_BOOT_CPU, &boot_cpu);
	if (err)
		return err;
	record_init(&record, run, "init");
	record_value(&record, "entry", "insn", all);
	record_value(&record, "boot_cpu", "insn", boot_cpu);
	record_value(&record, "counter", clock_unit(run->opt->clock),
		     clock_ns(ticks, run->counter_hz));
	return record_send(&record);
}

int timeline_run(struct run *run)
{
	enum plugin_profile profile;
	char symbol[SYMBOL_MAX];
	struct callers callers;
	uint64_t row;
	int err = plugin_hello(&profile);

	if (err)
		return record_send_skip(run, "init", plugin_error(err));
	if (profile != PLUGIN_PROFILE_TIMELINE)
		return record_send_skip(run, "init", "the plugin has another profile");
	err = callers_read(&callers);
	if (!err)
		err = init_send(run);
	for (row = 0; !err; row++) {
		if (plugin_text(PLUGIN_TABLE_EVENT_NAME, row, symbol, sizeof(symbol)))
			break;
		err = event_send(run, &callers, symbol, row);
	}
	callers_free(&callers);
	return err;
}

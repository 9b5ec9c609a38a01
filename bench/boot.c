// SPDX-License-Identifier: GPL-2.0-only
/*
 * boot.c - what the linear map of this boot cost: time until /init, memory after it.
 *
 * Nothing is run here: a boot is one sample, repetitions are more boots. The monitor's
 * counters are those from reset to this program.
 */
#include "bench/kmsg.h"
#include "bench/meminfo.h"
#include "bench/record.h"

static const struct meminfo_metric {
	const char *name;
	const char *field;
} meminfo_metrics[] = {
	{ "mem_total",		"MemTotal" },
	{ "mem_free",		"MemFree" },
	{ "mem_available",	"MemAvailable" },
	{ "page_tables",	"PageTables" },
	{ "sec_page_tables",	"SecPageTables" },
	{ "percpu",		"Percpu" },
	{ "slab",		"Slab" },
};

static void boot_meminfo(struct record *record)
{
	uint64_t kib;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(meminfo_metrics); i++) {
		const struct meminfo_metric *metric = &meminfo_metrics[i];

		if (meminfo_read(metric->field, &kib))
			record_skipped(record, metric->name, "not in /proc/meminfo");
		else
			record_value(record, metric->name, "KiB", kib);
	}
}

/*
 * counter is CNTVCT_EL0 as this program began. It counts from wherever its
 * virtual offset was set: the reset of the machine when that is 0 (firmware
 * included), the start of the guest under KVM. uptime and init_entry begin when
 * the kernel starts to keep time, after paging_init(): only counter sees that.
 */
static void boot_times(struct record *record)
{
	const struct run *run = record->run;
	const char *unit = clock_unit(run->opt->clock);
	uint64_t uptime_ns = clock_uptime_ns(), init_us;

	record_value(record, "counter", unit, clock_ns(run->start_ticks, run->counter_hz));
	if (uptime_ns)
		record_value(record, "uptime", unit, uptime_ns);
	else
		record_skipped(record, "uptime", "CLOCK_BOOTTIME: not to be had");
	if (kmsg_init_entry_us(&init_us))
		record_skipped(record, "init_entry",
			       "no \"Run ... as init process\" to be read in /dev/kmsg");
	else
		record_value(record, "init_entry", unit, init_us * 1000);
}

static void boot_linear_map(struct record *record)
{
	struct device *dev = &record->run->dev;
	struct splitfold_census census;

	if (!device_present(dev)) {
		record_skipped(record, "linear_map_tables", dev->reason);
		return;
	}
	if (device_census(dev, &census)) {
		record_status(record, RECORD_FAIL, "CENSUS failed");
		return;
	}
	record_value(record, "linear_map_tables", "bytes",
		     census.table_pages * dev->info.page_bytes);
	/* Nothing was converted: the map as booted is before and after. */
	record_census(record, &census, &census);
}

int boot_run(struct run *run)
{
	struct record record;

	record_init(&record, run, "boot");
	boot_times(&record);
	record_clock_step(&record);
	boot_meminfo(&record);
	boot_linear_map(&record);
	monitor_mark_reset(&run->marks);
	return record_send(&record);
}

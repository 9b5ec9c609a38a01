// SPDX-License-Identifier: GPL-2.0-only
/*
 * load_run.c - runs a load with counters around it. A load does the same operations each
 * time, after some of them to warm up: what differs is the map under it.
 */
#include "bench/load_run.h"

#include "bench/meminfo.h"
#include "bench/program.h"
#include "bench/region.h"
#include "workloads/workloads.h"

#include <errno.h>
#include <string.h>

#define FILE_MIB	256u
#define FILE_SHARE	3		/* but not more than such a part of what is free */
#define WARM_UP_SHARE	4		/* of the operations measured */

static unsigned int load_ops(const struct load *load, const struct record *record)
{
	unsigned int samples = record->run->opt->samples;

	return samples && samples < load->ops ? samples : load->ops;
}

static void load_measure(const struct load *load, const struct load_args *args,
			 struct record *record, void *state, struct region *region)
{
	unsigned int ops = load_ops(load, record);
	int err;

	region_arm(region);
	err = load->step(state, 1 + ops / WARM_UP_SHARE);
	if (!err) {
		region_begin(region);
		err = load->step(state, ops);
		region_end(region);
	}
	if (err) {
		record_status(record, RECORD_FAIL, "%s: %s", load->name, strerror(-err));
		return;
	}
	record_value(record, "ops", "count", ops);
	if (args->file >= 0)
		record_value(record, "file", "MiB", args->file_bytes >> 20);
	region_record(region, record);
	program_record(load, record);
}

void load_run(const struct load *load, const struct load_args *args, struct record *record)
{
	const char *missing = program_missing();
	struct region region;
	void *state = NULL;
	int err;

	region_open(&region);
	err = load->begin(args, &state);
	if (!err) {
		load_measure(load, args, record, state, &region);
		load->end(state);
	} else if (err == -ENOENT || err == -ENOSYS || err == -ENODEV || err == -EOPNOTSUPP) {
		record_status(record, RECORD_SKIP, "%s: not to be had in this system: %s",
			      load->name, missing ? missing : strerror(-err));
	} else if (err == -EFAULT && device_blocks_stay(&record->run->dev)) {
		record_status(record, RECORD_SKIP, "%s: " SECRETMEM_REFUSED, load->name);
	} else {
		record_status(record, RECORD_FAIL, "%s: begin: %s", load->name, strerror(-err));
	}
	region_close(&region);
}

size_t load_file_bytes(void)
{
	uint64_t mib = FILE_MIB, available_kib;

	if (!meminfo_read("MemAvailable", &available_kib) &&
	    available_kib >> 10 < FILE_SHARE * mib)
		mib = (available_kib >> 10) / FILE_SHARE;
	return mib << 20;
}

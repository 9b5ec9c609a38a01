// SPDX-License-Identifier: GPL-2.0-only
/*
 * tlb.c - what loads cost in TLB misses on the map as booted, and after conversions.
 *
 * On a map of blocks: as booted, split, folded again; on one of ptes: as booted, folded,
 * split again. A load does the same operations each time, on the same file, after some
 * of them to warm up. Records hold totals of the region; the host divides.
 */
#include "bench/conversion.h"
#include "bench/load.h"
#include "bench/meminfo.h"
#include "bench/program.h"
#include "bench/region.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define TLB_SEED	1
#define FILE_MIB	256u
#define FILE_SHARE	3		/* but not more than such a part of what is free */
#define WARM_UP_SHARE	4		/* of the operations measured */

/* Legal on any CPUs, and what it leaves behind is what any other leaves. */
static const struct conversion_way tlb_way = { SPLITFOLD_SWAP, SPLITFOLD_HOLD_PARK };

struct tlb {
	struct run *run;
	struct load_args args;
	const struct load *const *loads;
	const struct load *only[2];
	/* The map: as booted, or which conversion made it, if one could. */
	const char *stage;
	bool converted;
	enum record_status status;
	char why[CONVERSION_WHY_MAX];
};

static unsigned int tlb_ops(const struct tlb *tlb, const struct load *load)
{
	unsigned int samples = tlb->run->opt->samples;

	return samples && samples < load->ops ? samples : load->ops;
}

static void load_measure(struct tlb *tlb, const struct load *load, struct record *record,
			 void *state, struct region *region)
{
	unsigned int ops = tlb_ops(tlb, load);
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
	if (tlb->args.file >= 0)
		record_value(record, "file", "MiB", tlb->args.file_bytes >> 20);
	region_record(region, record);
	program_record(load, record);
}

static void load_run(struct tlb *tlb, const struct load *load, struct record *record)
{
	const char *missing = program_missing();
	struct region region;
	void *state = NULL;
	int err;

	region_open(&region);
	err = load->begin(&tlb->args, &state);
	if (!err) {
		load_measure(tlb, load, record, state, &region);
		load->end(state);
	} else if (err == -ENOENT || err == -ENOSYS || err == -ENODEV || err == -EOPNOTSUPP) {
		record_status(record, RECORD_SKIP, "%s: not to be had in this system: %s",
			      load->name, missing ? missing : strerror(-err));
	} else {
		record_status(record, RECORD_FAIL, "%s: begin: %s", load->name, strerror(-err));
	}
	region_close(&region);
}

static int load_send(struct tlb *tlb, const struct load *load)
{
	struct device *dev = &tlb->run->dev;
	struct record record;

	monitor_mark(&tlb->run->marks, dev);
	record_init(&record, tlb->run, "%s.%s", load->name, tlb->stage);
	if (tlb->converted) {
		record.strategy = tlb->stage;
		record.method = method_names[tlb_way.method];
		record.hold = hold_names[tlb_way.hold];
	}
	if (tlb->status != RECORD_OK)
		record_status(&record, tlb->status, "%s", tlb->why);
	else if (run_interrupted())
		record_status(&record, RECORD_FAIL, "interrupted by a signal");
	else if (load->permissions && device_folded(dev))
		record_status(&record, RECORD_SKIP, DEVICE_FOLDED_REASON);
	else
		load_run(tlb, load, &record);
	return record_send(&record);
}

static int stage_run(struct tlb *tlb)
{
	const struct load *const *load;
	int err = 0;

	for (load = tlb->loads; *load && !err; load++)
		err = load_send(tlb, *load);
	return err;
}

/* The base is taken anew: loads that change permissions leave another map behind. */
static void stage_convert(struct tlb *tlb, enum splitfold_strategy strategy)
{
	struct device *dev = &tlb->run->dev;
	struct conversion_base base;
	struct splitfold_convert done;
	int err;

	tlb->stage = strategy_names[strategy];
	tlb->converted = true;
	if (tlb->status != RECORD_OK)
		return;
	err = conversion_base_take(dev, &base, tlb->why);
	if (!err) {
		err = conversion_do(dev, strategy, tlb_way, 0, &done);
		memcpy(tlb->why, done.reason, SPLITFOLD_REASON_MAX);
	}
	if (!err)
		err = conversion_check(&base, &done, tlb->why, sizeof(tlb->why));
	if (err)
		tlb->status = err == -EPERM ? RECORD_SKIP : RECORD_FAIL;
}

static int stages_run(struct tlb *tlb, enum splitfold_strategy first)
{
	int err = stage_run(tlb);

	if (!err) {
		stage_convert(tlb, first);
		err = stage_run(tlb);
	}
	if (!err) {
		stage_convert(tlb, conversion_inverse(first));
		err = stage_run(tlb);
	}
	return err;
}

/* Memory is the same at each stage: what differs is how the kernel maps it. */
static int file_open(struct tlb *tlb)
{
	uint64_t mib = FILE_MIB, available_kib;

	if (!meminfo_read("MemAvailable", &available_kib) &&
	    available_kib >> 10 < FILE_SHARE * mib)
		mib = (available_kib >> 10) / FILE_SHARE;
	tlb->args.file_bytes = mib << 20;
	tlb->args.file = page_cache_create(tlb->args.file_bytes);
	return tlb->args.file < 0 ? tlb->args.file : 0;
}

static int tlb_fail(struct run *run, const char *op, const char *reason)
{
	struct record record;

	record_init(&record, run, "%s", op);
	record_status(&record, RECORD_FAIL, "%s", reason);
	return record_send(&record);
}

/* Without the module there is but the map as booted. */
static int tlb_stages(struct tlb *tlb)
{
	struct run *run = tlb->run;
	struct splitfold_convert done;
	struct conversion_base base;
	char reason[SPLITFOLD_REASON_MAX];
	int err;

	if (!device_present(&run->dev))
		return stage_run(tlb);
	if (conversion_base_take(&run->dev, &base, reason))
		return tlb_fail(run, "prepare", reason);
	err = stages_run(tlb, conversion_base_is_split(&base) ? SPLITFOLD_FOLD : SPLITFOLD_SPLIT);
	if (conversion_restore(&run->dev, &base, &done) && !err)
		err = tlb_fail(run, "restore", done.reason);
	return err;
}

int tlb_run(struct run *run)
{
	struct tlb tlb = {
		.run = run,
		.args = {
			.seed = TLB_SEED,
			.file = -1,
			.module = run->opt->module,
			.dev = &run->dev,
		},
		.stage = "booted",
	};
	int err = 0;

	if (!strcmp(run->opt->load, LOAD_PROGRAMS)) {
		tlb.loads = program_table;
	} else {
		tlb.only[0] = load_find(run->opt->load);
		tlb.loads = tlb.only[0] ? tlb.only : load_table;
		err = file_open(&tlb);
	}
	if (err)
		return tlb_fail(run, "prepare", strerror(-err));
	err = tlb_stages(&tlb);
	if (tlb.args.file >= 0)
		close(tlb.args.file);
	return err;
}

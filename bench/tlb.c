// SPDX-License-Identifier: GPL-2.0-only
/*
 * tlb.c - what loads cost in TLB misses on the map as booted, and after conversions.
 *
 * On a map of blocks: as booted, split, folded again; on one of ptes: as booted, folded,
 * split again. A load does the same operations each time, on the same file, after some
 * of them to warm up. Records hold totals of the region; the host divides.
 */
#include "bench/conversion.h"
#include "bench/load_run.h"
#include "bench/program.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define TLB_SEED	1

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
		load_run(load, &tlb->args, &record);
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

/* Held against the map as it is: loads that change permissions leave another one behind. */
static void stage_convert(struct tlb *tlb, enum splitfold_strategy strategy)
{
	struct splitfold_convert done;
	int err;

	tlb->stage = strategy_names[strategy];
	tlb->converted = true;
	if (tlb->status != RECORD_OK)
		return;
	err = conversion_do_checked(&tlb->run->dev, strategy, tlb_way, &done, tlb->why,
				    sizeof(tlb->why));
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
	tlb->args.file_bytes = load_file_bytes();
	tlb->args.file = page_cache_create(tlb->args.file_bytes);
	return tlb->args.file < 0 ? tlb->args.file : 0;
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
		return record_send_fail(run, "prepare", reason);
	err = stages_run(tlb, conversion_base_is_split(&base) ? SPLITFOLD_FOLD : SPLITFOLD_SPLIT);
	if (conversion_restore(&run->dev, &base, &done) && !err)
		err = record_send_fail(run, "restore", done.reason);
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
		return record_send_fail(run, "prepare", strerror(-err));
	err = tlb_stages(&tlb);
	if (tlb.args.file >= 0)
		close(tlb.args.file);
	return err;
}

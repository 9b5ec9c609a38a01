// SPDX-License-Identifier: GPL-2.0-only
/*
 * decay.c - one system whose map of blocks decays: what is left after each kind of
 * permission change, what that costs a load, and what a fold wins back.
 *
 * It goes through all kinds twice. In fresh memory the kernel finds whole 2 MiB for what
 * it cannot move; in aged memory only single pages are free, and each lies among those of
 * the file that the load reads. Each time the map is folded twice: with all that decays it
 * still there, and when that was given back.
 */
#include "bench/conversion.h"
#include "bench/decay.h"
#include "bench/load_run.h"
#include "bench/meminfo.h"
#include "bench/tally.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#define DECAY_SEED	1
#define STEP		4u	/* so many times as many as before */
#define SPARE_SHARE	16	/* of all memory: the kernel keeps up to 5 % for itself .. */
#define SPARE_MAX_KIB	(64u << 10)	/* .. but here not more than some 22 MiB */
#define HOLES_ONE_OF	3u	/* of half of each 2 MiB: from half on the kernel takes all of it */
#define PIECES_KIB	512	/* free in pieces of more than a page: no matter any more */
#define FILL_MAX_KIB	(4u << 20)	/* a machine with more is no guest of ours */
#define HOLES_MIN_BYTES	(64u << 20)	/* what all kinds and the kernel's own reserve take */

/* Legal on any CPUs, and what it leaves behind is what any other leaves. */
static const struct conversion_way decay_way = { SPLITFOLD_SWAP, SPLITFOLD_HOLD_PARK };

struct decay {
	struct run *run;
	struct load_args args;
	struct aged_memory memory;
	struct decay_held held;
	bool aged;			/* memory is */
	/* Why there is nothing to win back, or empty. */
	char no_fold[RECORD_REASON_MAX];
};

/* Memory as it is when all kinds are gone through, and what loads are then called. */
struct phase {
	const char *name;
	const char *before, *decayed, *folded, *refolded;
};

static const struct phase fresh = { "fresh", "booted", "decayed", "fold", "refold" };
static const struct phase aged = { "aged", "aged", "aged-decayed", "aged-fold", "aged-refold" };

/* What this system does not have, or refuses, is no failure of what was asked. */
static void record_error(struct record *record, int err, const char *reason)
{
	static const int missing[] = {
		-EOPNOTSUPP, -ENOMEM, -EPERM, -ENOENT, -ENOEXEC, -EKEYREJECTED,
	};
	enum record_status status = RECORD_FAIL;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(missing); i++)
		if (err == missing[i])
			status = RECORD_SKIP;
	record_status(record, status, "%s", reason);
}

/* The map as it is, which is in now then, beside what it was before; NULL: the same. */
static void record_map(struct record *record, struct device *dev,
		       const struct splitfold_census *before, struct splitfold_census *now)
{
	if (device_census(dev, now)) {
		record_status(record, RECORD_FAIL, "CENSUS failed");
		return;
	}
	record_census(record, before ? before : now, now);
	record_value(record, "tables", "count", now->table_pages);
}

static int load_send(struct decay *decay, const struct load *load, const char *stage)
{
	struct splitfold_census now;
	struct record record;

	monitor_mark(&decay->run->marks, &decay->run->dev);
	record_init(&record, decay->run, "%s.%s", load->name, stage);
	load_run(load, &decay->args, &record);
	record_map(&record, &decay->run->dev, NULL, &now);
	return record_send(&record);
}

static int loads_send(struct decay *decay, const char *stage)
{
	int err = load_send(decay, &load_pread_64, stage);

	return err ? err : load_send(decay, &load_user, stage);
}

static int step_send(struct decay *decay, const struct phase *phase, const char *kind,
		     unsigned int n, int made, const struct splitfold_census *before)
{
	struct splitfold_census now;
	struct record record;

	record_init(&record, decay->run, "%s.%s.%u", phase->name, kind, n);
	record_value(&record, "done", "count", n);
	if (made)
		record_error(&record, made, decay->held.reason);
	else
		record_map(&record, &decay->run->dev, before, &now);
	return record_send(&record);
}

/* before is the map as this kind found it: what it left is its own doing. */
static int kind_run(struct decay *decay, const struct phase *phase, const struct decay_kind *kind)
{
	unsigned int samples = decay->run->opt->samples, from = 0, n = 1;
	unsigned int most = samples && samples < kind->most ? samples : kind->most;
	struct splitfold_census before;
	int made, err = 0;

	if (device_census(&decay->run->dev, &before))
		return record_send_fail(decay->run, phase->name, "CENSUS failed");
	made = kind->begin ? kind->begin(&decay->held) : 0;
	for (; n <= most && !made && !err && !run_interrupted(); n *= STEP) {
		monitor_mark(&decay->run->marks, &decay->run->dev);
		made = kind->grow(&decay->held, from, n);
		if (!made)
			err = step_send(decay, phase, kind->name, n, 0, &before);
		from = n;
	}
	return made && !err ? step_send(decay, phase, kind->name, n, made, &before) : err;
}

static int release_send(struct decay *decay, const struct phase *phase)
{
	const struct decay_kind *kind;
	struct splitfold_census before, now;
	struct record record;
	int given, err = device_census(&decay->run->dev, &before);

	monitor_mark(&decay->run->marks, &decay->run->dev);
	record_init(&record, decay->run, "%s.release", phase->name);
	for (kind = decay_kinds; kind->name; kind++) {
		given = kind->release ? kind->release(&decay->held) : 0;
		if (given)
			record_status(&record, RECORD_FAIL, "%s", decay->held.reason);
	}
	record_map(&record, &decay->run->dev, err ? NULL : &before, &now);
	return record_send(&record);
}

static int fold_send(struct decay *decay, const struct phase *phase, const char *what)
{
	struct splitfold_convert done;
	char why[CONVERSION_WHY_MAX];
	struct record record;
	struct tally tally;
	int err;

	monitor_mark(&decay->run->marks, &decay->run->dev);
	record_init(&record, decay->run, "%s.%s", phase->name, what);
	record.strategy = strategy_names[SPLITFOLD_FOLD];
	record.method = method_names[decay_way.method];
	record.hold = hold_names[decay_way.hold];
	if (decay->no_fold[0]) {
		record_status(&record, RECORD_SKIP, "%s", decay->no_fold);
		return record_send(&record);
	}
	record.err = tally_init(&tally);
	err = conversion_do_checked(&decay->run->dev, SPLITFOLD_FOLD, decay_way, &done, why,
				    sizeof(why));
	if (err)
		record_error(&record, err, why);
	else if (!record.err)
		tally_add(&tally, &done, decay->run->counter_hz);
	tally_record(&tally, &record);
	tally_free(&tally);
	return record_send(&record);
}

static int phase_run(struct decay *decay, const struct phase *phase)
{
	const struct decay_kind *kind;
	int err = loads_send(decay, phase->before);

	for (kind = decay_kinds; kind->name && !err; kind++)
		err = kind_run(decay, phase, kind);
	if (!err)
		err = loads_send(decay, phase->decayed);
	if (!err)
		err = fold_send(decay, phase, "fold");
	if (!err)
		err = loads_send(decay, phase->folded);
	/* Whatever happened: nothing of it may stay. */
	if (release_send(decay, phase) && !err)
		err = -EIO;
	if (!err)
		err = fold_send(decay, phase, "refold");
	return err ? err : loads_send(decay, phase->refolded);
}

/* What is free but for CMA's, which only movable pages may have. */
static int memory_free(uint64_t *free_kib)
{
	uint64_t cma_kib;
	int err = meminfo_read("MemFree", free_kib);

	if (!err && !meminfo_read("CmaFree", &cma_kib))
		*free_kib -= cma_kib;
	return err;
}

/* Until there are holes the kernel must be left some free memory, or it kills us. */
static int memory_fill(struct decay *decay)
{
	uint64_t free_kib, spare_kib;
	int err = meminfo_read("MemTotal", &spare_kib);

	spare_kib /= SPARE_SHARE;
	if (spare_kib > SPARE_MAX_KIB)
		spare_kib = SPARE_MAX_KIB;
	if (!err)
		err = memory_free(&free_kib);
	while (!err && free_kib > spare_kib) {
		err = aged_memory_fill(&decay->memory, 1 << 20);
		if (!err)
			err = memory_free(&free_kib);
	}
	return err;
}

/* What is left in pieces goes to pages that cannot be moved: these take it before holes. */
static int memory_fill_pieces(struct decay *decay)
{
	uint64_t kib, cma_kib;
	int err;

	while (!(err = meminfo_free_pieces(&kib))) {
		if (!meminfo_read("CmaFree", &cma_kib))
			kib -= cma_kib < kib ? cma_kib : kib;
		if (kib <= PIECES_KIB)
			break;
		err = aged_memory_fill_unmovable(&decay->memory, AGED_PIPE_BYTES);
		if (err)
			break;
	}
	return err;
}

/* Holes among the pages of the file, and nothing else free. */
static int memory_age(struct decay *decay, uint64_t *holes)
{
	int err = memory_fill(decay);

	if (err)
		return err;
	err = aged_memory_punch(&decay->memory, HOLES_ONE_OF, DECAY_SEED);
	if (err < 0)
		return err;
	*holes = err;
	return memory_fill_pieces(decay);
}

static int age_send(struct decay *decay)
{
	struct splitfold_census now;
	struct record record;
	uint64_t holes, total_kib;
	int err;

	if (decay->memory.bytes / HOLES_ONE_OF < HOLES_MIN_BYTES)
		return record_send_skip(decay->run, "age", "too little memory: 1 GiB would do");
	if (meminfo_read("MemTotal", &total_kib) || total_kib > FILL_MAX_KIB)
		return record_send_skip(decay->run, "age", "more than 4 GiB: too much to fill");
	monitor_mark(&decay->run->marks, &decay->run->dev);
	record_init(&record, decay->run, "age");
	err = memory_age(decay, &holes);
	decay->aged = !err;
	if (err) {
		record_status(&record, RECORD_FAIL, "memory could not be filled: %s",
			      strerror(-err));
	} else {
		record_value(&record, "filled", "MiB", decay->memory.rest_bytes >> 20);
		record_value(&record, "holes", "count", holes);
	}
	record_map(&record, &decay->run->dev, NULL, &now);
	return record_send(&record);
}

/* Returns true with a reason why nothing can be told of this system. */
static bool decay_unfit(struct decay *decay, char *reason)
{
	struct device *dev = &decay->run->dev;
	struct conversion_base base;

	if (!device_present(dev)) {
		snprintf(reason, SPLITFOLD_REASON_MAX, "%s", dev->reason);
		return true;
	}
	if (conversion_base_take(dev, &base, reason))
		return true;
	if (conversion_base_is_split(&base)) {
		snprintf(decay->no_fold, sizeof(decay->no_fold),
			 "a map of ptes: nothing was lost that a fold could win back");
		return false;
	}
	snprintf(reason, SPLITFOLD_REASON_MAX,
		 "the map has blocks and this kernel cannot split them: none can be lost");
	return !(dev->info.flags & SPLITFOLD_INFO_LAZY_SPLIT);
}

static int decay_phases(struct decay *decay)
{
	int err = phase_run(decay, &fresh);

	if (!err)
		err = age_send(decay);
	return err || !decay->aged ? err : phase_run(decay, &aged);
}

int decay_run(struct run *run)
{
	static struct decay decay;
	char reason[SPLITFOLD_REASON_MAX];
	int err;

	decay = (struct decay){ .run = run, .held = { .run = run, .module = { .fd = -1 } } };
	if (decay_unfit(&decay, reason))
		return record_send_skip(run, "prepare", reason);
	err = aged_memory_create(&decay.memory, load_file_bytes());
	if (err) {
		err = record_send_fail(run, "prepare", strerror(-err));
	} else {
		decay.args = (struct load_args){
			.seed = DECAY_SEED,
			.file = decay.memory.file,
			.file_bytes = decay.memory.bytes,
			.dev = &run->dev,
		};
		err = decay_phases(&decay);
	}
	aged_memory_close(&decay.memory);
	return err;
}

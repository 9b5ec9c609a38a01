// SPDX-License-Identifier: GPL-2.0-only
/*
 * convert.c - splits and folds the whole live linear map in turn.
 *
 * The first conversion meets the map as booted (boot's own tables, never converted)
 * and has a record of its own. The rest alternate, so that every sample of a
 * direction begins from the same map. Each is checked as soon as it is done, and the
 * system does a little work on the new map before the next one.
 */
#include "bench/conversion.h"
#include "bench/tally.h"
#include "workloads/workloads.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

/* Counts repeat exactly: some more show it. Times do not. */
#define CONVERT_PAIRS_ICOUNT	3
#define CONVERT_PAIRS_HOST	10
#define CONVERT_CHURN_BYTES	(256u << 10)

struct convert_bench {
	struct run *run;
	struct conversion_way way;
	struct conversion_way back;	/* for a direction that way does not have */
	struct conversion_base base;
	struct tally first;
	struct tally later[SPLITFOLD_NR_STRATEGIES];
	/* What every conversion of a direction has to end in, once known. */
	struct splitfold_census expect[SPLITFOLD_NR_STRATEGIES];
	bool expected[SPLITFOLD_NR_STRATEGIES];
	/* Why it stopped before the end, in which direction. */
	enum record_status status;
	enum splitfold_strategy stopped;
	char reason[RECORD_REASON_MAX];
};

static bool convert_wants(const struct convert_bench *bench, enum splitfold_strategy strategy)
{
	return bench->run->opt->strategies & 1 << strategy && conversion_can(bench->way, strategy);
}

static void convert_stop(struct convert_bench *bench, enum record_status status,
			 enum splitfold_strategy strategy, const char *why)
{
	bench->status = status;
	bench->stopped = strategy;
	snprintf(bench->reason, sizeof(bench->reason), "%s: %s", strategy_names[strategy], why);
}

static int convert_judge(struct convert_bench *bench, const struct splitfold_convert *done,
			 char *why, size_t size)
{
	enum splitfold_strategy strategy = done->strategy;
	int err;

	err = conversion_check(&bench->base, done, why, size);
	if (err)
		return err;
	if (bench->expected[strategy])
		return census_compare(&bench->expect[strategy], &done->after, why, size);
	bench->expect[strategy] = done->after;
	bench->expected[strategy] = true;
	return 0;
}

/* Not a measurement: a conversion that left a broken map must not go unnoticed. */
static int convert_work(char *why, size_t size)
{
	static char *const argv[] = { "splitfold-bench", "list", NULL };
	int err;

	err = fork_exec("/proc/self/exe", argv, 1);
	if (!err)
		err = churn(CONVERT_CHURN_BYTES);
	if (err)
		snprintf(why, size, "the system does not work on the new map: %s", strerror(-err));
	return err;
}

/* One conversion into tally; NULL: not recorded. */
static int convert_step(struct convert_bench *bench, enum splitfold_strategy strategy,
			struct tally *tally)
{
	unsigned int flags = bench->run->opt->allow_unsafe ? SPLITFOLD_CONVERT_UNSAFE : 0;
	struct conversion_way way = conversion_can(bench->way, strategy) ? bench->way : bench->back;
	struct splitfold_convert done;
	char why[CONVERSION_WHY_MAX];
	int err;

	if (run_interrupted()) {
		convert_stop(bench, RECORD_FAIL, strategy, "interrupted by a signal");
		return -EINTR;
	}
	err = conversion_do(&bench->run->dev, strategy, way, flags, &done);
	if (err) {
		bool refused = err == -EPERM || err == -EOPNOTSUPP;

		convert_stop(bench, refused ? RECORD_SKIP : RECORD_FAIL, strategy, done.reason);
		return err;
	}
	err = convert_judge(bench, &done, why, sizeof(why));
	if (!err)
		err = convert_work(why, sizeof(why));
	if (err) {
		convert_stop(bench, RECORD_FAIL, strategy, why);
		return err;
	}
	if (tally)
		tally_add(tally, &done, bench->run->counter_hz);
	return 0;
}

static int convert_step_later(struct convert_bench *bench, enum splitfold_strategy strategy)
{
	return convert_step(bench, strategy,
			    convert_wants(bench, strategy) ? &bench->later[strategy] : NULL);
}

static unsigned int convert_pairs(const struct options *opt)
{
	if (opt->samples)
		return opt->samples;
	return opt->clock == CLOCK_KIND_ICOUNT ? CONVERT_PAIRS_ICOUNT : CONVERT_PAIRS_HOST;
}

static void convert_alternate(struct convert_bench *bench, enum splitfold_strategy first)
{
	unsigned int pairs = convert_pairs(bench->run->opt);

	if (convert_step(bench, first, convert_wants(bench, first) ? &bench->first : NULL))
		return;
	while (pairs--)
		if (convert_step_later(bench, conversion_inverse(first)) ||
		    convert_step_later(bench, first))
			return;
}

/*
 * Only after the records are out: nothing is lost when this fails. A map that failed
 * its checks is left alone, unless it is folded where that is not safe.
 */
static int convert_restore(struct convert_bench *bench)
{
	struct device *dev = &bench->run->dev;
	struct splitfold_convert done;
	struct record record;

	if (bench->status == RECORD_FAIL && !device_folded(dev))
		return 0;
	if (!conversion_restore(dev, &bench->base, &done))
		return 0;
	record_init(&record, bench->run, "restore");
	record.strategy = strategy_names[done.strategy];
	record_status(&record, RECORD_FAIL, "the map stays as it is: %s", done.reason);
	return record_send(&record);
}

/*
 * A failure belongs to the direction that failed, or to the one recorded when only the
 * way back did. What was done before it in the other direction stands.
 */
static enum record_status convert_status(const struct convert_bench *bench,
					 enum splitfold_strategy strategy,
					 const struct tally *tally)
{
	bool own = strategy == bench->stopped || !convert_wants(bench, bench->stopped);

	if (!conversion_can(bench->way, strategy))
		return RECORD_SKIP;
	if (bench->status == RECORD_OK || tally == &bench->first)
		return RECORD_OK;
	if (bench->status == RECORD_FAIL && own)
		return RECORD_FAIL;
	return tally->n ? RECORD_OK : RECORD_SKIP;
}

static int convert_send(struct convert_bench *bench, enum splitfold_strategy strategy,
			const struct tally *tally, const char *suffix)
{
	enum record_status status = convert_status(bench, strategy, tally);
	const char *reason = "";
	struct record record;

	if (!conversion_can(bench->way, strategy))
		reason = "the kernel has no fold: upstream only splits";
	else if (status != RECORD_OK)
		reason = bench->reason;
	else if (bench->run->opt->allow_unsafe)
		reason = "unsafe: legality was not checked";

	record_init(&record, bench->run, "%s%s", strategy_names[strategy], suffix);
	record.strategy = strategy_names[strategy];
	record_status(&record, status, "%s", reason);
	tally_record(tally, &record);
	return record_send(&record);
}

static int convert_send_all(struct convert_bench *bench, enum splitfold_strategy first)
{
	int strategy, err = 0;

	if (bench->first.n)
		err = convert_send(bench, first, &bench->first, ".first");
	for (strategy = 0; strategy < SPLITFOLD_NR_STRATEGIES && !err; strategy++)
		if (bench->run->opt->strategies & 1 << strategy)
			err = convert_send(bench, strategy, &bench->later[strategy], "");
	return err;
}

static int convert_measure(struct convert_bench *bench)
{
	enum splitfold_strategy first = SPLITFOLD_SPLIT;
	int err;

	if (conversion_base_is_split(&bench->base)) {
		first = SPLITFOLD_FOLD;
		bench->expect[SPLITFOLD_SPLIT] = bench->base.census;
		bench->expected[SPLITFOLD_SPLIT] = true;
	}
	convert_alternate(bench, first);
	err = convert_send_all(bench, first);
	return err ? err : convert_restore(bench);
}

/* Nothing can be converted: one record for each direction asked for. */
static int convert_none(struct run *run, enum record_status status, const char *reason)
{
	int strategy, err = 0;

	for (strategy = 0; strategy < SPLITFOLD_NR_STRATEGIES && !err; strategy++) {
		struct record record;

		if (!(run->opt->strategies & 1 << strategy))
			continue;
		record_init(&record, run, "%s", strategy_names[strategy]);
		record.strategy = strategy_names[strategy];
		record_status(&record, status, "%s", reason);
		err = record_send(&record);
	}
	return err;
}

static int tallies_init(struct convert_bench *bench)
{
	int err;

	err = tally_init(&bench->first);
	if (!err)
		err = tally_init(&bench->later[SPLITFOLD_SPLIT]);
	if (!err)
		err = tally_init(&bench->later[SPLITFOLD_FOLD]);
	return err;
}

static void tallies_free(struct convert_bench *bench)
{
	tally_free(&bench->first);
	tally_free(&bench->later[SPLITFOLD_SPLIT]);
	tally_free(&bench->later[SPLITFOLD_FOLD]);
}

int convert_run(struct run *run)
{
	struct convert_bench bench = {
		.run = run,
		.way = { run->opt->method, run->opt->hold },
	};
	char reason[SPLITFOLD_REASON_MAX];
	int err;

	if (!device_present(&run->dev))
		return convert_none(run, RECORD_SKIP, run->dev.reason);
	if (conversion_base_take(&run->dev, &bench.base, reason))
		return convert_none(run, RECORD_FAIL, reason);

	bench.back = conversion_way_back(&run->dev, bench.way);
	err = tallies_init(&bench);
	if (!err)
		err = convert_measure(&bench);
	tallies_free(&bench);
	return err;
}

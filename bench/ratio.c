// SPDX-License-Identifier: GPL-2.0-only
/*
 * ratio.c - goes round all legal pairs of method and hold in one system, so that each
 * can be set beside the kernel's own split as it ran there.
 *
 * Each pair converts the whole map there and back, from the same map as all others,
 * and has a record for each direction. It proves less than convert: the checks are
 * the same, but the system does no work in between.
 */
#include "bench/conversion.h"
#include "bench/tally.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

/* Counts repeat exactly: one more shows it. Times do not. */
#define RATIO_ROUNDS_ICOUNT	2
#define RATIO_ROUNDS_HOST	20

struct ratio {
	struct run *run;
	struct conversion_base base;
	enum splitfold_strategy first;	/* that the map as booted allows */
	unsigned int rounds;
};

struct ratio_pair {
	struct conversion_way way;
	struct conversion_way back;	/* for a direction that way does not have */
	bool recorded;			/* tally is there */
	struct tally tally[SPLITFOLD_NR_STRATEGIES];
	/* Why it stopped before the end, in which direction. */
	enum record_status status;
	enum splitfold_strategy stopped;
	char reason[RECORD_REASON_MAX];
};

static int ratio_stop(struct ratio_pair *pair, enum splitfold_strategy strategy, int err,
		      const char *why)
{
	pair->status = err == -EPERM ? RECORD_SKIP : RECORD_FAIL;
	pair->stopped = strategy;
	snprintf(pair->reason, sizeof(pair->reason), "%s: %s", strategy_names[strategy], why);
	return err;
}

static int ratio_step(struct ratio *ratio, struct ratio_pair *pair,
		      enum splitfold_strategy strategy)
{
	bool own = conversion_can(pair->way, strategy);
	struct splitfold_convert done;
	char why[CONVERSION_WHY_MAX];
	int err;

	if (run_interrupted())
		return ratio_stop(pair, strategy, -EINTR, "interrupted by a signal");
	err = conversion_do(&ratio->run->dev, strategy, own ? pair->way : pair->back, 0, &done);
	if (err)
		return ratio_stop(pair, strategy, err, done.reason);
	err = conversion_check(&ratio->base, &done, why, sizeof(why));
	if (err)
		return ratio_stop(pair, strategy, err, why);
	if (own && pair->recorded)
		tally_add(&pair->tally[strategy], &done, ratio->run->counter_hz);
	return 0;
}

/* There and back, so that every pair begins with the same map. */
static void ratio_rounds(struct ratio *ratio, struct ratio_pair *pair, unsigned int rounds)
{
	while (rounds--)
		if (ratio_step(ratio, pair, ratio->first) ||
		    ratio_step(ratio, pair, conversion_inverse(ratio->first)))
			return;
}

static int ratio_send(struct ratio *ratio, const struct ratio_pair *pair,
		      enum splitfold_strategy strategy)
{
	const char *method = method_names[pair->way.method], *hold = hold_names[pair->way.hold];
	struct record record;

	record_init(&record, ratio->run, "%s.%s.%s", strategy_names[strategy], method, hold);
	record.strategy = strategy_names[strategy];
	record.method = method;
	record.hold = hold;
	if (pair->status != RECORD_OK)
		record_status(&record, pair->status, "%s", pair->reason);
	tally_record(&pair->tally[strategy], &record);
	return record_send(&record);
}

/* A failure may belong to a direction that the pair does not have, and has no record of. */
static int ratio_send_all(struct ratio *ratio, const struct ratio_pair *pair)
{
	int strategy, err = 0;

	for (strategy = 0; strategy < SPLITFOLD_NR_STRATEGIES && !err; strategy++)
		if (conversion_can(pair->way, strategy) ||
		    (pair->status == RECORD_FAIL && pair->stopped == (unsigned int)strategy))
			err = ratio_send(ratio, pair, strategy);
	return err;
}

static int tallies_init(struct ratio_pair *pair)
{
	int err = tally_init(&pair->tally[SPLITFOLD_SPLIT]);

	pair->recorded = true;
	return err ? err : tally_init(&pair->tally[SPLITFOLD_FOLD]);
}

static void tallies_free(struct ratio_pair *pair)
{
	tally_free(&pair->tally[SPLITFOLD_SPLIT]);
	tally_free(&pair->tally[SPLITFOLD_FOLD]);
}

/* Sets *status to how the pair ended. Returns 0, or -errno when it has no records. */
static int ratio_measure(struct ratio *ratio, struct conversion_way way,
			 enum record_status *status)
{
	struct ratio_pair pair = {
		.way = way,
		.back = conversion_way_back(&ratio->run->dev, way),
	};
	int err = tallies_init(&pair);

	monitor_mark(&ratio->run->marks, &ratio->run->dev);
	if (!err) {
		ratio_rounds(ratio, &pair, ratio->rounds);
		err = ratio_send_all(ratio, &pair);
	}
	*status = pair.status;
	tallies_free(&pair);
	return err;
}

/* Stops at the first failure: what came after it would be measured on a doubtful map. */
static int ratio_pairs(struct ratio *ratio)
{
	enum record_status status = RECORD_OK;
	int method, hold, err = 0;

	for (method = 0; method < SPLITFOLD_NR_METHODS; method++) {
		for (hold = 0; hold < SPLITFOLD_NR_HOLDS; hold++) {
			struct conversion_way way = { method, hold };

			if (conversion_legality(&ratio->run->dev, way) == ILLEGAL)
				continue;
			err = ratio_measure(ratio, way, &status);
			if (err || status == RECORD_FAIL)
				return err;
		}
	}
	return 0;
}

/*
 * The map as booted has the boot's own tables and leaves as the boot chose them: not
 * what a fold gives back. One round that is not recorded makes all later ones alike.
 */
static bool ratio_prepare(struct ratio *ratio, char *reason)
{
	struct ratio_pair pair = { .way = conversion_way_safe(&ratio->run->dev) };

	if (conversion_base_is_split(&ratio->base))
		ratio->first = SPLITFOLD_FOLD;
	ratio_rounds(ratio, &pair, 1);
	memcpy(reason, pair.reason, RECORD_REASON_MAX);
	return pair.status == RECORD_OK;
}

int ratio_run(struct run *run)
{
	const struct options *opt = run->opt;
	struct ratio ratio = { .run = run, .first = SPLITFOLD_SPLIT, .rounds = opt->samples };
	char reason[RECORD_REASON_MAX] = "";
	struct splitfold_convert done;
	int err;

	if (!device_present(&run->dev))
		return record_send_skip(run, "prepare", run->dev.reason);
	if (conversion_base_take(&run->dev, &ratio.base, reason))
		return record_send_fail(run, "prepare", reason);
	if (!ratio.rounds)
		ratio.rounds = opt->clock == CLOCK_KIND_ICOUNT ? RATIO_ROUNDS_ICOUNT :
								RATIO_ROUNDS_HOST;
	if (ratio_prepare(&ratio, reason))
		err = ratio_pairs(&ratio);
	else
		err = record_send_fail(run, "prepare", reason);
	if (conversion_restore(&run->dev, &ratio.base, &done) && !err)
		err = record_send_fail(run, "restore", done.reason);
	return err;
}

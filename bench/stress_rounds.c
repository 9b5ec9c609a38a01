// SPDX-License-Identifier: GPL-2.0-only
/*
 * stress_rounds.c - the conversions of the stress.
 *
 * They come in rounds, there and back, of the whole map or of a part of it. A round
 * leaves the map as it found it, so it is never left folded for longer than one
 * conversion where changes of permissions have to wait for a split.
 */
#include "bench/stress.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#define GIB	(1ull << 30)
#define MIB	(1ull << 20)

#define PART_OF	4	/* one round in so many is of a part of the map */

static int rounds_fail(struct rounds *rounds, int err, const char *why)
{
	snprintf(rounds->why, sizeof(rounds->why), "%s: %.*s", rounds->what,
		 STRESS_WHY_MAX - (int)sizeof(rounds->what) - 2, why);
	return err;
}

static void decks_fill(struct rounds *rounds)
{
	int strategy, method, hold;

	for (strategy = 0; strategy < SPLITFOLD_NR_STRATEGIES; strategy++) {
		struct deck *deck = &rounds->deck[strategy];

		for (method = 0; method < SPLITFOLD_NR_METHODS; method++)
			for (hold = 0; hold < SPLITFOLD_NR_HOLDS; hold++) {
				struct conversion_way way = { method, hold };

				if (conversion_legality(rounds->dev, way) == LEGAL &&
				    conversion_can(way, strategy))
					deck->way[deck->nr++] = way;
			}
		deck->next = deck->nr;
	}
}

static struct conversion_way deck_deal(struct deck *deck, struct rng *rng)
{
	unsigned int i;

	if (deck->next == deck->nr) {
		for (i = deck->nr - 1; i; i--) {
			unsigned int other = rng_below(rng, i + 1);
			struct conversion_way way = deck->way[i];

			deck->way[i] = deck->way[other];
			deck->way[other] = way;
		}
		deck->next = 0;
	}
	return deck->way[deck->next++];
}

static bool gib_has_pages(struct rounds *rounds, uint64_t start)
{
	struct splitfold_verify verify = { .start = start, .end = start + GIB };

	return start >= rounds->dev->info.lmap_start && verify.end <= rounds->dev->info.lmap_end &&
	       !device_verify(rounds->dev, &verify) && verify.pages;
}

/* The RAM around the kernel image, up to the first hole of a GiB on either side. */
static void map_find(struct rounds *rounds)
{
	uint64_t gib = rounds->dev->info.alias_start & -GIB;

	rounds->map_start = gib;
	while (gib_has_pages(rounds, rounds->map_start - GIB))
		rounds->map_start -= GIB;
	rounds->map_end = gib + GIB;
	while (gib_has_pages(rounds, rounds->map_end))
		rounds->map_end += GIB;
}

int rounds_init(struct rounds *rounds, struct device *dev, unsigned int seed)
{
	char reason[SPLITFOLD_REASON_MAX];
	int err;

	*rounds = (struct rounds){
		.dev = dev,
		.rng = rng_seeded(seed, 0),
		.what = "taking its hash",
	};
	err = conversion_base_take(dev, &rounds->base, reason);
	if (err)
		return rounds_fail(rounds, err, reason);
	rounds->first = conversion_base_is_split(&rounds->base) ? SPLITFOLD_FOLD : SPLITFOLD_SPLIT;
	decks_fill(rounds);
	map_find(rounds);
	return 0;
}

void rounds_begin(struct rounds *rounds)
{
	const uint64_t sizes[] = { GIB, 2 * MIB, rounds->dev->info.page_bytes };
	uint64_t size = sizes[rng_below(&rounds->rng, 3)];

	rounds->start = 0;
	rounds->end = 0;
	if (rng_below(&rounds->rng, PART_OF))
		return;
	rounds->start = rounds->map_start +
		      rng_below(&rounds->rng, (rounds->map_end - rounds->map_start) / size) * size;
	rounds->end = rounds->start + size;
}

int rounds_step(struct rounds *rounds, enum splitfold_strategy strategy)
{
	struct conversion_way way = deck_deal(&rounds->deck[strategy], &rounds->rng);
	struct splitfold_convert done;
	char why[CONVERSION_WHY_MAX];
	int err;

	snprintf(rounds->what, sizeof(rounds->what), "%s by %s/%s of %#llx-%#llx",
		 strategy_names[strategy], method_names[way.method], hold_names[way.hold],
		 (unsigned long long)rounds->start, (unsigned long long)rounds->end);
	err = conversion_do_range(rounds->dev, strategy, way, 0, rounds->start, rounds->end, &done);
	if (err) {
		snprintf(why, sizeof(why), "%s (%s)", done.reason, strerror(-err));
		return rounds_fail(rounds, err, why);
	}
	err = conversion_check(&rounds->base, &done, why, sizeof(why));
	if (err)
		return rounds_fail(rounds, err, why);
	rounds->done[strategy][way.method][way.hold]++;
	rounds->whole += !rounds->end;
	rounds->part += !!rounds->end;
	return 0;
}

int rounds_restore(struct rounds *rounds)
{
	struct splitfold_convert done;
	int err;

	snprintf(rounds->what, sizeof(rounds->what), "bringing the map back");
	err = conversion_restore(rounds->dev, &rounds->base, &done);
	return err ? rounds_fail(rounds, err, done.reason) : 0;
}

bool rounds_used_all(const struct rounds *rounds)
{
	int strategy;
	unsigned int i;

	for (strategy = 0; strategy < SPLITFOLD_NR_STRATEGIES; strategy++)
		for (i = 0; i < rounds->deck[strategy].nr; i++) {
			struct conversion_way way = rounds->deck[strategy].way[i];

			if (!rounds->done[strategy][way.method][way.hold])
				return false;
		}
	return true;
}

static void way_report(const struct rounds *rounds, struct tap *tap, bool early,
		       enum splitfold_strategy strategy, struct conversion_way way)
{
	unsigned int n = rounds->done[strategy][way.method][way.hold];
	const char *method = method_names[way.method], *hold = hold_names[way.hold];

	if (!n && early)
		tap_skip(tap, "the stress ended early", "%s %s/%s", strategy_names[strategy],
			 method, hold);
	else
		tap_test(tap, n, "its turn never came", "%s %s/%s: %u times",
			 strategy_names[strategy], method, hold, n);
}

/* In the order of the names: the decks are shuffled. */
void rounds_report(const struct rounds *rounds, struct tap *tap, bool early)
{
	int strategy, method, hold;

	for (strategy = 0; strategy < SPLITFOLD_NR_STRATEGIES; strategy++)
		for (method = 0; method < SPLITFOLD_NR_METHODS; method++)
			for (hold = 0; hold < SPLITFOLD_NR_HOLDS; hold++) {
				struct conversion_way way = { method, hold };

				if (conversion_legality(rounds->dev, way) == LEGAL &&
				    conversion_can(way, strategy))
					way_report(rounds, tap, early, strategy, way);
			}
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_convert.c - every pair of method and hold, both ways round, on the whole map.
 *
 * A legal pair must give back the map it started from, with the same hash; one that
 * these CPUs cannot bear must be refused with a reason.
 *
 * In a realm there are shared pages meanwhile, single ones among private ones and a whole
 * buffer of 2 MiB: after each conversion they must be shared still, hold what they held,
 * and lie under no leaf that has private ones too.
 */
#include "bench/check.h"
#include "bench/conversion.h"
#include "bench/sharing.h"
#include "workloads/workloads.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#define WORK_CHURN_BYTES	(1u << 20)
#define WORK_PROCESSES		2
#define SHARED_PAGES		32	/* single ones: every other of the known pages */
#define SHARED_BUFFER_BYTES	(2u << 20)
#define SHARED_SEED		0x5eed

struct convert_check {
	struct tap *tap;
	struct device *dev;
	struct conversion_base base;
	struct conversion_way way;
	struct conversion_way back;
	bool shares;			/* a realm: pages are shared */
	struct sharing buffer;
	char why[CONVERSION_WHY_MAX];
};

static int check_system(char *why, size_t size)
{
	static char *const argv[] = { "splitfold-bench", "list", NULL };
	int err;

	err = fork_exec("/proc/self/exe", argv, WORK_PROCESSES);
	if (!err)
		err = churn(WORK_CHURN_BYTES);
	if (err)
		snprintf(why, size, "the system does not work on the new map: %s", strerror(-err));
	return err;
}

/* The known pages, shared and private ones, and the buffer are what they were made. */
static int check_shared(struct convert_check *check)
{
	struct splitfold_pages_check pages;
	int err;

	if (!check->shares)
		return 0;
	err = device_pages_check(check->dev, &pages);
	if (err || pages.wrong || pages.checked != 2 * SHARED_PAGES) {
		snprintf(check->why, sizeof(check->why), "%u of %u known pages are wrong: %s",
			 pages.wrong, pages.checked, pages.reason);
		return -EILSEQ;
	}
	err = sharing_compare(check->buffer.unprotected, check->buffer.bytes, SHARED_SEED);
	if (err)
		snprintf(check->why, sizeof(check->why),
			 "the shared buffer does not hold what was written");
	return err;
}

/* One conversion with all that must hold after it. */
static int check_step(struct convert_check *check, enum splitfold_strategy strategy,
		      struct splitfold_census *after)
{
	struct conversion_way way = conversion_can(check->way, strategy) ? check->way : check->back;
	struct splitfold_convert done;
	int err;

	err = conversion_do(check->dev, strategy, way, 0, &done);
	if (err) {
		snprintf(check->why, sizeof(check->why), "%s: %s", strategy_names[strategy],
			 done.reason);
		return err;
	}
	err = conversion_check(&check->base, &done, check->why, sizeof(check->why));
	if (!err && done.hash_after != check->base.hash) {
		snprintf(check->why, sizeof(check->why), "the hash changed before the %s",
			 strategy_names[strategy]);
		err = -EILSEQ;
	}
	*after = done.after;
	if (!err)
		err = check_shared(check);
	return err ? err : check_system(check->why, sizeof(check->why));
}

/*
 * Split, fold, split, fold: each map but the first two is compared with the one before the
 * last. The first split is that of the map as booted, or as the pair before left it: where
 * that consists of ptes already it shows that splitting nothing changes nothing.
 */
static void check_legal(struct convert_check *check, const char *pair)
{
	struct splitfold_census split, folded, split_again, folded_again;
	int err;

	err = check_step(check, SPLITFOLD_SPLIT, &split);
	if (!err)
		err = check_step(check, SPLITFOLD_FOLD, &folded);
	if (!err)
		err = check_step(check, SPLITFOLD_SPLIT, &split_again);
	if (!err)
		err = census_compare(&split, &split_again, check->why, sizeof(check->why));
	tap_test(check->tap, !err, check->why, "%s: split(fold(map)) is the map", pair);
	if (err)
		return;
	err = check_step(check, SPLITFOLD_FOLD, &folded_again);
	if (!err)
		err = census_compare(&folded, &folded_again, check->why, sizeof(check->why));
	tap_test(check->tap, !err, check->why, "%s: fold(split(map)) is the map", pair);
}

static void check_refusal(struct convert_check *check, enum splitfold_strategy strategy, int want,
			  const char *pair)
{
	struct splitfold_convert done;
	char why[CONVERSION_WHY_MAX];
	int err;

	err = conversion_do(check->dev, strategy, check->way, 0, &done);
	snprintf(why, sizeof(why), "expected %s, got %s: %s", strerror(-want),
		 err ? strerror(-err) : "success", done.reason);
	tap_test(check->tap, err == want && done.reason[0], why, "%s: %s is refused: %.*s", pair,
		 strategy_names[strategy], SPLITFOLD_REASON_MAX, done.reason);
}

static void check_pair(struct convert_check *check)
{
	enum legality legality = conversion_legality(check->dev, check->way);
	struct splitfold_census census;
	char pair[32];

	snprintf(pair, sizeof(pair), "%s/%s", method_names[check->way.method],
		 hold_names[check->way.hold]);
	check->back = conversion_way_back(check->dev, check->way);
	check->why[0] = '\0';
	if (legality == ILLEGAL) {
		check_refusal(check, SPLITFOLD_SPLIT, -EPERM, pair);
		return;
	}
	if (!conversion_can(check->way, SPLITFOLD_FOLD))
		check_refusal(check, SPLITFOLD_FOLD, -EOPNOTSUPP, pair);
	if (legality == EITHER && check_step(check, SPLITFOLD_SPLIT, &census) == -EPERM)
		tap_skip(check->tap, check->why, "%s", pair);
	else
		check_legal(check, pair);
}

static void check_pairs(struct convert_check *check, const struct check_options *opt)
{
	int method, hold;

	for (method = 0; method < SPLITFOLD_NR_METHODS; method++) {
		if (opt->method != CHECK_ANY && opt->method != method)
			continue;
		for (hold = 0; hold < SPLITFOLD_NR_HOLDS; hold++) {
			if (opt->hold != CHECK_ANY && opt->hold != hold)
				continue;
			check->way = (struct conversion_way){ method, hold };
			check_pair(check);
		}
	}
}

static void check_restored(struct convert_check *check)
{
	char reason[SPLITFOLD_REASON_MAX];
	struct conversion_base now;
	struct splitfold_convert done;
	int err;

	err = conversion_restore(check->dev, &check->base, &done);
	tap_test(check->tap, !err, done.reason, "the map can be brought back");
	err = conversion_base_take(check->dev, &now, reason);
	tap_test(check->tap, !err && now.hash == check->base.hash, err ? reason : "",
		 "its hash is what it was at first");
	if (!err && conversion_base_is_split(&check->base)) {
		err = census_compare(&check->base.census, &now.census, check->why,
				     sizeof(check->why));
		tap_test(check->tap, !err, check->why, "its census is what it was at first");
	}
}

/* Make every other known page, or none, a shared one. */
static int pages_share(struct convert_check *check, enum splitfold_page_state state)
{
	struct splitfold_page page = { .state = state };
	int err = 0;

	for (; page.index < 2 * SHARED_PAGES && !err; page.index += 2)
		err = device_page(check->dev, &page);
	if (err)
		snprintf(check->why, sizeof(check->why), "%s", page.reason);
	return err;
}

static void shared_begin(struct convert_check *check)
{
	struct splitfold_pages pages = { .nr = 2 * SHARED_PAGES };
	const unsigned int page_bytes = check->dev->info.page_bytes;
	int err;

	err = device_pages(check->dev, &pages);
	tap_test(check->tap, !err, pages.reason, "there are known pages");
	if (!err)
		err = pages_share(check, SPLITFOLD_PAGE_SHARED);
	tap_test(check->tap, !err, check->why, "%d of them are shared", SHARED_PAGES);
	if (err)
		return;
	err = sharing_open(&check->buffer, SHARED_BUFFER_BYTES / page_bytes, page_bytes);
	if (!err) {
		err = sharing_set(&check->buffer, true);
		if (err)
			sharing_close(&check->buffer);
	}
	tap_test(check->tap, !err, check->buffer.reason, "a buffer of 2 MiB is shared");
	if (err)
		return;
	sharing_fill(check->buffer.unprotected, check->buffer.bytes, SHARED_SEED);
	check->shares = true;
}

/*
 * All is taken back while the map is folded: a kernel that does not split must find what
 * it shared in ptes, or whoever gives memory back would have to wait for us.
 */
static void shared_end(struct convert_check *check)
{
	const struct conversion_way way = conversion_way_safe(check->dev);
	struct splitfold_convert done;
	int err;

	err = check_shared(check);
	tap_test(check->tap, !err, check->why, "what was shared is, with what was written");
	err = conversion_do(check->dev, SPLITFOLD_FOLD, way, 0, &done);
	tap_test(check->tap, !err, done.reason, "the map is folded once more");
	err = pages_share(check, SPLITFOLD_PAGE_RW);
	tap_test(check->tap, !err, check->why, "known pages become private on the folded map");
	err = sharing_set(&check->buffer, false);
	tap_test(check->tap, !err, check->buffer.reason, "so does the buffer");
	sharing_close(&check->buffer);
	check->shares = false;
	err = conversion_restore(check->dev, &check->base, &done);
	tap_test(check->tap, !err, done.reason, "the map can be brought back then, too");
}

static void check_base_again(struct convert_check *check, const struct conversion_base *unshared)
{
	char reason[SPLITFOLD_REASON_MAX];
	struct conversion_base now = { 0 };
	int err = conversion_base_take(check->dev, &now, reason);

	tap_test(check->tap, !err && now.hash == unshared->hash, err ? reason : "",
		 "the hash is what it was before anything was shared");
}

void check_convert(struct tap *tap, struct device *dev, const struct check_options *opt)
{
	struct convert_check check = { .tap = tap, .dev = dev };
	char reason[SPLITFOLD_REASON_MAX];
	struct conversion_base unshared;
	int err;

	tap_test(tap, device_present(dev), dev->reason, "%s is there", SPLITFOLD_DEVICE);
	if (!device_present(dev))
		return;
	err = conversion_base_take(dev, &check.base, reason);
	tap_test(tap, !err, reason, "the map can be verified");
	if (err)
		return;
	unshared = check.base;
	if (device_realm(dev)) {
		shared_begin(&check);
		err = conversion_base_take(dev, &check.base, reason);
		tap_test(tap, !err && check.shares, reason, "with shared pages in it too");
	}
	check_pairs(&check, opt);
	check_restored(&check);
	if (check.shares) {
		shared_end(&check);
		check_base_again(&check, &unshared);
	}
}

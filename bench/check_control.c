// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_control.c - negative controls: the checks of the stress see what they are for.
 *
 * A fold that overlooks read-only pages, and a swap that loses changes made while it
 * built its tables, are asked for by flags of the module. Each has to be caught and taken
 * back; the same conversion without the flag is right.
 */
#include "bench/check.h"
#include "bench/conversion.h"
#include "workloads/rng.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#define PAGES		64
#define PAGES_RO	16	/* one of them at least lies where a fold wants to go */
#define TOGGLERS	2
#define LOSING_TRIES	40	/* until a change falls between scan and hold */
#define KEEPING_CHANGES	60	/* ranges that are brought over and not lost, in all, */
#define KEEPING_TRIES	40	/* or as many as fall into so many conversions */

struct control {
	struct tap *tap;
	struct device *dev;
	struct conversion_way way;
	char pair[32];
	__u64 changed;		/* ranges that swaps brought over */
	char why[CONVERSION_WHY_MAX];
};

static int page_set(struct device *dev, uint32_t index, enum splitfold_page_state state)
{
	struct splitfold_page req = { .index = index, .state = state };

	return device_page(dev, &req);
}

static int pages_set(struct device *dev, uint32_t nr, enum splitfold_page_state state)
{
	uint32_t i;
	int err = 0;

	for (i = 0; i < nr && !err; i++)
		err = page_set(dev, i, state);
	return err;
}

/* Whether any is not as asked for; which one, in why. */
static bool pages_wrong(struct control *control)
{
	struct splitfold_pages_check check;
	int err = device_pages_check(control->dev, &check);

	if (err || check.wrong)
		snprintf(control->why, sizeof(control->why), "%s", check.reason);
	return err || check.wrong;
}

/* Also when the module does not know any more how they are. */
static int pages_repair(struct control *control)
{
	enum splitfold_page_state state = SPLITFOLD_NR_PAGE_STATES;
	int err = 0;

	while (state-- > SPLITFOLD_PAGE_RW && !err)
		err = pages_set(control->dev, PAGES, state);
	pages_wrong(control);
	return err;
}

static int control_convert(struct control *control, enum splitfold_strategy strategy,
			   struct conversion_way way, unsigned int flags)
{
	struct splitfold_convert done;
	int err = conversion_do(control->dev, strategy, way, flags, &done);

	control->changed += done.ranges_changed;
	snprintf(control->why, sizeof(control->why), "%s%s", err ? "" : "it succeeded",
		 done.reason);
	return err;
}

static int control_split(struct control *control)
{
	return control_convert(control, SPLITFOLD_SPLIT, conversion_way_safe(control->dev), 0);
}

/* The wrong fold of a map of ptes, and that nothing is left of it. */
static void wrong_is_caught(struct control *control)
{
	struct splitfold_verify before = { 0 }, after = { 0 };
	int err = device_verify(control->dev, &before);

	if (!err)
		err = control_convert(control, SPLITFOLD_FOLD, control->way,
				      SPLITFOLD_CONVERT_WRONG);
	tap_test(control->tap, err == -EILSEQ, control->why,
		 "%s: a fold that overlooks read-only pages is caught: %s", control->pair,
		 control->why);
	err = device_verify(control->dev, &after);
	tap_test(control->tap, !err && before.hash == after.hash, after.reason,
		 "%s: and taken back: the hash is what it was", control->pair);
	err = census_compare(&before.census, &after.census, control->why, sizeof(control->why));
	tap_test(control->tap, !err, control->why,
		 "%s: and taken back: the census is what it was", control->pair);
	tap_test(control->tap, !pages_wrong(control), control->why,
		 "%s: and taken back: the pages are what was asked for", control->pair);
}

/* A fold by the same way that overlooks nothing, from the same map. */
static void right_is_right(struct control *control)
{
	int err = control_convert(control, SPLITFOLD_FOLD, control->way, 0);
	bool wrong = !err && pages_wrong(control);

	tap_test(control->tap, !err && !wrong, control->why,
		 "%s: a fold that overlooks none is right", control->pair);
}

/* Change pages until killed, which a change in the kernel does not notice half way. */
static pid_t toggler_start(struct control *control, unsigned int nr)
{
	struct rng rng = rng_seeded(1, nr);
	pid_t pid;

	fflush(NULL);
	pid = fork();
	if (pid)
		return pid;
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	for (;;)
		page_set(control->dev, rng_below(&rng, PAGES),
			 rng_below(&rng, SPLITFOLD_NR_PAGE_STATES));
}

/* Fold and split while pages change, until something is seen to be lost. */
static bool swap_loses(struct control *control, unsigned int flags, int tries)
{
	enum splitfold_strategy strategy = SPLITFOLD_FOLD;
	int err = 0;

	control->changed = 0;
	while (tries-- && !err && (flags || control->changed < KEEPING_CHANGES)) {
		err = control_convert(control, strategy, control->way, flags);
		if (!err && pages_wrong(control))
			err = -EILSEQ;
		strategy = conversion_inverse(strategy);
	}
	return err;
}

static void control_no_fixup(struct control *control)
{
	pid_t toggler[TOGGLERS];
	bool lost;
	int i;

	control_split(control);
	for (i = 0; i < TOGGLERS; i++)
		toggler[i] = toggler_start(control, i);
	lost = swap_loses(control, SPLITFOLD_CONVERT_NO_FIXUP, LOSING_TRIES);
	tap_test(control->tap, lost, "none was lost, or nobody saw it",
		 "%s: a lost change is caught: %s", control->pair, control->why);
	/* What a page was last asked to be is not what it is: a change of each mends that. */
	control_split(control);
	pages_repair(control);
	lost = swap_loses(control, 0, KEEPING_TRIES);
	tap_test(control->tap, !lost, control->why,
		 "%s: with the fix-up none of %llu is lost", control->pair, control->changed);
	control_split(control);
	for (i = 0; i < TOGGLERS; i++) {
		kill(toggler[i], SIGKILL);
		waitpid(toggler[i], NULL, 0);
	}
	pages_repair(control);
}

static bool is_wanted(const struct check_options *opt, struct conversion_way way)
{
	return (opt->method == CHECK_ANY || opt->method == (int)way.method) &&
	       (opt->hold == CHECK_ANY || opt->hold == (int)way.hold);
}

typedef void (*control_fn)(struct control *control);

/* fn for each way that folds, or for those of one method. */
static void control_ways(struct control *control, const struct check_options *opt, int only,
			 control_fn fn)
{
	int method, hold;

	for (method = 0; method < SPLITFOLD_NR_METHODS; method++)
		for (hold = 0; hold < SPLITFOLD_NR_HOLDS; hold++) {
			struct conversion_way way = { method, hold };

			if (!is_wanted(opt, way) || (only != CHECK_ANY && only != method) ||
			    conversion_legality(control->dev, way) != LEGAL ||
			    !conversion_can(way, SPLITFOLD_FOLD))
				continue;
			control->way = way;
			snprintf(control->pair, sizeof(control->pair), "%s/%s",
				 method_names[method], hold_names[hold]);
			fn(control);
		}
}

static void control_all(struct control *control, const struct check_options *opt)
{
	int err = control_split(control);

	if (!err)
		err = pages_set(control->dev, PAGES_RO, SPLITFOLD_PAGE_RO);
	tap_test(control->tap, !err, control->why, "a map of ptes with %d read-only pages",
		 PAGES_RO);
	if (err)
		return;
	control_ways(control, opt, CHECK_ANY, wrong_is_caught);
	right_is_right(control);
	control_split(control);
	pages_repair(control);
	control_ways(control, opt, SPLITFOLD_SWAP, control_no_fixup);
}

void check_control(struct tap *tap, struct device *dev, const struct check_options *opt)
{
	struct control control = { .tap = tap, .dev = dev };
	struct splitfold_pages pages = { .nr = PAGES };
	const __u32 needed = SPLITFOLD_INFO_RODATA_FULL | SPLITFOLD_INFO_CAN_SET_DIRECT;
	int err;

	tap_test(tap, device_present(dev), dev->reason, "%s is there", SPLITFOLD_DEVICE);
	if (!device_present(dev))
		return;
	if (!(dev->info.flags & SPLITFOLD_INFO_UNSAFE_OK)) {
		tap_skip(tap, "the module was loaded without allow_unsafe=1", "negative controls");
		return;
	}
	if ((dev->info.flags & needed) != needed) {
		tap_skip(tap, "permissions of single pages cannot change here",
			 "negative controls");
		return;
	}
	err = device_pages(dev, &pages);
	tap_test(tap, !err, pages.reason, "there are %u known pages", PAGES);
	if (!err)
		control_all(&control, opt);
}

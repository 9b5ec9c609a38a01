// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_fault.c - each step of a conversion that can fail is made to fail, and must leave
 * everything as it was: the map, its tables, free memory, the kernel's log.
 */
#include "bench/bench.h"
#include "bench/check.h"
#include "bench/conversion.h"
#include "bench/iomem.h"
#include "bench/kmsg.h"
#include "bench/meminfo.h"
#include "workloads/rng.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/*
 * A conversion takes a step for each table page. Of many, these are made to fail: the
 * first, the last, and some of those between.
 */
#define STEPS_FIRST	40
#define STEPS_BETWEEN	12
#define STEPS_LAST	12
#define SEED		7

/*
 * A leak takes pages at every try, the rest of the system only at some: a step leaks
 * when none of so many tries ends with as many free pages as it began with.
 */
#define LEAK_TRIES	12
#define LEAK_SETTLE_US	20000

/* Conversions until the kernel's own tables and caches have grown to what they need. */
#define WARM_UP		3

#define GIB		(1ull << 30)
#define NARROW		(64ull << 20)

struct fault_check {
	struct tap *tap;
	struct device *dev;
	struct conversion_way way;
	struct iomem_range range;	/* what is converted */
	struct splitfold_verify before;	/* of the whole map */
	uint64_t failures;
	int kmsg;
	char step[SPLITFOLD_REASON_MAX];	/* the name of the step seen last */
	char why[CONVERSION_WHY_MAX];
};

static int say(struct fault_check *check, int err, const char *what, const char *detail)
{
	snprintf(check->why, sizeof(check->why), "%s%s%s", what, detail[0] ? ": " : "", detail);
	return err;
}

static int fault_convert(struct fault_check *check, enum splitfold_strategy strategy,
			 uint64_t fail_nth, struct splitfold_convert *req)
{
	struct conversion_way way = conversion_can(check->way, strategy) ?
		check->way : conversion_way_back(check->dev, check->way);

	*req = (struct splitfold_convert){
		.strategy = strategy,
		.method = way.method,
		.hold = way.hold,
		.start = check->range.start,
		.end = check->range.end,
		.fail_nth = fail_nth,
	};
	return device_convert(check->dev, req);
}

/* "step N, NAME, was made to fail (-E)": and each name once to the log. */
static int step_named(struct fault_check *check, uint64_t nth, const char *reason)
{
	char name[SPLITFOLD_REASON_MAX];
	uint64_t n;

	if (sscanf(reason, "step %" SCNu64 ", %159[^,]", &n, name) != 2 || n != nth)
		return say(check, -EINVAL, "the reason does not name the step", reason);
	if (strcmp(name, check->step)) {
		printf("# %s\n", reason);
		strcpy(check->step, name);
	}
	return 0;
}

static int map_unchanged(struct fault_check *check)
{
	struct splitfold_verify now = { 0 };
	int err = device_verify(check->dev, &now);

	if (err)
		return say(check, err, "VERIFY", now.reason);
	if (now.malformed)
		return say(check, -EILSEQ, "malformed tables", now.reason);
	if (now.hash != check->before.hash || now.pages != check->before.pages)
		return say(check, -EILSEQ, "the hash changed", "");
	return census_compare(&check->before.census, &now.census, check->why,
			      sizeof(check->why));
}

/* 0 when as many pages are free again, -EAGAIN when not (yet). */
static int memory_back(int64_t before)
{
	int64_t after;

	if (!meminfo_free_pages(&after) && after >= before)
		return 0;
	usleep(LEAK_SETTLE_US);
	return !meminfo_free_pages(&after) && after >= before ? 0 : -EAGAIN;
}

/* -ENOENT: the conversion did not come to step nth, and succeeded. */
static int fail_once(struct fault_check *check, enum splitfold_strategy strategy, uint64_t nth,
		     bool *leaks)
{
	struct splitfold_convert req;
	int64_t before = 0;
	int err;

	meminfo_free_pages(&before);
	err = fault_convert(check, strategy, nth, &req);
	if (!err && req.steps >= nth)
		return say(check, -EINVAL, "it was made to fail and succeeded", "");
	if (!err)
		return -ENOENT;
	check->failures++;
	*leaks = memory_back(before);
	err = step_named(check, nth, req.reason);
	return err ? err : map_unchanged(check);
}

static int fail_step(struct fault_check *check, enum splitfold_strategy strategy, uint64_t nth)
{
	bool leaks = true;
	int tries, err = 0;

	for (tries = 0; tries < LEAK_TRIES && leaks && !err; tries++)
		err = fail_once(check, strategy, nth, &leaks);
	if (!err && leaks)
		err = say(check, -ENOMEM, "memory is lost every time in step", check->step);
	return err;
}

/* The steps to fail of so many, one after the other; 0 at the end. */
static uint64_t step_after(uint64_t nth, uint64_t steps, struct rng *rng)
{
	uint64_t between = (steps - STEPS_FIRST - STEPS_LAST) / (STEPS_BETWEEN + 1);

	if (nth >= steps)
		return 0;
	if (nth < STEPS_FIRST || steps <= STEPS_FIRST + STEPS_LAST + STEPS_BETWEEN ||
	    nth >= steps - STEPS_LAST)
		return nth + 1;
	nth += 1 + between / 2 + rng_below(rng, between + 1);
	return nth < steps - STEPS_LAST ? nth : steps - STEPS_LAST + 1;
}

/*
 * How many steps there are may vary by a few: memory is not found the same way twice.
 * Past the last one the conversion succeeds, which is how the series ends.
 */
static int fail_steps(struct fault_check *check, enum splitfold_strategy strategy, uint64_t steps)
{
	struct rng rng = rng_seeded(SEED, check->way.method);
	uint64_t nth = 0;
	int err = 0;

	while (!err && (nth = step_after(nth, steps, &rng)))
		err = fail_step(check, strategy, nth);
	for (nth = steps + 1; !err && nth <= steps + STEPS_LAST; nth++)
		err = fail_step(check, strategy, nth);
	return err == -ENOENT ? 0 : err ? err : say(check, -EINVAL, "it never succeeded", "");
}

/* There and back some times; *steps of the first way. Ends where it began. */
static int warm_up(struct fault_check *check, enum splitfold_strategy strategy, uint64_t *steps)
{
	struct splitfold_convert req;
	int i, err = 0;

	for (i = 0; i < WARM_UP && !err; i++) {
		err = fault_convert(check, strategy, 0, &req);
		*steps = req.steps;
		if (!err)
			err = fault_convert(check, conversion_inverse(strategy), 0, &req);
	}
	if (!err) {
		check->before = (struct splitfold_verify){ 0 };
		err = device_verify(check->dev, &check->before);
	}
	return err ? say(check, err, "before any fault", req.reason) : 0;
}

static int fault_series(struct fault_check *check, enum splitfold_strategy strategy,
			uint64_t *steps)
{
	char text[CONVERSION_WHY_MAX / 2];
	struct splitfold_verify after = { 0 };
	int err = warm_up(check, strategy, steps);

	if (err)
		return err;
	if (!*steps)
		return say(check, -EINVAL, "no step was counted", "");
	err = fail_steps(check, strategy, *steps);
	if (!err && kmsg_complaint(check->kmsg, text, sizeof(text)))
		err = say(check, -EIO, "the kernel complained", text);
	if (!err && (device_verify(check->dev, &after) || after.hash != check->before.hash))
		err = say(check, -EILSEQ, "the hash changed at last", after.reason);
	return err;
}

/* The range must be in the other state first. */
static void check_strategy(struct fault_check *check, enum splitfold_strategy strategy)
{
	struct splitfold_convert req;
	uint64_t steps = 0;
	int err;

	check->failures = 0;
	check->why[0] = '\0';
	check->step[0] = '\0';
	err = fault_convert(check, conversion_inverse(strategy), 0, &req);
	if (err)
		say(check, err, "before", req.reason);
	else
		err = fault_series(check, strategy, &steps);
	tap_test(check->tap, !err, check->why,
		 "%s/%s: %s of %" PRIu64 " MiB: %" PRIu64 " failures in %" PRIu64
		 " steps leave all as it was", method_names[check->way.method],
		 hold_names[check->way.hold], strategy_names[strategy],
		 (check->range.end - check->range.start) >> 20, check->failures, steps);
}

/*
 * The first hold of a method gets a GiB, for the edits of level 1 entries; the others,
 * which differ only in where CPUs wait, less.
 */
static int place(struct fault_check *check, bool wide)
{
	struct iomem_range ram;
	uint64_t start;

	if (iomem_ram(check->dev, &ram))
		return -ENOENT;
	start = (ram.start + GIB) & ~(GIB - 1);
	if (wide && start + GIB <= ram.end) {
		check->range = (struct iomem_range){ start, start + GIB };
		return 0;
	}
	start = (ram.start + (ram.end - ram.start) / 2) & ~(NARROW - 1);
	check->range = (struct iomem_range){ start, start + NARROW };
	return 0;
}

static void check_pairs(struct fault_check *check, const struct check_options *opt)
{
	int method, hold;
	bool wide;

	for (method = 0; method < SPLITFOLD_NR_METHODS; method++) {
		wide = true;
		for (hold = 0; hold < SPLITFOLD_NR_HOLDS; hold++) {
			check->way = (struct conversion_way){ method, hold };
			if ((opt->method != CHECK_ANY && opt->method != method) ||
			    (opt->hold != CHECK_ANY && opt->hold != hold) ||
			    conversion_legality(check->dev, check->way) != LEGAL ||
			    place(check, wide))
				continue;
			wide = false;
			check_strategy(check, SPLITFOLD_SPLIT);
			if (conversion_can(check->way, SPLITFOLD_FOLD))
				check_strategy(check, SPLITFOLD_FOLD);
		}
	}
}

static void check_refused(struct tap *tap, struct device *dev)
{
	struct splitfold_convert req = { .fail_nth = 1 };
	int err = device_convert(dev, &req);

	tap_test(tap, err == -EPERM && req.reason[0], req.reason,
		 "fail_nth without allow_unsafe=1 is refused: %s", req.reason);
	tap_skip(tap, "the module was loaded without allow_unsafe=1", "faults in conversions");
}

/* Most of the map stays folded meanwhile: it takes less time to look at. */
void check_fault(struct tap *tap, struct device *dev, const struct check_options *opt)
{
	const struct conversion_way any = { SPLITFOLD_PRIVATE, SPLITFOLD_HOLD_PARK };
	struct fault_check check = { .tap = tap, .dev = dev };
	char text[CONVERSION_WHY_MAX];
	struct conversion_base base;
	struct splitfold_convert req;

	tap_test(tap, device_present(dev), dev->reason, "%s is there", SPLITFOLD_DEVICE);
	if (!device_present(dev))
		return;
	if (!(dev->info.flags & SPLITFOLD_INFO_UNSAFE_OK)) {
		check_refused(tap, dev);
		return;
	}
	check.kmsg = kmsg_open();
	if (check.kmsg < 0 || conversion_base_take(dev, &base, text)) {
		tap_test(tap, false, "", "the kernel's log and the map can be read");
		return;
	}
	kmsg_complaint(check.kmsg, text, sizeof(text));		/* not ours */
	conversion_do(dev, SPLITFOLD_FOLD, any, 0, &req);
	check_pairs(&check, opt);
	close(check.kmsg);
	tap_test(tap, !conversion_restore(dev, &base, &req), req.reason,
		 "the map can be brought back");
}

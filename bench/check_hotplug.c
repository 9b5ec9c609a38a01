// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_hotplug.c - memory that comes after the module was loaded is converted and verified
 * like the rest, and can go again, or the kernel says why not.
 *
 * It takes somebody outside who plugs memory (tests/e2e/66-hotplug.t): lines
 * "HOTPLUG MIB" on stdout ask that so much of it be there.
 */
#include "bench/bench.h"
#include "bench/check.h"
#include "bench/conversion.h"
#include "bench/converter.h"
#include "bench/kmsg.h"
#include "bench/meminfo.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define ALL_MIB		1024	/* a GiB: it folds into a leaf of level 1 */
#define HALF_MIB	512
#define SLACK_MIB	32	/* a fold gives tables of the boot to MemTotal */
#define PLUG_S		60
#define REFUSE_S	15
#define MAP_S		10
#define POLL_US		100000

/* arch/arm64/mm/mmu.c, can_unmap_without_split() */
#define REFUSED		"splits a leaf entry in linear map"

struct hotplug_check {
	struct tap *tap;
	struct device *dev;
	struct conversion_way way;
	struct conversion_base base;	/* nothing plugged */
	uint64_t total_kib;		/* the same */
	int refusals;			/* the kernel's log, to look for them */
	int complaints;			/* and once more */
	char why[CONVERSION_WHY_MAX];
};

static bool plugged_is(const struct hotplug_check *check, unsigned int mib)
{
	int64_t off_kib;
	uint64_t kib;

	if (meminfo_read("MemTotal", &kib))
		return false;
	off_kib = kib - (check->total_kib + mib * 1024ull);
	return off_kib > -SLACK_MIB * 1024 && off_kib < SLACK_MIB * 1024;
}

/* Ask for it. Returns 0, or -ETIMEDOUT when it is not so in time. */
static int plug(struct hotplug_check *check, unsigned int mib, unsigned int timeout_s)
{
	unsigned long polls = timeout_s * 1000000ul / POLL_US;

	printf("HOTPLUG %u\n", mib);
	fflush(stdout);
	while (!plugged_is(check, mib)) {
		if (!polls--) {
			snprintf(check->why, sizeof(check->why), "MemTotal does not show %u MiB",
				 mib);
			return -ETIMEDOUT;
		}
		usleep(POLL_US);
	}
	return 0;
}

static uint64_t mib_pages(const struct hotplug_check *check, unsigned int mib)
{
	return ((uint64_t)mib << 20) / check->dev->info.page_bytes;
}

/*
 * The map has the pages of so much more memory. Memory that goes leaves MemTotal some
 * time before the map.
 */
static int map_has(struct hotplug_check *check, unsigned int mib)
{
	uint64_t want = check->base.census.pages + mib_pages(check, mib);
	unsigned long polls = MAP_S * 1000000ul / POLL_US;
	struct splitfold_census census;
	int err;

	while (!(err = device_census(check->dev, &census)) && census.pages != want && polls--)
		usleep(POLL_US);
	if (err || census.pages == want)
		return err;
	snprintf(check->why, sizeof(check->why), "the map has %llu pages, not %llu", census.pages,
		 (unsigned long long)want);
	return -EILSEQ;
}

static int map_is_as_at_first(struct hotplug_check *check)
{
	struct conversion_base now;
	int err = conversion_base_take(check->dev, &now, check->why);

	if (err || now.hash == check->base.hash)
		return err;
	snprintf(check->why, sizeof(check->why), "the hash is not what it was at first");
	return -EILSEQ;
}

static int convert(struct hotplug_check *check, enum splitfold_strategy strategy)
{
	struct splitfold_convert done;
	int err = conversion_do(check->dev, strategy, check->way, 0, &done);

	if (!err)
		return conversion_check(&check->base, &done, check->why, sizeof(check->why));
	snprintf(check->why, sizeof(check->why), "%s: %s", strategy_names[strategy], done.reason);
	return err;
}

static void result(struct hotplug_check *check, int err, const char *what)
{
	tap_test(check->tap, !err, check->why[0] ? check->why : strerror(-err), "%s", what);
	check->why[0] = '\0';
}

/* Plug it all, and see it in the map. */
static void check_plug(struct hotplug_check *check, const char *what)
{
	int err = plug(check, ALL_MIB, PLUG_S);

	result(check, err ? err : map_has(check, ALL_MIB), what);
}

/* Back to half of it while the map is folded. */
static void check_unplug_folded(struct hotplug_check *check)
{
	char text[CONVERSION_WHY_MAX] = "";
	int err;

	kmsg_find(check->refusals, REFUSED, text, sizeof(text));	/* not of this */
	text[0] = '\0';
	err = plug(check, HALF_MIB, REFUSE_S);
	if (kmsg_find(check->refusals, REFUSED, text, sizeof(text))) {
		printf("# %s\n", text);
		result(check, 0, "unplugging from a folded map is refused with a reason");
	} else {
		if (!err)
			err = map_has(check, HALF_MIB);
		result(check, err, "memory can be unplugged from a folded map");
	}
}

static void check_meanwhile(struct hotplug_check *check)
{
	char reason[SPLITFOLD_REASON_MAX];
	struct converter converter;
	unsigned int conversions;
	int err = converter_start(&converter, check->dev);

	if (!err)
		err = converter_wait(&converter, 2, PLUG_S);
	if (!err)
		err = plug(check, HALF_MIB, PLUG_S);
	if (!err)
		err = converter_wait(&converter, 2, PLUG_S);
	result(check, err, "memory is plugged during conversions");
	if (converter_stop(&converter, &conversions, reason))
		snprintf(check->why, sizeof(check->why), "%s", reason);
	result(check, check->why[0] ? -EIO : 0, "and they go on");
}

static void check_sequence(struct hotplug_check *check)
{
	int err;

	result(check, convert(check, SPLITFOLD_SPLIT), "the map is split");
	check_plug(check, "memory plugged into a split map is in it");
	result(check, convert(check, SPLITFOLD_FOLD), "it is folded like the rest");
	check_unplug_folded(check);
	result(check, convert(check, SPLITFOLD_SPLIT), "what is left is split");
	result(check, convert(check, SPLITFOLD_FOLD), "and folded");
	check_plug(check, "memory plugged into a folded map is in it");
	result(check, convert(check, SPLITFOLD_SPLIT), "it is split like the rest");
	result(check, plug(check, 0, PLUG_S), "all of it can be unplugged from a split map");
	result(check, map_has(check, 0), "and is gone from the map");
	result(check, map_is_as_at_first(check), "which has the hash it had at first");
	check_meanwhile(check);
	result(check, convert(check, SPLITFOLD_SPLIT), "after them the map is split");
	err = plug(check, 0, PLUG_S);
	result(check, err ? err : map_has(check, 0), "and memory is unplugged again");
	result(check, map_is_as_at_first(check), "the map has the hash it had at first");
	err = kmsg_complaint(check->complaints, check->why, sizeof(check->why)) ? -EIO : 0;
	result(check, err, "the kernel did not complain");
}

void check_hotplug(struct tap *tap, struct device *dev, const struct check_options *opt)
{
	struct hotplug_check check = {
		.tap = tap,
		.dev = dev,
		.way = { SPLITFOLD_PRIVATE, SPLITFOLD_HOLD_PARK },
	};
	int err;

	tap_test(tap, device_present(dev), dev->reason, "%s is there", SPLITFOLD_DEVICE);
	if (!device_present(dev))
		return;
	if (opt->method != CHECK_ANY && opt->hold != CHECK_ANY)
		check.way = (struct conversion_way){ opt->method, opt->hold };
	check.refusals = kmsg_open();
	check.complaints = kmsg_open();
	err = conversion_base_take(dev, &check.base, check.why);
	if (!err)
		err = meminfo_read("MemTotal", &check.total_kib);
	if (!err && check.complaints < 0)
		err = check.complaints;
	result(&check, err, "the map, MemTotal and the kernel's log can be read");
	if (err)
		return;
	check_sequence(&check);
	close(check.refusals);
	close(check.complaints);
}

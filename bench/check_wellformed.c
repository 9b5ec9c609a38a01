// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_wellformed.c - the tables are such as the architecture wants them, and what is not is
 * found: VERIFY on the map as it booted, folded and split; a fold around pages that must not
 * be in a group; one fault each in tables of the module's own; and a fold that leaves a
 * contiguous group incomplete, which no hash sees.
 */
#include "bench/bench.h"
#include "bench/check.h"
#include "bench/conversion.h"

#include <assert.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* So many that, for each of the 16 places in a group, some group has one there alone. */
#define PAGES		512
/* Of these, so many are the only one in the whole map, one after the other. */
#define PAGES_ALONE	12
#define WHY_MAX		(SPLITFOLD_REASON_MAX + 128)

/* What is planted, and what the module must call it; NULL: nothing is wrong. */
static const struct {
	const char *name;
	const char *rule;
} plants[] = {
	[SPLITFOLD_PLANT_NONE] = { "nothing", NULL },
	[SPLITFOLD_PLANT_GROUP_BIT] = { "a page without its Contiguous bit", "not in all entries" },
	[SPLITFOLD_PLANT_GROUP_BLOCK] = { "a block without its Contiguous bit",
					  "not in all entries" },
	[SPLITFOLD_PLANT_GROUP_HOLE] = { "a hole in a contiguous group", "an invalid entry" },
	[SPLITFOLD_PLANT_GROUP_ADDRESS] = { "another page in a contiguous group",
					    "not contiguous in PA" },
	[SPLITFOLD_PLANT_GROUP_RDONLY] = { "a read-only page in a contiguous group",
					   "not uniform in attributes" },
	[SPLITFOLD_PLANT_GROUP_ALIGN] = { "a contiguous group one page further",
					  "group not aligned in PA" },
	[SPLITFOLD_PLANT_BLOCK_ALIGN] = { "a block one page further", "block not aligned" },
	[SPLITFOLD_PLANT_RESERVED] = { "a page with bit 1 clear", "reserved encoding" },
	[SPLITFOLD_PLANT_ADDRESS] = { "a page that maps another one", "belongs elsewhere" },
	[SPLITFOLD_PLANT_TWICE] = { "a table linked from two places", "linked twice" },
	[SPLITFOLD_PLANT_TABLE_FREE] = { "a table in a free page", "free page" },
	[SPLITFOLD_PLANT_TABLE_RDONLY] = { "APTable over writable pages", "imposes" },
	[SPLITFOLD_PLANT_TABLE_PXN] = { "PXNTable over an executable page", "imposes" },
	[SPLITFOLD_PLANT_TABLE_UXN] = { "UXNTable over an executable page", "imposes" },
	[SPLITFOLD_PLANT_TABLE_NS] = { "NSTable", "imposes" },
};
static_assert(ARRAY_SIZE(plants) == SPLITFOLD_NR_PLANTS, "a name each");

static bool plant_found(const struct splitfold_plant *req)
{
	char where[32];

	if (!plants[req->kind].rule)
		return !req->faults && !req->reason[0];
	snprintf(where, sizeof(where), " of %#" PRIx64 ",", (uint64_t)req->va);
	return req->faults && req->found_va == req->va && strstr(req->reason, where) &&
	       strstr(req->reason, plants[req->kind].rule);
}

static void check_plants(struct tap *tap, struct device *dev)
{
	struct splitfold_plant req;
	char why[WHY_MAX];
	__u32 kind;
	int err;

	for (kind = 0; kind < SPLITFOLD_NR_PLANTS; kind++) {
		req = (struct splitfold_plant){ .kind = kind };
		err = device_plant(dev, &req);
		snprintf(why, sizeof(why), "at %#llx, found at %#llx, %llu in all: %s", req.va,
			 req.found_va, req.faults, req.reason);
		tap_test(tap, !err && plant_found(&req), why, "planted: %s%s%s", plants[kind].name,
			 req.reason[0] ? ": " : "", req.reason);
	}
}

static bool map_is_wellformed(struct device *dev, struct splitfold_verify *verify)
{
	*verify = (struct splitfold_verify){ 0 };
	return !device_verify(dev, verify) && !verify->malformed;
}

static void check_map(struct tap *tap, struct device *dev, const char *when)
{
	struct splitfold_verify verify;
	bool ok = map_is_wellformed(dev, &verify);

	tap_test(tap, ok, verify.reason, "%s: all tables are well-formed", when);
}

/* A block of 512 pages must not be made of 511, wherever the one that differs lies. */
static void check_pages_alone(struct tap *tap, struct device *dev, struct conversion_way way)
{
	struct splitfold_page page = { 0 };
	struct splitfold_convert done;
	int i, err = 0;

	for (i = 0; i < PAGES_ALONE && !err; i++) {
		page.index = i * (PAGES / PAGES_ALONE);
		page.state = SPLITFOLD_PAGE_RO;
		err = device_page(dev, &page);
		if (!err)
			err = conversion_do(dev, SPLITFOLD_FOLD, way, 0, &done);
		if (!err)
			err = conversion_do(dev, SPLITFOLD_SPLIT, way, 0, &done);
		page.state = SPLITFOLD_PAGE_RW;
		if (!err)
			err = device_page(dev, &page);
	}
	tap_test(tap, !err, page.reason[0] ? page.reason : done.reason,
		 "so are %d folds around a single read-only page each", PAGES_ALONE);
}

/* Single pages that differ, wherever in a group they lie: none of these is made a group. */
static void check_odd_pages(struct tap *tap, struct device *dev, struct conversion_way way)
{
	const __u32 needed = SPLITFOLD_INFO_RODATA_FULL | SPLITFOLD_INFO_CAN_SET_DIRECT;
	struct splitfold_pages pages = { .nr = PAGES };
	struct splitfold_page page = { 0 };
	struct splitfold_convert done;
	int err;

	if ((dev->info.flags & needed) != needed) {
		tap_skip(tap, "permissions of single pages cannot change here",
			 "a fold around single read-only and invalid pages");
		return;
	}
	err = device_pages(dev, &pages);
	for (; !err && page.index < PAGES; page.index++) {
		page.state = page.index % 2 ? SPLITFOLD_PAGE_RO : SPLITFOLD_PAGE_INVALID;
		err = device_page(dev, &page);
	}
	tap_test(tap, !err, err ? page.reason : pages.reason,
		 "a map of ptes with %d read-only and invalid pages", PAGES);
	err = conversion_do(dev, SPLITFOLD_FOLD, way, 0, &done);
	tap_test(tap, !err, done.reason, "a fold around them is right");
	check_map(tap, dev, "folded around them");
	err = conversion_do(dev, SPLITFOLD_SPLIT, way, 0, &done);
	page.state = SPLITFOLD_PAGE_RW;
	for (page.index = 0; !err && page.index < PAGES; page.index++)
		err = device_page(dev, &page);
	tap_test(tap, !err, page.reason, "and they can be made like the others again");
	if (!err)
		check_pages_alone(tap, dev, way);
}

static void check_torn(struct tap *tap, struct device *dev, struct conversion_way way)
{
	struct splitfold_verify before, after;
	struct splitfold_convert done;
	char pair[32], why[CONVERSION_WHY_MAX];
	bool ok = map_is_wellformed(dev, &before);
	int err;

	snprintf(pair, sizeof(pair), "%s/%s", method_names[way.method], hold_names[way.hold]);
	err = conversion_do(dev, SPLITFOLD_FOLD, way, SPLITFOLD_CONVERT_TORN, &done);
	tap_test(tap, ok && err == -EILSEQ && done.hash_before == done.hash_after &&
			 strstr(done.reason, "not in all entries"),
		 err ? done.reason : "it succeeded",
		 "%s: a fold that leaves a group incomplete is caught, by its same hash not: %s",
		 pair, done.reason);
	ok = map_is_wellformed(dev, &after) && before.hash == after.hash;
	err = census_compare(&before.census, &after.census, why, sizeof(why));
	tap_test(tap, ok && !err, err ? why : after.reason, "%s: and taken back", pair);
}

static void check_torn_all(struct tap *tap, struct device *dev, const struct check_options *opt)
{
	int method, hold;

	for (method = 0; method < SPLITFOLD_NR_METHODS; method++)
		for (hold = 0; hold < SPLITFOLD_NR_HOLDS; hold++) {
			struct conversion_way way = { method, hold };

			if ((opt->method == CHECK_ANY || opt->method == method) &&
			    (opt->hold == CHECK_ANY || opt->hold == hold) &&
			    conversion_legality(dev, way) == LEGAL &&
			    conversion_can(way, SPLITFOLD_FOLD))
				check_torn(tap, dev, way);
		}
}

void check_wellformed(struct tap *tap, struct device *dev, const struct check_options *opt)
{
	const struct conversion_way safe = conversion_way_safe(dev);
	struct splitfold_convert done;
	struct conversion_base base;
	char reason[SPLITFOLD_REASON_MAX];
	int err;

	tap_test(tap, device_present(dev), dev->reason, "%s is there", SPLITFOLD_DEVICE);
	if (!device_present(dev))
		return;
	check_map(tap, dev, "as booted");
	err = conversion_base_take(dev, &base, reason);
	tap_test(tap, !err, reason, "the map can be verified");
	if (err)
		return;
	err = conversion_do(dev, SPLITFOLD_FOLD, safe, 0, &done);
	tap_test(tap, !err && done.after.contpte, done.reason, "a map with contiguous groups");
	check_map(tap, dev, "folded");
	err = conversion_do(dev, SPLITFOLD_SPLIT, safe, 0, &done);
	tap_test(tap, !err, done.reason, "a map of ptes");
	check_map(tap, dev, "split");
	check_odd_pages(tap, dev, safe);
	if (dev->info.flags & SPLITFOLD_INFO_UNSAFE_OK) {
		check_plants(tap, dev);
		check_torn_all(tap, dev, opt);
	} else {
		tap_skip(tap, "the module was loaded without allow_unsafe=1", "planted faults");
	}
	tap_test(tap, !conversion_restore(dev, &base, &done), done.reason,
		 "the map can be brought back");
}

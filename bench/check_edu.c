// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_edu.c - a device that is told to go where it must not: to private memory, to the
 * monitor's, to the interrupt controller. The SMMU refuses and counts it; nothing changes.
 * Beside it stands DMA to the same pages while they are shared, which works.
 */
#include "bench/check_edu.h"

#include "bench/edu.h"
#include "bench/iomem.h"
#include "bench/monitor.h"
#include "bench/sharing.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define SEED_OURS	11
#define SEED_SECRET	12
#define SEED_OTHER	13

/* QEMU's virt machine (hw/arm/virt.c). */
#define GIC_DISTRIBUTOR	0x08000000ul
#define FLASH		0x00000000ul

struct edu_check {
	struct tap *tap;
	struct device *dev;
	struct edu edu;
	struct sharing shared;		/* a page that is shared throughout */
	struct sharing page;		/* one that is now this, now that */
};

static uint64_t faults(struct edu_check *check)
{
	struct monitor_count count = { 0 };

	return monitor_count(check->dev, COUNTER_SMMU_FAULT, &count) ? 0 : count.count;
}

/* The device's buffer becomes the pattern of seed, by way of the page that is shared. */
static int edu_fill(struct edu_check *check, uint64_t seed)
{
	struct sharing *s = &check->shared;

	sharing_fill(s->unprotected, s->bytes, seed);
	return edu_load(&check->edu, s->ipa | s->unprotected_bit);
}

/* Whether the device's buffer is that pattern. */
static int edu_compare(struct edu_check *check, uint64_t seed)
{
	struct sharing *s = &check->shared;
	int err;

	sharing_fill(s->unprotected, s->bytes, ~seed);
	err = edu_store(&check->edu, s->ipa | s->unprotected_bit);
	return err ? err : sharing_compare(s->unprotected, s->bytes, seed);
}

static void works(struct edu_check *check, const char *what)
{
	uint64_t before = faults(check), refused;
	char why[128];
	int err = edu_fill(check, SEED_OURS);

	if (!err)
		err = edu_compare(check, SEED_OURS);
	refused = faults(check) - before;
	snprintf(why, sizeof(why), "%s, %" PRIu64 " faults", strerror(-err), refused);
	tap_test(check->tap, !err && !refused, why, "edu: %s", what);
}

/* Tells the device to store to address and to load from it: both must be refused. */
static void refused(struct edu_check *check, uint64_t address, const char *what)
{
	uint64_t before = faults(check), stored, loaded;
	int err = edu_fill(check, SEED_OTHER);
	char why[128];

	if (!err)
		err = edu_store(&check->edu, address);
	stored = faults(check) - before;
	if (!err)
		err = edu_load(&check->edu, address);
	loaded = faults(check) - before - stored;
	snprintf(why, sizeof(why), "%s, %" PRIu64 " and %" PRIu64 " faults", strerror(-err), stored,
		 loaded);
	tap_test(check->tap, !err && stored, why, "edu: a store to %s is refused", what);
	tap_test(check->tap, !err && loaded, why, "edu: a load from %s is refused", what);
}

/* The page as it is now, by an address that must not reach it. */
static void page_refused(struct edu_check *check, bool shared, uint64_t address, const char *what)
{
	struct sharing *s = &check->page;
	volatile uint64_t *words = shared ? s->unprotected : s->protected;

	sharing_fill(words, s->bytes, SEED_SECRET);
	refused(check, address, what);
	tap_test(check->tap, !sharing_compare(words, s->bytes, SEED_SECRET), "it changed",
		 "edu: %s holds what it held", what);
	tap_test(check->tap, edu_compare(check, SEED_SECRET) == -EILSEQ, "it was read",
		 "edu: the device has nothing of it");
}

/* Both directions between the device and the page that is shared now. */
static void page_works(struct edu_check *check)
{
	struct sharing *s = &check->page;
	uint64_t before = faults(check), address = s->ipa | s->unprotected_bit;
	int err = edu_fill(check, SEED_OTHER);

	if (!err)
		err = edu_store(&check->edu, address);
	if (!err)
		err = sharing_compare(s->unprotected, s->bytes, SEED_OTHER);
	sharing_fill(s->unprotected, s->bytes, SEED_OURS);
	if (!err)
		err = edu_load(&check->edu, address);
	if (!err)
		err = edu_compare(check, SEED_OURS);
	tap_test(check->tap, !err && faults(check) == before, strerror(-err),
		 "edu: it stores to a page that is shared, and loads from it");
}

static void page_set(struct edu_check *check, bool shared, const char *what)
{
	int err = sharing_set(&check->page, shared);

	tap_test(check->tap, !err, check->page.reason, "edu: %s", what);
}

/* Private, shared, private again: what the SMMU has cached goes each time. */
static void check_page(struct edu_check *check)
{
	struct sharing *s = &check->page;
	uint64_t other = s->ipa | s->unprotected_bit;

	page_refused(check, false, s->ipa, "a private page");
	page_refused(check, false, other, "a private page by its unprotected address");
	page_set(check, true, "the page is shared");
	page_works(check);
	page_refused(check, true, s->ipa, "a shared page by its protected address");
	page_set(check, false, "the page is private again");
	page_refused(check, false, other, "a page that was shared");
	page_set(check, true, "and shared again");
	page_works(check);
}

static void check_elsewhere(struct edu_check *check)
{
	uint64_t bit = check->shared.unprotected_bit;
	struct iomem_range ram = { 0 };
	struct monitor_info info = { 0 };

	tap_test(check->tap, !iomem_find("System RAM", &ram), "/proc/iomem",
		 "edu: where memory ends is known");
	refused(check, ram.end, "the monitor's memory");
	refused(check, ram.end | bit, "the monitor's memory, unprotected");
	refused(check, ram.end + (1ul << 20), "the monitor's tables");
	refused(check, GIC_DISTRIBUTOR, "the interrupt controller");
	refused(check, FLASH | bit, "the flash");
	refused(check, 1ul << 43 | ram.start, "an address that is too wide");
	tap_test(check->tap,
		 !monitor_info(check->dev, &info) && info.checksum == info.checksum_at_start,
		 "it changed", "edu: the monitor's code is as it was");
}

static int pages_open(struct edu_check *check)
{
	unsigned int bytes = check->dev->info.page_bytes;
	int err = sharing_open(&check->shared, 1, bytes);

	if (!err)
		err = sharing_set(&check->shared, true);
	if (!err)
		err = sharing_open(&check->page, 1, bytes);
	return err;
}

void check_edu(struct tap *tap, struct device *dev)
{
	struct edu_check check = {
		.tap = tap,
		.dev = dev,
		.shared.dev.fd = -1,
		.page.dev.fd = -1,
	};
	int err = edu_open(&check.edu);

	tap_test(tap, !err, check.edu.reason, "edu: it is there");
	if (!err) {
		err = pages_open(&check);
		tap_test(tap, !err, check.shared.reason, "edu: pages of its own");
	}
	if (!err) {
		works(&check, "it does DMA to a shared page");
		check_page(&check);
		check_elsewhere(&check);
		works(&check, "and still does");
	}
	sharing_close(&check.page);
	sharing_close(&check.shared);
	edu_close(&check.edu);
}

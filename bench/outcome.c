// SPDX-License-Identifier: GPL-2.0-only
/*
 * outcome.c - what became of a boot: the linear map, sharing, the failures in the log.
 *
 * In a realm a kernel that mapped its memory in blocks and cannot split them boots, but
 * cannot share memory, and what needs DMA fails. Record "outcome" is the system as it
 * booted: nothing was changed before it. Only where sharing turned out broken there is
 * "mended": the module has split the whole map, and sharing is tried again. Devices that
 * failed to probe stay as they are.
 *
 * Broken is a result: the status is ok when it could be told.
 */
#define _GNU_SOURCE
#include "bench/conversion.h"
#include "bench/kmsg.h"
#include "bench/record.h"
#include "bench/sharing.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define LOG_LINES	16
#define LOG_LINE_MAX	200
/* Lines that begin alike, as those of 64 bad pages do, are all counted, but these listed. */
#define LOG_ALIKE	3
#define LOG_ALIKE_CHARS	20

static const struct conversion_way mend_way = { SPLITFOLD_PRIVATE, SPLITFOLD_HOLD_PARK };

struct outcome {
	struct run *run;
	int log;			/* /dev/kmsg, or -errno */
	bool lost;
	unsigned int nr_lines;
	char line[LOG_LINES][LOG_LINE_MAX + 1];
	uint64_t failures;
	uint64_t devices_failed;
	uint64_t leaked_pages;
};

/* Words of the kernel and its drivers for something that did not work. */
static bool is_failure(const char *text)
{
	static const char *const words[] = {
		"WARNING:", "BUG:", "fail", "error -", "unable to", "cannot ",
	};
	size_t i;

	/* A call trace, the command line, and what this module and its loading say. */
	if (text[0] == ' ' || strstr(text, "ernel command line") || !strncmp(text, "splitfold", 9))
		return false;
	for (i = 0; i < ARRAY_SIZE(words); i++)
		if (strcasestr(text, words[i]))
			return true;
	return false;
}

static void line_list(struct outcome *outcome, const char *text)
{
	unsigned int i, alike = 0;

	for (i = 0; i < outcome->nr_lines; i++)
		alike += !strncmp(outcome->line[i], text, LOG_ALIKE_CHARS);
	if (alike < LOG_ALIKE && outcome->nr_lines < LOG_LINES)
		snprintf(outcome->line[outcome->nr_lines++], LOG_LINE_MAX + 1, "%.*s", LOG_LINE_MAX,
			 text);
}

static void line_take(void *ctx, const char *text)
{
	struct outcome *outcome = ctx;
	unsigned int pages;

	if (!is_failure(text))
		return;
	outcome->failures++;
	outcome->devices_failed += !!strstr(text, "probe with driver");
	if (sscanf(text, "Failed to decrypt memory, %u pages will be leaked", &pages) == 1 ||
	    sscanf(text, "Failed to encrypt memory, %u pages will be leaked", &pages) == 1)
		outcome->leaked_pages += pages;
	line_list(outcome, text);
}

/* What was said since the last time. */
static void log_read(struct outcome *outcome)
{
	outcome->nr_lines = 0;
	outcome->failures = 0;
	outcome->devices_failed = 0;
	outcome->leaked_pages = 0;
	if (outcome->log >= 0)
		outcome->lost = kmsg_each(outcome->log, line_take, outcome);
}

static void log_record(const struct outcome *outcome, struct record *record)
{
	const uint32_t page_bytes = outcome->run->dev.info.page_bytes;
	const char *why = "records of the kernel's log were lost before they were read";
	unsigned int i;

	for (i = 0; i < outcome->nr_lines; i++)
		record_log(record, outcome->line[i]);
	if (outcome->log >= 0 && !outcome->lost) {
		record_value(record, "failures", "count", outcome->failures);
		record_value(record, "devices_failed", "count", outcome->devices_failed);
		record_value(record, "leaked", "KiB", outcome->leaked_pages * page_bytes >> 10);
		return;
	}
	if (outcome->log < 0)
		why = strerror(-outcome->log);
	record_skipped(record, "failures", why);
	record_skipped(record, "devices_failed", why);
	record_skipped(record, "leaked", why);
}

/*
 * Single pages and a group of 64K, one after the other and none given back before the
 * end: one that happens to lie under ptes, of which each map has some, proves nothing.
 * Returns 0, or -errno with reason set.
 */
static int sharing_check(const struct device *dev, char *reason)
{
	static const unsigned int pages[] = { 1, 1, 1, 1, 16, 16, 16, 16 };
	struct sharing sharing[ARRAY_SIZE(pages)];
	size_t i = 0, opened;
	int err = 0;

	for (; i < ARRAY_SIZE(pages) && !err; i++) {
		err = sharing_open(&sharing[i], pages[i], dev->info.page_bytes);
		if (!err)
			err = sharing_try(&sharing[i]);
		memcpy(reason, sharing[i].reason, SPLITFOLD_REASON_MAX);
	}
	for (opened = i; opened--;)
		if (sharing[opened].dev.fd >= 0)
			sharing_close(&sharing[opened]);
	return err;
}

/* Returns whether it is broken: tried, and failed. */
static bool sharing_record(struct record *record)
{
	const struct device *dev = &record->run->dev;
	char reason[SPLITFOLD_REASON_MAX];
	int err;

	if (!device_realm(dev)) {
		record_skipped(record, "sharing", "not a realm: nothing can be shared");
		return false;
	}
	err = sharing_check(dev, reason);
	record_value(record, "sharing", "bool", !err);
	if (err)
		record_status(record, RECORD_OK, "%s", reason);
	return err;
}

/* The log before the attempt, which adds to it. Returns 0 or -errno of the sending. */
static int booted_send(struct outcome *outcome, bool *broken)
{
	struct splitfold_census census;
	struct record record;

	record_init(&record, outcome->run, "outcome");
	log_read(outcome);
	log_record(outcome, &record);
	if (device_census(&outcome->run->dev, &census))
		record_status(&record, RECORD_FAIL, "CENSUS failed");
	else
		record_census(&record, &census, &census);
	*broken = sharing_record(&record);
	/* What that attempt made the kernel say belongs to no record. */
	log_read(outcome);
	return record_send(&record);
}

static int mended_send(struct outcome *outcome)
{
	struct splitfold_convert done;
	struct record record;
	int err;

	monitor_mark(&outcome->run->marks, &outcome->run->dev);
	record_init(&record, outcome->run, "mended");
	record.strategy = strategy_names[SPLITFOLD_SPLIT];
	record.method = method_names[mend_way.method];
	record.hold = hold_names[mend_way.hold];
	err = conversion_do(&outcome->run->dev, SPLITFOLD_SPLIT, mend_way, 0, &done);
	if (err) {
		record_status(&record, RECORD_FAIL, "the map could not be split: %s", done.reason);
		return record_send(&record);
	}
	record_census(&record, &done.before, &done.after);
	sharing_record(&record);
	log_read(outcome);
	log_record(outcome, &record);
	return record_send(&record);
}

int outcome_run(struct run *run)
{
	static struct outcome outcome;
	bool broken;
	int err;

	if (!device_present(&run->dev))
		return record_send_skip(run, "outcome", run->dev.reason);
	outcome.run = run;
	outcome.log = kmsg_open();
	err = booted_send(&outcome, &broken);
	if (!err && broken)
		err = mended_send(&outcome);
	if (outcome.log >= 0)
		close(outcome.log);
	return err;
}

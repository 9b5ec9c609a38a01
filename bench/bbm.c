// SPDX-License-Identifier: GPL-2.0-only
/*
 * bbm.c - does anything break break-before-make? The boot, each legal pair of method and
 * hold in both directions, a conversion with a CPU off line (bbm_offline.c), and then what
 * must be found (bbm_control.c).
 *
 * The plugin sees every store to a table that some CPU can walk, every TLBI and DSB
 * (qemu/plugin/bbm.h). A violation in what is legal is a failure.
 */
#include "bench/bbm.h"
#include "bench/conversion.h"
#include "bench/symbol.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define LOG_LINES	8

static const char *const kind_names[PLUGIN_BBM_KIND_NR] = {
	[PLUGIN_BBM_KIND_NONE] = "nothing",
	[PLUGIN_BBM_KIND_SIZE] = "size",
	[PLUGIN_BBM_KIND_ADDRESS] = "address",
	[PLUGIN_BBM_KIND_ATTRIBUTES] = "attributes",
	[PLUGIN_BBM_KIND_REUSED] = "table reused",
};

static const char *const why_names[PLUGIN_BBM_WHY_NR] = {
	[PLUGIN_BBM_WHY_NO_BREAK] = "no break",
	[PLUGIN_BBM_WHY_NO_TLBI] = "no TLBI for all",
	[PLUGIN_BBM_WHY_NO_DSB] = "no DSB after TLBI",
	[PLUGIN_BBM_WHY_LOADED] = "root loaded before a TLBI",
};

int bbm_figures_read(struct bbm_figures *figures)
{
	unsigned int i;
	int err = 0;

	for (i = 0; i < PLUGIN_BBM_NR && !err; i++)
		err = plugin_read(PLUGIN_TABLE_BBM, 0, i, &figures->value[i]);
	return err;
}

int bbm_figures_of(int (*fn)(void *arg), void *arg, int *ret, struct bbm_figures *figures)
{
	int err = plugin_begin();

	if (err)
		return err;
	*ret = fn(arg);
	err = plugin_end();
	return err ? err : bbm_figures_read(figures);
}

static void bbm_log(struct record *record, uint64_t row)
{
	uint64_t value[PLUGIN_BBM_REPORT_NR];
	char line[200], symbol[72];
	unsigned int i;

	for (i = 0; i < PLUGIN_BBM_REPORT_NR; i++)
		if (plugin_read(PLUGIN_TABLE_BBM_REPORT, row, i, &value[i]))
			return;
	if (value[PLUGIN_BBM_REPORT_KIND] >= PLUGIN_BBM_KIND_NR ||
	    value[PLUGIN_BBM_REPORT_WHY] >= PLUGIN_BBM_WHY_NR)
		return;
	symbol_name(value[PLUGIN_BBM_REPORT_PC], symbol, sizeof(symbol));
	snprintf(line, sizeof(line),
		 "%s%s, %s: %#" PRIx64 " level %d: %#" PRIx64 " -> %#" PRIx64
		 " by %s on CPU %" PRIu64 ", for CPUs %#" PRIx64,
		 value[PLUGIN_BBM_REPORT_ALLOWED] ? "allowed: " : "",
		 kind_names[value[PLUGIN_BBM_REPORT_KIND]], why_names[value[PLUGIN_BBM_REPORT_WHY]],
		 value[PLUGIN_BBM_REPORT_VA], (int)value[PLUGIN_BBM_REPORT_LEVEL],
		 value[PLUGIN_BBM_REPORT_OLD], value[PLUGIN_BBM_REPORT_NEW], symbol,
		 value[PLUGIN_BBM_REPORT_CPU], value[PLUGIN_BBM_REPORT_CPUS]);
	record_log(record, line);
}

void bbm_record(struct record *record, const struct bbm_figures *figures)
{
	static const char *const names[PLUGIN_BBM_NR] = {
		[PLUGIN_BBM_STORES] = "stores",
		[PLUGIN_BBM_BREAKS] = "breaks",
		[PLUGIN_BBM_CHANGES] = "changes",
		[PLUGIN_BBM_SIZE] = "size",
		[PLUGIN_BBM_ADDRESS] = "address",
		[PLUGIN_BBM_ATTRIBUTES] = "attributes",
		[PLUGIN_BBM_REUSED] = "reused",
		[PLUGIN_BBM_UNFINISHED] = "unfinished",
		[PLUGIN_BBM_ALLOWED] = "allowed",
		[PLUGIN_BBM_TLBI] = "tlbi",
		[PLUGIN_BBM_TABLES] = "tables",
	};
	unsigned int i;

	for (i = 0; i < PLUGIN_BBM_NR; i++)
		if (names[i])
			record_value(record, names[i], "count", figures->value[i]);
	for (i = 0; i < figures->value[PLUGIN_BBM_REPORTS] && i < LOG_LINES; i++)
		bbm_log(record, i);
}

void bbm_judge(struct record *record, const struct bbm_figures *figures, uint64_t borne)
{
	bbm_record(record, figures);
	if (bbm_violations(figures) > borne)
		record_status(record, RECORD_FAIL, "%" PRIu64 " violations of break-before-make",
			      bbm_violations(figures));
}

/*
 * What came before the first begin. map_kernel() (arch/arm64/kernel/pi/map_kernel.c) writes
 * the kernel's text anew after a TLBI that it does not wait for: a finding, but not ours.
 */
static int bbm_boot_send(struct run *run)
{
	struct bbm_figures figures;
	struct record record;
	int err = bbm_figures_read(&figures);

	record_init(&record, run, "boot");
	if (err) {
		record_status(&record, RECORD_FAIL, "%s", plugin_error(err));
		return record_send(&record);
	}
	bbm_judge(&record, &figures, figures.value[PLUGIN_BBM_UNFINISHED]);
	if (figures.value[PLUGIN_BBM_UNFINISHED])
		record_status(&record, RECORD_OK, "%" PRIu64 " entries after a TLBI without DSB",
			      figures.value[PLUGIN_BBM_UNFINISHED]);
	return record_send(&record);
}

struct bbm_conversion {
	struct run *run;
	const struct conversion_base *base;
	enum splitfold_strategy strategy;
	struct conversion_way way;
	struct splitfold_convert done;
};

static int bbm_convert(void *arg)
{
	struct bbm_conversion *conv = arg;

	return conversion_do(&conv->run->dev, conv->strategy, conv->way, 0, &conv->done);
}

/* Returns 0 or -errno of the sending; *stop: the map is not what the next one needs. */
static int bbm_convert_send(struct bbm_conversion *conv, bool *stop)
{
	char why[CONVERSION_WHY_MAX];
	struct bbm_figures figures;
	struct record record;
	int ret = 0, err;

	record_init(&record, conv->run, "%s.%s.%s", strategy_names[conv->strategy],
		    method_names[conv->way.method], hold_names[conv->way.hold]);
	record.strategy = strategy_names[conv->strategy];
	record.method = method_names[conv->way.method];
	record.hold = hold_names[conv->way.hold];
	err = bbm_figures_of(bbm_convert, conv, &ret, &figures);
	if (err) {
		record_status(&record, RECORD_FAIL, "%s", plugin_error(err));
	} else if (ret) {
		record_status(&record, ret == -EPERM ? RECORD_SKIP : RECORD_FAIL, "%s",
			      conv->done.reason);
	} else {
		bbm_judge(&record, &figures, 0);
		if (conversion_check(conv->base, &conv->done, why, sizeof(why))) {
			record_status(&record, RECORD_FAIL, "%s", why);
			ret = -EILSEQ;
		}
	}
	*stop = err || ret;
	return record_send(&record);
}

/* There and back, by the way that goes in each direction. */
static int bbm_pair_send(struct run *run, const struct conversion_base *base,
			 enum splitfold_strategy first, struct conversion_way way)
{
	struct bbm_conversion conv = { .run = run, .base = base, .strategy = first, .way = way };
	bool stop = false;
	int i, err = 0;

	for (i = 0; i < 2 && !err && !stop && !run_interrupted(); i++) {
		monitor_mark(&run->marks, &run->dev);
		if (conversion_can(way, conv.strategy)) {
			err = bbm_convert_send(&conv, &stop);
		} else {
			conv.way = conversion_way_back(&run->dev, way);
			stop = bbm_convert(&conv);
			conv.way = way;
		}
		conv.strategy = conversion_inverse(conv.strategy);
	}
	return err;
}

static int bbm_pairs_send(struct run *run)
{
	enum splitfold_strategy first = SPLITFOLD_SPLIT;
	char reason[SPLITFOLD_REASON_MAX];
	struct conversion_base base;
	struct splitfold_convert done;
	int method, hold, err = 0;

	if (conversion_base_take(&run->dev, &base, reason))
		return record_send_skip(run, "convert", reason);
	if (conversion_base_is_split(&base))
		first = SPLITFOLD_FOLD;
	for (method = 0; method < SPLITFOLD_NR_METHODS && !err; method++)
		for (hold = 0; hold < SPLITFOLD_NR_HOLDS && !err && !run_interrupted(); hold++) {
			struct conversion_way way = { method, hold };

			if (conversion_legality(&run->dev, way) != ILLEGAL)
				err = bbm_pair_send(run, &base, first, way);
		}
	conversion_restore(&run->dev, &base, &done);
	return err;
}

int bbm_run(struct run *run)
{
	enum plugin_profile profile;
	int err = plugin_hello(&profile);

	if (err == -ENODEV)
		return record_send_skip(run, "boot", PLUGIN_ABSENT);
	if (err || profile != PLUGIN_PROFILE_BBM)
		return record_send_skip(run, "boot",
					err ? plugin_error(err) :
					      "the plugin under this system runs another profile");
	err = bbm_boot_send(run);
	if (!err && !device_present(&run->dev))
		return record_send_skip(run, "convert", run->dev.reason);
	if (!err)
		err = bbm_pairs_send(run);
	if (!err && !run_interrupted())
		err = bbm_offline_send(run);
	return err || run_interrupted() ? err : bbm_controls_send(run);
}

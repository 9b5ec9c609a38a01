// SPDX-License-Identifier: GPL-2.0-only
/*
 * bbm_control.c - negative controls: what breaks break-before-make is seen, each breach as
 * what it is and as often as it was made, and the same change made right is not.
 */
#include "bench/bbm.h"
#include "bench/conversion.h"

#include <assert.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>

static const struct control {
	const char *name;
	enum plugin_bbm column;
	uint64_t count;
	bool needs_others;	/* on one CPU it is none */
} controls[] = {
	[SPLITFOLD_BREACH_ADDRESS] = { "address", PLUGIN_BBM_ADDRESS, 1 },
	[SPLITFOLD_BREACH_TYPE] = { "type", PLUGIN_BBM_ATTRIBUTES, 1 },
	[SPLITFOLD_BREACH_GLOBAL] = { "global", PLUGIN_BBM_ATTRIBUTES, 1 },
	[SPLITFOLD_BREACH_BLOCK] = { "block", PLUGIN_BBM_SIZE, 1 },
	[SPLITFOLD_BREACH_TABLE] = { "table", PLUGIN_BBM_SIZE, 1 },
	[SPLITFOLD_BREACH_CONT] = { "cont", PLUGIN_BBM_SIZE, 8 },
	[SPLITFOLD_BREACH_NO_TLBI] = { "no-tlbi", PLUGIN_BBM_ADDRESS, 1 },
	[SPLITFOLD_BREACH_EARLY_TLBI] = { "early-tlbi", PLUGIN_BBM_ADDRESS, 1 },
	[SPLITFOLD_BREACH_LOCAL_TLBI] = { "local-tlbi", PLUGIN_BBM_ADDRESS, 1, true },
	[SPLITFOLD_BREACH_NO_DSB] = { "no-dsb", PLUGIN_BBM_UNFINISHED, 1 },
};
static_assert(ARRAY_SIZE(controls) == SPLITFOLD_NR_BREACHES, "a control each");

struct breach {
	struct device *dev;
	struct splitfold_breach req;
};

static int breach_make(void *arg)
{
	struct breach *breach = arg;

	return device_breach(breach->dev, &breach->req);
}

/* Is count all that there is, and in that column? CPUs that all have BBML2 bear sizes. */
static bool figures_are(const struct device *dev, const struct bbm_figures *figures,
			enum plugin_bbm column, uint64_t count)
{
	static const enum plugin_bbm columns[] = {
		PLUGIN_BBM_SIZE, PLUGIN_BBM_ADDRESS, PLUGIN_BBM_ATTRIBUTES, PLUGIN_BBM_REUSED,
		PLUGIN_BBM_UNFINISHED, PLUGIN_BBM_ALLOWED,
	};
	size_t i;

	if (column == PLUGIN_BBM_SIZE && device_all_bbml2(dev))
		column = PLUGIN_BBM_ALLOWED;
	for (i = 0; i < ARRAY_SIZE(columns); i++)
		if (figures->value[columns[i]] != (columns[i] == column ? count : 0))
			return false;
	return true;
}

static void control_expect(struct record *record, const struct bbm_figures *figures,
			   enum plugin_bbm column, uint64_t count, const char *what)
{
	if (figures_are(&record->run->dev, figures, column, count))
		return;
	record_status(record, RECORD_FAIL,
		      "%s: seen %" PRIu64 " size %" PRIu64 " address %" PRIu64
		      " attributes %" PRIu64 " reused %" PRIu64 " unfinished %" PRIu64
		      " allowed, expected %" PRIu64 " of one",
		      what, figures->value[PLUGIN_BBM_SIZE], figures->value[PLUGIN_BBM_ADDRESS],
		      figures->value[PLUGIN_BBM_ATTRIBUTES], figures->value[PLUGIN_BBM_REUSED],
		      figures->value[PLUGIN_BBM_UNFINISHED], figures->value[PLUGIN_BBM_ALLOWED],
		      count);
}

/* One breach, or its change made right; false: it could not be made. */
static bool breach_try(struct record *record, unsigned int kind, bool right,
		       struct bbm_figures *figures)
{
	struct breach breach = {
		.dev = &record->run->dev,
		.req = { .kind = kind, .right = right },
	};
	int ret = 0, err = bbm_figures_of(breach_make, &breach, &ret, figures);

	if (err)
		record_status(record, RECORD_FAIL, "%s", plugin_error(err));
	else if (ret)
		record_status(record, ret == -EOPNOTSUPP ? RECORD_SKIP : RECORD_FAIL, "%s",
			      breach.req.reason);
	return !err && !ret;
}

static int control_send(struct run *run, unsigned int kind)
{
	const struct control *control = &controls[kind];
	const bool breaks = !control->needs_others || run->dev.info.cpus_online > 1;
	struct bbm_figures figures;
	struct record record;

	monitor_mark(&run->marks, &run->dev);
	record_init(&record, run, "control-%s", control->name);
	if (breach_try(&record, kind, true, &figures)) {
		control_expect(&record, &figures, control->column, 0, "made right");
		record_value(&record, "right", "count", bbm_violations(&figures));
	}
	if (breach_try(&record, kind, false, &figures)) {
		control_expect(&record, &figures, control->column, breaks ? control->count : 0,
			       breaks ? "made wrong" : "made wrong, which on one CPU it is not");
		bbm_record(&record, &figures);
	}
	return record_send(&record);
}

struct unsafe {
	struct device *dev;
	enum splitfold_strategy strategy;
	struct splitfold_convert done;
};

static int unsafe_convert(void *arg)
{
	static const struct conversion_way live = { SPLITFOLD_LIVE, SPLITFOLD_HOLD_SPIN };
	struct unsafe *unsafe = arg;

	return conversion_do(unsafe->dev, unsafe->strategy, live, SPLITFOLD_CONVERT_UNSAFE,
			     &unsafe->done);
}

/* Every entry that live writes changes a size in place. */
static int unsafe_send(struct run *run, enum splitfold_strategy strategy)
{
	struct unsafe unsafe = { .dev = &run->dev, .strategy = strategy };
	struct bbm_figures figures;
	struct record record;
	int ret = 0, err;

	record_init(&record, run, "control-live.%s", strategy_names[strategy]);
	record.strategy = strategy_names[strategy];
	record.method = method_names[SPLITFOLD_LIVE];
	record.hold = hold_names[SPLITFOLD_HOLD_SPIN];
	if (device_all_bbml2(&run->dev)) {
		record_status(&record, RECORD_SKIP, "every CPU has BBML2: live is legal");
		return record_send(&record);
	}
	err = bbm_figures_of(unsafe_convert, &unsafe, &ret, &figures);
	if (err || ret) {
		record_status(&record, RECORD_FAIL, "%s",
			      err ? plugin_error(err) : unsafe.done.reason);
		return record_send(&record);
	}
	control_expect(&record, &figures, PLUGIN_BBM_SIZE, unsafe.done.entries_written,
		       "live without BBML2");
	if (!unsafe.done.entries_written)
		record_status(&record, RECORD_FAIL, "nothing was converted");
	record_value(&record, "entries_written", "count", unsafe.done.entries_written);
	bbm_record(&record, &figures);
	return record_send(&record);
}

/* There and back, whatever the map is now; it ends as it was. */
static int unsafe_both_send(struct run *run)
{
	enum splitfold_strategy first = SPLITFOLD_SPLIT;
	char reason[SPLITFOLD_REASON_MAX];
	struct splitfold_convert done;
	struct conversion_base base;
	int err;

	if (conversion_base_take(&run->dev, &base, reason))
		return record_send_skip(run, "control-live", reason);
	if (conversion_base_is_split(&base))
		first = SPLITFOLD_FOLD;
	err = unsafe_send(run, first);
	if (!err)
		err = unsafe_send(run, conversion_inverse(first));
	conversion_restore(&run->dev, &base, &done);
	return err;
}

int bbm_controls_send(struct run *run)
{
	unsigned int kind;
	int err = 0;

	if (!(run->dev.info.flags & SPLITFOLD_INFO_UNSAFE_OK))
		return record_send_skip(run, "control",
					"the module was loaded without allow_unsafe=1");
	for (kind = 0; kind < ARRAY_SIZE(controls) && !err; kind++)
		err = control_send(run, kind);
	return err ? err : unsafe_both_send(run);
}

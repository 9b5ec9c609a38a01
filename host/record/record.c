// SPDX-License-Identifier: GPL-2.0-only
/*
 * record/record.c - what a record holds besides its head: metrics, skipped, census.
 */
#include <ctype.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "host/base/alloc.h"
#include "host/record/record.h"
#include "host/base/text.h"

const char *const status_names[STATUS_NR] = {
	[STATUS_OK] = "ok",
	[STATUS_SKIP] = "skip",
	[STATUS_FAIL] = "fail",
	[STATUS_TIMEOUT] = "timeout",
};

int status_parse(const char *text, enum status *status)
{
	int i;

	for (i = 0; i < STATUS_NR; i++) {
		if (!strcmp(text, status_names[i])) {
			*status = i;
			return 0;
		}
	}
	return -1;
}

#define METRIC(_key, _type, _required, _field) \
	{ _key, _type, _required, offsetof(struct metric, _field) }

static const struct json_field value_fields[] = {
	METRIC("unit", JSON_TEXT, true, unit),
	METRIC("n", JSON_INT, false, n),
	METRIC("value", JSON_INT, true, value),
};

/* A guest sends the first six; the percentiles are added when they are stored. */
static const struct json_field hist_fields[] = {
	METRIC("unit", JSON_TEXT, true, unit),
	METRIC("n", JSON_INT, true, n),
	METRIC("min", JSON_INT, true, min),
	METRIC("max", JSON_INT, true, max),
	METRIC("overflow", JSON_INT, true, overflow),
	METRIC("hdr", JSON_TEXT, true, hdr),
	METRIC("p50", JSON_INT, true, q.p50),
	METRIC("p90", JSON_INT, true, q.p90),
	METRIC("p99", JSON_INT, true, q.p99),
	METRIC("p999", JSON_INT, true, q.p999),
};

#define SENT_HIST_FIELDS 6

static bool unit_ok(const char *unit)
{
	const char *c;

	for (c = unit; *c; c++)
		if (!isalnum((unsigned char)*c) && *c != '/' && *c != '_')
			return false;
	return c > unit && c - unit <= RECORD_UNIT_MAX;
}

static int metric_read(struct metric *metric, yyjson_val *val, bool stored,
		       const struct origin *at)
{
	char what[RECORD_NAME_MAX + 16];
	int err;

	snprintf(what, sizeof(what), "metric '%s'", metric->name);
	metric->is_hist = yyjson_obj_get(val, "hdr");
	metric->n = 1;
	if (metric->is_hist)
		err = json_read(val, hist_fields,
				stored ? ARRAY_SIZE(hist_fields) : SENT_HIST_FIELDS, metric, NULL,
				what, at);
	else
		err = json_read(val, value_fields, ARRAY_SIZE(value_fields), metric, NULL, what,
				at);
	if (err)
		return -1;
	if (!unit_ok(metric->unit)) {
		say_at(at, "%s: unit is not a short word", what);
		return -1;
	}
	if (!metric->n) {
		say_at(at, "%s: n is 0; what was not measured belongs into skipped", what);
		return -1;
	}
	if (metric->is_hist && (metric->min > metric->max || metric->overflow > metric->n)) {
		say_at(at, "%s: min, max, n and overflow do not fit together", what);
		return -1;
	}
	return 0;
}

static int name_check(const char *name, const char *what, const struct origin *at)
{
	if (name && text_is_name(name, RECORD_NAME_MAX))
		return 0;
	say_at(at, "%s: a name must be 1 to %d letters, digits or . - _", what, RECORD_NAME_MAX);
	return -1;
}

static int take_metrics(struct record *record, yyjson_val *object, bool stored,
			const struct origin *at)
{
	size_t index, max, i;
	yyjson_val *key, *val;

	yyjson_obj_foreach(object, index, max, key, val) {
		const char *name = json_text(key);
		struct metric *metric;

		if (name_check(name, "metrics", at))
			return -1;
		for (i = 0; i < record->nr_metrics; i++) {
			if (!strcmp(record->metrics[i].name, name)) {
				say_at(at, "metric '%s' is there twice", name);
				return -1;
			}
		}
		if (!yyjson_is_obj(val) || record->nr_metrics == RECORD_METRICS_MAX) {
			say_at(at, "metric '%s' %s", name,
			       yyjson_is_obj(val) ? "is one too many" : "must be an object");
			return -1;
		}
		metric = array_add(record->metrics, record->nr_metrics, record->metrics_alloc);
		metric->name = name;
		if (metric_read(metric, val, stored, at))
			return -1;
	}
	/* there are many records, and they are kept */
	if (record->nr_metrics) {
		record->metrics = xrealloc(record->metrics, record->nr_metrics,
					   sizeof(*record->metrics));
		record->metrics_alloc = record->nr_metrics;
	}
	return 0;
}

static int take_skipped(struct record *record, yyjson_val *object, const struct origin *at)
{
	size_t index, max;
	yyjson_val *key, *val;

	yyjson_obj_foreach(object, index, max, key, val) {
		const char *name = json_text(key), *reason = json_text(val);
		struct skipped *skipped;

		if (name_check(name, "skipped", at))
			return -1;
		if (!reason || !*reason || record->nr_skipped == RECORD_METRICS_MAX) {
			say_at(at, "skipped '%s' %s", name,
			       reason && *reason ? "is one too many" : "needs a reason");
			return -1;
		}
		skipped = array_add(record->skipped, record->nr_skipped, record->skipped_alloc);
		skipped->name = name;
		skipped->reason = reason;
	}
	return 0;
}

#define LEAVES(_field) { #_field, JSON_INT, true, offsetof(struct census, _field) }

static const struct json_field census_fields[] = {
	LEAVES(pud), LEAVES(contpmd), LEAVES(pmd), LEAVES(contpte), LEAVES(pte),
};

struct census_pair {
	yyjson_val *before, *after;
};

static const struct json_field pair_fields[] = {
	{ "before", JSON_OBJECT, true, offsetof(struct census_pair, before) },
	{ "after", JSON_OBJECT, true, offsetof(struct census_pair, after) },
};

static int take_census(struct record *record, yyjson_val *object, const struct origin *at)
{
	struct census_pair pair;

	if (json_read(object, pair_fields, ARRAY_SIZE(pair_fields), &pair, NULL, "census", at) ||
	    json_read(pair.before, census_fields, ARRAY_SIZE(census_fields), &record->before, NULL,
		      "census before", at) ||
	    json_read(pair.after, census_fields, ARRAY_SIZE(census_fields), &record->after, NULL,
		      "census after", at))
		return -1;
	record->has_census = true;
	return 0;
}

static int take_log(struct record *record, yyjson_val *array, const struct origin *at)
{
	size_t index, max;
	yyjson_val *val;

	yyjson_arr_foreach(array, index, max, val) {
		const char *line = json_text(val);

		if (!line || !*line || strlen(line) > RECORD_LOG_BYTES_MAX) {
			say_at(at, "log: a line must be text of 1 to %d bytes",
			       RECORD_LOG_BYTES_MAX);
			return -1;
		}
		if (record->nr_log == RECORD_LOG_MAX) {
			say_at(at, "log: more than %d lines", RECORD_LOG_MAX);
			return -1;
		}
		record->log[record->nr_log++] = line;
	}
	return 0;
}

int record_take_body(struct record *record, const struct record_body *body, bool stored,
		     const struct origin *at)
{
	if (status_parse(body->status, &record->status)) {
		say_at(at, "status '%.32s' is not known; expected ok, skip, fail or timeout",
		       body->status);
		return -1;
	}
	record->reason = body->reason;
	if (record->status != STATUS_OK && !*record->reason) {
		say_at(at, "status %s needs a reason", body->status);
		return -1;
	}
	if (body->metrics && take_metrics(record, body->metrics, stored, at))
		return -1;
	if (body->skipped && take_skipped(record, body->skipped, at))
		return -1;
	if (body->log && take_log(record, body->log, at))
		return -1;
	return body->census ? take_census(record, body->census, at) : 0;
}

void record_free(struct record *record)
{
	free(record->metrics);
	free(record->skipped);
	yyjson_doc_free(record->doc);
	memset(record, 0, sizeof(*record));
}

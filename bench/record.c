// SPDX-License-Identifier: GPL-2.0-only
/*
 * record.c - builds a record's payload and sends it; the only writer of records.
 */
#include "bench/record.h"

#include "bench/conversion.h"
#include "bench/frame.h"

#include <assert.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

static const char *const status_names[] = {
	[RECORD_OK]	= "ok",
	[RECORD_SKIP]	= "skip",
	[RECORD_FAIL]	= "fail",
};

void record_init(struct record *record, struct run *run, const char *op, ...)
{
	const struct options *opt = run->opt;
	bool one_way = opt->bench->one_way;
	va_list ap;

	*record = (struct record){
		.run = run,
		.strategy = "none",
		.method = one_way ? method_names[opt->method] : "none",
		.hold = one_way ? hold_names[opt->hold] : "none",
	};
	va_start(ap, op);
	vsnprintf(record->op, sizeof(record->op), op, ap);
	va_end(ap);
}

void record_value(struct record *record, const char *name, const char *unit, uint64_t value)
{
	json_open(&record->metrics, name);
	json_str(&record->metrics, "unit", unit);
	json_u64(&record->metrics, "value", value);
	json_close(&record->metrics);
}

void record_mean(struct record *record, const char *name, const char *unit, uint64_t sum,
		 uint64_t n)
{
	json_open(&record->metrics, name);
	json_str(&record->metrics, "unit", unit);
	json_u64(&record->metrics, "n", n);
	json_u64(&record->metrics, "value", (sum + n / 2) / n);
	json_close(&record->metrics);
}

void record_hist(struct record *record, const char *name, const char *unit, const struct hist *hist)
{
	char *hdr;

	if (!hist->n) {
		record_skipped(record, name, "no samples");
		return;
	}
	hdr = hist_encode(hist);
	if (!hdr) {
		record->err = -ENOMEM;
		return;
	}
	json_open(&record->metrics, name);
	json_str(&record->metrics, "unit", unit);
	json_u64(&record->metrics, "n", hist->n);
	json_u64(&record->metrics, "min", hist->min);
	json_u64(&record->metrics, "max", hist->max);
	json_u64(&record->metrics, "overflow", hist->overflow);
	json_str(&record->metrics, "hdr", hdr);
	json_close(&record->metrics);
	free(hdr);
}

void record_ticks(struct record *record, const char *name, const uint64_t *ticks, uint64_t n)
{
	struct hist hist;
	uint64_t i;

	if (hist_init(&hist)) {
		record->err = -ENOMEM;
		return;
	}
	for (i = 0; i < n; i++)
		hist_record(&hist, clock_ns(ticks[i], record->run->counter_hz));
	record_hist(record, name, clock_unit(record->run->opt->clock), &hist);
	hist_free(&hist);
}

void record_clock_step(struct record *record)
{
	uint64_t step = clock_ns(1, record->run->counter_hz);

	if (step > 1)
		record_value(record, "clock_step", clock_unit(record->run->opt->clock), step);
}

void record_skipped(struct record *record, const char *name, const char *reason)
{
	json_str(&record->skipped, name, reason);
}

static void census_put(struct json *json, const char *key, const struct splitfold_census *census)
{
	json_open(json, key);
	json_u64(json, "pud", census->pud);
	json_u64(json, "contpmd", census->contpmd);
	json_u64(json, "pmd", census->pmd);
	json_u64(json, "contpte", census->contpte);
	json_u64(json, "pte", census->pte);
	json_close(json);
}

void record_census(struct record *record, const struct splitfold_census *before,
		   const struct splitfold_census *after)
{
	census_put(&record->census, "before", before);
	census_put(&record->census, "after", after);
}

void record_log(struct record *record, const char *line)
{
	json_item(&record->log, line);
}

void record_status(struct record *record, enum record_status status, const char *reason, ...)
{
	va_list ap;

	if (status < record->status || (status == record->status && record->reason[0]))
		return;
	record->status = status;
	va_start(ap, reason);
	vsnprintf(record->reason, sizeof(record->reason), reason, ap);
	va_end(ap);
}

static void record_object(struct json *json, const char *key, struct json *members)
{
	json_open(json, key);
	json_members(json, members);
	json_close(json);
	json_free(members);
}

static void record_compose(struct record *record, struct json *json)
{
	json_open(json, NULL);
	json_str(json, "type", "record");
	json_str(json, "bench", record->run->opt->bench->name);
	json_str(json, "op", record->op);
	json_str(json, "strategy", record->strategy);
	json_str(json, "method", record->method);
	json_str(json, "hold", record->hold);
	json_str(json, "status", status_names[record->status]);
	json_str(json, "reason", record->reason);
	record_object(json, "metrics", &record->metrics);
	if (record->skipped.len)
		record_object(json, "skipped", &record->skipped);
	if (record->census.len)
		record_object(json, "census", &record->census);
	if (record->log.len) {
		json_array(json, "log");
		json_members(json, &record->log);
		json_array_close(json);
		json_free(&record->log);
	}
	json_close(json);
}

int record_send(struct record *record)
{
	struct run *run = record->run;
	struct json json = { 0 };
	int err;

	monitor_record(record);
	record_compose(record, &json);
	err = record->err ? record->err : json.err;
	if (!err)
		err = frame_write(run->out, json.text, json.len);
	if (!err) {
		run->records++;
		run->failed |= record->status == RECORD_FAIL;
	}
	json_free(&json);
	return err;
}

static int record_send_only(struct run *run, const char *op, enum record_status status,
			    const char *reason)
{
	struct record record;

	record_init(&record, run, "%s", op);
	record_status(&record, status, "%s", reason);
	return record_send(&record);
}

int record_send_skip(struct run *run, const char *op, const char *reason)
{
	return record_send_only(run, op, RECORD_SKIP, reason);
}

int record_send_fail(struct run *run, const char *op, const char *reason)
{
	return record_send_only(run, op, RECORD_FAIL, reason);
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * collect/collect.c - turns what one boot left behind into lines of records.jsonl.
 *
 * The frames come first (collect/collect_frames.c), then the kernel log, then the verdict:
 * the worst thing that was found, and of equals the first.
 */
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "host/base/alloc.h"
#include "host/collect/collect_frames.h"
#include "host/collect/console.h"
#include "host/base/text.h"

__attribute__((format(printf, 3, 4)))
static void verdict(struct collect *collect, enum status status, const char *fmt, ...)
{
	va_list args;

	if (status <= collect->status)
		return;
	collect->status = status;
	va_start(args, fmt);
	vsnprintf(collect->reason, sizeof(collect->reason), fmt, args);
	va_end(args);
	text_printable(collect->reason);
}

static void write_line(FILE *out, const struct record *record)
{
	char *line = record_line(record);

	fputs(line, out);
	free(line);
}

/* A line that the host writes: about the boot, not from the guest. */
static struct record own_record(const struct collect *collect, const struct seen *seen,
				const char *op)
{
	struct record record = {
		.run = collect->run,
		.cell_name = collect->boot->name,
		.rep = collect->boot->rep,
		.op = op,
		.cell = collect->boot->cell,
		.reason = "",
	};

	if (*seen->kernel)
		strcpy(record.cell.value[AXIS_KERNEL], seen->kernel);
	return record;
}

static void put_number(struct record *record, const char *name, const char *unit, int64_t value)
{
	struct metric *metric = array_add(record->metrics, record->nr_metrics,
					  record->metrics_alloc);

	metric->name = name;
	metric->unit = unit;
	metric->n = 1;
	metric->value = value;
}

static void write_hello(FILE *out, const struct collect *collect, const struct seen *seen)
{
	struct record record = own_record(collect, seen, OP_HELLO);
	int i;

	if (!seen->hello)
		return;
	if (*seen->mismatch) {
		record.status = STATUS_FAIL;
		record.reason = seen->mismatch;
	}
	for (i = 0; i < HELLO_NR; i++)
		if (seen->number[i] != HELLO_ABSENT)
			put_number(&record, hello_numbers[i].key, hello_numbers[i].unit,
				   seen->number[i]);
	write_line(out, &record);
	record_free(&record);
}

static void write_console(FILE *out, struct collect *collect, const struct seen *seen)
{
	struct record record = own_record(collect, seen, OP_CONSOLE);
	struct console_hit hit;

	/* how a boot goes wrong is what bench outcome reports, if the kernel goes on */
	if (!collect->console ||
	    !console_scan(collect->console, collect->console_len,
			  !cell_is(&collect->boot->cell, AXIS_BENCH, "outcome"), &hit))
		return;
	record.status = STATUS_FAIL;
	record.reason = hit.text;
	put_number(&record, "line", "count", hit.line);
	write_line(out, &record);
	record_free(&record);
	if (collect->dead) {
		size_t used = strlen(collect->reason);

		snprintf(collect->reason + used, sizeof(collect->reason) - used,
			 "; console line %u: %s", hit.line, hit.text);
	}
	verdict(collect, STATUS_FAIL, "%s in the kernel log, line %u: %s", hit.what, hit.line,
		hit.text);
}

static void write_end(FILE *out, const struct collect *collect, const struct seen *seen)
{
	struct record record = own_record(collect, seen, OP_END);

	record.status = collect->status;
	record.reason = collect->reason;
	if (collect->wall_ms >= 0)
		put_number(&record, "wall", "ms", collect->wall_ms);
	put_number(&record, "records", "count", seen->records);
	if (seen->lost_bytes)
		put_number(&record, "frame_bytes_lost", "bytes", seen->lost_bytes);
	write_line(out, &record);
	record_free(&record);
}

static void judge_frames(struct collect *collect, const struct seen *seen)
{
	int64_t sent = seen->records + seen->refused;

	if (*seen->mismatch)
		verdict(collect, STATUS_FAIL, "%s", seen->mismatch);
	if (*seen->refusal)
		verdict(collect, STATUS_FAIL, "%s", seen->refusal);
	if (!seen->hello)
		verdict(collect, STATUS_FAIL, "the guest sent no hello; %lld records came",
			(long long)sent);
	if (!seen->bye)
		verdict(collect, STATUS_FAIL,
			"the guest stopped before its bye, after %lld records", (long long)sent);
	else if (seen->bye_records != sent)
		verdict(collect, STATUS_FAIL, "the guest sent %lld records, %lld arrived",
			(long long)seen->bye_records, (long long)sent);
	if (*seen->failed)
		verdict(collect, STATUS_FAIL, "%s", seen->failed);
	if (seen->bye && seen->bye_failed)
		verdict(collect, STATUS_FAIL, "the guest says that it failed");
	if (!sent)
		verdict(collect, STATUS_FAIL, "no record came");
	/* all skipped is no success */
	if (seen->records && seen->skips == seen->records)
		verdict(collect, STATUS_SKIP, "%s", seen->skip_reason);
}

void collect_boot(struct collect *collect)
{
	FILE *out = open_memstream(&collect->text, &collect->text_len);
	struct seen seen;
	char *lines;

	if (!out) {
		say("out of memory");
		exit(2);
	}
	collect->status = STATUS_OK;
	collect->reason[0] = '\0';
	lines = collect_frames(collect, &seen);
	if (collect->dead)
		verdict(collect, collect->dead_status, "%s", collect->dead);
	write_hello(out, collect, &seen);
	fputs(lines, out);
	write_console(out, collect, &seen);
	/* a guest that was not made has sent nothing, and that is no failure of its own */
	if (!collect->dead || collect->dead_status != STATUS_SKIP || seen.records || seen.refused)
		judge_frames(collect, &seen);
	write_end(out, collect, &seen);
	free(lines);
	if (fclose(out)) {
		say("out of memory");
		exit(2);
	}
}

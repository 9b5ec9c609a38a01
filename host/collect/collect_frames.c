// SPDX-License-Identifier: GPL-2.0-only
/*
 * collect/collect_frames.c - the frames of one boot, see collect/collect_frames.h.
 */
#include <stdlib.h>
#include <string.h>

#include "bench/frame.h"
#include "host/base/alloc.h"
#include "host/collect/collect_frames.h"
#include "host/stat/buckets.h"
#include "host/collect/frame.h"
#include "host/base/text.h"

struct frames {
	const struct collect *collect;
	struct seen *seen;
	struct origin at;
	struct buckets buckets;	/* of one metric at a time */
	FILE *lines;
	char (*ops)[RECORD_NAME_MAX + 1];
	size_t nr_ops, ops_alloc;
};

static void refuse(struct frames *f)
{
	f->seen->refused++;
	if (!*f->seen->refusal)
		snprintf(f->seen->refusal, sizeof(f->seen->refusal), "frame %u: %.200s",
			 f->at.frame, say_last());
}

static const struct {
	enum hello_id number;
	enum axis_id axis;
} must_match[] = {
	{ HELLO_CPUS, AXIS_CPUS },
	{ HELLO_PAGE_KIB, AXIS_PAGE },
	{ HELLO_EL, AXIS_EL },
};

static void check_hello(struct frames *f, const struct hello *hello)
{
	const struct cell *cell = &f->collect->boot->cell;
	char *out = f->seen->mismatch;
	size_t size = sizeof(f->seen->mismatch), i;

	for (i = 0; i < ARRAY_SIZE(must_match); i++) {
		const struct axis *axis = &axes[must_match[i].axis];
		int64_t got = hello->number[must_match[i].number];
		int64_t want = cell_number(cell, must_match[i].axis);

		if (got != HELLO_ABSENT && got != want) {
			snprintf(out, size, "%s: the plan says %lld, the guest has %lld",
				 axis->field, (long long)want, (long long)got);
			return;
		}
	}
	if (hello->number[HELLO_REALM] != HELLO_ABSENT &&
	    hello->number[HELLO_REALM] != cell_is(cell, AXIS_GUEST, "realm"))
		snprintf(out, size, "guest: the plan says %s, the guest is %s",
			 cell->value[AXIS_GUEST],
			 hello->number[HELLO_REALM] ? "a realm" : "no realm");
	else if (hello->number[HELLO_PROTO] != FRAME_PROTO)
		snprintf(out, size, "the guest speaks protocol %lld, this program %d",
			 (long long)hello->number[HELLO_PROTO], FRAME_PROTO);
	else if (!cell_is(cell, AXIS_BENCH, hello->bench))
		snprintf(out, size, "bench: the plan says %s, the guest runs %.32s",
			 cell->value[AXIS_BENCH], hello->bench);
}

static void take_hello(struct frames *f, const struct hello *hello)
{
	struct seen *seen = f->seen;

	if (seen->hello) {
		snprintf(seen->mismatch, sizeof(seen->mismatch),
			 "frame %u is a second hello: the guest started again", f->at.frame);
		say_at(&f->at, "%s", seen->mismatch);
		return;
	}
	seen->hello = true;
	memcpy(seen->number, hello->number, sizeof(seen->number));
	text_copy(seen->kernel, sizeof(seen->kernel), hello->kernel);
	check_hello(f, hello);
	if (*seen->mismatch)
		say_at(&f->at, "%s; its records are not used", seen->mismatch);
}

static int check_record(struct frames *f, const struct record *record)
{
	static const enum axis_id ids[] = { AXIS_BENCH, AXIS_METHOD, AXIS_HOLD };
	const struct cell *cell = &f->collect->boot->cell;
	size_t nr = cell_goes_round(cell) ? 1 : ARRAY_SIZE(ids), i;

	for (i = 0; i < nr; i++) {
		if (cell_is(cell, ids[i], record->cell.value[ids[i]]))
			continue;
		say_at(&f->at, "op %s: %s is %s, the plan says %s", record->op, axes[ids[i]].field,
		       record->cell.value[ids[i]], cell->value[ids[i]]);
		return -1;
	}
	for (i = 0; i < f->nr_ops; i++) {
		if (!strcmp(f->ops[i], record->op)) {
			say_at(&f->at, "op %s came before", record->op);
			return -1;
		}
	}
	return 0;
}

static int add_quantiles(struct frames *f, struct record *record)
{
	const char *why;
	size_t i;

	for (i = 0; i < record->nr_metrics; i++) {
		struct metric *metric = &record->metrics[i];

		if (!metric->is_hist)
			continue;
		why = buckets_read(&f->buckets, metric);
		if (why) {
			say_at(&f->at, "op %s: metric '%s': %s", record->op, metric->name, why);
			return -1;
		}
		buckets_quantiles(&f->buckets, &metric->q);
	}
	return 0;
}

static void note_status(struct seen *seen, const struct record *record)
{
	seen->records++;
	if (record->status == STATUS_SKIP) {
		seen->skips++;
		if (!*seen->skip_reason)
			snprintf(seen->skip_reason, sizeof(seen->skip_reason), "%.255s",
				 record->reason);
	}
	if (record->status > STATUS_SKIP && !*seen->failed)
		snprintf(seen->failed, sizeof(seen->failed), "op %s: %.180s", record->op,
			 record->reason);
}

/* The plan says what the cell was; the guest only which way it went, on which kernel. */
static void place_record(const struct frames *f, struct record *record)
{
	static const enum axis_id said[] = { AXIS_STRATEGY, AXIS_METHOD, AXIS_HOLD };
	struct cell cell = f->collect->boot->cell;
	size_t i;

	/* method and hold are the plan's too, or check_record() lets the guest say them */
	for (i = 0; i < ARRAY_SIZE(said); i++)
		strcpy(cell.value[said[i]], record->cell.value[said[i]]);
	record->cell = cell;
	if (*f->seen->kernel)
		strcpy(record->cell.value[AXIS_KERNEL], f->seen->kernel);
	record->run = f->collect->run;
	record->cell_name = f->collect->boot->name;
	record->rep = f->collect->boot->rep;
}

static void take_record(struct frames *f, struct record *record)
{
	char *line;

	if (check_record(f, record) || add_quantiles(f, record)) {
		refuse(f);
		return;
	}
	text_copy(*array_add(f->ops, f->nr_ops, f->ops_alloc), RECORD_NAME_MAX + 1, record->op);
	place_record(f, record);
	note_status(f->seen, record);
	line = record_line(record);
	fputs(line, f->lines);
	free(line);
}

static void take_frame(struct frames *f, const struct frame *frame)
{
	struct payload payload;
	enum status status;

	f->at.frame = frame->nr;
	if (payload_read(&payload, frame->payload, frame->len, &f->at)) {
		refuse(f);
		return;
	}
	switch (payload.type) {
	case PAYLOAD_HELLO:
		take_hello(f, &payload.hello);
		break;
	case PAYLOAD_RECORD:
		take_record(f, &payload.record);
		break;
	case PAYLOAD_BYE:
		f->seen->bye = true;
		f->seen->bye_records = payload.bye.records;
		f->seen->bye_failed = !status_parse(payload.bye.status, &status) &&
				      status > STATUS_SKIP;
		break;
	}
	payload_free(&payload);
}

char *collect_frames(const struct collect *collect, struct seen *seen)
{
	struct frames f = { .collect = collect, .seen = seen,
			    .at.file = collect->frames_name };
	struct frame_reader reader;
	struct frame frame;
	char *text = NULL;
	size_t len;

	memset(seen, 0, sizeof(*seen));
	f.lines = open_memstream(&text, &len);
	frame_reader_init(&reader, collect->frames, collect->frames_len);
	while (f.lines && frame_next(&reader, &frame))
		take_frame(&f, &frame);
	if (!f.lines || fclose(f.lines)) {
		say("out of memory");
		exit(2);
	}
	f.at.frame = 0;
	seen->lost_bytes = reader.lost_bytes;
	if (reader.lost)
		say_at(&f.at, "%zu bytes in %u places are no whole frame", reader.lost_bytes,
		       reader.lost);
	buckets_free(&f.buckets);
	free(f.ops);
	if (*seen->mismatch && seen->records) {
		text[0] = '\0';
		seen->refused += seen->records;
		seen->records = 0;
	}
	return text;
}

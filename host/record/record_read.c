// SPDX-License-Identifier: GPL-2.0-only
/*
 * record/record_read.c - reads a line of records.jsonl. Whatever stands in the file, a
 * record that was read is safe: its names can be file names, its numbers are whole.
 */
#include <stddef.h>
#include <string.h>

#include "host/base/alloc.h"
#include "host/record/record.h"
#include "host/base/text.h"

struct line {
	int64_t v, rep;
	const char *run, *cell, *op;
	struct record_body body;
	struct record *record;
};

#define LINE(_key, _type, _required, _field) \
	{ _key, _type, _required, offsetof(struct line, _field) }

/* The axes are not listed here: they come from their own table. */
static const struct json_field line_fields[] = {
	LINE("v", JSON_INT, true, v),
	LINE("run", JSON_TEXT, true, run),
	LINE("cell", JSON_TEXT, true, cell),
	LINE("rep", JSON_INT, true, rep),
	LINE("op", JSON_TEXT, true, op),
	LINE("status", JSON_TEXT, true, body.status),
	LINE("reason", JSON_TEXT, true, body.reason),
	LINE("metrics", JSON_OBJECT, true, body.metrics),
	LINE("skipped", JSON_OBJECT, false, body.skipped),
	LINE("census", JSON_OBJECT, false, body.census),
	LINE("log", JSON_ARRAY, false, body.log),
};

static int take_axis(const char *key, yyjson_val *val, void *to, const struct origin *at)
{
	struct line *line = to;
	const struct axis *axis = axis_find(key);
	char number[24];
	const char *text = json_text(val);
	char *value;

	if (!axis || strcmp(axis->field, key))
		return 0;
	value = line->record->cell.value[axis_id(axis)];
	if (*value) {
		say_at(at, "the record: key '%s' is there twice", key);
		return -1;
	}
	if (axis_is_number(axis)) {
		text = NULL;
		if (yyjson_is_uint(val)) {
			snprintf(number, sizeof(number), "%llu",
				 (unsigned long long)yyjson_get_uint(val));
			text = number;
		}
	}
	if (!text || axis_parse(axis, text, value)) {
		char expected[256];

		axis_expected(axis, expected, sizeof(expected));
		say_at(at, "the record: '%s' must be %s", key, expected);
		return -1;
	}
	return 1;
}

static int check_head(const struct line *line, const struct origin *at)
{
	int i;

	if (line->v != RECORD_VERSION) {
		say_at(at, "v is %lld; this program reads version %d", (long long)line->v,
		       RECORD_VERSION);
		return -1;
	}
	for (i = 0; i < AXIS_NR; i++) {
		if (!*line->record->cell.value[i] && axes[i].later)
			strcpy(line->record->cell.value[i], cell_preset(&line->record->cell, i));
		if (!*line->record->cell.value[i]) {
			say_at(at, "the record: key '%s' is missing", axes[i].field);
			return -1;
		}
	}
	if (!text_is_name(line->cell, CELL_NAME_MAX - 1)) {
		say_at(at, "cell is no cell name");
		return -1;
	}
	if (!text_is_name(line->op, RECORD_NAME_MAX)) {
		say_at(at, "op must be 1 to %d letters, digits or . - _", RECORD_NAME_MAX);
		return -1;
	}
	if (line->rep < 1) {
		say_at(at, "rep counts from 1");
		return -1;
	}
	return 0;
}

int record_read(struct record *record, const char *text, size_t len, const struct origin *at)
{
	struct line line = { .record = record };

	memset(record, 0, sizeof(*record));
	record->doc = json_parse(text, len, at);
	if (!record->doc)
		return -1;
	if (json_read(yyjson_doc_get_root(record->doc), line_fields, ARRAY_SIZE(line_fields),
		      &line, take_axis, "the record", at) ||
	    check_head(&line, at) || record_take_body(record, &line.body, true, at)) {
		record_free(record);
		return -1;
	}
	record->run = line.run;
	record->cell_name = line.cell;
	record->rep = line.rep;
	record->op = line.op;
	return 0;
}

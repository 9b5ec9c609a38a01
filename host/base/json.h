/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * base/json.h - reads a JSON object against a table of fields: every field is typed,
 * numbers are non-negative integers, a key that is not in the table is refused.
 */
#ifndef HOST_JSON_H
#define HOST_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <yyjson.h>

#include "host/base/say.h"

enum json_type {
	JSON_INT,	/* int64_t, 0 .. INT64_MAX */
	JSON_TEXT,	/* const char *, in the document's memory */
	JSON_BOOL,	/* bool */
	JSON_OBJECT,	/* yyjson_val * */
	JSON_ARRAY,	/* yyjson_val * */
};

struct json_field {
	const char *key;
	enum json_type type;
	bool required;
	size_t offset;	/* of the field in the struct that is filled */
};

/* For keys that are not in the table: 1 = taken, 0 = not known, -1 = said. */
typedef int (*json_other_fn)(const char *key, yyjson_val *val, void *to,
			     const struct origin *at);

/*
 * Fills *to (fields that are not there keep what they held). what names the object
 * in messages: "the record", "metric 'held'". other may be NULL. 0 or -1 after a
 * message.
 */
int json_read(yyjson_val *object, const struct json_field *fields, size_t nr, void *to,
	      json_other_fn other, const char *what, const struct origin *at);

/* One object from text; NULL after a message. Free with yyjson_doc_free(). */
yyjson_doc *json_parse(const char *text, size_t len, const struct origin *at);

/* The value as text if it is a string without NUL bytes, else NULL. */
const char *json_text(yyjson_val *val);

#endif

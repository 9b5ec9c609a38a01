// SPDX-License-Identifier: GPL-2.0-only
/*
 * base/json.c - reads a JSON object against a table of fields, see base/json.h.
 */
#include <stdint.h>
#include <string.h>

#include "host/base/alloc.h"
#include "host/base/json.h"
#include "host/base/text.h"

const char *json_text(yyjson_val *val)
{
	const char *text = yyjson_get_str(val);

	return text && strlen(text) == yyjson_get_len(val) ? text : NULL;
}

static const char *field_take(yyjson_val *val, enum json_type type, void *to)
{
	const char *text;

	switch (type) {
	case JSON_INT:
		if (!yyjson_is_uint(val) || yyjson_get_uint(val) > INT64_MAX)
			return "a non-negative integer";
		*(int64_t *)to = yyjson_get_uint(val);
		return NULL;
	case JSON_TEXT:
		text = json_text(val);
		if (!text)
			return "text";
		*(const char **)to = text;
		return NULL;
	case JSON_BOOL:
		if (!yyjson_is_bool(val))
			return "true or false";
		*(bool *)to = yyjson_get_bool(val);
		return NULL;
	case JSON_OBJECT:
		if (!yyjson_is_obj(val))
			return "an object";
		*(yyjson_val **)to = val;
		return NULL;
	case JSON_ARRAY:
		if (!yyjson_is_arr(val))
			return "a list";
		*(yyjson_val **)to = val;
		return NULL;
	}
	return "something else";
}

static int key_unknown(const struct json_field *fields, size_t nr, const char *key,
		       const char *what, const struct origin *at)
{
	const char *words[32];
	const char *near;
	size_t i;

	for (i = 0; i < nr && i < ARRAY_SIZE(words); i++)
		words[i] = fields[i].key;
	near = text_nearest(key, words, i);
	say_at(at, "%s: key '%.64s' is not known%s%s%s", what, key,
	       near ? " (did you mean '" : "", near ? near : "", near ? "'?)" : "");
	return -1;
}

static int read_key(const struct json_field *fields, size_t nr, const char *key, yyjson_val *val,
		    void *to, uint32_t *seen, const char *what, const struct origin *at)
{
	const char *expected;
	size_t i;

	for (i = 0; i < nr; i++)
		if (!strcmp(fields[i].key, key))
			break;
	if (i == nr)
		return 0;
	if (*seen & (1u << i)) {
		say_at(at, "%s: key '%s' is there twice", what, key);
		return -1;
	}
	*seen |= 1u << i;
	expected = field_take(val, fields[i].type, (char *)to + fields[i].offset);
	if (expected) {
		say_at(at, "%s: '%s' must be %s", what, key, expected);
		return -1;
	}
	return 1;
}

int json_read(yyjson_val *object, const struct json_field *fields, size_t nr, void *to,
	      json_other_fn other, const char *what, const struct origin *at)
{
	size_t index, max, i;
	yyjson_val *key, *val;
	uint32_t seen = 0;

	yyjson_obj_foreach(object, index, max, key, val) {
		const char *name = json_text(key);
		int taken;

		if (!name) {
			say_at(at, "%s: a key holds a NUL byte", what);
			return -1;
		}
		taken = read_key(fields, nr, name, val, to, &seen, what, at);
		if (!taken && other)
			taken = other(name, val, to, at);
		if (!taken)
			taken = key_unknown(fields, nr, name, what, at);
		if (taken < 0)
			return -1;
	}
	for (i = 0; i < nr; i++) {
		if (fields[i].required && !(seen & (1u << i))) {
			say_at(at, "%s: key '%s' is missing", what, fields[i].key);
			return -1;
		}
	}
	return 0;
}

/*
 * The reader guesses how many values there will be, at three times the text's own size:
 * a copy of a record, of which there are thousands, takes what it needs.
 */
static yyjson_doc *shrink(yyjson_doc *doc)
{
	yyjson_mut_doc *copy = yyjson_doc_mut_copy(doc, NULL);
	yyjson_doc *small = copy ? yyjson_mut_doc_imut_copy(copy, NULL) : NULL;

	yyjson_mut_doc_free(copy);
	if (!small)
		return doc;
	yyjson_doc_free(doc);
	return small;
}

yyjson_doc *json_parse(const char *text, size_t len, const struct origin *at)
{
	yyjson_read_err err = { 0 };
	yyjson_doc *doc;

	/* Without the INSITU flag the text is only read, whatever the type says. */
	doc = yyjson_read_opts((char *)text, len, YYJSON_READ_NOFLAG, NULL, &err);
	if (!doc) {
		say_at(at, "no JSON: %s at byte %zu", err.msg ? err.msg : "unknown error", err.pos);
		return NULL;
	}
	if (!yyjson_is_obj(yyjson_doc_get_root(doc))) {
		say_at(at, "expected a JSON object");
		yyjson_doc_free(doc);
		return NULL;
	}
	return shrink(doc);
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * json.c - the JSON writer.
 *
 * Bytes outside printable ASCII are escaped one by one: a kernel command line or
 * a module's text may hold anything, the record must stay valid JSON on one line.
 */
#include "bench/json.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void json_put(struct json *json, const char *s, size_t len)
{
	size_t cap = json->cap ? json->cap : 1024;
	char *text;

	if (json->err)
		return;
	while (cap < json->len + len + 1)
		cap *= 2;
	if (cap != json->cap) {
		text = realloc(json->text, cap);
		if (!text) {
			json->err = -ENOMEM;
			return;
		}
		json->text = text;
		json->cap = cap;
	}
	memcpy(json->text + json->len, s, len);
	json->len += len;
	json->text[json->len] = '\0';
}

static void json_puts(struct json *json, const char *s)
{
	json_put(json, s, strlen(s));
}

static void json_quoted(struct json *json, const char *s)
{
	char escape[8];

	json_puts(json, "\"");
	for (; *s; s++) {
		unsigned char c = *s;

		if (c == '"' || c == '\\') {
			snprintf(escape, sizeof(escape), "\\%c", c);
			json_puts(json, escape);
		} else if (c < 0x20 || c >= 0x7f) {
			snprintf(escape, sizeof(escape), "\\u%04x", c);
			json_puts(json, escape);
		} else {
			json_put(json, s, 1);
		}
	}
	json_puts(json, "\"");
}

static void json_key(struct json *json, const char *key)
{
	if (json->comma)
		json_puts(json, ",");
	json->comma = true;
	if (!key)
		return;
	json_quoted(json, key);
	json_puts(json, ":");
}

void json_open(struct json *json, const char *key)
{
	json_key(json, key);
	json_puts(json, "{");
	json->comma = false;
}

void json_close(struct json *json)
{
	json_puts(json, "}");
	json->comma = true;
}

void json_u64(struct json *json, const char *key, uint64_t value)
{
	char digits[24];

	json_key(json, key);
	snprintf(digits, sizeof(digits), "%" PRIu64, value);
	json_puts(json, digits);
}

void json_bool(struct json *json, const char *key, bool value)
{
	json_key(json, key);
	json_puts(json, value ? "true" : "false");
}

void json_str(struct json *json, const char *key, const char *value)
{
	json_key(json, key);
	json_quoted(json, value);
}

void json_array(struct json *json, const char *key)
{
	json_key(json, key);
	json_puts(json, "[");
	json->comma = false;
}

void json_item(struct json *json, const char *value)
{
	json_key(json, NULL);
	json_quoted(json, value);
}

void json_array_close(struct json *json)
{
	json_puts(json, "]");
	json->comma = true;
}

void json_members(struct json *json, const struct json *members)
{
	if (members->err)
		json->err = members->err;
	if (!members->len)
		return;
	json_key(json, NULL);
	json_put(json, members->text, members->len);
}

void json_free(struct json *json)
{
	free(json->text);
	*json = (struct json){ 0 };
}

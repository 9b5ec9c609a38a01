/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * json.h - writes one JSON text into memory: objects, strings, arrays of them, unsigned
 * integers.
 *
 * Records hold nothing else. An error (no memory) sticks: callers write everything
 * and look at the end.
 */
#ifndef SPLITFOLD_BENCH_JSON_H
#define SPLITFOLD_BENCH_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct json {
	char *text;		/* NUL-terminated once anything is in it */
	size_t len;
	size_t cap;
	bool comma;		/* the next member needs one before it */
	int err;		/* 0 or -ENOMEM */
};

/* key is NULL for the outermost object. */
void json_open(struct json *json, const char *key);
void json_close(struct json *json);
void json_u64(struct json *json, const char *key, uint64_t value);
void json_bool(struct json *json, const char *key, bool value);
void json_str(struct json *json, const char *key, const char *value);
/* An array of strings: open, items, close. */
void json_array(struct json *json, const char *key);
void json_item(struct json *json, const char *value);
void json_array_close(struct json *json);
/* Put the members of an object, or the items of an array, that was written on its own. */
void json_members(struct json *json, const struct json *members);
void json_free(struct json *json);

#endif /* SPLITFOLD_BENCH_JSON_H */

// SPDX-License-Identifier: GPL-2.0-only
/*
 * record/meta.c - meta.json of a run, see record/meta.h.
 */
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "host/base/alloc.h"
#include "host/base/file.h"
#include "host/base/json.h"
#include "host/record/meta.h"
#include "host/base/text.h"

#define META_KEY_MAX 64

/* *doc is NULL without an error when there is no file yet. */
static int meta_read(const char *path, yyjson_doc **doc)
{
	struct origin at = { path, 0, 0 };
	size_t len;
	char *text = file_read_optional(path, &len);

	*doc = NULL;
	if (!text)
		return -1;
	if (len)
		*doc = json_parse(text, len, &at);
	free(text);
	return len && !*doc ? -1 : 0;
}

static int meta_put(yyjson_mut_doc *doc, yyjson_mut_val *root, const char *pair)
{
	const char *equal = strchr(pair, '=');
	yyjson_mut_val *key, *val;
	char name[META_KEY_MAX + 1];
	size_t len = equal ? equal - pair : 0;
	bool is_number = len && equal[-1] == ':';
	int64_t number;

	len -= is_number;
	snprintf(name, sizeof(name), "%.*s", (int)len, pair);
	if (len > META_KEY_MAX || !text_is_name(name, META_KEY_MAX)) {
		say("meta: '%s' is not known; expected key=text or key:=number", pair);
		return -1;
	}
	if (is_number && text_to_int(equal + 1, 0, INT64_MAX, &number)) {
		say("meta: %s '%s' is no number", name, equal + 1);
		return -1;
	}
	val = is_number ? yyjson_mut_int(doc, number) : yyjson_mut_strcpy(doc, equal + 1);
	key = yyjson_mut_strcpy(doc, name);
	/* replace keeps the place of a key that is there */
	if (yyjson_mut_obj_get(root, name) ? !yyjson_mut_obj_replace(root, key, val) :
					     !yyjson_mut_obj_add(root, key, val)) {
		say("out of memory");
		return -1;
	}
	return 0;
}

static int meta_write(const char *path, yyjson_mut_doc *doc)
{
	struct file_new *file;
	FILE *stream;
	char *text;

	text = yyjson_mut_write(doc, YYJSON_WRITE_PRETTY_TWO_SPACES | YYJSON_WRITE_ESCAPE_UNICODE |
				YYJSON_WRITE_ALLOW_INVALID_UNICODE, NULL);
	file = text ? file_new_open(path, &stream) : NULL;
	if (!file) {
		free(text);
		return -1;
	}
	fprintf(stream, "%s\n", text);
	free(text);
	return file_new_commit(file);
}

int meta_set(const char *dir, char *const *pairs, size_t nr)
{
	char *path = xasprintf("%s/%s", dir, META_FILE);
	yyjson_mut_doc *doc;
	yyjson_doc *old;
	int err = -1;
	size_t i;

	if (meta_read(path, &old)) {
		free(path);
		return -1;
	}
	doc = old ? yyjson_doc_mut_copy(old, NULL) : yyjson_mut_doc_new(NULL);
	if (!old)
		yyjson_mut_doc_set_root(doc, yyjson_mut_obj(doc));
	for (i = 0; i < nr; i++)
		if (meta_put(doc, yyjson_mut_doc_get_root(doc), pairs[i]))
			break;
	if (i == nr)
		err = meta_write(path, doc);
	yyjson_mut_doc_free(doc);
	yyjson_doc_free(old);
	free(path);
	return err;
}

/* A document that there is: yyjson's loop reckons with an object even where it is none. */
static void each(yyjson_doc *doc, void (*fn)(const char *key, const char *value, void *arg),
		 void *arg)
{
	size_t index, max;
	yyjson_val *key, *val;

	yyjson_obj_foreach(yyjson_doc_get_root(doc), index, max, key, val) {
		const char *name = json_text(key), *text = json_text(val);
		char number[24];

		if (yyjson_is_uint(val)) {
			snprintf(number, sizeof(number), "%llu",
				 (unsigned long long)yyjson_get_uint(val));
			text = number;
		}
		if (name && text)
			fn(name, text, arg);
	}
}

int meta_each(const char *dir, void (*fn)(const char *key, const char *value, void *arg),
	      void *arg)
{
	static char bad[PATH_MAX];	/* a report asks several times: one message is enough */
	char *path = xasprintf("%s/%s", dir, META_FILE);
	yyjson_doc *doc = NULL;
	int err = -1;

	if (strcmp(path, bad)) {
		err = meta_read(path, &doc);
		if (err)
			snprintf(bad, sizeof(bad), "%s", path);
	}
	if (doc)
		each(doc, fn, arg);
	yyjson_doc_free(doc);
	free(path);
	return err;
}

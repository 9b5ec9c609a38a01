/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * record/meta.h - meta.json of a run: what ran, on what, made from what. A flat object of
 * texts and numbers, in the order in which they were first given.
 */
#ifndef HOST_META_H
#define HOST_META_H

#include <stddef.h>

#define META_FILE "meta.json"

/*
 * Sets keys: "key=text", or "key:=number". A key that is there is replaced, the
 * others stay. 0 or -1 after a message; then the file is as it was.
 */
int meta_set(const char *dir, char *const *pairs, size_t nr);

/*
 * Calls fn for every key with its value as text. A file that is not there has no
 * keys. -1 after a message if it cannot be read.
 */
int meta_each(const char *dir, void (*fn)(const char *key, const char *value, void *arg),
	      void *arg);

#endif

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * record/store.h - appends to records.jsonl. What was stored once is never lost: not to a
 * full disk, not to a crash while writing, not to two collects at once.
 */
#ifndef HOST_STORE_H
#define HOST_STORE_H

#include <stddef.h>

#define STORE_FILE	"records.jsonl"
#define STORE_LOCK	"records.lock"

/*
 * Appends whole lines (text ends in a newline) with one write and syncs them to
 * disk. 0, or -1 after a message: then nothing of text is in the file.
 */
int store_append(const char *dir, const char *text, size_t len);

#endif

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * base/file.h - whole files: read into memory, replaced at once.
 */
#ifndef HOST_FILE_H
#define HOST_FILE_H

#include <stddef.h>
#include <stdio.h>

#define FILE_READ_MAX	(512ul << 20)

/* The file's bytes with a NUL behind them; NULL after a message. The caller frees. */
char *file_read(const char *path, size_t *len);

/* The same without a message when the file is not there: "" and *len = 0. */
char *file_read_optional(const char *path, size_t *len);

/* base/file_gz.c: the same of a file that gzip may have packed. */
char *file_read_gz_optional(const char *path, size_t *len);

/*
 * A file that appears under its name only when it is whole: write to the stream,
 * then commit. Both return NULL / -1 after a message.
 */
struct file_new;
struct file_new *file_new_open(const char *path, FILE **stream);
int file_new_commit(struct file_new *file);

/* mkdir -p for one level; 0 if it is there. */
int dir_make(const char *path);

#endif

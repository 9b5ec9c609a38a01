// SPDX-License-Identifier: GPL-2.0-only
/*
 * base/file_gz.c - a whole file that gzip has packed, as runs are that are kept for long.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "host/base/alloc.h"
#include "host/base/file.h"
#include "host/base/say.h"

/* What it unpacks to decides, not its size: a small file may hold very much. */
static char *read_all(gzFile file, const char *path, size_t *len)
{
	size_t alloc = 1 << 20, used = 0;
	char *text = xcalloc(alloc, 1);
	int got, code;

	while ((got = gzread(file, text + used, alloc - used - 1)) > 0) {
		used += got;
		if (used > FILE_READ_MAX) {
			say("%s: unpacks to more than %lu MiB", path, FILE_READ_MAX >> 20);
			free(text);
			return NULL;
		}
		if (alloc - used < 2) {
			alloc *= 2;
			text = xrealloc(text, alloc, 1);
		}
	}
	/* a file that ends too early reads as if it ended, and only then says so */
	gzerror(file, &code);
	if (got < 0 || code != Z_OK) {
		say("%s: cannot unpack: %s", path, code == Z_BUF_ERROR ? "it ends too early" :
		    gzerror(file, &code));
		free(text);
		return NULL;
	}
	text[used] = '\0';
	*len = used;
	return text;
}

char *file_read_gz_optional(const char *path, size_t *len)
{
	gzFile file = gzopen(path, "rbe");
	char *text;

	*len = 0;
	if (!file && errno == ENOENT)
		return xcalloc(1, 1);
	if (!file) {
		say("%s: cannot open: %s", path, strerror(errno));
		return NULL;
	}
	text = read_all(file, path, len);
	gzclose(file);
	return text;
}

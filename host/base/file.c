// SPDX-License-Identifier: GPL-2.0-only
/*
 * base/file.c - whole files, see base/file.h.
 */
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "host/base/alloc.h"
#include "host/base/file.h"
#include "host/base/say.h"

struct file_new {
	char *path;
	char *path_new;
	FILE *stream;
};

static char *read_stream(FILE *stream, const char *path, size_t *len)
{
	size_t alloc = 64 << 10, used = 0, got;
	char *buf = xcalloc(alloc, 1);

	while ((got = fread(buf + used, 1, alloc - used - 1, stream)) > 0) {
		used += got;
		if (used > FILE_READ_MAX) {
			say("%s: larger than %lu MiB", path, FILE_READ_MAX >> 20);
			free(buf);
			return NULL;
		}
		if (alloc - used < 2) {
			alloc *= 2;
			buf = xrealloc(buf, alloc, 1);
		}
	}
	if (ferror(stream)) {
		say("%s: cannot read: %s", path, strerror(errno));
		free(buf);
		return NULL;
	}
	buf[used] = '\0';
	*len = used;
	return buf;
}

static char *read_path(const char *path, size_t *len, bool optional)
{
	FILE *stream = fopen(path, "re");
	char *buf;

	*len = 0;
	if (!stream && optional && errno == ENOENT)
		return xcalloc(1, 1);
	if (!stream) {
		say("%s: cannot open: %s", path, strerror(errno));
		return NULL;
	}
	buf = read_stream(stream, path, len);
	fclose(stream);
	return buf;
}

char *file_read(const char *path, size_t *len)
{
	return read_path(path, len, false);
}

char *file_read_optional(const char *path, size_t *len)
{
	return read_path(path, len, true);
}

struct file_new *file_new_open(const char *path, FILE **stream)
{
	struct file_new *file = xcalloc(1, sizeof(*file));
	static unsigned int nr;		/* several may be open in one directory */
	const char *slash;

	file->path = xstrdup(path);
	slash = strrchr(path, '/');
	/* not path with a suffix: names may be as long as the file system allows */
	file->path_new = xasprintf("%.*s.new.%d.%u", slash ? (int)(slash + 1 - path) : 0, path,
				   (int)getpid(), nr++);
	file->stream = *stream = fopen(file->path_new, "we");
	if (file->stream)
		return file;
	say("%s: cannot create: %s", file->path_new, strerror(errno));
	free(file->path_new);
	free(file->path);
	free(file);
	return NULL;
}

int file_new_commit(struct file_new *file)
{
	int err = ferror(file->stream) ? EIO : 0;

	if (fflush(file->stream) || fsync(fileno(file->stream)))
		err = errno;
	if (fclose(file->stream) && !err)
		err = errno;
	if (!err && rename(file->path_new, file->path))
		err = errno;
	if (err) {
		say("%s: cannot write: %s", file->path, strerror(err));
		unlink(file->path_new);
	}
	free(file->path_new);
	free(file->path);
	free(file);
	return err ? -1 : 0;
}

int dir_make(const char *path)
{
	if (!mkdir(path, 0777) || errno == EEXIST)
		return 0;
	say("%s: cannot create: %s", path, strerror(errno));
	return -1;
}

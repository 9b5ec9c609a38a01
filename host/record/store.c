// SPDX-License-Identifier: GPL-2.0-only
/*
 * record/store.c - appends to records.jsonl, see record/store.h.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "host/base/alloc.h"
#include "host/base/say.h"
#include "host/record/store.h"

static int open_in(const char *dir, const char *name, int flags)
{
	char *path = xasprintf("%s/%s", dir, name);
	int fd = open(path, flags | O_CLOEXEC, 0666);

	if (fd < 0)
		say("%s: cannot open: %s", path, strerror(errno));
	free(path);
	return fd;
}

/* The lock goes with its file descriptor, also when the process is killed. */
static int store_lock(const char *dir)
{
	int fd = open_in(dir, STORE_LOCK, O_RDWR | O_CREAT);

	if (fd < 0)
		return -1;
	while (flock(fd, LOCK_EX)) {
		if (errno == EINTR)
			continue;
		say("%s/%s: cannot lock: %s", dir, STORE_LOCK, strerror(errno));
		close(fd);
		return -1;
	}
	return fd;
}

/* 1 if the file ends inside a line: whoever wrote it was stopped while writing. */
static int ends_torn(int fd, off_t end)
{
	char last;

	if (!end)
		return 0;
	if (pread(fd, &last, 1, end - 1) != 1)
		return -1;
	return last != '\n';
}

/* Back to what the file was: a reader must not find half a record. */
static void take_back(int fd, off_t end, const char *dir)
{
	if (ftruncate(fd, end))
		say("%s/%s: cannot cut off the unfinished line: %s", dir, STORE_FILE,
		    strerror(errno));
}

static int append(int fd, const char *dir, const char *text, size_t len)
{
	struct stat st;
	ssize_t written;
	char *buf;
	int torn, err;

	if (fstat(fd, &st) || (torn = ends_torn(fd, st.st_size)) < 0) {
		say("%s/%s: cannot read: %s", dir, STORE_FILE, strerror(errno));
		return -1;
	}
	if (torn)
		say("%s/%s: the last line is unfinished; it is left as it is", dir, STORE_FILE);
	buf = xasprintf("%s%.*s", torn ? "\n" : "", (int)len, text);
	len += torn;
	do
		written = write(fd, buf, len);
	while (written < 0 && errno == EINTR);
	err = written < 0 ? errno : (size_t)written < len ? ENOSPC : 0;
	if (!err && fsync(fd))
		err = errno;
	free(buf);
	if (!err)
		return 0;
	take_back(fd, st.st_size, dir);
	say("%s/%s: cannot write %zu bytes: %s; the records before are intact", dir, STORE_FILE,
	    len, strerror(err));
	return -1;
}

int store_append(const char *dir, const char *text, size_t len)
{
	int lock, fd, err = -1;

	lock = store_lock(dir);
	if (lock < 0)
		return -1;
	fd = open_in(dir, STORE_FILE, O_RDWR | O_CREAT | O_APPEND);
	if (fd >= 0) {
		err = append(fd, dir, text, len);
		if (close(fd) && !err) {
			say("%s/%s: %s", dir, STORE_FILE, strerror(errno));
			err = -1;
		}
	}
	close(lock);
	return err;
}

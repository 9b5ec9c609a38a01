// SPDX-License-Identifier: GPL-2.0-only
/*
 * page_cache.c - reads of a tmpfs file: at random, in order, and from file to file.
 *
 * The kernel finds each page in the page cache and copies from it by the linear map; a
 * copy from file to file (sendfile) goes by the linear map at both ends.
 */
#define _GNU_SOURCE
#include "workloads/load.h"
#include "workloads/rng.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <unistd.h>

#define SMALL_BYTES	64u
#define PAGE_BYTES	4096u
#define SEQ_BYTES	65536u
#define COPY_BYTES	65536u
#define COPY_TO_BYTES	(16u << 20)

struct reader {
	struct rng rng;
	int from;
	int to;			/* of copies */
	size_t chunks;		/* of the size that is read at a time */
	size_t next;
	char buf[SEQ_BYTES];
};

int page_cache_create(size_t bytes)
{
	static char chunk[COPY_BYTES];
	int fd = memfd_create("page-cache", MFD_CLOEXEC), err;
	size_t done = 0;

	if (fd < 0)
		return -errno;
	while (done < bytes) {
		ssize_t n = write(fd, chunk, bytes - done < sizeof(chunk) ? bytes - done :
									    sizeof(chunk));

		if (n < 0) {
			err = -errno;
			close(fd);
			return err;
		}
		done += n;
	}
	return fd;
}

static int reader_begin(const struct load_args *args, size_t chunk, void **state)
{
	struct reader *reader = calloc(1, sizeof(*reader));

	if (!reader)
		return -ENOMEM;
	reader->rng = rng_seeded(args->seed, 0);
	reader->from = args->file;
	reader->to = -1;
	reader->chunks = args->file_bytes / chunk;
	*state = reader;
	return 0;
}

static void reader_end(void *state)
{
	struct reader *reader = state;

	if (reader->to >= 0)
		close(reader->to);
	free(reader);
}

static inline int chunk_read(struct reader *reader, size_t chunk, size_t bytes)
{
	ssize_t n = pread(reader->from, reader->buf, bytes, chunk * bytes);

	if (n == (ssize_t)bytes)
		return 0;
	return n < 0 ? -errno : -EIO;
}

static int random_step(struct reader *reader, unsigned int ops, size_t bytes)
{
	int err = 0;

	while (ops-- && !err)
		err = chunk_read(reader, rng_below(&reader->rng, reader->chunks), bytes);
	return err;
}

static int pread_64_begin(const struct load_args *args, void **state)
{
	return reader_begin(args, SMALL_BYTES, state);
}

static int pread_64_step(void *state, unsigned int ops)
{
	return random_step(state, ops, SMALL_BYTES);
}

const struct load load_pread_64 = {
	.name = "pread-64",
	.summary = "pread() of 64 bytes at random from a tmpfs file",
	.ops = 20000,
	.begin = pread_64_begin,
	.step = pread_64_step,
	.end = reader_end,
};

static int pread_4k_begin(const struct load_args *args, void **state)
{
	return reader_begin(args, PAGE_BYTES, state);
}

static int pread_4k_step(void *state, unsigned int ops)
{
	return random_step(state, ops, PAGE_BYTES);
}

const struct load load_pread_4k = {
	.name = "pread-4k",
	.summary = "pread() of a page at random from a tmpfs file",
	.ops = 10000,
	.begin = pread_4k_begin,
	.step = pread_4k_step,
	.end = reader_end,
};

static int read_seq_begin(const struct load_args *args, void **state)
{
	return reader_begin(args, SEQ_BYTES, state);
}

static int read_seq_step(void *state, unsigned int ops)
{
	struct reader *reader = state;
	int err = 0;

	while (ops-- && !err)
		err = chunk_read(reader, reader->next++ % reader->chunks, SEQ_BYTES);
	return err;
}

const struct load load_read_seq = {
	.name = "read-seq",
	.summary = "64 KiB of a tmpfs file after the other",
	.ops = 1000,
	.begin = read_seq_begin,
	.step = read_seq_step,
	.end = reader_end,
};

static int copy_begin(const struct load_args *args, void **state)
{
	int err = reader_begin(args, COPY_BYTES, state);
	struct reader *reader = *state;

	if (err)
		return err;
	reader->to = page_cache_create(COPY_TO_BYTES);
	if (reader->to >= 0)
		return 0;
	err = reader->to;
	reader_end(reader);
	return err;
}

static int copy_step(void *state, unsigned int ops)
{
	struct reader *reader = state;

	while (ops--) {
		off_t from = (off_t)rng_below(&reader->rng, reader->chunks) * COPY_BYTES;
		off_t to = (off_t)rng_below(&reader->rng, COPY_TO_BYTES / COPY_BYTES) * COPY_BYTES;
		size_t left = COPY_BYTES;

		if (lseek(reader->to, to, SEEK_SET) < 0)
			return -errno;
		while (left) {
			ssize_t n = sendfile(reader->to, reader->from, &from, left);

			if (n <= 0)
				return n ? -errno : -EIO;
			left -= n;
		}
	}
	return 0;
}

const struct load load_copy = {
	.name = "copy",
	.summary = "64 KiB from one tmpfs file to another, both at random",
	.ops = 400,
	.begin = copy_begin,
	.step = copy_step,
	.end = reader_end,
};

// SPDX-License-Identifier: GPL-2.0-only
/*
 * contents.c - memory whose every word is known, reached two ways.
 *
 * It is a tmpfs file that is also mapped: a program uses the mapping of its own, but
 * read() and write() go by the kernel's linear map. What was written one way has to come
 * back the other way, or the linear map leads to another page.
 */
#define _GNU_SOURCE
#include "workloads/workloads.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#define CHUNK_WORDS	(CONTENTS_CHUNK_BYTES / sizeof(uint64_t))

/* Of place and generation: neither another chunk's nor an older content passes for it. */
static uint64_t contents_word(const struct contents *contents, size_t chunk, size_t i)
{
	uint64_t x = (chunk * CHUNK_WORDS + i) * 0x9e3779b97f4a7c15ull;

	return x ^ contents->generation[chunk] * 0xd6e8feb86659fd93ull;
}

static uint64_t *contents_mapped(const struct contents *contents, size_t chunk)
{
	return (uint64_t *)(contents->map + chunk * CONTENTS_CHUNK_BYTES);
}

static void chunk_fill(const struct contents *contents, size_t chunk, uint64_t *words)
{
	size_t i;

	for (i = 0; i < CHUNK_WORDS; i++)
		words[i] = contents_word(contents, chunk, i);
}

static bool chunk_is_right(const struct contents *contents, size_t chunk, const uint64_t *words)
{
	size_t i;

	for (i = 0; i < CHUNK_WORDS; i++)
		if (words[i] != contents_word(contents, chunk, i))
			return false;
	return true;
}

/* The file's, by the linear map; whole or not at all. */
static int chunk_transfer(const struct contents *contents, size_t chunk, uint64_t *words,
			  bool store)
{
	off_t at = chunk * CONTENTS_CHUNK_BYTES;
	size_t done = 0;

	while (done < CONTENTS_CHUNK_BYTES) {
		size_t left = CONTENTS_CHUNK_BYTES - done;
		char *from = (char *)words + done;
		ssize_t n = store ? pwrite(contents->fd, from, left, at + done) :
				    pread(contents->fd, from, left, at + done);

		if (n <= 0)
			return n ? -errno : -EIO;
		done += n;
	}
	return 0;
}

int contents_rewrite(struct contents *contents, size_t chunk, bool by_file)
{
	uint64_t words[CHUNK_WORDS];

	contents->generation[chunk]++;
	if (!by_file) {
		chunk_fill(contents, chunk, contents_mapped(contents, chunk));
		return 0;
	}
	chunk_fill(contents, chunk, words);
	return chunk_transfer(contents, chunk, words, true);
}

int contents_verify(const struct contents *contents, size_t chunk)
{
	uint64_t words[CHUNK_WORDS];
	int err;

	if (!chunk_is_right(contents, chunk, contents_mapped(contents, chunk)))
		return -EILSEQ;
	err = chunk_transfer(contents, chunk, words, false);
	if (err)
		return err;
	return chunk_is_right(contents, chunk, words) ? 0 : -EILSEQ;
}

static int contents_open(struct contents *contents, size_t bytes)
{
	int err;

	contents->fd = memfd_create("contents", MFD_CLOEXEC);
	if (contents->fd < 0)
		return -errno;
	contents->map = ftruncate(contents->fd, bytes) ? MAP_FAILED :
			mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, contents->fd, 0);
	if (contents->map != MAP_FAILED)
		return 0;
	err = -errno;
	close(contents->fd);
	return err;
}

int contents_create(struct contents *contents, size_t bytes)
{
	size_t chunk;
	int err;

	*contents = (struct contents){ .chunks = bytes / CONTENTS_CHUNK_BYTES };
	contents->generation = calloc(contents->chunks, sizeof(*contents->generation));
	if (!contents->generation)
		return -ENOMEM;
	err = contents_open(contents, bytes);
	if (err) {
		free(contents->generation);
		return err;
	}
	for (chunk = 0; chunk < contents->chunks; chunk++)
		contents_rewrite(contents, chunk, false);
	return 0;
}

void contents_close(struct contents *contents)
{
	munmap(contents->map, contents->chunks * CONTENTS_CHUNK_BYTES);
	close(contents->fd);
	free(contents->generation);
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * aged_memory.c - a page cache that fills memory, of which single pages are given back.
 *
 * The kernel keeps memory that it cannot move together, 2 MiB at a time, as long as there
 * is memory of which it has so much. Here there is not: whoever wants a page gets one that
 * lies between pages of a file.
 */
#define _GNU_SOURCE
#include "workloads/load.h"
#include "workloads/rng.h"
#include "workloads/workloads.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define CHUNK_BYTES	65536u		/* of one file, then as much of the other */

static int grow(int fd, size_t bytes)
{
	static char chunk[CHUNK_BYTES];

	while (bytes) {
		ssize_t n = write(fd, chunk, bytes < CHUNK_BYTES ? bytes : CHUNK_BYTES);

		if (n < 0)
			return -errno;
		bytes -= n;
	}
	return 0;
}

/*
 * What makes free pages hard to have. The kernel keeps up to an eighth of all memory by the
 * CPU, where nobody finds pages of another kind: tried, it kills a process before it looks
 * there. And it keeps more free for a while after it gave a page to another kind.
 */
static const struct {
	const char *path, *value;
} knobs[AGED_KNOBS] = {
	{ "/proc/sys/vm/percpu_pagelist_high_fraction", "1000000" },
	{ "/proc/sys/vm/watermark_boost_factor", "0" },
};

/* Returns what was there in was, as text. */
static int knob_set(const char *path, const char *value, char was[AGED_KNOB_MAX])
{
	int fd = open(path, O_RDWR | O_CLOEXEC), err = 0;
	ssize_t n;

	if (fd < 0)
		return -errno;
	if (was) {
		n = read(fd, was, AGED_KNOB_MAX - 1);
		was[n < 0 ? 0 : n] = '\0';
	}
	if (pwrite(fd, value, strlen(value), 0) < 0)
		err = -errno;
	close(fd);
	return err;
}

static int knobs_set(struct aged_memory *aged)
{
	int i, err = 0;

	for (i = 0; i < AGED_KNOBS && !err; i++)
		err = knob_set(knobs[i].path, knobs[i].value, aged->was[i]);
	return err;
}

static void knobs_restore(const struct aged_memory *aged)
{
	int i;

	for (i = 0; i < AGED_KNOBS; i++)
		if (aged->was[i][0])
			knob_set(knobs[i].path, aged->was[i], NULL);
}

int aged_memory_create(struct aged_memory *aged, size_t bytes)
{
	size_t done;
	int err;

	*aged = (struct aged_memory){
		.file = page_cache_create(0),
		.beside = page_cache_create(0),
		.rest = page_cache_create(0),
		.bytes = bytes,
	};
	if (aged->file < 0 || aged->beside < 0 || aged->rest < 0)
		return -EMFILE;
	err = knobs_set(aged);
	for (done = 0; done < bytes && !err; done += CHUNK_BYTES) {
		err = grow(aged->file, CHUNK_BYTES);
		if (!err)
			err = grow(aged->beside, CHUNK_BYTES);
	}
	return err;
}

int aged_memory_fill(struct aged_memory *aged, size_t bytes)
{
	int err = grow(aged->rest, bytes);

	if (!err)
		aged->rest_bytes += bytes;
	return err;
}

static int pipe_fill(struct aged_memory *aged, size_t bytes)
{
	int fds[2];

	if (aged->nr_pipes == AGED_PIPES_MAX || pipe2(fds, O_CLOEXEC | O_NONBLOCK))
		return -EMFILE;
	aged->pipe[aged->nr_pipes][0] = fds[0];
	aged->pipe[aged->nr_pipes++][1] = fds[1];
	if (fcntl(fds[1], F_SETPIPE_SZ, (int)AGED_PIPE_BYTES) < 0)
		return -errno;
	return grow(fds[1], bytes);
}

/* What lies in a pipe stays where it is. */
int aged_memory_fill_unmovable(struct aged_memory *aged, size_t bytes)
{
	int err = 0;

	while (bytes && !err) {
		size_t now = bytes < AGED_PIPE_BYTES ? bytes : AGED_PIPE_BYTES;

		err = pipe_fill(aged, now);
		bytes -= now;
	}
	return err;
}

int aged_memory_punch(struct aged_memory *aged, unsigned int one_of, uint64_t seed)
{
	const size_t page = sysconf(_SC_PAGESIZE);
	const int hole = FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE;
	uint32_t nr = aged->bytes / page / one_of, i;
	uint32_t *order = malloc(nr * sizeof(*order));
	struct rng rng = rng_seeded(seed, 2);
	int err = 0;

	if (!order)
		return -ENOMEM;
	for (i = 0; i < nr; i++) {
		uint32_t other = rng_below(&rng, i + 1);

		order[i] = order[other];
		order[other] = i;
	}
	for (i = 0; i < nr && !err; i++)
		if (fallocate(aged->beside, hole, (size_t)order[i] * one_of * page, page))
			err = -errno;
	free(order);
	return err ? err : (int)nr;
}

void aged_memory_close(struct aged_memory *aged)
{
	const int fds[] = { aged->file, aged->beside, aged->rest };
	size_t i;

	knobs_restore(aged);
	for (i = 0; i < sizeof(fds) / sizeof(fds[0]); i++)
		if (fds[i] >= 0)
			close(fds[i]);
	while (aged->nr_pipes--) {
		close(aged->pipe[aged->nr_pipes][0]);
		close(aged->pipe[aged->nr_pipes][1]);
	}
}

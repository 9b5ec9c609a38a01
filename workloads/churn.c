// SPDX-License-Identifier: GPL-2.0-only
/*
 * churn.c - fills tmpfs pages and reads them back.
 *
 * write() and read() move the data through the kernel's linear map: a page that a
 * conversion mapped to the wrong place comes back with another one's content.
 */
#define _GNU_SOURCE
#include "workloads/workloads.h"

#include <errno.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define CHUNK_BYTES	65536

/* xorshift64: no two chunks alike, no word within a chunk repeated. */
static void chunk_fill(uint64_t *chunk, uint64_t seed)
{
	uint64_t x = (seed + 1) * 0x9e3779b97f4a7c15ull;
	size_t i;

	for (i = 0; i < CHUNK_BYTES / sizeof(*chunk); i++) {
		x ^= x << 13;
		x ^= x >> 7;
		x ^= x << 17;
		chunk[i] = x;
	}
}

static int chunk_write(int fd, const uint64_t *chunk)
{
	size_t done = 0;

	while (done < CHUNK_BYTES) {
		ssize_t n = write(fd, (const char *)chunk + done, CHUNK_BYTES - done);

		if (n < 0)
			return -errno;
		done += n;
	}
	return 0;
}

static int chunk_read(int fd, uint64_t *chunk)
{
	size_t done = 0;

	while (done < CHUNK_BYTES) {
		ssize_t n = read(fd, (char *)chunk + done, CHUNK_BYTES - done);

		if (n <= 0)
			return n ? -errno : -EIO;
		done += n;
	}
	return 0;
}

int churn(size_t bytes)
{
	static uint64_t want[CHUNK_BYTES / sizeof(uint64_t)], got[CHUNK_BYTES / sizeof(uint64_t)];
	size_t chunks = (bytes + CHUNK_BYTES - 1) / CHUNK_BYTES, i;
	int fd, err = 0;

	fd = memfd_create("churn", MFD_CLOEXEC);
	if (fd < 0)
		return -errno;
	for (i = 0; i < chunks && !err; i++) {
		chunk_fill(want, i);
		err = chunk_write(fd, want);
	}
	if (!err && lseek(fd, 0, SEEK_SET) < 0)
		err = -errno;
	for (i = 0; i < chunks && !err; i++) {
		chunk_fill(want, i);
		err = chunk_read(fd, got);
		if (!err && memcmp(want, got, CHUNK_BYTES))
			err = -EILSEQ;
	}
	close(fd);
	return err;
}

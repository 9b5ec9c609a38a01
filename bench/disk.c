// SPDX-License-Identifier: GPL-2.0-only
/*
 * disk.c - direct I/O in large requests. The sum is made by the guest's sha256sum, which
 * gets the data by a pipe.
 */
#define _GNU_SOURCE
#include "bench/disk.h"
#include "workloads/rng.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define CHUNK	(1ul << 20)
#define ALIGN	4096
#define SUM	"/tmp/disk.sha256"

static int disk_fail(const char *path, const char *what, int err, char *reason, size_t size)
{
	snprintf(reason, size, "%s: %s: %s", path, what, strerror(-err));
	return err;
}

/* The next chunk is read into, or filled and written from, data. 0 or -errno. */
static int chunk_do(int fd, char *data, size_t bytes, struct rng *rng)
{
	uint64_t *words = (uint64_t *)data;
	ssize_t done;
	size_t i;

	for (i = 0; rng && i < bytes / sizeof(*words); i++)
		words[i] = rng_next(rng);
	done = rng ? write(fd, data, bytes) : read(fd, data, bytes);
	if (done < 0)
		return -errno;
	return (size_t)done == bytes ? 0 : -EIO;
}

static int chunks_do(int fd, uint64_t bytes, struct rng *rng, FILE *sum)
{
	char *data = aligned_alloc(ALIGN, CHUNK);
	size_t chunk;
	int err = data ? 0 : -ENOMEM;

	while (!err && bytes) {
		chunk = bytes < CHUNK ? bytes : CHUNK;
		err = chunk_do(fd, data, chunk, rng);
		if (!err && fwrite(data, 1, chunk, sum) != chunk)
			err = -EIO;
		bytes -= chunk;
	}
	free(data);
	if (!err && rng && fsync(fd))
		err = -errno;
	return err;
}

static int sum_take(char sum[DISK_SUM_MAX])
{
	FILE *file = fopen(SUM, "re");
	int got;

	if (!file)
		return -errno;
	got = fscanf(file, "%64[0-9a-f]", sum);
	fclose(file);
	unlink(SUM);
	return got == 1 && strlen(sum) == DISK_SUM_MAX - 1 ? 0 : -EIO;
}

/* Read without rng, else written. */
static int disk_do(const char *path, struct rng *rng, char *sum, char *reason, size_t size)
{
	int fd = open(path, (rng ? O_WRONLY : O_RDONLY) | O_DIRECT | O_CLOEXEC), err = 0;
	uint64_t bytes;
	FILE *pipe;

	if (fd < 0)
		return disk_fail(path, "open", -errno, reason, size);
	pipe = popen("sha256sum >" SUM, "we");
	if (!pipe || ioctl(fd, BLKGETSIZE64, &bytes))
		err = -errno;
	if (!err)
		err = chunks_do(fd, bytes, rng, pipe);
	if (pipe && pclose(pipe) && !err)
		err = -EIO;
	close(fd);
	if (!err)
		err = sum_take(sum);
	return err ? disk_fail(path, rng ? "write" : "read", err, reason, size) : 0;
}

int disk_read(const char *path, char sum[DISK_SUM_MAX], char *reason, size_t size)
{
	return disk_do(path, NULL, sum, reason, size);
}

int disk_write(const char *path, uint64_t seed, char sum[DISK_SUM_MAX], char *reason, size_t size)
{
	struct rng rng = rng_seeded(seed, 0);

	return disk_do(path, &rng, sum, reason, size);
}

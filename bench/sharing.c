// SPDX-License-Identifier: GPL-2.0-only
/*
 * sharing.c - opens, maps, changes and tries a shared buffer.
 */
#include "bench/sharing.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static int sharing_fail(struct sharing *sharing, int err, const char *what)
{
	snprintf(sharing->reason, sizeof(sharing->reason), "%s: %s", what, strerror(-err));
	return err;
}

int sharing_set(struct sharing *sharing, bool shared)
{
	struct splitfold_shared req = { .pages = sharing->pages, .shared = shared };
	int err = device_shared(&sharing->dev, &req);

	memcpy(sharing->reason, req.reason, sizeof(sharing->reason));
	sharing->ipa = req.ipa;
	sharing->unprotected_bit = req.unprotected;
	return err;
}

static int sharing_map(struct sharing *sharing)
{
	const int prot = PROT_READ | PROT_WRITE;
	int fd = sharing->dev.fd;

	sharing->protected = mmap(NULL, sharing->bytes, prot, MAP_SHARED, fd, 0);
	if (sharing->protected == MAP_FAILED)
		return -errno;
	sharing->unprotected = mmap(NULL, sharing->bytes, prot, MAP_SHARED, fd,
				    SPLITFOLD_MAP_UNPROTECTED);
	return sharing->unprotected == MAP_FAILED ? -errno : 0;
}

int sharing_open(struct sharing *sharing, unsigned int pages, unsigned int page_bytes)
{
	int err;

	*sharing = (struct sharing){
		.pages = pages,
		.bytes = (size_t)pages * page_bytes,
		.protected = MAP_FAILED,
		.unprotected = MAP_FAILED,
	};
	sharing->dev.fd = open(SPLITFOLD_DEVICE, O_RDWR | O_CLOEXEC);
	if (sharing->dev.fd < 0)
		return sharing_fail(sharing, -errno, SPLITFOLD_DEVICE);
	err = sharing_set(sharing, false);
	if (!err) {
		err = sharing_map(sharing);
		if (err)
			sharing_fail(sharing, err, "mmap of the shared buffer");
	}
	if (err)
		sharing_close(sharing);
	return err;
}

void sharing_close(struct sharing *sharing)
{
	if (sharing->protected != MAP_FAILED)
		munmap((void *)sharing->protected, sharing->bytes);
	if (sharing->unprotected != MAP_FAILED)
		munmap((void *)sharing->unprotected, sharing->bytes);
	device_close(&sharing->dev);
}

/* An odd factor: no two words alike, none of them zero but by a chance of 2^-64. */
static uint64_t pattern(uint64_t seed, size_t i)
{
	return (seed << 32 | (i + 1)) * 0x9e3779b97f4a7c15ull;
}

void sharing_fill(volatile uint64_t *words, size_t bytes, uint64_t seed)
{
	size_t i;

	for (i = 0; i < bytes / sizeof(*words); i++)
		words[i] = pattern(seed, i);
}

int sharing_compare(const volatile uint64_t *words, size_t bytes, uint64_t seed)
{
	size_t i;

	for (i = 0; i < bytes / sizeof(*words); i++)
		if (words[i] != pattern(seed, i))
			return -EILSEQ;
	return 0;
}

int sharing_is_zero(const volatile uint64_t *words, size_t bytes)
{
	size_t i;

	for (i = 0; i < bytes / sizeof(*words); i++)
		if (words[i])
			return -EILSEQ;
	return 0;
}

/* The buffer was full of something else, and is words now. */
static int sharing_try_new(struct sharing *sharing, volatile uint64_t *words, const char *state)
{
	char what[64];

	if (sharing_is_zero(words, sharing->bytes)) {
		snprintf(what, sizeof(what), "a page newly %s does not read as zero", state);
		return sharing_fail(sharing, -EILSEQ, what);
	}
	sharing_fill(words, sharing->bytes, sharing->ipa);
	if (sharing_compare(words, sharing->bytes, sharing->ipa)) {
		snprintf(what, sizeof(what), "a %s page does not keep what is written", state);
		return sharing_fail(sharing, -EILSEQ, what);
	}
	return 0;
}

int sharing_try(struct sharing *sharing)
{
	int err;

	sharing_fill(sharing->protected, sharing->bytes, ~sharing->ipa);
	err = sharing_set(sharing, true);
	if (!err)
		err = sharing_try_new(sharing, sharing->unprotected, "shared");
	if (!err)
		err = sharing_set(sharing, false);
	if (!err)
		err = sharing_try_new(sharing, sharing->protected, "private");
	return err;
}

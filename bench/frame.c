// SPDX-License-Identifier: GPL-2.0-only
/*
 * frame.c - writer of frames; frame.h has the format.
 *
 * A frame is put together in memory and written in one go: what another writer
 * prints into the same port falls between frames, not into one.
 */
#include "bench/frame.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

static int write_all(int fd, const char *buf, size_t len)
{
	while (len) {
		ssize_t n = write(fd, buf, len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -errno;
		buf += n;
		len -= n;
	}
	return 0;
}

int frame_write(int fd, const char *payload, size_t len)
{
	unsigned long crc = crc32(0, (const Bytef *)payload, len);
	char *frame;
	int head, err;

	if (len > FRAME_PAYLOAD_MAX)
		return -EMSGSIZE;
	frame = malloc(FRAME_HEADER_MAX + 1 + len + 1);
	if (!frame)
		return -ENOMEM;

	head = snprintf(frame, FRAME_HEADER_MAX + 1, FRAME_MAGIC "%zu %0*lx\n", len,
			FRAME_CRC_DIGITS, crc);
	memcpy(frame + head, payload, len);
	frame[head + len] = '\n';
	err = write_all(fd, frame, head + len + 1);
	free(frame);
	return err;
}

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * frame.h - how records travel from the guest to the host.
 *
 * The way may be a serial port shared with a console that prints into it, or a
 * guest that dies in the middle: every frame carries its length and checksum, and
 * a reader can find the next one after any damage.
 *
 *	SFR1 <length> <crc32>\n<payload>\n
 *
 * length is the payload's bytes in decimal, crc32 is zlib's crc32() of the payload
 * as 8 lower-case hex digits, and the payload is one JSON object without a newline.
 * A reader that meets anything else skips to the next "SFR1 " at the start of a
 * line and counts the loss.
 */
#ifndef SPLITFOLD_BENCH_FRAME_H
#define SPLITFOLD_BENCH_FRAME_H

#include <stddef.h>

#define FRAME_PROTO		1			/* "proto" of the hello payload */
#define FRAME_MAGIC		"SFR1 "
#define FRAME_MAGIC_LEN		5
#define FRAME_CRC_DIGITS	8
#define FRAME_PAYLOAD_MAX	(1u << 20)
/* magic, 7 digits, space, crc, newline */
#define FRAME_HEADER_MAX	(FRAME_MAGIC_LEN + 7 + 1 + FRAME_CRC_DIGITS + 1)

/* Write one frame to fd. Returns 0 or -errno: -EMSGSIZE for a payload too long. */
int frame_write(int fd, const char *payload, size_t len);

#endif /* SPLITFOLD_BENCH_FRAME_H */

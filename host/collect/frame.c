// SPDX-License-Identifier: GPL-2.0-only
/*
 * collect/frame.c - finds the frames in what came out of a guest, see collect/frame.h.
 */
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <zlib.h>

#include "bench/frame.h"
#include "host/collect/frame.h"

void frame_reader_init(struct frame_reader *reader, const char *buf, size_t len)
{
	memset(reader, 0, sizeof(*reader));
	reader->buf = buf;
	reader->len = len;
}

static bool take_text(const char **at, const char *end, const char *text)
{
	size_t len = strlen(text);

	if ((size_t)(end - *at) < len || memcmp(*at, text, len))
		return false;
	*at += len;
	return true;
}

static bool take_decimal(const char **at, const char *end, size_t *out)
{
	const char *start = *at;
	size_t number = 0;

	while (*at < end && **at >= '0' && **at <= '9' && number <= FRAME_PAYLOAD_MAX)
		number = number * 10 + (*(*at)++ - '0');
	*out = number;
	return *at > start && *start != '0' && number <= FRAME_PAYLOAD_MAX;
}

static bool take_hex(const char **at, const char *end, uint32_t *out)
{
	int i;

	*out = 0;
	if (end - *at < FRAME_CRC_DIGITS)
		return false;
	for (i = 0; i < FRAME_CRC_DIGITS; i++) {
		char c = *(*at)++;

		if (c >= '0' && c <= '9')
			*out = *out << 4 | (uint32_t)(c - '0');
		else if (c >= 'a' && c <= 'f')
			*out = *out << 4 | (uint32_t)(c - 'a' + 10);
		else
			return false;
	}
	return true;
}

/* Bytes of the whole frame at at, or 0 if there is none. */
static size_t frame_parse(const char *at, const char *end, struct frame *frame)
{
	const char *start = at;
	uint32_t crc;
	size_t len;

	if (!take_text(&at, end, FRAME_MAGIC) || !take_decimal(&at, end, &len) ||
	    !take_text(&at, end, " ") || !take_hex(&at, end, &crc) || !take_text(&at, end, "\n"))
		return 0;
	if ((size_t)(end - at) < len + 1 || at[len] != '\n')
		return 0;
	if (crc32(0, (const unsigned char *)at, len) != crc)
		return 0;
	frame->payload = at;
	frame->len = len;
	return at + len + 1 - start;
}

int frame_next(struct frame_reader *reader, struct frame *frame)
{
	const char *end = reader->buf + reader->len;
	const char *at = reader->buf + reader->pos;
	const char *lost_from = at;
	size_t bytes = 0;

	while (at < end) {
		const char *newline;

		bytes = frame_parse(at, end, frame);
		if (bytes)
			break;
		newline = memchr(at, '\n', end - at);
		at = newline ? newline + 1 : end;
	}
	if (at > lost_from) {
		reader->lost++;
		reader->lost_bytes += at - lost_from;
	}
	reader->pos = at + bytes - reader->buf;
	if (!bytes)
		return 0;
	frame->nr = ++reader->frames;
	return 1;
}

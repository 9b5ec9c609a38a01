/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * forge.h - wraps any bytes as an encoded histogram: compressed and in base64, so
 * that what is wrong with them is met by the code behind these two.
 */
#ifndef TESTS_UNIT_FORGE_H
#define TESTS_UNIT_FORGE_H

#include <endian.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "host/base/alloc.h"

#define FORGE_ENVELOPE	8
#define FORGE_HEADER	40	/* in front of the counts */

static char *forge_base64(const uint8_t *in, size_t len)
{
	static const char digits[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	char *out = xcalloc((len + 2) / 3 * 4 + 1, 1);
	size_t i, used = 0;

	for (i = 0; i < len; i += 3) {
		uint32_t group = in[i] << 16 | (i + 1 < len ? in[i + 1] << 8 : 0) |
				 (i + 2 < len ? in[i + 2] : 0);

		out[used++] = digits[group >> 18];
		out[used++] = digits[group >> 12 & 63];
		out[used++] = i + 1 < len ? digits[group >> 6 & 63] : '=';
		out[used++] = i + 2 < len ? digits[group & 63] : '=';
	}
	return out;
}

/* plain = header and counts; the caller frees the text. */
static char *forge_text(const uint8_t *plain, size_t len)
{
	uint32_t envelope[2] = { htobe32(0x1c849314) };
	uLongf packed_len = compressBound(len);
	uint8_t *packed = xcalloc(FORGE_ENVELOPE + packed_len, 1);
	char *text;

	if (compress(packed + FORGE_ENVELOPE, &packed_len, plain, len) != Z_OK)
		abort();
	envelope[1] = htobe32(packed_len);
	memcpy(packed, envelope, sizeof(envelope));
	text = forge_base64(packed, FORGE_ENVELOPE + packed_len);
	free(packed);
	return text;
}

#endif

// SPDX-License-Identifier: GPL-2.0-only
/*
 * record/hist_guard.c - judges an encoded histogram, see record/hist_guard.h.
 *
 * The format (HdrHistogram V2, all numbers big-endian): base64 of
 *	cookie 0x1c849314, length, zlib stream of length bytes:
 *	cookie 0x1c849313, payload length, normalising offset, significant digits,
 *	lowest, highest, conversion ratio (a double), payload:
 *	counts from the lowest slot on, ZigZag LEB128; -n stands for n empty slots
 *
 * The first 2 << magnitude slots are one value wide, from there on each (1 << magnitude)
 * slots are twice as wide as those before them.
 */
#include <endian.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>
#include <hdr/hdr_histogram.h>

#include "bench/hist.h"
#include "host/base/alloc.h"
#include "host/record/hist_guard.h"

#define COOKIE_COMPRESSED	0x1c849314u
#define COOKIE_COUNTS		0x1c849313u
#define ENVELOPE_BYTES		8
#define HEADER_BYTES		40
#define RATIO_ONE		0x3ff0000000000000ull	/* 1.0 */
#define LEB_BYTES_MAX		9

static uint32_t get32(const uint8_t *at)
{
	uint32_t v;

	memcpy(&v, at, sizeof(v));
	return be32toh(v);
}

static uint64_t get64(const uint8_t *at)
{
	uint64_t v;

	memcpy(&v, at, sizeof(v));
	return be64toh(v);
}

static int base64_digit(char c)
{
	if (c >= 'A' && c <= 'Z')
		return c - 'A';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 26;
	if (c >= '0' && c <= '9')
		return c - '0' + 52;
	return c == '+' ? 62 : c == '/' ? 63 : -1;
}

/* Bytes written to out (3/4 of len), or 0 if text is no padded base64. */
static size_t base64_decode(const char *text, size_t len, uint8_t *out)
{
	size_t pad = 0, used = 0, i, k;

	if (!len || len % 4)
		return 0;
	if (text[len - 1] == '=')
		pad = text[len - 2] == '=' ? 2 : 1;
	for (i = 0; i < len; i += 4) {
		uint32_t group = 0;

		for (k = 0; k < 4; k++) {
			int digit = i + k >= len - pad ? 0 : base64_digit(text[i + k]);

			if (digit < 0)
				return 0;
			group = group << 6 | (uint32_t)digit;
		}
		out[used++] = group >> 16;
		out[used++] = group >> 8;
		out[used++] = group;
	}
	return used - pad;
}

/* The whole stream must fit and end exactly with the input. */
static size_t inflate_all(const uint8_t *in, size_t in_len, uint8_t *out, size_t out_max)
{
	z_stream stream = { .next_in = (uint8_t *)in, .avail_in = in_len,
			    .next_out = out, .avail_out = out_max };
	size_t len = 0;

	if (inflateInit(&stream) != Z_OK)
		return 0;
	if (inflate(&stream, Z_FINISH) == Z_STREAM_END && !stream.avail_in)
		len = stream.total_out;
	inflateEnd(&stream);
	return len;
}

/* One ZigZag LEB128 number; the ninth byte carries eight bits. False past the end. */
static bool take_number(const uint8_t **at, const uint8_t *end, int64_t *out)
{
	uint64_t raw = 0;
	int i;

	for (i = 0; i < LEB_BYTES_MAX; i++) {
		uint8_t byte;

		if (*at == end)
			return false;
		byte = *(*at)++;
		if (i == LEB_BYTES_MAX - 1) {
			raw |= (uint64_t)byte << 56;
			break;
		}
		raw |= (uint64_t)(byte & 0x7f) << (7 * i);
		if (!(byte & 0x80))
			break;
	}
	*out = (int64_t)(raw >> 1) ^ -(int64_t)(raw & 1);
	return true;
}

static const char *check_counts(const uint8_t *at, const uint8_t *end)
{
	struct hdr_histogram_bucket_config config;
	int64_t slots = 0, total = 0, number;

	if (hdr_calculate_bucket_config(HIST_LOWEST, HIST_HIGHEST, HIST_DIGITS, &config))
		return "histogram range is not usable";
	while (at < end) {
		if (!take_number(&at, end, &number))
			return "histogram ends inside a count";
		if (number < -config.counts_len || number > HIST_COUNT_MAX)
			return "histogram count out of range";
		slots += number < 0 ? -number : 1;
		total += number > 0 ? number : 0;
		if (slots > config.counts_len)
			return "histogram has more slots than its range";
		if (total > HIST_COUNT_MAX)
			return "histogram has too many samples";
	}
	return NULL;
}

static const char *check_header(const uint8_t *header, size_t len)
{
	if (len < HEADER_BYTES)
		return "histogram header is cut short";
	if (get32(header) != COOKIE_COUNTS)
		return "histogram is not in V2 encoding";
	if (get32(header + 4) != len - HEADER_BYTES)
		return "histogram payload length does not fit";
	if (get32(header + 8) != 0 || get64(header + 32) != RATIO_ONE)
		return "histogram is shifted or scaled";
	if (get32(header + 12) != HIST_DIGITS || get64(header + 16) != HIST_LOWEST ||
	    get64(header + 24) != HIST_HIGHEST)
		return "histogram range or precision is not the suite's";
	return NULL;
}

/* counts were checked. */
static void each_count(const uint8_t *at, const uint8_t *end, hist_count_fn fn, void *arg)
{
	struct hdr_histogram_bucket_config config;
	int64_t slot = 0, number;

	hdr_calculate_bucket_config(HIST_LOWEST, HIST_HIGHEST, HIST_DIGITS, &config);
	while (at < end && take_number(&at, end, &number)) {
		int64_t above = (slot >> config.sub_bucket_half_count_magnitude) - 1;
		int64_t width = 1ll << (above > 0 ? above : 0);
		int64_t in = slot & (config.sub_bucket_half_count - 1);
		int64_t lower = above < 0 ? slot : (in + config.sub_bucket_half_count) * width;

		if (number > 0)
			fn(lower, lower + width - 1, number, arg);
		slot += number < 0 ? -number : 1;
	}
}

const char *hist_guard(const char *text, size_t len)
{
	return hist_guard_each(text, len, NULL, NULL);
}

const char *hist_guard_each(const char *text, size_t len, hist_count_fn fn, void *arg)
{
	uint8_t *packed, *counts;
	const char *why = "histogram text is too long or no base64";
	size_t packed_len, counts_len;

	if (len > HIST_TEXT_MAX)
		return why;
	packed = xcalloc(len / 4 * 3 + 1, 1);
	counts = xcalloc(HEADER_BYTES + HIST_PAYLOAD_MAX, 1);
	packed_len = base64_decode(text, len, packed);
	if (!packed_len)
		goto out;
	why = "histogram is not in compressed V2 encoding";
	if (packed_len < ENVELOPE_BYTES || get32(packed) != COOKIE_COMPRESSED ||
	    get32(packed + 4) != packed_len - ENVELOPE_BYTES)
		goto out;
	why = "histogram does not inflate, or is too large";
	counts_len = inflate_all(packed + ENVELOPE_BYTES, packed_len - ENVELOPE_BYTES, counts,
				 HEADER_BYTES + HIST_PAYLOAD_MAX);
	if (!counts_len)
		goto out;
	why = check_header(counts, counts_len);
	if (!why)
		why = check_counts(counts + HEADER_BYTES, counts + counts_len);
	if (!why && fn)
		each_count(counts + HEADER_BYTES, counts + counts_len, fn, arg);
out:
	free(counts);
	free(packed);
	return why;
}

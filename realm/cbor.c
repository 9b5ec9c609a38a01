// SPDX-License-Identifier: GPL-2.0-only
/* cbor.c - the few kinds of items that a token has, in their shortest form. */
#include "realm/cbor.h"

#include <string.h>

static void put(struct cbor *cbor, u8 byte)
{
	if (cbor->at >= cbor->from && cbor->at < cbor->to)
		cbor->out[cbor->at - cbor->from] = byte;
	cbor->at++;
}

/* The value's low bytes, the highest first. */
static void put_value(struct cbor *cbor, u64 value, int bytes)
{
	while (bytes--)
		put(cbor, value >> 8 * bytes);
}

void cbor_head(struct cbor *cbor, enum cbor_major major, u64 value)
{
	int log = value <= 0xff ? 0 : value <= 0xffff ? 1 : value <= 0xffffffff ? 2 : 3;

	if (value < 24) {
		put(cbor, major << 5 | value);
		return;
	}
	put(cbor, major << 5 | (24 + log));
	put_value(cbor, value, 1 << log);
}

static void put_all(struct cbor *cbor, const u8 *bytes, u64 size)
{
	while (size--)
		put(cbor, *bytes++);
}

void cbor_bytes(struct cbor *cbor, const void *bytes, u64 size)
{
	cbor_head(cbor, CBOR_BYTES, size);
	put_all(cbor, bytes, size);
}

void cbor_text(struct cbor *cbor, const char *text)
{
	u64 size = strlen(text);

	cbor_head(cbor, CBOR_TEXT, size);
	put_all(cbor, (const u8 *)text, size);
}

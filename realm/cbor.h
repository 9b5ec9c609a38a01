/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * cbor.h - writes CBOR (RFC 8949), of which only a window is kept: a text that is fetched
 * in parts is made anew for each part instead of being stored.
 */
#ifndef REALM_CBOR_H
#define REALM_CBOR_H

#include "realm/types.h"

struct cbor {
	u8 *out;		/* bytes [from, to) of the text go here */
	u64 from;
	u64 to;
	u64 at;			/* bytes made so far, kept or not */
};

enum cbor_major {
	CBOR_UINT	= 0,
	CBOR_BYTES	= 2,
	CBOR_TEXT	= 3,
	CBOR_ARRAY	= 4,
	CBOR_MAP	= 5,
	CBOR_TAG	= 6,
};

/* The head of an item: a number, a length, how many items follow, or a tag. */
void cbor_head(struct cbor *cbor, enum cbor_major major, u64 value);
void cbor_bytes(struct cbor *cbor, const void *bytes, u64 size);
void cbor_text(struct cbor *cbor, const char *text);

#endif /* REALM_CBOR_H */

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * realm.h - who the realm is: its measurements and its personalization value. Where its
 * memory is stands in rtt.h.
 */
#ifndef REALM_REALM_H
#define REALM_REALM_H

#include "realm/sha256.h"
#include "realm/types.h"

#define REALM_HASH_SHA_256	0	/* RsiHashAlgorithm */
#define REALM_RPV_BYTES		64

/* Slot 0 is the initial measurement (RIM), the others are extensible (REM). */
#define REALM_RIM		0
#define REALM_MEASUREMENTS	5
#define REALM_EXTEND_BYTES	64	/* at most, in one call */

struct realm_measurements {
	u8 digest[REALM_MEASUREMENTS][SHA256_BYTES];
};

extern const u8 realm_rpv[REALM_RPV_BYTES];

/* All slots as they are at one moment. */
void realm_measurements_read(struct realm_measurements *all);

/* REM[slot] becomes the hash of itself and of at most REALM_EXTEND_BYTES. */
void realm_measurement_extend(unsigned int slot, const void *value, u64 bytes);

#endif /* REALM_REALM_H */

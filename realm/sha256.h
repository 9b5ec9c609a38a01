/* SPDX-License-Identifier: GPL-2.0-only */
/* sha256.h - SHA-256 (FIPS 180-4) of what lies in memory. */
#ifndef REALM_SHA256_H
#define REALM_SHA256_H

#include "realm/types.h"

#define SHA256_BYTES	32

void sha256(u8 digest[SHA256_BYTES], const void *data, u64 bytes);

#endif /* REALM_SHA256_H */

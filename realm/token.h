/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * token.h - the attestation token: shaped like that of Arm CCA (RMM specification, A7.2.3
 * "CCA attestation token"), so that what parses one gets to its claims, and saying in
 * them that it is not genuine. It has no signature.
 */
#ifndef REALM_TOKEN_H
#define REALM_TOKEN_H

#include "realm/realm.h"
#include "realm/types.h"

#define TOKEN_CHALLENGE_BYTES	64

/* What of a token is not the same in all. */
struct token_claims {
	u8 challenge[TOKEN_CHALLENGE_BYTES];
	struct realm_measurements measurements;
};

/* Bytes [from, from + size) of the token go to out; returns the token's whole size. */
u64 token_write(const struct token_claims *claims, u8 *out, u64 from, u64 size);

#endif /* REALM_TOKEN_H */

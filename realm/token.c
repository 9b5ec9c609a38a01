// SPDX-License-Identifier: GPL-2.0-only
/*
 * token.c - writes the attestation token: a collection of a platform token and a realm
 * token, each a COSE_Sign1 with an empty signature.
 */
#include "realm/token.h"

#include "realm/cbor.h"

#define TAG_COSE_SIGN1		18
#define TAG_CCA_COLLECTION	399

enum claim {
	CLAIM_CHALLENGE			= 10,
	CLAIM_PROFILE			= 265,
	CLAIM_PLATFORM_LIFECYCLE	= 2395,
	CLAIM_PLATFORM_VERIFICATION	= 2400,
	CLAIM_PLATFORM_TOKEN		= 44234,
	CLAIM_REALM_RPV			= 44235,
	CLAIM_REALM_HASH		= 44236,
	CLAIM_REALM_PUBLIC_KEY		= 44237,
	CLAIM_REALM_RIM			= 44238,
	CLAIM_REALM_REMS		= 44239,
	CLAIM_REALM_TOKEN		= 44241,
};

/* The profile names the rules that a token follows: no verifier knows these. */
#define NOT_GENUINE	"splitfold emulated RSI, not genuine, not signed"
#define LIFECYCLE_UNKNOWN	0

static void claim_number(struct cbor *cbor, enum claim claim, u64 value)
{
	cbor_head(cbor, CBOR_UINT, claim);
	cbor_head(cbor, CBOR_UINT, value);
}

static void claim_text(struct cbor *cbor, enum claim claim, const char *text)
{
	cbor_head(cbor, CBOR_UINT, claim);
	cbor_text(cbor, text);
}

static void claim_bytes(struct cbor *cbor, enum claim claim, const void *bytes, u64 size)
{
	cbor_head(cbor, CBOR_UINT, claim);
	cbor_bytes(cbor, bytes, size);
}

static void platform_claims(struct cbor *cbor, const struct token_claims *claims)
{
	(void)claims;
	cbor_head(cbor, CBOR_MAP, 3);
	claim_text(cbor, CLAIM_PROFILE, NOT_GENUINE);
	claim_number(cbor, CLAIM_PLATFORM_LIFECYCLE, LIFECYCLE_UNKNOWN);
	claim_text(cbor, CLAIM_PLATFORM_VERIFICATION, "none");
}

static void realm_claims(struct cbor *cbor, const struct token_claims *claims)
{
	const struct realm_measurements *all = &claims->measurements;
	int i;

	cbor_head(cbor, CBOR_MAP, 7);
	claim_text(cbor, CLAIM_PROFILE, NOT_GENUINE);
	claim_bytes(cbor, CLAIM_CHALLENGE, claims->challenge, sizeof(claims->challenge));
	claim_bytes(cbor, CLAIM_REALM_RPV, realm_rpv, sizeof(realm_rpv));
	claim_text(cbor, CLAIM_REALM_HASH, "sha-256");
	claim_bytes(cbor, CLAIM_REALM_PUBLIC_KEY, "", 0);
	claim_bytes(cbor, CLAIM_REALM_RIM, all->digest[REALM_RIM], SHA256_BYTES);
	cbor_head(cbor, CBOR_UINT, CLAIM_REALM_REMS);
	cbor_head(cbor, CBOR_ARRAY, REALM_MEASUREMENTS - 1);
	for (i = REALM_RIM + 1; i < REALM_MEASUREMENTS; i++)
		cbor_bytes(cbor, all->digest[i], SHA256_BYTES);
}

typedef void (*claims_fn)(struct cbor *cbor, const struct token_claims *claims);

/* COSE_Sign1: protected headers, unprotected ones, payload, signature. */
static void sign1(struct cbor *cbor, claims_fn fn, const struct token_claims *claims)
{
	struct cbor measure = { 0 };

	fn(&measure, claims);
	cbor_head(cbor, CBOR_TAG, TAG_COSE_SIGN1);
	cbor_head(cbor, CBOR_ARRAY, 4);
	cbor_bytes(cbor, "", 0);
	cbor_head(cbor, CBOR_MAP, 0);
	cbor_head(cbor, CBOR_BYTES, measure.at);
	fn(cbor, claims);
	cbor_bytes(cbor, "", 0);
}

/* The collection has its tokens as byte strings. */
static void token_part(struct cbor *cbor, enum claim claim, claims_fn fn,
		       const struct token_claims *claims)
{
	struct cbor measure = { 0 };

	sign1(&measure, fn, claims);
	cbor_head(cbor, CBOR_UINT, claim);
	cbor_head(cbor, CBOR_BYTES, measure.at);
	sign1(cbor, fn, claims);
}

u64 token_write(const struct token_claims *claims, u8 *out, u64 from, u64 size)
{
	struct cbor cbor = { .out = out, .from = from, .to = from + size };

	cbor_head(&cbor, CBOR_TAG, TAG_CCA_COLLECTION);
	cbor_head(&cbor, CBOR_MAP, 2);
	token_part(&cbor, CLAIM_PLATFORM_TOKEN, platform_claims, claims);
	token_part(&cbor, CLAIM_REALM_TOKEN, realm_claims, claims);
	return cbor.at;
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * rsi_config.c - RSI_VERSION, RSI_FEATURES, RSI_REALM_CONFIG: what the realm is told of
 * the interface and of itself.
 */
#include <string.h>

#include "realm/realm.h"
#include "realm/rsi.h"

#define RSI_VERSION_1_0	0x10000ul

/* RsiRealmConfig; all that is not named is zero. */
struct rsi_config {
	u64 ipa_width;
	u64 hash_algorithm;
	u8 reserved[0x200 - 16];
	u8 rpv[REALM_RPV_BYTES];
	u8 reserved2[REALM_GRANULE - 0x200 - REALM_RPV_BYTES];
};

_Static_assert(sizeof(struct rsi_config) == REALM_GRANULE, "RsiRealmConfig fills a granule");

/* The lowest and the highest version there is, which are one. */
void rsi_version(struct cpu *cpu, u64 x[])
{
	(void)cpu;
	rsi_return(x, x[1] == RSI_VERSION_1_0 ? RSI_RET_SUCCESS : RSI_RET_ERROR_INPUT,
		   RSI_VERSION_1_0, RSI_VERSION_1_0);
}

/* Version 1.0 has no feature: every register of them reads as zero. */
void rsi_features(struct cpu *cpu, u64 x[])
{
	(void)cpu;
	rsi_return(x, RSI_RET_SUCCESS, 0, 0);
}

void rsi_realm_config(struct cpu *cpu, u64 x[])
{
	struct rsi_config *config = NULL;

	(void)cpu;
	if (IS_ALIGNED(x[1], REALM_GRANULE))
		config = rtt_memory(x[1], sizeof(*config));
	if (!config) {
		rsi_fail(x, RSI_RET_ERROR_INPUT);
		return;
	}
	memset(config, 0, sizeof(*config));
	config->ipa_width = realm.ipa_bits;
	config->hash_algorithm = REALM_HASH_SHA_256;
	memcpy(config->rpv, realm_rpv, sizeof(config->rpv));
	rsi_return(x, RSI_RET_SUCCESS, 0, 0);
}

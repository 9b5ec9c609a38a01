// SPDX-License-Identifier: GPL-2.0-only
/*
 * rsi_attest.c - RSI_ATTESTATION_TOKEN_INIT and _CONTINUE. Each CPU fetches a token of its
 * own, part by part; it is what it was at INIT, however measurements go on.
 */
#include <string.h>

#include "realm/rsi.h"

/* x1 to x8: the challenge. One that is under way ends. Returns the token's size. */
void rsi_attest_token_init(struct cpu *cpu, u64 x[])
{
	struct token *token = &cpu->token;

	memcpy(token->claims.challenge, x + 1, sizeof(token->claims.challenge));
	realm_measurements_read(&token->claims.measurements);
	token->taken = 0;
	token->size = token_write(&token->claims, NULL, 0, 0);
	rsi_return(x, RSI_RET_SUCCESS, token->size, 0);
}

/* x1 to x3: a granule, an offset in it, bytes from there. */
static bool window_is_valid(const u64 x[])
{
	return IS_ALIGNED(x[1], REALM_GRANULE) && x[2] < REALM_GRANULE &&
	       x[3] <= REALM_GRANULE - x[2] && rsi_is_protected(x[1]);
}

/* Room for nothing is a success that changes nothing, as in the open RMM. */
void rsi_attest_token_continue(struct cpu *cpu, u64 x[])
{
	struct token *token = &cpu->token;
	u64 left = token->size - token->taken;
	u64 size = x[3] < left ? x[3] : left;
	bool more = size && size < left;
	u8 *granule;

	if (!window_is_valid(x)) {
		rsi_fail(x, RSI_RET_ERROR_INPUT);
		return;
	}
	if (!token->size) {
		rsi_fail(x, RSI_RET_ERROR_STATE);
		return;
	}
	granule = rtt_memory(x[1], REALM_GRANULE);
	if (!granule) {
		rsi_fail(x, RSI_RET_ERROR_INPUT);
		return;
	}
	token_write(&token->claims, granule + x[2], token->taken, size);
	token->taken += size;
	if (size == left)
		token->size = 0;
	rsi_return(x, more ? RSI_RET_INCOMPLETE : RSI_RET_SUCCESS, size, 0);
}

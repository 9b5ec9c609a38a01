// SPDX-License-Identifier: GPL-2.0-only
/*
 * rsi_host.c - RSI_HOST_CALL. There is no host behind the monitor; what it answers in its
 * place is in abi.h (HOST_CALL_*).
 */
#include "realm/rsi.h"

/* RsiHostCall, which fills its alignment. */
struct host_call {
	uint16_t imm;
	u64 gprs[31];
};

_Static_assert(sizeof(struct host_call) == 0x100, "RsiHostCall must not cross a granule");

/* A host can do this at any time; for tests, it does it when it is asked to. */
static s64 host_destroy(u64 ipa)
{
	if (!IS_ALIGNED(ipa, REALM_GRANULE) || !realm_is_ram(ipa, REALM_GRANULE))
		return SMCCC_RET_INVALID_PARAMETER;
	rtt_destroy(ipa);
	return SMCCC_RET_SUCCESS;
}

static s64 host_answer(unsigned int imm, u64 gpr)
{
	switch (imm) {
	case HOST_CALL_NOTHING:
		return SMCCC_RET_SUCCESS;
	case HOST_CALL_DESTROY:
		return host_destroy(gpr);
	}
	return SMCCC_RET_NOT_SUPPORTED;
}

void rsi_host_call(struct cpu *cpu, u64 x[])
{
	struct host_call *call = NULL;
	s64 answer;

	(void)cpu;
	if (IS_ALIGNED(x[1], sizeof(*call)))
		call = rtt_memory(x[1], sizeof(*call));
	if (!call) {
		rsi_fail(x, RSI_RET_ERROR_INPUT);
		return;
	}
	answer = host_answer(call->imm, call->gprs[0]);
	/* Its own granule may be what was destroyed: then nobody reads the answer. */
	call = rtt_memory(x[1], sizeof(*call));
	if (call)
		call->gprs[0] = answer;
	rsi_return(x, RSI_RET_SUCCESS, 0, 0);
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * rsi_ripas.c - RSI_IPA_STATE_SET and _GET: which of its memory the realm keeps to itself.
 * The host that is asked for a change always agrees, but it has only the memory it has.
 */
#include "realm/monitor.h"
#include "realm/rsi.h"
#include "realm/smmu.h"

static bool range_is_valid(u64 base, u64 top)
{
	return IS_ALIGNED(base, REALM_GRANULE) && IS_ALIGNED(top, REALM_GRANULE) && base < top &&
	       rsi_is_protected(top - 1);
}

/*
 * x1 to x4: base, top, RIPAS, flags. What is above the fields of RIPAS (x3[7:0]) and of
 * the flags (x4[0]) should be zero, and is not looked at.
 *
 * Where nothing at all was changed the host has rejected the request: a realm that is told
 * of success, and of base as the first address not changed, asks for ever.
 */
void rsi_ipa_state_set(struct cpu *cpu, u64 x[])
{
	u64 base = x[1], top = x[2], stopped;
	u8 ripas = x[3];

	if (ripas > RIPAS_RAM || !range_is_valid(base, top)) {
		rsi_fail(x, RSI_RET_ERROR_INPUT);
		return;
	}
	stopped = rtt_ripas_set(base, top, ripas, x[4] & RSI_CHANGE_DESTROYED);
	rsi_return(x, RSI_RET_SUCCESS, stopped,
		   stopped == base ? RSI_RESPONSE_REJECT : RSI_RESPONSE_ACCEPT);
	monitor_smmu_poll(cpu);
}

/* x1, x2: base, top. Returns where the state of base ends, and the state. */
void rsi_ipa_state_get(struct cpu *cpu, u64 x[])
{
	enum ripas ripas;
	u64 end;

	(void)cpu;
	if (!range_is_valid(x[1], x[2])) {
		rsi_fail(x, RSI_RET_ERROR_INPUT);
		return;
	}
	ripas = rtt_ripas_get(x[1], x[2], &end);
	rsi_return(x, RSI_RET_SUCCESS, end, ripas);
}

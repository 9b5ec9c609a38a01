// SPDX-License-Identifier: GPL-2.0-only
/*
 * rsi_measurement.c - RSI_MEASUREMENT_READ and _EXTEND: five slots, of which the realm may
 * extend all but the first.
 */
#include <string.h>

#include "realm/realm.h"
#include "realm/rsi.h"

/* Measurements are returned in x1 to x8, whatever the hash; SHA-256 leaves half zero. */
#define MEASUREMENT_WORDS	8

void rsi_measurement_read(struct cpu *cpu, u64 x[])
{
	struct realm_measurements all;
	u64 slot = x[1];

	(void)cpu;
	if (slot >= REALM_MEASUREMENTS) {
		rsi_fail(x, RSI_RET_ERROR_INPUT);
		return;
	}
	realm_measurements_read(&all);
	x[0] = RSI_RET_SUCCESS;
	memset(x + 1, 0, MEASUREMENT_WORDS * sizeof(x[0]));
	memcpy(x + 1, all.digest[slot], SHA256_BYTES);
}

/* x1: slot, x2: bytes, x3 to x10: so many of them. */
void rsi_measurement_extend(struct cpu *cpu, u64 x[])
{
	u64 slot = x[1], bytes = x[2];

	(void)cpu;
	if (slot == REALM_RIM || slot >= REALM_MEASUREMENTS || bytes > REALM_EXTEND_BYTES) {
		rsi_fail(x, RSI_RET_ERROR_INPUT);
		return;
	}
	realm_measurement_extend(slot, x + 3, bytes);
	rsi_return(x, RSI_RET_SUCCESS, 0, 0);
}

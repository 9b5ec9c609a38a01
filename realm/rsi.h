/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * rsi.h - what the files of the Realm Services Interface share. Arguments are checked in
 * the order of the open RMM (TF-RMM, runtime/rsi), and a call that fails leaves the
 * realm's memory as it was.
 */
#ifndef REALM_RSI_H
#define REALM_RSI_H

#include "realm/rtt.h"
#include "realm/smc.h"

/* Results of a call that returns no more than these: x3 is zero, as in the open RMM. */
static inline void rsi_return(u64 x[], enum rsi_ret ret, u64 x1, u64 x2)
{
	x[0] = ret;
	x[1] = x1;
	x[2] = x2;
	x[3] = 0;
}

static inline void rsi_fail(u64 x[], enum rsi_ret ret)
{
	rsi_return(x, ret, 0, 0);
}

/* A granule's address in the protected half; it need not be memory. */
static inline bool rsi_is_protected(u64 ipa)
{
	return ipa < realm_half();
}

#endif /* REALM_RSI_H */

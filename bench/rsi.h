/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * rsi.h - RSI calls made from user space through the module (SPLITFOLD_IOC_SMC), under the
 * kernel's feet: for tests, on memory of their own.
 */
#ifndef SPLITFOLD_BENCH_RSI_H
#define SPLITFOLD_BENCH_RSI_H

#include "bench/device.h"
#include "realm/abi.h"

#include <stdint.h>

/* x0 to x2 of an answer. */
struct rsi_answer {
	uint64_t ret;
	uint64_t x1;
	uint64_t x2;
};

/* Each returns 0, or -errno when the call could not be made. */
int rsi_ipa_state_set(struct device *dev, uint64_t base, uint64_t top, enum ripas ripas,
		      uint64_t flags, struct rsi_answer *answer);
int rsi_ipa_state_get(struct device *dev, uint64_t base, uint64_t top, struct rsi_answer *answer);
int rsi_host_call(struct device *dev, uint64_t ipa, struct rsi_answer *answer);

#endif /* SPLITFOLD_BENCH_RSI_H */

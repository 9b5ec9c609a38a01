// SPDX-License-Identifier: GPL-2.0-only
/*
 * rsi.c - puts RSI calls together (RMM specification, chapter B5).
 */
#include "bench/rsi.h"

static int rsi_call(struct device *dev, struct splitfold_smc *smc, struct rsi_answer *answer)
{
	int err = device_smc(dev, smc);

	*answer = (struct rsi_answer){ smc->x[0], smc->x[1], smc->x[2] };
	return err;
}

int rsi_ipa_state_set(struct device *dev, uint64_t base, uint64_t top, enum ripas ripas,
		      uint64_t flags, struct rsi_answer *answer)
{
	struct splitfold_smc smc = { .x = { FID_RSI_IPA_STATE_SET, base, top, ripas, flags } };

	return rsi_call(dev, &smc, answer);
}

int rsi_ipa_state_get(struct device *dev, uint64_t base, uint64_t top, struct rsi_answer *answer)
{
	struct splitfold_smc smc = { .x = { FID_RSI_IPA_STATE_GET, base, top } };

	return rsi_call(dev, &smc, answer);
}

int rsi_host_call(struct device *dev, uint64_t ipa, struct rsi_answer *answer)
{
	struct splitfold_smc smc = { .x = { FID_RSI_HOST_CALL, ipa } };

	return rsi_call(dev, &smc, answer);
}

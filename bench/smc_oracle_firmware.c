// SPDX-License-Identifier: GPL-2.0-only
/*
 * smc_oracle_firmware.c - calls that every monitored guest has: SMCCC, PSCI, the monitor's
 * own, and functions that there are not.
 */
#include "bench/smc_oracle.h"

#include "bench/bench.h"

#include <inttypes.h>
#include <stdio.h>

static const uint32_t known[] = {
#define X(name, fid)	fid,
	MONITOR_FUNCTIONS(X)
#undef X
};

/* All that are known; a call by a mutant of one must not be one of these either. */
static bool is_known(uint32_t fid)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(known); i++)
		if (known[i] == fid)
			return true;
	return false;
}

/* A function, near one, or anything. */
static uint32_t some_fid(struct smc_oracle *oracle)
{
	uint32_t fid = known[rng_below(&oracle->rng, ARRAY_SIZE(known))];

	switch (rng_below(&oracle->rng, 4)) {
	case 0:
		return fid;
	case 1:
		return fid ^ 1u << rng_below(&oracle->rng, 32);
	case 2:
		return fid + rng_below(&oracle->rng, 64) - 32;
	default:
		return rng_next(&oracle->rng);
	}
}

void smc_unknown(struct smc_oracle *oracle, struct smc_try *smc)
{
	uint32_t fid = some_fid(oracle);

	while (is_known(fid))
		fid = some_fid(oracle);
	smc_set(smc, "unknown", fid, smc_value(oracle), smc_value(oracle), smc_value(oracle),
		SMCCC_RET_NOT_SUPPORTED);
}

void smc_smccc(struct smc_oracle *oracle, struct smc_try *smc)
{
	uint64_t asked = some_fid(oracle) | rng_next(&oracle->rng) << 32;
	bool there = (uint32_t)asked == FID_SMCCC_VERSION ||
		     (uint32_t)asked == FID_SMCCC_ARCH_FEATURES;

	if (rng_below(&oracle->rng, 2))
		smc_set(smc, "SMCCC_VERSION", FID_SMCCC_VERSION, smc_value(oracle),
			smc_value(oracle), smc_value(oracle), 0x10002);
	else
		smc_set(smc, "SMCCC_ARCH_FEATURES", FID_SMCCC_ARCH_FEATURES, asked,
			smc_value(oracle), smc_value(oracle),
			there ? SMCCC_RET_SUCCESS : SMCCC_RET_NOT_SUPPORTED);
}

static void psci_features(struct smc_oracle *oracle, struct smc_try *smc)
{
	uint64_t asked = some_fid(oracle) | rng_next(&oracle->rng) << 32;
	uint32_t fid = asked;
	bool psci = fid == FID_SMCCC_VERSION ||
		    (is_known(fid) && (fid & ~0x4000000fu) == FID_PSCI_VERSION);

	smc_set(smc, "PSCI_FEATURES", FID_PSCI_FEATURES, asked, smc_value(oracle),
		smc_value(oracle), psci ? PSCI_RET_SUCCESS_ : PSCI_RET_NOT_SUPPORTED_);
}

/* MPIDR of a CPU that is there, or of none. Bits that are no affinity make it none. */
static uint64_t some_cpu(struct smc_oracle *oracle, bool *there)
{
	uint64_t mpidr = rng_below(&oracle->rng, oracle->nr_cpus);

	*there = rng_below(&oracle->rng, 2);
	if (*there)
		return mpidr;
	mpidr = smc_value(oracle);
	*there = mpidr < oracle->nr_cpus;
	return mpidr;
}

static void psci_affinity_info(struct smc_oracle *oracle, struct smc_try *smc)
{
	bool there;
	uint64_t mpidr = some_cpu(oracle, &there);
	uint64_t level = rng_below(&oracle->rng, 2) ? 0 : smc_value(oracle);
	uint32_t fid = FID_PSCI_AFFINITY_INFO;

	/* As SMC32 it has w registers. */
	if (rng_below(&oracle->rng, 2)) {
		fid = FID_PSCI_AFFINITY_INFO32;
		there = (uint32_t)mpidr < oracle->nr_cpus && !(uint32_t)level;
	} else {
		there = there && !level;
	}
	smc_set(smc, "PSCI_AFFINITY_INFO", fid, mpidr, level, smc_value(oracle),
		there ? 0 : PSCI_RET_INVALID_PARAMS_);
}

/* All CPUs are on: with an entry in the caller's memory nothing may come of it. */
static void psci_cpu_on(struct smc_oracle *oracle, struct smc_try *smc)
{
	bool there;
	uint64_t mpidr = some_cpu(oracle, &there);
	unsigned int page;
	uint64_t entry = smc_granule(oracle, &page);
	int ret = there ? PSCI_RET_ALREADY_ON_ : PSCI_RET_INVALID_PARAMS_;

	if (entry & 3 || (oracle->realm && page == SMC_PAGES)) {
		/* An odd address may still be in the realm's memory. */
		entry |= 1;
		ret = PSCI_RET_INVALID_ADDRESS_;
	}
	smc_set(smc, "PSCI_CPU_ON", FID_PSCI_CPU_ON, mpidr, entry, smc_value(oracle), ret);
}

void smc_psci(struct smc_oracle *oracle, struct smc_try *smc)
{
	switch (rng_below(&oracle->rng, 6)) {
	case 0:
		smc_set(smc, "PSCI_VERSION", FID_PSCI_VERSION, smc_value(oracle),
			smc_value(oracle), smc_value(oracle), 0x10001);
		return;
	case 1:
		/* No trusted OS that would have to move. */
		smc_set(smc, "PSCI_MIGRATE_INFO_TYPE", FID_PSCI_MIGRATE_INFO_TYPE,
			smc_value(oracle), smc_value(oracle), smc_value(oracle), 2);
		return;
	case 2:
		smc_set(smc, "PSCI_CPU_SUSPEND", FID_PSCI_CPU_SUSPEND,
			smc_value(oracle) | 0x10000ull << rng_below(&oracle->rng, 16),
			smc_value(oracle), smc_value(oracle), PSCI_RET_INVALID_PARAMS_);
		return;
	case 3:
		psci_affinity_info(oracle, smc);
		return;
	case 4:
		psci_cpu_on(oracle, smc);
		return;
	default:
		psci_features(oracle, smc);
	}
}

/* The code is what it was when the monitor started, whoever calls what meanwhile. */
static bool info_judge(struct smc_oracle *oracle, struct smc_try *smc, const uint64_t *got,
		       char why[SMC_WHY_MAX])
{
	bool realm = got[2] & MONITOR_FLAG_REALM;

	(void)smc;
	if (got[1] == MONITOR_ABI && got[7] == got[8] && got[5] <= got[6] && got[6] <= got[4] &&
	    got[9] == NR_MONITOR_COUNTERS && realm == oracle->realm)
		return true;
	snprintf(why, SMC_WHY_MAX, "MONITOR_INFO: ABI %" PRIu64 ", flags %" PRIx64 ", checksum %"
		 PRIx64 " was %" PRIx64 ", pool %" PRIu64 " of %" PRIu64, got[1], got[2], got[7],
		 got[8], got[5], got[4]);
	return false;
}

void smc_monitor(struct smc_oracle *oracle, struct smc_try *smc)
{
	uint64_t which = rng_below(&oracle->rng, 2) ? rng_below(&oracle->rng, NR_MONITOR_COUNTERS) :
						     smc_value(oracle);

	/* The checksum makes INFO dear: a few of them do. */
	switch (rng_below(&oracle->rng, 20)) {
	case 0:
		smc_set(smc, "MONITOR_INFO", FID_MONITOR_INFO, smc_value(oracle), 0, 0, 0);
		smc->any = REGS_FROM(1) & ~REGS_FROM(11);
		smc->judge = info_judge;
		return;
	case 1 ... 9:
		smc_set(smc, "MONITOR_UID", FID_MONITOR_UID, 0, 0, 0, MONITOR_UID_0);
		smc->want[1] = MONITOR_UID_1;
		smc->want[2] = MONITOR_UID_2;
		smc->want[3] = MONITOR_UID_3;
		return;
	}
	smc_set(smc, "MONITOR_COUNTER", FID_MONITOR_COUNTER, which, smc_value(oracle),
		smc_value(oracle), SMCCC_RET_SUCCESS);
	if (which < NR_MONITOR_COUNTERS)
		smc->any = 1u << 1 | 1u << 2;
	else
		smc->want[0] = SMCCC_RET_INVALID_PARAMETER;
}

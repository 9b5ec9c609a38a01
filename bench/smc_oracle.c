// SPDX-License-Identifier: GPL-2.0-only
/*
 * smc_oracle.c - which call is next, arguments to make up calls of, and the judgement of
 * registers and of the caller's memory; see smc_oracle.h.
 */
#include "bench/smc_oracle.h"

#include "bench/bench.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static const struct {
	smc_family fn;
	unsigned int weight;
} families[] = {
	{ smc_smccc, 10 },
	{ smc_unknown, 20 },
	{ smc_psci, 15 },
	{ smc_monitor, 5 },
	{ smc_rsi_simple, 15 },
	{ smc_rsi_ripas, 15 },
	{ smc_rsi_measure, 5 },
	{ smc_rsi_attest, 10 },
	{ smc_rsi_host, 5 },
};

static void count(struct smc_oracle *oracle, uint32_t fid)
{
	oracle->calls++;
	switch (fid) {
#define X(name, number)	case FID_##name: oracle->sent[COUNTER_##name]++; break;
	MONITOR_FUNCTIONS(X)
#undef X
	}
}

void oracle_next(struct smc_oracle *oracle, struct smc_try *smc)
{
	unsigned int i, at, sum = 0;

	*smc = (struct smc_try){ .page = SMC_PAGES };
	for (i = 0; i < SMC_REGS; i++)
		smc->x[i] = rng_next(&oracle->rng);
	for (i = 0; i < ARRAY_SIZE(families); i++)
		sum += families[i].weight;
	at = rng_below(&oracle->rng, sum);
	for (i = 0; at >= families[i].weight; i++)
		at -= families[i].weight;
	families[i].fn(oracle, smc);
	count(oracle, smc->x[0]);
}

static bool regs_judge(const struct smc_try *smc, const uint64_t *got, char why[SMC_WHY_MAX])
{
	int i;

	for (i = 0; i < SMC_REGS; i++) {
		if (smc->any & 1u << i || got[i] == smc->want[i])
			continue;
		snprintf(why, SMC_WHY_MAX, "%s(%" PRIx64 ", %" PRIx64 ", %" PRIx64 ", %" PRIx64
			 "), fid %" PRIx64 ": x%d is %" PRIx64 ", not %" PRIx64, smc->name,
			 smc->x[1], smc->x[2], smc->x[3], smc->x[4], smc->x[0], i, got[i],
			 smc->want[i]);
		return false;
	}
	return true;
}

bool oracle_judge(struct smc_oracle *oracle, struct smc_try *smc, const uint64_t *got,
		  char why[SMC_WHY_MAX])
{
	unsigned int page = rng_below(&oracle->rng, 8 * SMC_PAGES);

	if (!regs_judge(smc, got, why) || (smc->judge && !smc->judge(oracle, smc, got, why)))
		return false;
	if (page >= SMC_PAGES || !smc_page_is_ram(oracle, page))
		return true;
	if (!smc_page_check(oracle, page, why))
		return false;
	smc_page_fill(oracle, page);
	return true;
}

void smc_set(struct smc_try *smc, const char *name, uint32_t fid, uint64_t x1, uint64_t x2,
	     uint64_t x3, int64_t ret)
{
	smc->name = name;
	/* The upper half of x0 is no part of the function: half of all calls have one. */
	smc->x[0] = (smc->x[0] & 1 ? smc->x[0] & ~0xffffffffull : 0) | fid;
	smc->x[1] = x1;
	smc->x[2] = x2;
	smc->x[3] = x3;
	memcpy(smc->want, smc->x, sizeof(smc->want));
	smc->want[0] = ret;
}

void smc_rsi(struct smc_oracle *oracle, struct smc_try *smc, const char *name, uint32_t fid,
	     const uint64_t args[3], uint64_t ret, uint64_t x1, uint64_t x2)
{
	smc_set(smc, name, fid, args[0], args[1], args[2], ret);
	if (oracle->realm) {
		smc->want[1] = x1;
		smc->want[2] = x2;
		smc->want[3] = 0;
	} else {
		smc->want[0] = SMCCC_RET_NOT_SUPPORTED;
		smc->judge = NULL;
		smc->any = 0;
	}
}

uint64_t smc_value(struct smc_oracle *oracle)
{
	struct rng *rng = &oracle->rng;

	switch (rng_below(rng, 8)) {
	case 0:
		return 0;
	case 1:
		return ~0ull;
	case 2:
		return 1ull << rng_below(rng, 64);
	case 3:
		return ~0ull << rng_below(rng, 64);
	case 4:
		return rng_below(rng, 100);
	case 5:
		return oracle->ipa + rng_below(rng, SMC_PAGES * 4096);
	case 6:
		return (uint32_t)rng_next(rng);
	default:
		return rng_next(rng);
	}
}

/* Of the monitor's memory, the other half, devices, beyond everything, and odd ones. */
uint64_t smc_granule(struct smc_oracle *oracle, unsigned int *page)
{
	struct rng *rng = &oracle->rng;
	uint64_t own;

	*page = rng_below(rng, SMC_PAGES);
	own = oracle->ipa + *page * REALM_GRANULE;
	if (rng_below(rng, 2))
		return own;
	*page = SMC_PAGES;
	switch (rng_below(rng, 8)) {
	case 0:
		return own + 1 + rng_below(rng, 4095);
	case 1:
		return own | oracle->half;
	case 2:
		return oracle->ram_end + rng_below(rng, 4096) * REALM_GRANULE;
	case 3:
		return 0x08000000 + rng_below(rng, 0x8000) * REALM_GRANULE;
	case 4:
		return oracle->half + rng_below(rng, 4096) * REALM_GRANULE;
	case 5:
		return oracle->half - REALM_GRANULE;
	case 6:
		return ~0ull << (12 + rng_below(rng, 52));
	default:
		return rng_next(rng) | 1;
	}
}

bool smc_is_protected(const struct smc_oracle *oracle, uint64_t ipa)
{
	return ipa < oracle->half;
}

bool smc_page_is_ram(const struct smc_oracle *oracle, unsigned int page)
{
	return oracle->realm && page < SMC_PAGES && oracle->pages[page].ripas == RIPAS_RAM;
}

void smc_page_fill(struct smc_oracle *oracle, unsigned int page)
{
	struct smc_page *own = &oracle->pages[page];
	int i;

	own->content = PAGE_PATTERN;
	own->pattern = rng_next(&oracle->rng);
	for (i = 0; i < 512; i++)
		oracle->mem[page][i] = own->pattern;
}

bool smc_page_check(struct smc_oracle *oracle, unsigned int page, char why[SMC_WHY_MAX])
{
	const struct smc_page *own = &oracle->pages[page];
	uint64_t word = own->content == PAGE_PATTERN ? own->pattern : 0, want;
	int i;

	if (own->content == PAGE_TOKEN)
		return true;
	for (i = 0; i < 512; i++) {
		want = word;
		/* RsiRealmConfig is the width of addresses, and zeroes otherwise. */
		if (own->content == PAGE_CONFIG && !i)
			want = 64 - __builtin_clzll(oracle->half);
		if (oracle->mem[page][i] == want)
			continue;
		snprintf(why, SMC_WHY_MAX, "page %u of the caller: word %d is %" PRIx64
			 ", not %" PRIx64, page, i, oracle->mem[page][i], want);
		return false;
	}
	return true;
}

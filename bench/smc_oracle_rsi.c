// SPDX-License-Identifier: GPL-2.0-only
/*
 * smc_oracle_rsi.c - calls of the Realm Services Interface: RIPAS of the caller's pages,
 * its measurement, its CPU's token, its calls to the host.
 */
#include "bench/smc_oracle.h"

#include <stdio.h>
#include <string.h>

#define PAGE_WORDS	512
#define CALL_WORDS	32	/* RsiHostCall */

static void page_wiped(struct smc_oracle *oracle, unsigned int page, enum ripas ripas)
{
	oracle->pages[page].ripas = ripas;
	oracle->pages[page].content = PAGE_ZERO;
}

void smc_rsi_simple(struct smc_oracle *oracle, struct smc_try *smc)
{
	uint64_t args[3] = { smc_value(oracle), smc_value(oracle), smc_value(oracle) };
	unsigned int page;
	bool good;

	switch (rng_below(&oracle->rng, 3)) {
	case 0:
		if (rng_below(&oracle->rng, 2))
			args[0] = 0x10000;
		smc_rsi(oracle, smc, "RSI_VERSION", FID_RSI_VERSION, args,
			args[0] == 0x10000 ? RSI_RET_SUCCESS : RSI_RET_ERROR_INPUT, 0x10000,
			0x10000);
		return;
	case 1:
		smc_rsi(oracle, smc, "RSI_FEATURES", FID_RSI_FEATURES, args, RSI_RET_SUCCESS, 0, 0);
		return;
	default:
		args[0] = smc_granule(oracle, &page);
		good = smc_page_is_ram(oracle, page);
		smc_rsi(oracle, smc, "RSI_REALM_CONFIG", FID_RSI_REALM_CONFIG, args,
			good ? RSI_RET_SUCCESS : RSI_RET_ERROR_INPUT, 0, 0);
		if (good)
			oracle->pages[page].content = PAGE_CONFIG;
	}
}

/* Addresses that no RIPAS call may take. */
static void bad_range(struct smc_oracle *oracle, uint64_t *base, uint64_t *top)
{
	uint64_t own = oracle->ipa, size = REALM_GRANULE * SMC_PAGES;

	*base = own;
	*top = own + size;
	switch (rng_below(&oracle->rng, 7)) {
	case 0:
		*base += 1 + rng_below(&oracle->rng, 4095);
		return;
	case 1:
		*top -= 1 + rng_below(&oracle->rng, 4095);
		return;
	case 2:
		*base = own + size;
		return;
	case 3:
		*base |= oracle->half;
		*top |= oracle->half;
		return;
	case 4:
		*top = oracle->half + REALM_GRANULE;
		return;
	case 5:
		*base = ~0xfffull;
		*top = rng_below(&oracle->rng, 2) ? 0 : own;
		return;
	default:
		*base = rng_next(&oracle->rng) | 1;
		*top = rng_next(&oracle->rng);
	}
}

/* SET of the caller's pages [first, end): where it stops, and the pages as they are then. */
static unsigned int pages_set(struct smc_oracle *oracle, unsigned int first, unsigned int end,
			      enum ripas ripas, bool change_destroyed)
{
	for (; first < end; first++) {
		struct smc_page *page = &oracle->pages[first];

		if (page->ripas == RIPAS_DESTROYED && !change_destroyed)
			break;
		if (page->ripas != ripas)
			page_wiped(oracle, first, ripas);
	}
	return first;
}

/* Of the caller's pages, or of memory that a host has not got. */
static void ripas_set(struct smc_oracle *oracle, struct smc_try *smc)
{
	unsigned int first = rng_below(&oracle->rng, SMC_PAGES), stop;
	unsigned int end = first + 1 + rng_below(&oracle->rng, SMC_PAGES - first);
	uint64_t ripas = rng_below(&oracle->rng, 2), flags = rng_next(&oracle->rng);
	uint64_t args[3] = { oracle->ipa + first * REALM_GRANULE,
			     oracle->ipa + end * REALM_GRANULE,
			     ripas | (rng_next(&oracle->rng) & ~0xffull) };
	bool nowhere = !rng_below(&oracle->rng, 8);

	if (nowhere) {
		args[0] = oracle->ram_end;
		args[1] = oracle->ram_end + end * REALM_GRANULE;
		stop = ripas == RIPAS_RAM ? 0 : end;
		first = 0;
	} else {
		stop = oracle->realm ? pages_set(oracle, first, end, ripas, flags & 1) : 0;
	}
	smc->x[4] = flags;
	smc_rsi(oracle, smc, "RSI_IPA_STATE_SET", FID_RSI_IPA_STATE_SET, args, RSI_RET_SUCCESS,
		(nowhere ? oracle->ram_end : oracle->ipa) + stop * REALM_GRANULE,
		stop == first ? RSI_RESPONSE_REJECT : RSI_RESPONSE_ACCEPT);
}

static void ripas_get(struct smc_oracle *oracle, struct smc_try *smc)
{
	unsigned int first = rng_below(&oracle->rng, SMC_PAGES), run = first;
	unsigned int end = first + 1 + rng_below(&oracle->rng, SMC_PAGES - first);
	enum ripas ripas = oracle->pages[first].ripas;
	uint64_t args[3] = { oracle->ipa + first * REALM_GRANULE,
			     oracle->ipa + end * REALM_GRANULE, smc_value(oracle) };

	while (run < end && oracle->pages[run].ripas == ripas)
		run++;
	smc_rsi(oracle, smc, "RSI_IPA_STATE_GET", FID_RSI_IPA_STATE_GET, args, RSI_RET_SUCCESS,
		oracle->ipa + run * REALM_GRANULE, ripas);
}

void smc_rsi_ripas(struct smc_oracle *oracle, struct smc_try *smc)
{
	bool set = rng_below(&oracle->rng, 2);
	uint64_t args[3] = { 0, 0, 0 };

	switch (rng_below(&oracle->rng, 8)) {
	case 0:
		ripas_set(oracle, smc);
		return;
	case 1 ... 3:
		ripas_get(oracle, smc);
		return;
	case 4:
		/* A good range, but no RIPAS that a realm may ask for. */
		args[0] = oracle->ipa;
		args[1] = oracle->ipa + REALM_GRANULE;
		args[2] = 2 + rng_below(&oracle->rng, 254);
		set = true;
		break;
	default:
		bad_range(oracle, &args[0], &args[1]);
	}
	smc_rsi(oracle, smc, set ? "RSI_IPA_STATE_SET" : "RSI_IPA_STATE_GET",
		set ? FID_RSI_IPA_STATE_SET : FID_RSI_IPA_STATE_GET, args, RSI_RET_ERROR_INPUT, 0,
		0);
}

/* x5 to x8 are zero with SHA-256. What is in x1 to x4 only changes when it is extended. */
static bool read_judge(struct smc_oracle *oracle, struct smc_try *smc, const uint64_t *got,
		       char why[SMC_WHY_MAX])
{
	if (smc->x[1] != oracle->slot)
		return true;
	if (oracle->digest_known && memcmp(oracle->digest, got + 1, sizeof(oracle->digest))) {
		snprintf(why, SMC_WHY_MAX, "measurement %u changed by itself", oracle->slot);
		return false;
	}
	memcpy(oracle->digest, got + 1, sizeof(oracle->digest));
	oracle->digest_known = true;
	return true;
}

static void measurement_read(struct smc_oracle *oracle, struct smc_try *smc)
{
	uint64_t args[3] = { smc_value(oracle), smc_value(oracle), smc_value(oracle) };

	if (rng_below(&oracle->rng, 2))
		args[0] = oracle->slot;
	if (args[0] > 4) {
		smc_rsi(oracle, smc, "RSI_MEASUREMENT_READ", FID_RSI_MEASUREMENT_READ, args,
			RSI_RET_ERROR_INPUT, 0, 0);
		return;
	}
	smc->any = REGS_FROM(1) & ~REGS_FROM(5);
	smc->judge = read_judge;
	smc_rsi(oracle, smc, "RSI_MEASUREMENT_READ", FID_RSI_MEASUREMENT_READ, args,
		RSI_RET_SUCCESS, 0, 0);
	if (oracle->realm)
		memset(smc->want + 5, 0, 4 * sizeof(smc->want[0]));
}

static void measurement_extend(struct smc_oracle *oracle, struct smc_try *smc)
{
	uint64_t args[3] = { smc_value(oracle), smc_value(oracle), smc_value(oracle) };
	bool good = oracle->slot && rng_below(&oracle->rng, 2);

	if (good) {
		args[0] = oracle->slot;
		args[1] = rng_below(&oracle->rng, 65);
		oracle->digest_known = false;
	} else if (args[0] >= 1 && args[0] <= 4 && args[1] <= 64) {
		args[1] += 65;
	}
	smc_rsi(oracle, smc, "RSI_MEASUREMENT_EXTEND", FID_RSI_MEASUREMENT_EXTEND, args,
		good ? RSI_RET_SUCCESS : RSI_RET_ERROR_INPUT, 0, 0);
}

void smc_rsi_measure(struct smc_oracle *oracle, struct smc_try *smc)
{
	if (rng_below(&oracle->rng, 2))
		measurement_read(oracle, smc);
	else
		measurement_extend(oracle, smc);
}

/* A token's size is the same every time. */
static bool init_judge(struct smc_oracle *oracle, struct smc_try *smc, const uint64_t *got,
		       char why[SMC_WHY_MAX])
{
	(void)smc;
	if (!got[1] || got[1] > 4096 || (oracle->token_size && got[1] != oracle->token_size)) {
		snprintf(why, SMC_WHY_MAX, "a token of %llu bytes, before of %llu",
			 (unsigned long long)got[1], (unsigned long long)oracle->token_size);
		return false;
	}
	oracle->token_size = got[1];
	oracle->token_left = got[1];
	return true;
}

static enum rsi_ret continue_ret(const struct smc_oracle *oracle, const uint64_t args[3],
				 unsigned int page)
{
	if (args[0] & 0xfff || args[1] >= REALM_GRANULE || args[2] > REALM_GRANULE - args[1] ||
	    !smc_is_protected(oracle, args[0]))
		return RSI_RET_ERROR_INPUT;
	if (!oracle->token_left)
		return RSI_RET_ERROR_STATE;
	if (!smc_page_is_ram(oracle, page))
		return RSI_RET_ERROR_INPUT;
	return args[2] && args[2] < oracle->token_left ? RSI_RET_INCOMPLETE : RSI_RET_SUCCESS;
}

static void attest_continue(struct smc_oracle *oracle, struct smc_try *smc)
{
	unsigned int page;
	uint64_t args[3] = { smc_granule(oracle, &page), smc_value(oracle), smc_value(oracle) };
	uint64_t size = 0;
	enum rsi_ret ret;

	if (rng_below(&oracle->rng, 2)) {
		args[1] = rng_below(&oracle->rng, 4096);
		args[2] = rng_below(&oracle->rng, 4098 - args[1]);
	}
	ret = continue_ret(oracle, args, page);
	if (ret == RSI_RET_SUCCESS || ret == RSI_RET_INCOMPLETE) {
		size = args[2] < oracle->token_left ? args[2] : oracle->token_left;
		oracle->token_left -= size;
		if (size)
			oracle->pages[page].content = PAGE_TOKEN;
	}
	smc_rsi(oracle, smc, "RSI_ATTESTATION_TOKEN_CONTINUE", FID_RSI_ATTEST_TOKEN_CONTINUE,
		args, ret, size, 0);
}

void smc_rsi_attest(struct smc_oracle *oracle, struct smc_try *smc)
{
	uint64_t args[3] = { smc_value(oracle), smc_value(oracle), smc_value(oracle) };

	if (rng_below(&oracle->rng, 4)) {
		attest_continue(oracle, smc);
		return;
	}
	smc->any = 1u << 1;
	smc->judge = init_judge;
	smc_rsi(oracle, smc, "RSI_ATTESTATION_TOKEN_INIT", FID_RSI_ATTEST_TOKEN_INIT, args,
		RSI_RET_SUCCESS, 0, 0);
}

/* Only gprs[0] of the struct changes, and nothing around it. */
static bool host_judge(struct smc_oracle *oracle, struct smc_try *smc, const uint64_t *got,
		       char why[SMC_WHY_MAX])
{
	uint64_t *call = &oracle->mem[smc->page][smc->offset];
	struct smc_page *page = &oracle->pages[smc->page];
	uint64_t want = smc->x[17];		/* where host_fill() left it */

	(void)got;
	if (!smc_page_is_ram(oracle, smc->page))
		return true;
	if (call[1] != want) {
		snprintf(why, SMC_WHY_MAX, "RSI_HOST_CALL %llx: gprs[0] is %llx, not %llx",
			 (unsigned long long)call[0], (unsigned long long)call[1],
			 (unsigned long long)want);
		return false;
	}
	call[0] = page->pattern;
	call[1] = page->pattern;
	return smc_page_check(oracle, smc->page, why);
}

/* Writes the struct; returns what the host is to answer. */
static uint64_t host_fill(struct smc_oracle *oracle, unsigned int page, unsigned int offset)
{
	uint64_t *call = &oracle->mem[page][offset];
	unsigned int victim;

	call[0] = rng_next(&oracle->rng);
	if (rng_below(&oracle->rng, 4))
		call[0] = (call[0] & ~0xffffull) | rng_below(&oracle->rng, 3);
	call[1] = smc_value(oracle);
	switch (call[0] & 0xffff) {
	case HOST_CALL_NOTHING:
		return SMCCC_RET_SUCCESS;
	case HOST_CALL_DESTROY:
		call[1] = smc_granule(oracle, &victim);
		if (victim == SMC_PAGES) {
			call[1] |= 1;
			return SMCCC_RET_INVALID_PARAMETER;
		}
		page_wiped(oracle, victim, RIPAS_DESTROYED);
		return SMCCC_RET_SUCCESS;
	}
	return SMCCC_RET_NOT_SUPPORTED;
}

void smc_rsi_host(struct smc_oracle *oracle, struct smc_try *smc)
{
	uint64_t args[3] = { 0, smc_value(oracle), smc_value(oracle) };
	bool good;

	args[0] = smc_granule(oracle, &smc->page);
	good = smc_page_is_ram(oracle, smc->page);
	if (good) {
		smc->offset = CALL_WORDS * rng_below(&oracle->rng, PAGE_WORDS / CALL_WORDS);
		args[0] += smc->offset * sizeof(uint64_t);
		smc_page_fill(oracle, smc->page);
		smc->x[17] = host_fill(oracle, smc->page, smc->offset);
		smc->judge = host_judge;
	} else if (smc->page == SMC_PAGES) {
		/* An odd address may still be one of a struct in its pages. */
		args[0] |= 8;
	}
	smc_rsi(oracle, smc, "RSI_HOST_CALL", FID_RSI_HOST_CALL, args,
		good ? RSI_RET_SUCCESS : RSI_RET_ERROR_INPUT, 0, 0);
}

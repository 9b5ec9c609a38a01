/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * smc_oracle.h - hostile SMCs, and what the monitor must answer to each.
 *
 * An oracle belongs to one caller on one CPU. It knows the state of what that caller owns
 * (some pages, one measurement, the CPU's token) and touches nothing else: of memory that
 * is not its own it only asks for what must be refused, or changes nothing. It never asks
 * for a CPU or the system to go off.
 */
#ifndef SPLITFOLD_BENCH_SMC_ORACLE_H
#define SPLITFOLD_BENCH_SMC_ORACLE_H

#include "realm/abi.h"
#include "workloads/rng.h"

#include <stdbool.h>

#define SMC_REGS	18
#define SMC_PAGES	16	/* of each caller, naturally aligned */
#define SMC_WHY_MAX	200

#define REGS_FROM(n)	(((1u << SMC_REGS) - 1) & ~((1u << (n)) - 1))

/* What one of the caller's pages holds. */
enum page_content {
	PAGE_PATTERN,		/* the same word everywhere */
	PAGE_ZERO,
	PAGE_CONFIG,		/* of RSI_REALM_CONFIG */
	PAGE_TOKEN,		/* part of a token somewhere: not looked at */
};

struct smc_page {
	enum ripas ripas;
	enum page_content content;
	uint64_t pattern;
};

struct smc_oracle {
	bool realm;
	unsigned int cpu;		/* this caller's, which has MPIDR cpu */
	unsigned int nr_cpus;
	struct rng rng;
	uint64_t half;			/* the bit that makes an address unprotected */
	uint64_t ram_end;		/* of the guest: the monitor's memory begins */
	uint64_t ipa;			/* of the caller's pages */
	uint64_t (*mem)[512];		/* the same, mapped by their protected addresses */
	struct smc_page pages[SMC_PAGES];
	uint64_t token_size;		/* 0: not known yet */
	uint64_t token_left;		/* 0: none under way */
	uint64_t digest[4];		/* of this caller's measurement, which is slot */
	unsigned int slot;		/* 0: it has none */
	bool digest_known;
	uint64_t sent[COUNTER_EXIT_SMC];	/* calls by function */
	uint64_t calls;
};

/* A call, and the registers after it; those of any hold what only judge() knows. */
struct smc_try {
	const char *name;
	uint64_t x[SMC_REGS];
	uint64_t want[SMC_REGS];
	uint32_t any;
	bool (*judge)(struct smc_oracle *oracle, struct smc_try *smc, const uint64_t *got,
		      char why[SMC_WHY_MAX]);
	unsigned int page;		/* for judge() */
	unsigned int offset;
};

/* The next call: of random kind, with random arguments. */
void oracle_next(struct smc_oracle *oracle, struct smc_try *smc);
/* Whether the registers are as they must be, and now and then the caller's memory. */
bool oracle_judge(struct smc_oracle *oracle, struct smc_try *smc, const uint64_t *got,
		  char why[SMC_WHY_MAX]);

/* For the families of calls (smc_oracle_*.c). */
typedef void (*smc_family)(struct smc_oracle *oracle, struct smc_try *smc);

void smc_smccc(struct smc_oracle *oracle, struct smc_try *smc);
void smc_unknown(struct smc_oracle *oracle, struct smc_try *smc);
void smc_psci(struct smc_oracle *oracle, struct smc_try *smc);
void smc_monitor(struct smc_oracle *oracle, struct smc_try *smc);
void smc_rsi_simple(struct smc_oracle *oracle, struct smc_try *smc);
void smc_rsi_ripas(struct smc_oracle *oracle, struct smc_try *smc);
void smc_rsi_measure(struct smc_oracle *oracle, struct smc_try *smc);
void smc_rsi_attest(struct smc_oracle *oracle, struct smc_try *smc);
void smc_rsi_host(struct smc_oracle *oracle, struct smc_try *smc);

/* Sets x0 to fid and x1 to x3; after it x0 is to be ret, and all others as they are. */
void smc_set(struct smc_try *smc, const char *name, uint32_t fid, uint64_t x1, uint64_t x2,
	     uint64_t x3, int64_t ret);
/* The same for RSI calls, of which x1 to x3 are to be results; not supported in plain guests. */
void smc_rsi(struct smc_oracle *oracle, struct smc_try *smc, const char *name, uint32_t fid,
	     const uint64_t args[3], uint64_t ret, uint64_t x1, uint64_t x2);

/* Any 64 bits, with a liking for edges. */
uint64_t smc_value(struct smc_oracle *oracle);
/* One of the caller's pages in *page, or an address where there is none: then SMC_PAGES. */
uint64_t smc_granule(struct smc_oracle *oracle, unsigned int *page);
bool smc_is_protected(const struct smc_oracle *oracle, uint64_t ipa);
/* RIPAS of that page is RAM: the monitor may write to it. */
bool smc_page_is_ram(const struct smc_oracle *oracle, unsigned int page);
void smc_page_fill(struct smc_oracle *oracle, unsigned int page);
bool smc_page_check(struct smc_oracle *oracle, unsigned int page, char why[SMC_WHY_MAX]);

#endif /* SPLITFOLD_BENCH_SMC_ORACLE_H */

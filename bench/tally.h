/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * tally.h - what the conversions that make up one record gave, phase by phase.
 */
#ifndef SPLITFOLD_BENCH_TALLY_H
#define SPLITFOLD_BENCH_TALLY_H

#include "bench/hist.h"
#include "bench/record.h"

#define TALLY_PHASES	(sizeof(struct splitfold_phases) / sizeof(__u64))
/* From tables_allocated to cpus_held, and the TLBIs by kind. */
#define TALLY_COUNTS	(7 + sizeof(struct splitfold_tlbis) / sizeof(__u64))

struct tally {
	uint64_t n;
	struct hist phases[TALLY_PHASES];
	struct hist counts[TALLY_COUNTS];
	struct splitfold_census before;	/* of the last conversion */
	struct splitfold_census after;
};

/* tally_free() is due also after an error, and harmless on a zeroed tally. */
int tally_init(struct tally *tally);
void tally_add(struct tally *tally, const struct splitfold_convert *convert, uint64_t counter_hz);
/* Put metrics and census into record. Nothing is put when nothing was added. */
void tally_record(const struct tally *tally, struct record *record);
void tally_free(struct tally *tally);

#endif /* SPLITFOLD_BENCH_TALLY_H */

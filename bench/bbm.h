/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * bbm.h - what the plugin's profile bbm has counted, for the records of bench bbm.
 */
#ifndef SPLITFOLD_BENCH_BBM_H
#define SPLITFOLD_BENCH_BBM_H

#include "bench/plugin.h"
#include "bench/record.h"

struct bbm_figures {
	uint64_t value[PLUGIN_BBM_NR];
};

/* Returns 0 or -errno of the plugin's. */
int bbm_figures_read(struct bbm_figures *figures);

/* The same, of what fn(arg) did; *ret is what that returned. */
int bbm_figures_of(int (*fn)(void *arg), void *arg, int *ret, struct bbm_figures *figures);

static inline uint64_t bbm_violations(const struct bbm_figures *figures)
{
	return figures->value[PLUGIN_BBM_SIZE] + figures->value[PLUGIN_BBM_ADDRESS] +
	       figures->value[PLUGIN_BBM_ATTRIBUTES] + figures->value[PLUGIN_BBM_REUSED] +
	       figures->value[PLUGIN_BBM_UNFINISHED];
}

/* All figures, and the first reports as lines of the log. */
void bbm_record(struct record *record, const struct bbm_figures *figures);

/* The same of what may have no violations, but for so many. */
void bbm_judge(struct record *record, const struct bbm_figures *figures, uint64_t borne);

/* A conversion while a CPU is off line. */
int bbm_offline_send(struct run *run);

/* Negative controls: they have to be seen. */
int bbm_controls_send(struct run *run);

#endif /* SPLITFOLD_BENCH_BBM_H */

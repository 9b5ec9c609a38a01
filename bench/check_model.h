/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * check_model.h - between the parts of check_model: figures of the plugin's profile tlb.
 */
#ifndef SPLITFOLD_BENCH_CHECK_MODEL_H
#define SPLITFOLD_BENCH_CHECK_MODEL_H

#include "bench/plugin.h"
#include "bench/tap.h"

/* A call from assembly, with its function in x0: BEGIN and END around known instructions. */
#define MODEL_CALL	"hint #" MODEL_XSTR(PLUGIN_CALL_HINT) "\n"
#define MODEL_XSTR(s)	MODEL_STR(s)
#define MODEL_STR(s)	#s

struct figures {
	uint64_t run[PLUGIN_RUN_NR];
	uint64_t tlb[PLUGIN_CLASS_NR][PLUGIN_TLB_NR];
	uint64_t total[PLUGIN_TLB_TOTAL_NR];
};

/* Of the last region. */
void figures_read(struct figures *f);
/* Of data, of all classes. */
uint64_t figures_accesses(const struct figures *f);

/* Accesses of each kind that is something special; a page, and the one behind it. */
void model_access_kinds(struct tap *tap, char *page);
/* All accesses of a system at work: on one CPU, or others go on between two readings. */
void model_access_totals(struct tap *tap);

#endif /* SPLITFOLD_BENCH_CHECK_MODEL_H */

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * check_model.h - between the parts of check_model: figures of the plugin's profile tlb.
 */
#ifndef SPLITFOLD_BENCH_CHECK_MODEL_H
#define SPLITFOLD_BENCH_CHECK_MODEL_H

#include "bench/plugin.h"
#include "bench/tap.h"

#include <stdbool.h>

#define MODEL_TRIES	40
#define MODEL_PAGE	4096ul

/* A call from assembly, with its function in x0: BEGIN and END around known instructions. */
#define MODEL_CALL	"hint #" MODEL_XSTR(PLUGIN_CALL_HINT) "\n"
#define MODEL_XSTR(s)	MODEL_STR(s)
#define MODEL_STR(s)	#s

struct figures {
	uint64_t run[PLUGIN_RUN_NR];
	uint64_t tlb[PLUGIN_CLASS_NR][PLUGIN_TLB_NR];
	uint64_t total[PLUGIN_TLB_TOTAL_NR];
};

/* What a geometry file says, once more: figures are worked out from here, not from the model. */
struct model_shape {
	const char *name;
	unsigned int l1d, l1i;		/* entries, fully associative, LRU */
	unsigned int sets, ways;	/* of the second level, as far as it takes pages */
	unsigned int block_entries;	/* of the first level, that a block of 2M takes */
	unsigned int coalesce;		/* pages that an entry of the second level may hold */
	bool walk_cache;
};

/* Pages in turn, so many apart, and of each access: does the first level miss it, the second? */
struct model_stride {
	unsigned int pages, stride, refills, walks;
	const char *what;
};

#define MODEL_STRIDES	6

/* The same for data and for fetches, with so many entries in the first level. */
void model_strides_fill(const struct model_shape *shape, unsigned int l1,
			struct model_stride strides[MODEL_STRIDES]);

/* The least of the tries that no interrupt was in; any is false: there was one in each. */
struct least {
	bool any;
	uint64_t tlb[PLUGIN_TLB_NR];
};

/* Of the last region, which should have executed so many instructions. */
void least_take(struct least *least, enum plugin_class row, uint64_t insns);
void least_test(struct tap *tap, const struct least *least, uint64_t access, uint64_t refill,
		uint64_t walk, uint64_t step, const char *what);

/* Descriptors that a walk reads when those of the tables above were read just before. */
unsigned int model_steps(const struct model_shape *shape, unsigned int levels);

/* Of the last region. */
void figures_read(struct figures *f);
/* Of data, of all classes. */
uint64_t figures_accesses(const struct figures *f);

/* Instructions, each of another page: what they cost in the first level for fetches. */
void model_fetches(struct tap *tap, const struct model_shape *shape, unsigned int levels);
/* Accesses of each kind that is something special; a page, and the one behind it. */
void model_access_kinds(struct tap *tap, char *page);
/* All accesses of a system at work: on one CPU, or others go on between two readings. */
void model_access_totals(struct tap *tap);

#endif /* SPLITFOLD_BENCH_CHECK_MODEL_H */

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * report/tlb.h - bench tlb: what one workload cost on one map, for each operation. Records hold
 * totals of the region in which it ran; only here are they divided.
 */
#ifndef HOST_TLB_H
#define HOST_TLB_H

#include "host/stat/series.h"

/* What was accessed: by loads and stores where in memory, or fetched. */
enum tlb_class {
	TLB_LINEAR,
	TLB_KERNEL,		/* kernel memory that is not the linear map */
	TLB_USER,
	TLB_INSN,
	TLB_CLASSES,
};

enum tlb_count {
	TLB_ACCESS,
	TLB_L1_REFILL,
	TLB_WALK,
	TLB_STEP,		/* descriptors that a walk read */
	TLB_S2_STEP,		/* and those of stage 2 for it */
	TLB_COUNTS,
};

extern const char *const tlb_class_names[TLB_CLASSES];

#define TLB_WORKLOAD_MAX	(RECORD_NAME_MAX + 1)
#define TLB_TEXT_MAX		24

/*
 * One operation of one cell: "pread-64.fold". What was not measured is NAN. Of a program what
 * it took to start it is taken off, where the cell has that: "fio-start" for "fio-read".
 */
struct tlb_row {
	const struct series *series;
	size_t nr;
	const struct tlb_row *start;
	char workload[TLB_WORKLOAD_MAX];
	const char *stage;	/* booted, split or fold */
	double ops, insns;
	double count[TLB_CLASSES][TLB_COUNTS];
};

/* Those of series[from..from+nr); the caller frees them. */
struct tlb_row *tlb_rows(const struct series_list *list, size_t from, size_t nr, size_t *nr_rows);

/* The total of a metric, without the program's start. */
double tlb_total(const struct tlb_row *row, const char *metric);

/* Of all classes together. */
double tlb_all(const struct tlb_row *row, enum tlb_count count);

double tlb_per_op(const struct tlb_row *row, double total);
double tlb_per_1000(const struct tlb_row *row, double total);

bool tlb_is_stage(const struct tlb_row *row, const char *stage);

/* Which map its kernel makes at boot, of those whose leaves are all of a kind. */
bool tlb_boots_ptes(const struct cell *cell);
bool tlb_boots_blocks(const struct cell *cell);

/* Same in all but the map: geometry, load, CPUs, memory, guest, clock. */
bool tlb_same_system(const struct cell *a, const struct cell *b);

/* The same workload on the same system as it boots with ptes; or NULL. */
const struct tlb_row *tlb_base(const struct tlb_row *rows, size_t nr, const struct tlb_row *of);

/* Four digits or so: "0.00195", "12.3", "10482"; "-" for NAN. */
void tlb_text(double value, char out[TLB_TEXT_MAX]);

/* What each operation cost, a line for each number, as plots read it. */
void tlb_export(FILE *out, const struct series_list *list);

#endif

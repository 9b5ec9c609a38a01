/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * report/decay.h - bench decay: which of its records is which.
 */
#ifndef HOST_REPORT_DECAY_H
#define HOST_REPORT_DECAY_H

#include "host/report/report.h"

/* Entries of 2M, or of the size that a page table of this granule maps. */
double decay_blocks(const struct census *census, const struct cell *cell);

/* One series of each cell: all that ran have it. */
bool decay_is_cell(const struct series *series);

/* The boot of a cell that is told of: the first one that counts; or NULL. */
const struct run_boot *decay_boot(const struct report *report, const char *cell_name);

/* The i-th of its boot->nr records, if that has a map; else NULL. */
const struct record *decay_map(const struct report *report, const struct run_boot *boot, size_t i);

/*
 * What it says of op; NULL: nothing, or no map. Of a step, "aged.bpf", the one with the most
 * done: decay_done() says how many. boot may be NULL.
 */
const struct record *decay_record(const struct report *report, const struct run_boot *boot,
				  const char *op);
const struct record *decay_last(const struct report *report, const struct run_boot *boot,
				const char *step);
int64_t decay_done(const struct record *record);

#endif

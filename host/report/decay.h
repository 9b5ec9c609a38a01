/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * report/decay.h - bench decay: which of its records is which.
 */
#ifndef HOST_REPORT_DECAY_H
#define HOST_REPORT_DECAY_H

#include "host/report/report.h"

/* Entries of 2M, or of the size that a page table of this granule maps. */
double decay_blocks(const struct census *census, const struct cell *cell);

/*
 * What the first boot of a cell says of op; NULL: nothing, or no map. Of a step, "aged.bpf",
 * the one with the most done: decay_done() says how many.
 */
const struct record *decay_record(const struct report *report, const char *cell_name,
				  const char *op);
const struct record *decay_last(const struct report *report, const char *cell_name,
				const char *step);
int64_t decay_done(const struct record *record);

#endif

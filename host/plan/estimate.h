/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * plan/estimate.h - how long a boot will take: from a table, or from an earlier run.
 */
#ifndef HOST_ESTIMATE_H
#define HOST_ESTIMATE_H

#include "host/cell/cell.h"

struct history;

#define ESTIMATE_MAX_S	(1000 * 1000)

/*
 * Reads the wall times of the boots in a run directory. They are a hint: where they are bad or
 * missing one warning says so, and what cannot be used is as if it were not there. NULL is no
 * history.
 */
struct history *history_read(const char *dir);
void history_free(struct history *history);

/* Whole seconds, at least 1; history may be NULL. */
int64_t estimate_seconds(const struct cell *cell, const char *name, const struct history *history);

/* Seconds for boots that take total_s together on jobs guests at once. */
int64_t estimate_parallel(int64_t total_s, int64_t longest_s, int64_t jobs);

/* "45 s", "12 min", "1 h 05 min". */
void estimate_text(int64_t seconds, char *out, size_t size);

#endif

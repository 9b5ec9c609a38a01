/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * answer/latency.h - how long calls of bench setmem take, for the answers that ask so:
 * first touch, which has to split what the page lies in, beside later touches.
 */
#ifndef HOST_ANSWER_LATENCY_H
#define HOST_ANSWER_LATENCY_H

#include "host/answer/build.h"

/* One call on one map: "ro.4k", of which either may be NULL. */
struct latency {
	const struct series *first, *later;
	char call[RECORD_NAME_MAX];
};

/*
 * A table of the calls whose names begin with one of names[0..nr), under a heading for each
 * cell. Percentiles that the samples do not reach are "-". How many rows it has: 0 makes no
 * table.
 */
size_t latency_table(struct answer *answer, const struct answer_rows *rows,
		     const char *const *names, size_t nr);

/* That call on that cell, as records of bench setmem have it. */
struct latency latency_find(const struct answer_rows *rows, const char *cell_name,
			    const char *call);

#endif

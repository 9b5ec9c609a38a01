/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * callers.h - who called set_memory_decrypted() and its like at this boot, in which window
 * (enum plugin_window), for how many pages, and what a call took.
 */
#ifndef SPLITFOLD_BENCH_CALLERS_H
#define SPLITFOLD_BENCH_CALLERS_H

#include "bench/plugin.h"
#include "bench/record.h"

struct callers {
	struct caller_call *call;	/* in the order of their entries */
	size_t nr;
	const char *windows_lack;	/* why windows cannot be told, or NULL */
};

/* All calls that the plugin kept. Returns 0 or -errno; callers_free() in any case. */
int callers_read(struct callers *callers);
void callers_free(struct callers *callers);

/*
 * What the function of that row adds to its record: how many of its calls fall into each
 * window, and the pages of these. called is how often it was called.
 */
void callers_sum(const struct callers *callers, struct record *record, uint64_t row,
		 uint64_t called);
/* And a record for each function that called it, named NAME.FUNCTION. */
int callers_send(const struct callers *callers, struct run *run, uint64_t row);

#endif /* SPLITFOLD_BENCH_CALLERS_H */

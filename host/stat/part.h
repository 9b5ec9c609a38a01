/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * stat/part.h - the metrics of the records that count, one by one, in the order in which
 * tables show them: all parts of one series lie together.
 */
#ifndef HOST_PART_H
#define HOST_PART_H

#include "host/stat/series.h"

/* One metric of one record. */
struct part {
	const struct run *run;
	const struct run_record *from;
	const struct metric *metric;
	struct series key;	/* all but the numbers */
	unsigned int side;	/* which of several runs, or selections of one, it is from */
};

struct parts {
	struct part *part;
	size_t nr, alloc;
};

/*
 * Called for each record that counts: false leaves it out; key->cell and key->cell_name
 * may be replaced by what it is to be sorted by (they must live as long as the parts).
 */
typedef bool (*part_fn)(const struct run_record *from, struct series *key, void *arg);

/* Adds the metrics of run; fn may be NULL. */
void parts_gather(struct parts *parts, const struct run *run, unsigned int side, part_fn fn,
		  void *arg);

/* After the last parts_gather(): levels the ranks over all, and sorts. */
void parts_sort(struct parts *parts);

/* How many from parts->part[from] on are of one series. */
size_t parts_same(const struct parts *parts, size_t from);

void parts_free(struct parts *parts);

#endif

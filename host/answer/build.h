/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * answer/build.h - what the files that answer questions make answers with. Each has a
 * function that fills one answer from the series and records of a run; answer/answer.c lists them.
 */
#ifndef HOST_ANSWER_BUILD_H
#define HOST_ANSWER_BUILD_H

#include "host/answer/answer.h"

typedef void (*answer_fn)(struct answer *answer, const struct report *report);

/* answer/options.c: Q1 */
void answer_options(struct answer *answer, const struct report *report);
/* answer/directions.c: Q2 */
void answer_directions(struct answer *answer, const struct report *report);
/* answer/outcome.c: Q3 */
void answer_outcome(struct answer *answer, const struct report *report);
/* The same file: whether a realm that waits for its split can share memory, for Q1. */
void answer_say_waiting(struct answer *answer, const struct report *report);
/* answer/sharing.c: Q4 */
void answer_sharing(struct answer *answer, const struct report *report);
/* answer/late_split.c: Q5 */
void answer_late_split(struct answer *answer, const struct report *report);
/* answer/rmm.c: Q6 and Q7, which ask about a component that no run has. */
void answer_granules(struct answer *answer, const struct report *report);
void answer_faulting(struct answer *answer, const struct report *report);
/* answer/tlb.c: Q8 */
void answer_tlb(struct answer *answer, const struct report *report);
/* answer/decay.c: Q9, or answer/first_touch.c */
void answer_decay(struct answer *answer, const struct report *report);
/* answer/setmem.c: Q10 */
void answer_setmem(struct answer *answer, const struct report *report);
/* answer/bbm.c: Q11 */
void answer_bbm(struct answer *answer, const struct report *report);

/* Drops all that was said; cells and tables too. */
void answer_clear(struct answer *answer);

/* A piece of text that is no number of a record. */
__attribute__((format(printf, 2, 3)))
void answer_say(struct answer_text *text, const char *fmt, ...);

/* A number, or what follows from one: series says of which records. */
__attribute__((format(printf, 4, 5)))
void answer_give(struct answer *answer, struct answer_text *text, const struct series *series,
		 const char *fmt, ...);

/* The same of a record as a whole. */
__attribute__((format(printf, 4, 5)))
void answer_give_record(struct answer *answer, struct answer_text *text,
			const struct record *record, const char *fmt, ...);

/* The median of series as it is, or "-" if series is NULL. */
void answer_median(struct answer *answer, struct answer_text *text, const struct series *series);

/* Why there is no answer; what was said is dropped. */
__attribute__((format(printf, 2, 3)))
void answer_not_measured(struct answer *answer, const char *fmt, ...);

/*
 * An empty table; columns must outlive the answer. It stays where it is until the next one
 * is made.
 */
struct answer_table *answer_table(struct answer *answer, const struct table_column *columns,
				  size_t nr, const char *title, ...)
	__attribute__((format(printf, 4, 5)));

/* Takes back the last one, which has no numbers yet. */
void answer_table_drop(struct answer *answer);

/* A new row; fill its pieces from the left. */
struct answer_text *answer_row(struct answer_table *table);

__attribute__((format(printf, 2, 3)))
void answer_heading(struct answer_table *table, const char *fmt, ...);

__attribute__((format(printf, 2, 3)))
void answer_note(struct answer_table *table, const char *fmt, ...);

/* One operation of one cell: its metrics lie together. */
struct answer_rows {
	struct answer_op {
		const struct series *series;
		size_t nr;
	} *op;
	size_t nr, alloc;
};

/* Those of a benchmark, in the order of its tables. answer_rows_free() afterwards. */
struct answer_rows answer_rows(const struct report *report, const char *bench);
void answer_rows_free(struct answer_rows *rows);

/* A metric of op; NULL if op is NULL or lacks it. */
const struct series *answer_metric(const struct answer_op *op, const char *metric);

/* Whether op is name, or name and what follows a dot. */
bool answer_op_is(const struct answer_op *op, const char *name);

/* Whether a record counts, and is of the accel, page size and kernel that answers are of. */
bool answer_takes(const struct report *report, const struct run_record *from);

/* "none.on.k0, plain, 2G, cpus 1" */
#define ANSWER_GUEST_MAX 400
void answer_guest(const struct cell *cell, char out[ANSWER_GUEST_MAX]);

/* "2 GiB", "512 MiB" */
#define ANSWER_SIZE_MAX 32
void answer_size(int64_t mib, char out[ANSWER_SIZE_MAX]);

/* "instructions", "ns" or "virtual ns, not hardware", as series has it. */
const char *answer_unit(const struct series *series);

/* Whether its kernel maps memory with ptes, or with blocks, before it could split. */
bool answer_maps_ptes(const struct cell *cell);
bool answer_maps_blocks(const struct cell *cell);

#endif

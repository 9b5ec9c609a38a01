/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * judge.h - a second opinion on break-before-make: reads a trace of the plugin's checker
 * (qemu/plugin/TRACE.md), decides by itself what each event breaks, and says where that is not
 * what the trace says. Shares no code with the checker; slow and simple on purpose.
 */
#ifndef TESTS_JUDGE_H
#define TESTS_JUDGE_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

enum verdict {
	V_SIZE,
	V_ADDRESS,
	V_ATTRIBUTES,
	V_REUSED,
	V_UNFINISHED,
	V_ALLOWED,
	V_NR,
};

extern const char *const judge_names[V_NR];

enum event_type { E_NONE, E_REGISTER, E_STORE, E_TLBI, E_DSB };
enum reg { R_SCTLR, R_TCR, R_MAIR, R_TTBR0, R_TTBR1, R_NR };
enum tlbi_type { T_ALL, T_ASID, T_VA, T_VAA };

struct event {
	enum event_type type;
	unsigned int cpu;
	enum reg reg;
	uint64_t value;			/* of a register, the word of a store, CRm */
	uint64_t pa;
	enum tlbi_type tlbi;
	bool broadcast, last_level;
	uint64_t asid, start, end;
	unsigned long line;
	unsigned int said[V_NR];	/* by the trace */
};

struct totals {
	unsigned long events, verdicts[V_NR], differences;
};

/* The judge of one trace; its messages go to out. */
void judge_begin(uint64_t cpus, uint64_t bbml2);
void judge_table_word(uint64_t pa, uint64_t word);
/* What the event breaks, in seen. */
void judge_event(const struct event *event, unsigned int seen[V_NR]);
void judge_end(void);

/*
 * Judges a whole file. Returns 0, 1: the trace says something else somewhere, or 2 after a
 * message with file and line: it is no trace.
 */
int trace_judge(FILE *in, const char *name, FILE *out, struct totals *totals);

#endif

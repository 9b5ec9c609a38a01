/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * decay.h - what makes the kernel change permissions of its memory, and keeps that memory
 * until it is given back: modules, BPF programs, secret memory, vmalloc, shared buffers.
 */
#ifndef SPLITFOLD_BENCH_DECAY_H
#define SPLITFOLD_BENCH_DECAY_H

#include "bench/record.h"
#include "bench/sharing.h"
#include "workloads/workloads.h"

#define DECAY_BPF_MAX		256u
#define DECAY_SHARED_MAX	256u

/* All that is there at a time. */
struct decay_held {
	struct run *run;
	struct module_file module;
	unsigned int modules, programs, shared;
	int program[DECAY_BPF_MAX];
	bool has_secret;
	struct secretmem secret;
	struct sharing buffer[DECAY_SHARED_MAX];
	char reason[RECORD_REASON_MAX];		/* what failed */
};

/* Gone through in the order of the table; each goes by steps of four: 1, 4, .. most of them. */
struct decay_kind {
	const char *name;
	unsigned int most;
	/* Begin: 0, or -errno with reason why there are none here. May be NULL. */
	int (*begin)(struct decay_held *held);
	/* From so many to so many. 0, or -errno with reason. */
	int (*grow)(struct decay_held *held, unsigned int from, unsigned int to);
	/* Give back what was made. 0, or -errno with reason. May be NULL: grow() does it. */
	int (*release)(struct decay_held *held);
};

/* Ends with a row without a name. */
extern const struct decay_kind decay_kinds[];

#endif /* SPLITFOLD_BENCH_DECAY_H */

/* SPDX-License-Identifier: GPL-2.0-only */
/* trampoline.h - what trampoline.S offers to idmap.c. */
#ifndef SF_TRAMPOLINE_H
#define SF_TRAMPOLINE_H

/* struct trampoline_env, struct meeting and struct write_page, as trampoline.S sees them */
#define TRAMPOLINE_TTBR0	0
#define TRAMPOLINE_EMPTY	8
#define TRAMPOLINE_T0SZ		16
#define TRAMPOLINE_RELEASED	2048
#define TRAMPOLINE_PAGE_BYTES	4096

#ifndef __ASSEMBLER__

#include <linux/build_bug.h>
#include <linux/types.h>

#include "hold.h"

struct trampoline_env {
	u64 ttbr0;		/* the root to call with */
	u64 ttbr0_empty;
	u64 t0sz;		/* of ttbr0, in place in TCR_EL1 */
};
static_assert(offsetof(struct trampoline_env, ttbr0) == TRAMPOLINE_TTBR0);
static_assert(offsetof(struct trampoline_env, ttbr0_empty) == TRAMPOLINE_EMPTY);
static_assert(offsetof(struct trampoline_env, t0sz) == TRAMPOLINE_T0SZ);
static_assert(offsetof(struct meeting, released) == TRAMPOLINE_RELEASED);

/*
 * All exceptions masked. Put env->ttbr0 into TTBR0, branch to where with arg0 and arg1,
 * and restore TTBR0 and TCR_EL1 as they were. Touches the stack and *env only.
 */
void trampoline_call(const struct trampoline_env *env, u64 where, u64 arg0, u64 arg1);

/* The idmap's code page, TRAMPOLINE_PAGE_BYTES long, and addresses in it. */
extern const char trampoline_page[];
extern const char trampoline_park[];		/* (TTBR1 empty, meeting) */
extern const char trampoline_wait_mmuoff[];	/* (word to arrive at, word of release) */
extern const char trampoline_replace_ttbr1[];	/* (TTBR1 empty, TTBR1 new) */
extern const char trampoline_write_root[];	/* (TTBR1 empty, struct write_page) */
extern const char trampoline_store_mmuoff[];	/* (struct write_page) */

#endif /* __ASSEMBLER__ */
#endif /* SF_TRAMPOLINE_H */

/* SPDX-License-Identifier: GPL-2.0-only */
/* trampoline.h - what trampoline.S offers to idmap.c. */
#ifndef SF_TRAMPOLINE_H
#define SF_TRAMPOLINE_H

#define TRAMPOLINE_IDMAP	0
#define TRAMPOLINE_EMPTY	8
#define TRAMPOLINE_T0SZ		16

#ifndef __ASSEMBLER__

#include <linux/build_bug.h>
#include <linux/types.h>

struct trampoline_env {
	u64 ttbr0_idmap;
	u64 ttbr0_empty;
	u64 t0sz;		/* of the idmap, in place in TCR_EL1 */
};
static_assert(offsetof(struct trampoline_env, ttbr0_idmap) == TRAMPOLINE_IDMAP);
static_assert(offsetof(struct trampoline_env, ttbr0_empty) == TRAMPOLINE_EMPTY);
static_assert(offsetof(struct trampoline_env, t0sz) == TRAMPOLINE_T0SZ);

/*
 * All exceptions masked. Put the idmap into TTBR0, branch to where (an address in the
 * idmap) with arg0 and arg1, and restore TTBR0 and TCR_EL1 as they were.
 */
void trampoline_call(const struct trampoline_env *env, u64 where, u64 arg0, u64 arg1);

/* In the idmap's code page; only their addresses are used from C. */
extern const char trampoline_page[];
extern const char trampoline_park[];		/* (TTBR1 empty, meeting) */
extern const char trampoline_replace_ttbr1[];	/* (TTBR1 empty, TTBR1 new) */

#endif /* __ASSEMBLER__ */
#endif /* SF_TRAMPOLINE_H */

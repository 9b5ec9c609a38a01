/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * gate.h - holds back, or records, the kernel's permission changes of the linear map.
 *
 * set_memory_*() and set_direct_map_*() change entries by walks that take no lock.
 * Converting under one would lose its change, or let it write to a table that is no
 * longer used. All go through update_range_prot() (arch/arm64/mm/pageattr.c), on which
 * the gate is an ftrace hook: closed, callers sleep before they begin.
 *
 * KFENCE's own changes pass: they come from atomic context, and its pool is left alone.
 *
 * kexec_load() copies the linear map's tables by a walk that sleeps on its way
 * (trans_pgd_create_copy()): it is held back too.
 */
#ifndef SF_GATE_H
#define SF_GATE_H

#include "lmap.h"

#define GATE_MAX_CHANGES	256	/* ranges that a watch can keep */
#define GATE_MAX_PAGES		4096ul	/* pages that they can have together */

/*
 * Put the hooks in place; they stay until gate_remove(). Returns 0, also when they are there
 * already, or -errno with reason (SPLITFOLD_REASON_MAX) set.
 */
int gate_install(char *reason);
void gate_remove(void);

/*
 * Close: on return no change is under way and none begins, but one from a context that
 * cannot sleep; gate_open() returns the number of those there were since. Also keeps
 * out the kernel's own splitter. May sleep as long as changes under way take.
 */
void gate_close(void);
unsigned long gate_open(void);

/*
 * Note every range that changes from now on, until gate_changes() with the gate closed.
 * Changes under way when this is called have ended on return.
 */
void gate_watch(void);

/* The same with the gate closed: nothing is noted so far, and nothing will be. */
void gate_watch_closed(void);

/* End the watch; *nr ranges. NULL when there were more than the watch can keep. */
const struct va_range *gate_changes(int *nr);

/*
 * The map is folded and the kernel cannot split it: changes of what is not mapped by
 * ptes wait, for GATE_PATIENCE_S at most, until that is over. With the gate closed.
 */
#define GATE_PATIENCE_S		60
void gate_folded(bool folded);

#endif /* SF_GATE_H */

/* SPDX-License-Identifier: GPL-2.0-only */
/* stack.h - the monitor's stacks, one for each CPU (start.S sets them). */
#ifndef REALM_STACK_H
#define REALM_STACK_H

#include "realm/types.h"

/* The most that any CPU has used of its CPU_STACK_BYTES. */
u64 stack_used_most(void);

#endif /* REALM_STACK_H */

// SPDX-License-Identifier: GPL-2.0-only
/*
 * stack.c - the stacks, and how deep they ever were: nothing guards their ends, so the
 * summary at power-off says how near it came. They begin as zeroes.
 */
#include "realm/stack.h"

#include "realm/cpu.h"

#include <assert.h>

static_assert(CPU_STACK_BYTES == 1 << 11, "start.S shifts by that");
u8 cpu_stacks[MAX_CPUS][CPU_STACK_BYTES] __attribute__((aligned(16)));

u64 stack_used_most(void)
{
	u64 least_free = CPU_STACK_BYTES, i, free;

	for (i = 0; i < MAX_CPUS; i++) {
		for (free = 0; free < CPU_STACK_BYTES && !cpu_stacks[i][free]; free++)
			;
		if (free < least_free)
			least_free = free;
	}
	return CPU_STACK_BYTES - least_free;
}

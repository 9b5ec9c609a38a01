// SPDX-License-Identifier: GPL-2.0-only
/* cpu.c - the CPUs there are. */
#include "realm/cpu.h"

struct cpu cpus[MAX_CPUS];

struct cpu *cpu_find(u64 mpidr)
{
	int i;

	for (i = 0; i < MAX_CPUS; i++)
		if (cpus[i].present && cpus[i].mpidr == mpidr)
			return &cpus[i];
	return NULL;
}

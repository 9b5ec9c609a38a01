// SPDX-License-Identifier: GPL-2.0-only
/*
 * psci.c - firmware's functions, by the conduit that the device tree names: what there is,
 * what is refused, and a CPU that comes and goes (DEN0022).
 */
#include "tests/bare/bare.h"

#define CPU_NONE	0x00ff0000ul	/* no CPU has these affinities */
#define TIMES		20

static volatile u64 ran, mpidr, level, masked;

static void note(u64 arg)
{
	ran = ran + arg;
	mpidr = sysreg_read(mpidr_el1) & 0xff;
	level = sysreg_read(CurrentEL) >> 2;
	masked = sysreg_read(daif) >> 6;
}

static void test_cpu(void)
{
	bool all = true;
	int i;

	test(psci(FID_PSCI_AFFINITY_INFO, 0, 0, 0) == 0, "this CPU is on");
	test(psci(FID_PSCI_AFFINITY_INFO, 1, 0, 0) == 1, "the other CPU is off");
	ran = 0;
	test(!cpu_run(note, 7) && cpu_wait_off(), "the other CPU comes and goes");
	test(ran == 7, "it ran, with its context");
	test(mpidr == 1, "it knows which one it is");
	test(level == 1, "it began at EL1");
	test(masked == 0xf, "with DAIF set");
	for (i = 0; i < TIMES; i++)
		all &= !cpu_run(note, 1) && cpu_wait_off();
	test(all && ran == 7 + TIMES, "it does so again and again");
}

static void spin_until(u64 word)
{
	while (*(volatile u64 *)word)
		;
}

void test_psci(void)
{
	static volatile u64 hold;
	s64 version = psci(FID_PSCI_VERSION, 0, 0, 0);

	test(version >> 16 == 1, "version 1");
	test(!psci(FID_PSCI_FEATURES, FID_PSCI_CPU_ON, 0, 0), "CPU_ON is a feature");
	test(!psci(FID_PSCI_FEATURES, FID_PSCI_SYSTEM_OFF, 0, 0), "SYSTEM_OFF is a feature");
	test(psci(FID_PSCI_FEATURES, 0x8400ff00, 0, 0) == -1, "what is none is not supported");
	test(psci(0x8400ff00, 0, 0, 0) == -1, "and calling it neither");
	test(psci(FID_PSCI_MIGRATE_INFO_TYPE, 0, 0, 0) == 2, "no migration is needed");
	test(psci(FID_PSCI_CPU_ON, CPU_NONE, 0x40200000, 0) == -2, "no such CPU to turn on");
	test(psci(FID_PSCI_AFFINITY_INFO, CPU_NONE, 0, 0) == -2, "no such CPU to ask for");
	test(psci(FID_PSCI_CPU_ON, 0, 0x40200000, 0) == -4, "this CPU is on already");
	test_cpu();
	hold = 1;
	test(!cpu_run(spin_until, (u64)&hold), "the other CPU stays");
	test(psci(FID_PSCI_CPU_ON, 1, 0x40200000, 0) == -4, "it is on already");
	hold = 0;
	test(cpu_wait_off(), "and goes when it may");
}

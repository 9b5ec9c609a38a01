/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * dtb.h - the device tree: what the monitor learns from it, and what it takes out of it
 * before the guest sees it. In place: nothing moves, no byte is added.
 */
#ifndef REALM_DTB_H
#define REALM_DTB_H

#include "realm/types.h"

/* What the command line says to the monitor (sf.monitor=, sf.bbm=, sf.s2=). */
enum monitor_bbm {
	MONITOR_BBM_NONE,	/* as the CPUs are */
	MONITOR_BBM_ALL,	/* bbml2 */
	MONITOR_BBM_MIXED,	/* the first CPU only */
};

struct machine {
	u64 ram_base;		/* all memory there is, the monitor's included */
	u64 ram_size;
	u64 smmu_base;		/* 0: no SMMU */
	u64 smmu_size;
	u64 mpidr[MAX_CPUS];	/* reg of the cpu nodes */
	u32 nr_cpus;
	bool realm;		/* sf.monitor=realm */
	bool blocks;		/* sf.s2=2m, the default; sf.s2=4k */
	enum monitor_bbm bbm;
	char error[96];		/* why dtb_read() failed */
};

/*
 * Fills machine from the tree at fdt. 0, or -1 with machine->error set: no tree, memory that
 * is not one range aligned to 2M, psci not by smc, more than one SMMU, more than MAX_CPUS,
 * unknown value of an option. Without options: plain, none, 2m.
 */
int dtb_read(const void *fdt, struct machine *machine);

/*
 * Takes [keep_end, end of memory) out of the memory node, and the SMMU and every iommu-map
 * out of the tree. 0, or -1 with machine->error set.
 */
int dtb_patch(void *fdt, struct machine *machine, u64 keep_end);

#endif /* REALM_DTB_H */

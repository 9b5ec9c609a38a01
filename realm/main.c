// SPDX-License-Identifier: GPL-2.0-only
/*
 * main.c - the order in which the monitor comes up, then the guest.
 */
#include "realm/cpu.h"
#include "realm/dtb.h"
#include "realm/el2.h"
#include "realm/guard.h"
#include "realm/hw.h"
#include "realm/image.h"
#include "realm/monitor.h"
#include "realm/pool.h"
#include "realm/print.h"
#include "realm/rtt.h"
#include "realm/smmu.h"
#include "realm/virt.h"

#define IPA_BITS	41	/* the virt machine's high PCI window, and the top bit */

static struct machine machine;

static void cpus_init(void)
{
	u32 i;

	for (i = 0; i < machine.nr_cpus; i++) {
		cpus[i].index = i;
		cpus[i].mpidr = machine.mpidr[i];
		cpus[i].present = true;
		cpus[i].bbml2 = machine.bbm == MONITOR_BBM_ALL ||
				(machine.bbm == MONITOR_BBM_MIXED && i == 0);
	}
}

/* Where the guest's memory is, and stage 2 that keeps it from the rest. */
static void stage2_init(u64 base)
{
	realm = (struct realm){
		.ram_base = machine.ram_base,
		.ram_size = base - machine.ram_base,
		.monitor_end = machine.ram_base + machine.ram_size,
		.smmu_base = machine.smmu_base,
		.smmu_size = machine.smmu_size,
		.ipa_bits = el2_pa_bits() < IPA_BITS ? el2_pa_bits() : IPA_BITS,
		.blocks = machine.blocks,
	};
	if (machine.realm)
		rtt_init();
	else
		guard_init();
	if (machine.smmu_base)
		smmu_init(machine.smmu_base);
}

static u32 flags(void)
{
	return (machine.realm ? MONITOR_FLAG_REALM : 0) |
	       (machine.bbm == MONITOR_BBM_MIXED ? MONITOR_FLAG_MIXED : 0) |
	       (realm.smmu_base ? MONITOR_FLAG_SMMU : 0);
}

/* base: where the image was loaded. All memory from there on is the monitor's. */
void monitor_main(u64 base)
{
	void *dtb = hw_ptr(*(u64 *)VIRT_STUB_DTB);
	u64 end = ALIGN_UP(base + image_size(), SZ_4K);

	if (dtb_read(dtb, &machine))
		panic("device tree: %s", machine.error);
	if (base <= machine.ram_base || base >= machine.ram_base + machine.ram_size)
		panic("loaded at %lx, not in memory [%lx, +%lx)", base, machine.ram_base,
		      machine.ram_size);
	el2_mmu_init(end, base, machine.ram_base + machine.ram_size);
	el2_mmu_on();
	pool_init(end + SZ_4K, machine.ram_base + machine.ram_size);
	cpus_init();
	stage2_init(base);
	if (dtb_patch(dtb, &machine, base))
		panic("device tree: %s", machine.error);
	monitor_init(flags(), image_size(), hw_ptr(base), image_constant_size());
	print("%s, %s, %u CPUs, memory [%lx, %lx), image %lu bytes, pool %lu of %lu pages",
	      machine.realm ? "emulated RSI" : "no RSI", machine.bbm == MONITOR_BBM_MIXED ?
	      "BBML2 on the first CPU only" : "all CPUs alike", machine.nr_cpus,
	      machine.ram_base, base, image_size(), pool.used, pool.pages);
	el2_setup(&cpus[0]);
	el2_enter_guest(&cpus[0], *(u64 *)VIRT_STUB_ENTRY, (u64)dtb);
}

void cpu_main(u64 index)
{
	struct cpu *cpu = &cpus[index];

	el2_mmu_on();
	el2_setup(cpu);
	el2_enter_guest(cpu, cpu->entry, cpu->context);
}

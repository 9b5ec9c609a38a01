/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * kernel.h - what the module needs of the kernel and the kernel does not export.
 *
 * Kbuild includes this before any other header: inline helpers such as
 * pagetable_pte_ctor() compare with &init_mm, which modules cannot link to. The
 * macro turns the kernel's declaration of init_mm into one of a pointer that
 * kernel_resolve() fills.
 */
#ifndef SF_KERNEL_H
#define SF_KERNEL_H

#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt
#define init_mm (*sf_init_mm)

#include <linux/mm.h>
#include <linux/mutex.h>
#include <linux/types.h>

/*
 * Addresses found by kallsyms_lookup_name(), itself found by a kprobe. Optional
 * ones are NULL where the running kernel does not have them.
 */
struct kernel_syms {
	u64 *swapper_pg_dir;		/* the root of the kernel's tables */
	void *reserved_pg_dir;		/* a root that maps nothing */
	char *text_start;		/* _text: the kernel image alias begins */
	char *init_begin;		/* __init_begin: and ends */
	unsigned long *max_pfn;
	bool *rodata_full;
	bool (*can_set_direct_map)(void);
	void (*dcache_clean_inval_poc)(unsigned long start, unsigned long end);

	/* for all that lies between exclusion_begin() and exclusion_end() */
	int (*stop_machine_cpuslocked)(int (*fn)(void *arg), void *arg, const struct cpumask *cpus);
	void (*get_online_mems)(void);		/* NULL without CONFIG_MEMORY_HOTPLUG */
	void (*put_online_mems)(void);

	/* every permission change of kernel memory goes through it (gate.h) */
	int (*update_range_prot)(unsigned long start, unsigned long size, pgprot_t set,
				 pgprot_t clear);
	void *trans_pgd_create_copy;		/* NULL without kexec and hibernation */
	struct resource *crashk_res;		/* NULL without CONFIG_CRASH_RESERVE */

	/*
	 * optional: kernels since 6.18 that split the linear map lazily. Since 7.3 they say
	 * bbml3 for bbml2_noabort, and take ID_AA64MMFR2_EL1's word for it besides the MIDR's.
	 */
	bool (*cpu_supports_bbml2_noabort)(void);
	int (*range_split_to_ptes)(unsigned long start, unsigned long end, gfp_t gfp);
	struct mutex *pgtable_split_lock;
	bool *linear_map_requires_bbml2;

	/* optional: SETMEM only */
	int (*set_memory_ro)(unsigned long addr, int numpages);
	int (*set_memory_rw)(unsigned long addr, int numpages);
	int (*set_memory_x)(unsigned long addr, int numpages);
	int (*set_memory_nx)(unsigned long addr, int numpages);
	int (*set_direct_map_invalid_noflush)(struct page *page);
	int (*set_direct_map_default_noflush)(struct page *page);
};

extern struct kernel_syms kernel;

/* Fill kernel. Returns 0, or -ENOENT after logging the name that is missing. */
int kernel_resolve(void);

/* linear_map_requires_bbml2: the map has blocks that the kernel means to split lazily. */
static inline bool kernel_splits_lazily(void)
{
	return kernel.linear_map_requires_bbml2 && READ_ONCE(*kernel.linear_map_requires_bbml2);
}

#endif /* SF_KERNEL_H */

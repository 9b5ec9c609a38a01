// SPDX-License-Identifier: GPL-2.0-only
/*
 * kernel.c - finds the kernel's unexported symbols.
 *
 * kallsyms_lookup_name() has not been exported since 5.7; registering a kprobe on
 * it makes the kernel tell its address. Everything else is looked up by name.
 */
#include <linux/kprobes.h>

struct kernel_syms kernel;
struct mm_struct *sf_init_mm;

static const struct {
	const char *name;
	void *where;
	bool optional;
} wanted[] = {
	{ "init_mm", &sf_init_mm },
	{ "swapper_pg_dir", &kernel.swapper_pg_dir },
	{ "reserved_pg_dir", &kernel.reserved_pg_dir },
	{ "_text", &kernel.text_start },
	{ "__init_begin", &kernel.init_begin },
	{ "max_pfn", &kernel.max_pfn },
	{ "rodata_full", &kernel.rodata_full },
	{ "can_set_direct_map", &kernel.can_set_direct_map },
	{ "dcache_clean_inval_poc", &kernel.dcache_clean_inval_poc },
	{ "stop_machine_cpuslocked", &kernel.stop_machine_cpuslocked },
	{ "get_online_mems", &kernel.get_online_mems, !IS_ENABLED(CONFIG_MEMORY_HOTPLUG) },
	{ "put_online_mems", &kernel.put_online_mems, !IS_ENABLED(CONFIG_MEMORY_HOTPLUG) },
	{ "update_range_prot", &kernel.update_range_prot, true },
	{ "trans_pgd_create_copy", &kernel.trans_pgd_create_copy, true },
	{ "crashk_res", &kernel.crashk_res, true },
	{ "cpu_supports_bbml2_noabort", &kernel.cpu_supports_bbml2_noabort, true },
	{ "cpu_supports_bbml3", &kernel.cpu_supports_bbml2_noabort, true },
	{ "range_split_to_ptes", &kernel.range_split_to_ptes, true },
	{ "pgtable_split_lock", &kernel.pgtable_split_lock, true },
	{ "linear_map_requires_bbml2", &kernel.linear_map_requires_bbml2, true },
	{ "linear_map_requires_bbml3", &kernel.linear_map_requires_bbml2, true },
	{ "set_memory_ro", &kernel.set_memory_ro, true },
	{ "set_memory_rw", &kernel.set_memory_rw, true },
	{ "set_memory_x", &kernel.set_memory_x, true },
	{ "set_memory_nx", &kernel.set_memory_nx, true },
	{ "set_direct_map_invalid_noflush", &kernel.set_direct_map_invalid_noflush, true },
	{ "set_direct_map_default_noflush", &kernel.set_direct_map_default_noflush, true },
};

static int dummy_pre_handler(struct kprobe *p, struct pt_regs *regs)
{
	return 0;
}

int kernel_resolve(void)
{
	struct kprobe kp = {
		.symbol_name = "kallsyms_lookup_name",
		.pre_handler = dummy_pre_handler,
	};
	unsigned long (*lookup)(const char *name);
	int i, err;

	err = register_kprobe(&kp);
	if (err) {
		pr_err("no kprobe on kallsyms_lookup_name (%d): needs CONFIG_KPROBES\n", err);
		return err;
	}
	lookup = (void *)kp.addr;
	unregister_kprobe(&kp);

	for (i = 0; i < ARRAY_SIZE(wanted); i++) {
		unsigned long addr = lookup(wanted[i].name);

		if (!addr && !wanted[i].optional) {
			pr_err("this kernel has no symbol %s\n", wanted[i].name);
			return -ENOENT;
		}
		if (addr)
			*(unsigned long *)wanted[i].where = addr;
	}
	return 0;
}

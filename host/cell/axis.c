// SPDX-License-Identifier: GPL-2.0-only
/*
 * cell/axis.c - the table of axes, see cell/axis.h. How values are read is in cell/axis_value.c.
 */
#include <string.h>

#include "host/cell/axis.h"

static const struct axis_value benches[] = {
	{ "null", "clock and framing overhead" },
	{ "boot", "kernel entry to /init: counter, memory, page tables" },
	{ "convert", "split and fold the linear map, every phase timed" },
	{ "ratio", "every legal method and hold in one guest, beside upstream's split" },
	{ "setmem", "latency of set_memory and direct-map operations" },
	{ "outcome", "how the map came out, whether memory can be shared, what failed" },
	{ "tlb", "TLB refills and walks of workloads, on the map as booted, split and folded" },
	{ "decay", "what modules, BPF, secret memory and sharing leave of blocks, a fold after" },
	{ "timeline", "when a boot came to which function of the kernel, in instructions" },
	{ "bbm", "does a boot, or any legal conversion, break break-before-make?" },
	{ }
};

static const struct axis_value guests[] = {
	{ "plain", "an ordinary guest" },
	{ "realm", "a guest of the monitor in realm/: emulated RSI, no real RMM" },
	{ }
};

static const struct axis_value cpu_models[] = {
	{ "max", "every feature QEMU has; 52-bit VA" },
	{ "neoverse-n1", "48-bit VA, no BBML2" },
	{ "host", "the CPU at hand (accel other than tcg)" },
	{ }
};

static const struct axis_value bbms[] = {
	{ "none", "no CPU has BBML2" },
	{ "bbml2", "every CPU has BBML2" },
	{ "mixed", "the boot CPU has it, the others do not: the kernel splits at boot" },
	{ }
};

static const struct axis_value rodatas[] = {
	{ "on", "read-only linear alias, pte map unless BBML2 (old name: full)" },
	{ "noalias", "the alias stays writable (old name: on)" },
	{ "off", "no protection" },
	{ }
};

static const struct axis_value strategies[] = {
	{ "none", "no conversion (benches other than convert)" },
	{ "both", "record both directions" },
	{ "split", "record splits; folds are done but not recorded" },
	{ "fold", "record folds; splits are done but not recorded" },
	{ }
};

static const struct axis_value methods[] = {
	{ "none", "no conversion (benches other than convert)" },
	{ "live", "rewrite valid entries in place" },
	{ "upstream", "the kernel's own range_split_to_ptes(); only splits" },
	{ "bbm", "break-before-make, entry by entry" },
	{ "private", "edit while the tables are live on no CPU" },
	{ "private-mmuoff", "the same, the editing CPU's MMU off" },
	{ "swap", "build new tables, replace the root's entries" },
	{ }
};

static const struct axis_value holds[] = {
	{ "none", "the other CPUs run on" },
	{ "spin", "they spin in the module, kernel tables live" },
	{ "park", "they wait in the idmap, TTBR1 empty" },
	{ "mmuoff", "they wait with the MMU off" },
	{ }
};

static const struct axis_value pages[] = {
	{ "4", "4 KiB base pages" },
	{ "16", "16 KiB base pages" },
	{ }
};

static const struct axis_value devices[] = {
	{ "no", "none but what records leave by" },
	{ "yes", "NVMe, virtio-blk and a virtio console as well" },
	{ }
};

static const struct axis_value accels[] = {
	{ "tcg", "emulated: counts lead, its ns are virtual" },
	{ "kvm", "virtualised" },
	{ "native", "this machine" },
	{ "exec", "a launcher of the user's" },
	{ }
};

static const struct axis_value clocks[] = {
	{ "host", "the counter runs with the host's time" },
	{ "icount", "one virtual ns is one instruction (tcg)" },
	{ }
};

const struct axis axes[AXIS_NR] = {
	[AXIS_BENCH] = {
		.key = "bench", .field = "bench", .help = "benchmark to run",
		.kind = AXIS_WORD, .values = benches, .preset = "convert",
		.name = { 0, "", "" },
	},
	[AXIS_GUEST] = {
		.key = "guest", .field = "guest", .help = "kind of guest",
		.kind = AXIS_WORD, .values = guests, .preset = "plain", .nameless = "plain",
		.name = { 12, "-", "" },
	},
	[AXIS_CPU] = {
		.key = "cpu", .field = "cpu", .help = "CPU model",
		.kind = AXIS_WORD, .values = cpu_models, .preset = "max",
		.name = { 7, "-", "" },
	},
	[AXIS_BBM] = {
		.key = "bbm", .field = "bbm", .help = "break-before-make level of the CPUs",
		.kind = AXIS_WORD, .values = bbms, .preset = "none",
		.name = { 1, "-", "" },
	},
	[AXIS_RODATA] = {
		.key = "rodata", .field = "rodata", .help = "the kernel's rodata= parameter",
		.kind = AXIS_WORD, .values = rodatas, .preset = "on",
		.name = { 2, ".", "" },
	},
	[AXIS_KFENCE] = {
		.key = "kfence", .field = "kfence",
		.help = "kfence.sample_interval in ms; 0 = off at boot",
		.kind = AXIS_NUMBER, .min = 0, .max = 100000, .preset = "0",
		.name = { 3, ".k", "" },
	},
	[AXIS_EL] = {
		.key = "el", .field = "el", .help = "exception level of the kernel; 2 = VHE",
		.kind = AXIS_NUMBER, .min = 1, .max = 2, .preset = "1",
		.name = { 8, "-el", "" },
	},
	[AXIS_STRATEGY] = {
		.key = "strategy", .field = "strategy", .help = "direction(s) to record",
		.kind = AXIS_WORD, .values = strategies, .preset = "both", .only = "convert",
		.name = { 4, "-", "" },
	},
	[AXIS_METHOD] = {
		.key = "method", .field = "method", .help = "how entries are rewritten",
		.kind = AXIS_WORD, .values = methods, .preset = "live", .only = "convert",
		.name = { 5, ".", "" },
	},
	[AXIS_HOLD] = {
		.key = "hold", .field = "hold", .help = "where the other CPUs wait",
		.kind = AXIS_WORD, .values = holds, .preset = "spin", .only = "convert",
		.name = { 6, ".", "" },
	},
	[AXIS_MEM] = {
		.key = "mem", .field = "mem_mib", .help = "memory of the guest",
		.kind = AXIS_SIZE, .min = 256, .max = 1024 * 1024, .preset = "2048",
		.name = { 9, "-", "m" },
	},
	[AXIS_CPUS] = {
		.key = "cpus", .field = "cpus", .help = "CPUs of the guest",
		.kind = AXIS_NUMBER, .min = 1, .max = 8, .preset = "2",
		.name = { 10, "-", "c" },
	},
	[AXIS_PAGE] = {
		.key = "page", .field = "page_kib", .help = "base page size",
		.kind = AXIS_NUMBER, .values = pages, .min = 4, .max = 16, .suffix = "k",
		.preset = "4", .nameless = "4",
		.name = { 13, "-", "k" },
	},
	[AXIS_KERNEL] = {
		.key = "kernel", .field = "kernel",
		.help = "Debian suite, or path to a built tree",
		.kind = AXIS_NAME, .preset = "trixie-backports", .nameless = "trixie-backports",
		.name = { 14, "-", "" },
	},
	[AXIS_ACCEL] = {
		.key = "accel", .field = "accel", .help = "what runs the guest's instructions",
		.kind = AXIS_WORD, .values = accels, .preset = "tcg", .nameless = "tcg",
		.name = { 15, "-", "" },
	},
	[AXIS_CLOCK] = {
		.key = "clock", .field = "clock", .help = "what the guest's counter counts",
		.kind = AXIS_WORD, .values = clocks, .preset = "host",
		.name = { 11, "-", "" },
	},
	[AXIS_DEVICES] = {
		.key = "devices", .field = "devices", .help = "more devices, driven from boot on",
		.kind = AXIS_WORD, .values = devices, .preset = "no", .nameless = "no",
		.later = true,
		.name = { 16, "-devices.", "" },
	},
	[AXIS_GEOMETRY] = {
		.key = "geometry", .field = "geometry",
		.help = "modelled TLB (bench=tlb, decay): a file of qemu/plugin/geometry",
		.kind = AXIS_NAME, .preset = "n1", .nameless = AXIS_NONE, .only = "tlb",
		.also = "decay",
		.later = true,
		.name = { 17, "-", "" },
	},
	[AXIS_LOAD] = {
		.key = "load", .field = "load",
		.help = "what runs (bench=tlb): all, programs, or one workload",
		.kind = AXIS_NAME, .preset = "all", .nameless = AXIS_NONE, .only = "tlb",
		.later = true,
		.name = { 18, ".", "" },
	},
};

const struct axis *axis_find(const char *key)
{
	int i;

	for (i = 0; i < AXIS_NR; i++)
		if (!strcmp(key, axes[i].key) || !strcmp(key, axes[i].field))
			return &axes[i];
	return NULL;
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * dtb.c - the device tree that QEMU made: what machine this is, and which parts of it
 * the guest is not to know. The tree is changed where it lies, since QEMU's boot stub
 * hands its address to the kernel: what goes is overwritten with FDT_NOP.
 */
#include <libfdt.h>
#include <string.h>

#include "realm/dtb.h"

#define DTB_MAX		SZ_2M	/* Documentation/arch/arm64/booting.rst, section 2 */
#define SMMU_COMPATIBLE	"arm,smmu-v3"

static int fail(struct machine *machine, const char *what)
{
	size_t len = strnlen(what, sizeof(machine->error) - 1);

	memcpy(machine->error, what, len);
	machine->error[len] = '\0';
	return -1;
}

/* One or two cells, big endian and not aligned to eight bytes. */
static u64 cells_read(const void *at, int cells)
{
	const fdt32_t *cell = at;
	u64 value = 0;

	while (cells--)
		value = value << 32 | fdt32_ld(cell++);
	return value;
}

/* #address-cells or #size-cells. libfdt's own functions for it would bring its writer along. */
static int cells_of(const void *fdt, int node, const char *name)
{
	int len;
	const void *cells = fdt_getprop(fdt, node, name, &len);

	return cells && len == 4 ? (int)cells_read(cells, 1) : -1;
}

/* The node's first reg. The size may have no cells at all, as that of a cpu. */
static int reg_read(const void *fdt, int node, u64 *base, u64 *size)
{
	const int parent = fdt_parent_offset(fdt, node);
	const int address_cells = cells_of(fdt, parent, "#address-cells");
	const int size_cells = cells_of(fdt, parent, "#size-cells");
	const void *reg;
	int len;

	reg = fdt_getprop(fdt, node, "reg", &len);
	if (!reg || address_cells < 1 || address_cells > 2 || size_cells < 0 || size_cells > 2 ||
	    len < (address_cells + size_cells) * 4)
		return -1;
	*base = cells_read(reg, address_cells);
	*size = cells_read((const fdt32_t *)reg + address_cells, size_cells);
	return 0;
}

static int node_of_type(const void *fdt, int from, const char *type)
{
	return fdt_node_offset_by_prop_value(fdt, from, "device_type", type, strlen(type) + 1);
}

/* All memory, which must be one range: then what is the monitor's is its end. */
static int memory_find(const void *fdt, struct machine *machine)
{
	const int node = node_of_type(fdt, -1, "memory");
	int len;

	if (node < 0 || node_of_type(fdt, node, "memory") >= 0)
		return -1;
	fdt_getprop(fdt, node, "reg", &len);
	/* 2 + 2 cells, which dtb_patch() relies on */
	if (len != 16 || reg_read(fdt, node, &machine->ram_base, &machine->ram_size) ||
	    machine->ram_base + machine->ram_size <= machine->ram_base ||
	    !IS_ALIGNED(machine->ram_base | machine->ram_size, SZ_2M))
		return -1;
	return node;
}

static int psci_check(const void *fdt)
{
	const int node = fdt_path_offset(fdt, "/psci");
	int len;
	const char *method = fdt_getprop(fdt, node, "method", &len);

	return method && len == sizeof("smc") && !memcmp(method, "smc", len) ? 0 : -1;
}

static int smmu_find(const void *fdt, struct machine *machine)
{
	const int node = fdt_node_offset_by_compatible(fdt, -1, SMMU_COMPATIBLE);

	machine->smmu_base = machine->smmu_size = 0;
	if (node < 0)
		return 0;
	if (fdt_node_offset_by_compatible(fdt, node, SMMU_COMPATIBLE) >= 0)
		return -1;
	if (reg_read(fdt, node, &machine->smmu_base, &machine->smmu_size))
		return -1;
	return machine->smmu_base && machine->smmu_size ? 0 : -1;
}

static int cpus_find(const void *fdt, struct machine *machine)
{
	int node = -1;
	u64 size;

	machine->nr_cpus = 0;
	for (;;) {
		node = node_of_type(fdt, node, "cpu");
		if (node < 0)
			return machine->nr_cpus ? 0 : -1;
		if (machine->nr_cpus == MAX_CPUS ||
		    reg_read(fdt, node, &machine->mpidr[machine->nr_cpus], &size))
			return -1;
		machine->nr_cpus++;
	}
}

/*
 * Options of the command line: each is a word "name=value", of which the last one
 * counts, and value one of a list.
 */
struct option {
	const char *name;
	const char *values[4];
	const char *expected;
};

enum { OPTION_MONITOR, OPTION_BBM, OPTION_S2, NR_OPTIONS };

static const struct option options[NR_OPTIONS] = {
	[OPTION_MONITOR] = {
		"sf.monitor=", { "plain", "realm" }, "bootargs: sf.monitor is plain or realm",
	},
	[OPTION_BBM] = { "sf.bbm=", {
		[MONITOR_BBM_NONE] = "none",
		[MONITOR_BBM_ALL] = "bbml2",
		[MONITOR_BBM_MIXED] = "mixed",
	}, "bootargs: sf.bbm is none, bbml2 or mixed" },
	[OPTION_S2] = { "sf.s2=", { "2m", "4k" }, "bootargs: sf.s2 is 2m or 4k" },
};

static int option_value(const struct option *option, const char *word, size_t len)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(option->values) && option->values[i]; i++) {
		if (strlen(option->values[i]) == len && !memcmp(option->values[i], word, len))
			return i;
	}
	return -1;
}

/* A word of the command line. Which option has no such value, or NR_OPTIONS. */
static int word_take(const char *word, size_t len, int values[NR_OPTIONS])
{
	size_t name;
	int i;

	for (i = 0; i < NR_OPTIONS; i++) {
		name = strlen(options[i].name);
		if (len < name || memcmp(word, options[i].name, name))
			continue;
		values[i] = option_value(&options[i], word + name, len - name);
		if (values[i] < 0)
			return i;
	}
	return NR_OPTIONS;
}

static int options_take(const void *fdt, struct machine *machine)
{
	const int chosen = fdt_path_offset(fdt, "/chosen");
	int values[NR_OPTIONS] = { 0 };
	int size, i, from = 0;
	const char *line;
	int wrong;

	line = fdt_getprop(fdt, chosen, "bootargs", &size);
	if (!line)
		size = 0;
	for (i = 0; i < size; i++) {
		if (line[i] != ' ' && line[i])
			continue;
		wrong = word_take(line + from, i - from, values);
		if (wrong != NR_OPTIONS)
			return fail(machine, options[wrong].expected);
		from = i + 1;
	}
	machine->realm = values[OPTION_MONITOR];
	machine->bbm = values[OPTION_BBM];
	machine->blocks = !values[OPTION_S2];
	return 0;
}

int dtb_read(const void *fdt, struct machine *machine)
{
	machine->error[0] = '\0';
	if (fdt_check_header(fdt) || fdt_totalsize(fdt) > DTB_MAX)
		return fail(machine, "no device tree");
	if (fdt_check_full(fdt, fdt_totalsize(fdt)))
		return fail(machine, "the device tree is broken");
	if (psci_check(fdt))
		return fail(machine, "/psci: no method = \"smc\"");
	if (memory_find(fdt, machine) < 0)
		return fail(machine, "memory is not one range, aligned to 2M");
	if (smmu_find(fdt, machine))
		return fail(machine, "there may be one SMMU, and it has a reg");
	if (cpus_find(fdt, machine))
		return fail(machine, "no cpu nodes, or too many");
	return options_take(fdt, machine);
}

/* Every device is behind the SMMU that goes, so all that says so goes. */
static void iommu_properties_drop(void *fdt)
{
	static const char *const names[] = { "iommu-map", "iommu-map-mask", "iommus" };
	unsigned int i;
	int node;

	for (node = 0; node >= 0; node = fdt_next_node(fdt, node, NULL)) {
		for (i = 0; i < ARRAY_SIZE(names); i++)
			fdt_nop_property(fdt, node, names[i]);
	}
}

int dtb_patch(void *fdt, struct machine *machine, u64 keep_end)
{
	const int memory = memory_find(fdt, machine);
	fdt64_t size;
	int node;

	if (memory < 0 || keep_end <= machine->ram_base ||
	    keep_end > machine->ram_base + machine->ram_size)
		return fail(machine, "what is to be left of memory is none of it");
	fdt64_st(&size, keep_end - machine->ram_base);
	if (fdt_setprop_inplace_namelen_partial(fdt, memory, "reg", 3, 8, &size, sizeof(size)))
		return fail(machine, "the memory node cannot be changed");
	if (!machine->smmu_base)
		return 0;
	iommu_properties_drop(fdt);
	node = fdt_node_offset_by_compatible(fdt, -1, SMMU_COMPATIBLE);
	if (node < 0 || fdt_nop_node(fdt, node))
		return fail(machine, "the SMMU cannot be taken out of the tree");
	return 0;
}

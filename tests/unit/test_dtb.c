// SPDX-License-Identifier: GPL-2.0-only
/*
 * test_dtb.c - realm/dtb.c on trees that QEMU made (-M virt,dumpdtb=, cut to their length),
 * and on those trees with something changed that the monitor cannot do with.
 */
#include <libfdt.h>

#include "tests/unit/unit.h"
#include "realm/dtb.h"

#define TREE_ROOM	(64u << 10)

/*
 * The two trees: smmu: virtualization=on,iommu=smmuv3, 4 CPUs, 2064 MiB, bootargs with
 * sf.monitor=realm sf.bbm=mixed sf.s2=4k. plain: 2 CPUs, 4112 MiB, sf.monitor=plain sf.bbm=none.
 */
static void *tree_open(const char *name)
{
	char *path = xasprintf("tests/fuzz/corpus/dtb/%s.dtb", name);
	void *tree = xcalloc(TREE_ROOM, 1);
	size_t size;
	char *file = file_read(path, &size);

	assert_non_null(file);
	assert_int_equal(fdt_open_into(file, tree, TREE_ROOM), 0);
	free(file);
	free(path);
	return tree;
}

static void read_smmu(void **state)
{
	void *tree = tree_open("smmu");
	struct machine machine;

	(void)state;
	assert_int_equal(dtb_read(tree, &machine), 0);
	assert_int_equal(machine.ram_base, 0x40000000);
	assert_int_equal(machine.ram_size, 2064ul << 20);
	assert_int_equal(machine.smmu_base, 0x9050000);
	assert_int_equal(machine.smmu_size, 0x20000);
	assert_int_equal(machine.nr_cpus, 4);
	assert_int_equal(machine.mpidr[0], 0);
	assert_int_equal(machine.mpidr[3], 3);
	assert_true(machine.realm);
	assert_false(machine.blocks);
	assert_int_equal(machine.bbm, MONITOR_BBM_MIXED);
	assert_string_equal(machine.error, "");
	free(tree);
}

static void read_plain(void **state)
{
	void *tree = tree_open("plain");
	struct machine machine;

	(void)state;
	assert_int_equal(dtb_read(tree, &machine), 0);
	assert_int_equal(machine.ram_size, 4112ul << 20);
	assert_int_equal(machine.smmu_base, 0);
	assert_int_equal(machine.nr_cpus, 2);
	assert_false(machine.realm);
	assert_true(machine.blocks);
	assert_int_equal(machine.bbm, MONITOR_BBM_NONE);
	free(tree);
}

#define WRONG_MONITOR	"bootargs: sf.monitor is plain or realm"
#define WRONG_BBM	"bootargs: sf.bbm is none, bbml2 or mixed"
#define WRONG_S2	"bootargs: sf.s2 is 2m or 4k"

/* bootargs, and what is expected of them: an error or the three options. */
static const struct {
	const char *line;
	const char *error;
	int realm, bbm, blocks;
} lines[] = {
	{ "", "", 0, MONITOR_BBM_NONE, 1 },
	{ "sf.monitor=realm", "", 1, MONITOR_BBM_NONE, 1 },
	{ "a=b  sf.bbm=bbml2 sf.s2=2m ", "", 0, MONITOR_BBM_ALL, 1 },
	{ "sf.bbm=mixed sf.bbm=none", "", 0, MONITOR_BBM_NONE, 1 },
	{ "xsf.bbm=mixed sf.bbmx=1 sf.s=4k sf.bench=realm", "", 0, MONITOR_BBM_NONE, 1 },
	{ "sf.monitor=plain sf.s2=4k", "", 0, MONITOR_BBM_NONE, 0 },
	{ "sf.monitor=", WRONG_MONITOR, 0, 0, 0 },
	{ "sf.monitor=real", WRONG_MONITOR, 0, 0, 0 },
	{ "sf.monitor=realms", WRONG_MONITOR, 0, 0, 0 },
	{ "sf.bbm=all quiet", WRONG_BBM, 0, 0, 0 },
	{ "quiet sf.s2=1g", WRONG_S2, 0, 0, 0 },
};

static void read_options(void **state)
{
	struct machine machine;
	unsigned int i;
	void *tree;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(lines); i++) {
		tree = tree_open("plain");
		fdt_setprop_string(tree, fdt_path_offset(tree, "/chosen"), "bootargs",
				   lines[i].line);
		assert_int_equal(dtb_read(tree, &machine), lines[i].error[0] ? -1 : 0);
		assert_string_equal(machine.error, lines[i].error);
		if (!lines[i].error[0]) {
			assert_int_equal(machine.realm, lines[i].realm);
			assert_int_equal(machine.bbm, lines[i].bbm);
			assert_int_equal(machine.blocks, lines[i].blocks);
		}
		free(tree);
	}
}

static void no_bootargs(void **state)
{
	void *tree = tree_open("smmu");
	struct machine machine;

	(void)state;
	fdt_delprop(tree, fdt_path_offset(tree, "/chosen"), "bootargs");
	assert_int_equal(dtb_read(tree, &machine), 0);
	assert_false(machine.realm);
	free(tree);
}

/* Ways to spoil a tree. */
static void spoil_magic(void *tree)
{
	fdt_set_magic(tree, 0xd00dfeec);
}

static void spoil_size(void *tree)
{
	fdt_set_totalsize(tree, SZ_2M + 1);
}

static void spoil_strings(void *tree)
{
	fdt_set_off_dt_strings(tree, fdt_totalsize(tree) + 4);
}

static void spoil_structure(void *tree)
{
	memset((char *)tree + fdt_off_dt_struct(tree), 0xff, 4);
}

static void spoil_psci(void *tree)
{
	fdt_setprop_string(tree, fdt_path_offset(tree, "/psci"), "method", "hvc");
}

static void spoil_psci_text(void *tree)
{
	fdt_setprop(tree, fdt_path_offset(tree, "/psci"), "method", "smcc", 4);
}

static void spoil_psci_more(void *tree)
{
	fdt_setprop(tree, fdt_path_offset(tree, "/psci"), "method", "smc\0hvc", 8);
}

static void spoil_memory_two(void *tree)
{
	int node = fdt_add_subnode(tree, 0, "memory@200000000");

	fdt_setprop_string(tree, node, "device_type", "memory");
	fdt_setprop_u64(tree, node, "reg", 0x200000000);
	fdt_appendprop_u64(tree, node, "reg", 0x40000000);
}

static void spoil_memory_none(void *tree)
{
	fdt_del_node(tree, fdt_path_offset(tree, "/memory@40000000"));
}

static void memory_reg(void *tree, uint64_t base, uint64_t size)
{
	const int node = fdt_path_offset(tree, "/memory@40000000");

	fdt_setprop_u64(tree, node, "reg", base);
	fdt_appendprop_u64(tree, node, "reg", size);
}

static void spoil_memory_ranges(void *tree)
{
	memory_reg(tree, 0x40000000, 0x40000000);
	fdt_appendprop_u64(tree, fdt_path_offset(tree, "/memory@40000000"), "reg", 0x100000000);
	fdt_appendprop_u64(tree, fdt_path_offset(tree, "/memory@40000000"), "reg", 0x40000000);
}

static void spoil_memory_wraps(void *tree)
{
	memory_reg(tree, 0xffffffffc0000000, 0x80000000);
}

static void spoil_memory_empty(void *tree)
{
	memory_reg(tree, 0x40000000, 0);
}

static void spoil_memory_odd(void *tree)
{
	memory_reg(tree, 0x40000000, 0x40001000);
}

static void spoil_cells(void *tree)
{
	fdt_setprop_u32(tree, 0, "#size-cells", 3);
}

static void spoil_cpus_none(void *tree)
{
	fdt_del_node(tree, fdt_path_offset(tree, "/cpus"));
}

static void spoil_cpu_reg(void *tree)
{
	fdt_delprop(tree, fdt_path_offset(tree, "/cpus/cpu@1"), "reg");
}

static void spoil_cpus_many(void *tree)
{
	const int cpus = fdt_path_offset(tree, "/cpus");
	char name[16];
	int i, node;

	for (i = 8; i < 8 + MAX_CPUS; i++) {
		snprintf(name, sizeof(name), "cpu@%d", i);
		node = fdt_add_subnode(tree, cpus, name);
		fdt_setprop_string(tree, node, "device_type", "cpu");
		fdt_setprop_u32(tree, node, "reg", i);
	}
}

static void spoil_smmu_two(void *tree)
{
	fdt_setprop_string(tree, fdt_path_offset(tree, "/pl061@9030000"), "compatible",
			   "arm,smmu-v3");
}

static void spoil_smmu_reg(void *tree)
{
	fdt_delprop(tree, fdt_path_offset(tree, "/smmuv3@9050000"), "reg");
}

static const struct {
	void (*spoil)(void *tree);
	const char *error;
} spoils[] = {
	{ spoil_magic, "no device tree" },
	{ spoil_size, "no device tree" },
	{ spoil_strings, "no device tree" },
	{ spoil_structure, "the device tree is broken" },
	{ spoil_psci, "/psci: no method = \"smc\"" },
	{ spoil_psci_text, "/psci: no method = \"smc\"" },
	{ spoil_psci_more, "/psci: no method = \"smc\"" },
	{ spoil_memory_two, "memory is not one range, aligned to 2M" },
	{ spoil_memory_none, "memory is not one range, aligned to 2M" },
	{ spoil_memory_ranges, "memory is not one range, aligned to 2M" },
	{ spoil_memory_wraps, "memory is not one range, aligned to 2M" },
	{ spoil_memory_empty, "memory is not one range, aligned to 2M" },
	{ spoil_memory_odd, "memory is not one range, aligned to 2M" },
	{ spoil_cells, "memory is not one range, aligned to 2M" },
	{ spoil_cpus_none, "no cpu nodes, or too many" },
	{ spoil_cpu_reg, "no cpu nodes, or too many" },
	{ spoil_cpus_many, "no cpu nodes, or too many" },
	{ spoil_smmu_two, "there may be one SMMU, and it has a reg" },
	{ spoil_smmu_reg, "there may be one SMMU, and it has a reg" },
};

static void read_spoiled(void **state)
{
	struct machine machine;
	unsigned int i;
	void *tree;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(spoils); i++) {
		tree = tree_open("smmu");
		spoils[i].spoil(tree);
		if (!dtb_read(tree, &machine) || strcmp(machine.error, spoils[i].error))
			fail_msg("spoil %u: '%s', not '%s'", i, machine.error, spoils[i].error);
		free(tree);
	}
}

/* Nobody in the tree speaks of an SMMU or of its phandle. */
static void assert_no_smmu(const void *tree, uint32_t phandle)
{
	int node, len;

	assert_int_equal(fdt_node_offset_by_compatible(tree, -1, "arm,smmu-v3"), -FDT_ERR_NOTFOUND);
	assert_int_equal(fdt_node_offset_by_phandle(tree, phandle), -FDT_ERR_NOTFOUND);
	for (node = 0; node >= 0; node = fdt_next_node(tree, node, NULL)) {
		assert_null(fdt_getprop(tree, node, "iommu-map", &len));
		assert_null(fdt_getprop(tree, node, "iommus", &len));
	}
}

static void patch_smmu(void **state)
{
	const uint64_t end = 0x40000000 + (2048ul << 20);
	void *tree = tree_open("smmu");
	struct machine machine, guest;
	uint32_t phandle, size;
	int pcie;

	(void)state;
	fdt_setprop_u32(tree, fdt_path_offset(tree, "/pl061@9030000"), "iommus", 1);
	phandle = fdt_get_phandle(tree, fdt_path_offset(tree, "/smmuv3@9050000"));
	assert_int_equal(dtb_read(tree, &machine), 0);
	size = fdt_size_dt_struct(tree);
	assert_int_equal(dtb_patch(tree, &machine, end), 0);
	assert_int_equal(fdt_size_dt_struct(tree), size);
	assert_int_equal(fdt_check_full(tree, TREE_ROOM), 0);
	assert_no_smmu(tree, phandle);
	/* what else the kernel needs is there, and the machine is as it was found */
	pcie = fdt_path_offset(tree, "/pcie@10000000");
	assert_non_null(fdt_getprop(tree, pcie, "msi-map", NULL));
	assert_int_equal(dtb_read(tree, &guest), 0);
	assert_int_equal(guest.ram_base, machine.ram_base);
	assert_int_equal(guest.ram_size, 2048ul << 20);
	assert_int_equal(guest.smmu_base, 0);
	assert_int_equal(guest.nr_cpus, 4);
	assert_int_equal(machine.smmu_base, 0x9050000);
	free(tree);
}

static void patch_no_smmu(void **state)
{
	void *tree = tree_open("plain"), *before = tree_open("plain");
	struct machine machine;

	(void)state;
	assert_int_equal(dtb_read(tree, &machine), 0);
	assert_int_equal(dtb_patch(tree, &machine, 0x40000000 + (4096ul << 20)), 0);
	/* eight bytes differ: back with them and it is the tree that it was */
	memory_reg(before, 0x40000000, 4096ul << 20);
	assert_memory_equal(tree, before, fdt_totalsize(before));
	free(before);
	free(tree);
}

static void patch_wrong(void **state)
{
	static const uint64_t ends[] = { 0, 0x40000000, 0x40000000 + (2064ul << 20) + 4096, ~0ul };
	void *tree = tree_open("smmu"), *before = tree_open("smmu");
	struct machine machine;
	unsigned int i;

	(void)state;
	assert_int_equal(dtb_read(tree, &machine), 0);
	for (i = 0; i < ARRAY_SIZE(ends); i++) {
		assert_int_equal(dtb_patch(tree, &machine, ends[i]), -1);
		assert_memory_equal(tree, before, fdt_totalsize(before));
	}
	free(before);
	free(tree);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(read_smmu),
		cmocka_unit_test(read_plain),
		cmocka_unit_test(read_options),
		cmocka_unit_test(no_bootargs),
		cmocka_unit_test(read_spoiled),
		cmocka_unit_test(patch_smmu),
		cmocka_unit_test(patch_no_smmu),
		cmocka_unit_test(patch_wrong),
	};

	return cmocka_run_group_tests_name("dtb", tests, NULL, NULL);
}

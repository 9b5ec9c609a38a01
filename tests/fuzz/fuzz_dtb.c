// SPDX-License-Identifier: GPL-2.0-only
/*
 * fuzz_dtb.c - the monitor's view of a device tree, and what it takes out of it.
 */
#include <libfdt.h>

#include "realm/dtb.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct machine machine, again;
	void *tree;

	/* A tree's own word for its length is all that the monitor has. */
	if (size < FDT_V17_SIZE)
		return 0;
	tree = xcalloc(size, 1);
	memcpy(tree, data, size);
	if (fdt_totalsize(tree) > size)
		fdt_set_totalsize(tree, size);
	if (!dtb_read(tree, &machine)) {
		FUZZ_CHECK(machine.ram_size && machine.nr_cpus && machine.nr_cpus <= MAX_CPUS);
		FUZZ_CHECK(machine.error[0] == '\0');
		if (!dtb_patch(tree, &machine, machine.ram_base + machine.ram_size - SZ_2M)) {
			FUZZ_CHECK(!fdt_check_full(tree, fdt_totalsize(tree)));
			FUZZ_CHECK(!dtb_read(tree, &again) && !again.smmu_base);
			FUZZ_CHECK(again.ram_size == machine.ram_size - SZ_2M);
		}
	} else {
		FUZZ_CHECK(machine.error[0] && strlen(machine.error) < sizeof(machine.error));
	}
	free(tree);
	return 0;
}

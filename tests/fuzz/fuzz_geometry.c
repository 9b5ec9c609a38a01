// SPDX-License-Identifier: GPL-2.0-only
/*
 * fuzz_geometry.c - a user's own geometry file. What is taken can be modelled; what is not is
 * told with the name of the file.
 */
#define _GNU_SOURCE
#include "qemu/plugin/geometry.h"
#include "tests/fuzz/fuzz.h"

#include <sys/mman.h>
#include <unistd.h>

static void part_try(const struct tlb_shape *shape, bool wanted)
{
	const struct tlb_entry leaf = { .va = 1ull << 40, .shift = 12, .pages = 1 };
	struct tlb tlb;

	FUZZ_CHECK(shape->entries || !wanted);
	if (!shape->entries)
		return;
	FUZZ_CHECK(shape->ways && shape->ways <= shape->entries);
	FUZZ_CHECK(!(shape->entries % shape->ways) && shape->sizes);
	FUZZ_CHECK(shape->coalesce && 8 % shape->coalesce == 0);
	tlb_init(&tlb, shape);
	if (tlb_fit(shape, leaf.shift))
		FUZZ_CHECK(tlb_insert(&tlb, &leaf) == tlb_lookup(&tlb, leaf.va, 0));
	tlb_destroy(&tlb);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	int fd = memfd_create("geometry", 0);
	struct geometry geometry;
	char path[32], error[512] = "";
	unsigned int part;

	FUZZ_CHECK(fd >= 0 && write(fd, data, size) == (ssize_t)size);
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	if (geometry_read(&geometry, path, error, sizeof(error)))
		FUZZ_CHECK(!strncmp(error, path, strlen(path)) && strlen(error) > strlen(path) + 2);
	else
		for (part = 0; part < GEOMETRY_NR; part++)
			part_try(&geometry.shape[part], part <= GEOMETRY_L2);
	close(fd);
	return 0;
}

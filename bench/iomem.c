// SPDX-License-Identifier: GPL-2.0-only
/*
 * iomem.c - reads /proc/iomem. The module says where the kernel image's alias begins
 * in the linear map, /proc/iomem where the image lies: the difference is the same for
 * all RAM.
 */
#include "bench/iomem.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

int iomem_find(const char *name, struct iomem_range *range)
{
	FILE *file = fopen("/proc/iomem", "re");
	uint64_t first, last;
	char line[160];
	int at;

	if (!file)
		return -ENOENT;
	*range = (struct iomem_range){ 0 };
	while (fgets(line, sizeof(line), file)) {
		if (sscanf(line, "%" SCNx64 "-%" SCNx64 " : %n", &first, &last, &at) != 2 ||
		    strncmp(line + at, name, strlen(name)))
			continue;
		if (last + 1 - first > range->end - range->start)
			*range = (struct iomem_range){ first, last + 1 };
	}
	fclose(file);
	return range->end ? 0 : -ENOENT;
}

int iomem_ram(const struct device *dev, struct iomem_range *ram)
{
	struct iomem_range code;
	uint64_t offset;

	if (iomem_find("Kernel code", &code) || iomem_find("System RAM", ram) || !code.start)
		return -ENOENT;
	offset = dev->info.alias_start - code.start;
	ram->start += offset;
	ram->end += offset;
	return 0;
}

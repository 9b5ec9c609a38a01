// SPDX-License-Identifier: GPL-2.0-only
/*
 * meminfo.c - reads /proc/meminfo. Fields come and go with the kernel's version and
 * configuration: one that is missing is the caller's to report.
 */
#include "bench/meminfo.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

int meminfo_read(const char *field, uint64_t *kib)
{
	FILE *file = fopen("/proc/meminfo", "re");
	size_t len = strlen(field);
	int err = -ENOENT;
	char line[128];

	if (!file)
		return err;
	while (err && fgets(line, sizeof(line), file))
		if (!strncmp(line, field, len) && line[len] == ':' &&
		    sscanf(line + len + 1, "%" SCNu64 " kB", kib) == 1)
			err = 0;
	fclose(file);
	return err;
}

/* A zone's own free pages, then the lists of each CPU: "nr_free_pages 42", "count: 42". */
int meminfo_free_pages(int64_t *pages)
{
	FILE *file = fopen("/proc/zoneinfo", "re");
	char line[128];
	int64_t n;

	if (!file)
		return -ENOENT;
	*pages = 0;
	while (fgets(line, sizeof(line), file))
		if (sscanf(line, " nr_free_pages %" SCNd64, &n) == 1 ||
		    sscanf(line, " count: %" SCNd64, &n) == 1)
			*pages += n;
	fclose(file);
	return 0;
}

/* "Node 0, zone Normal 5 4 ..": how many pieces there are of 1 page, of 2, of 4 .. */
int meminfo_free_pieces(uint64_t *kib)
{
	FILE *file = fopen("/proc/buddyinfo", "re");
	uint64_t page_kib = sysconf(_SC_PAGESIZE) >> 10, pieces;
	unsigned int order;
	char line[512], *at;
	int used;

	if (!file)
		return -ENOENT;
	*kib = 0;
	while (fgets(line, sizeof(line), file)) {
		used = 0;
		sscanf(line, "Node %*d, zone %*s%n", &used);
		at = line + used;
		for (order = 0; sscanf(at, "%" SCNu64 "%n", &pieces, &used) == 1; order++) {
			*kib += order ? pieces * page_kib << order : 0;
			at += used;
		}
	}
	fclose(file);
	return 0;
}

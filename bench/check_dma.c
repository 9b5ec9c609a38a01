// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_dma.c - devices that do DMA work, by their drivers: disks hold what the host put
 * there and get what is written, and they interrupt by MSI. In a realm: edu, which does DMA
 * to wherever it is told, reaches what is shared by its unprotected address only, and
 * nothing else at all (check_edu.c).
 *
 * Lines "DMA DISK read|wrote SHA256" are for somebody outside who has the disks' images
 * (tests/e2e/82-dma.t).
 */
#include "bench/bench.h"
#include "bench/check.h"
#include "bench/check_edu.h"
#include "bench/disk.h"
#include "bench/kmsg.h"

#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

#define CONSOLE		"/dev/hvc0"
#define CONSOLE_LINE	"splitfold writes to a virtio console\n"
#define CONSOLE_IRQ	"-virtqueues"

static const struct dma_disk {
	const char *name;
	const char *path;
	const char *irq;	/* part of its interrupts' names */
} disks[] = {
	{ "nvme", "/dev/nvme0n1", "nvme0q" },
	{ "blk", "/dev/vda", "-req." },
};

/* The counts of all CPUs in a line of /proc/interrupts. */
static uint64_t interrupts_sum(const char *line)
{
	const char *at = strchr(line, ':');
	uint64_t sum = 0, count;
	char *end;

	while (at) {
		count = strtoull(at + 1, &end, 10);
		at = end == at + 1 ? NULL : end;
		sum += at ? count : 0;
	}
	return sum;
}

/* How many MSIs the ITS brought to interrupts with name in their names. */
static uint64_t msis(const char *name)
{
	FILE *file = fopen("/proc/interrupts", "re");
	char line[1024];
	uint64_t sum = 0;

	if (!file)
		return 0;
	while (fgets(line, sizeof(line), file))
		if (strstr(line, "ITS-") && strstr(line, name))
			sum += interrupts_sum(line);
	fclose(file);
	return sum;
}

static void check_msis(struct tap *tap, uint64_t before, const char *irq, const char *name)
{
	char why[64];
	uint64_t now = msis(irq);

	snprintf(why, sizeof(why), "%" PRIu64 " as before", now);
	tap_test(tap, now > before, why, "%s: its MSIs came by the ITS", name);
}

static void check_disk(struct tap *tap, const struct dma_disk *disk)
{
	char first[DISK_SUM_MAX] = "", wrote[DISK_SUM_MAX] = "", again[DISK_SUM_MAX] = "";
	uint64_t before = msis(disk->irq), seed = 0;
	char why[128] = "";
	int err;

	if (getrandom(&seed, sizeof(seed), 0) != sizeof(seed))
		seed = disk->name[0];
	err = disk_read(disk->path, first, why, sizeof(why));
	tap_test(tap, !err, why, "%s: all of it is read", disk->name);
	if (err)
		return;
	printf("DMA %s read %s\n", disk->name, first);
	err = disk_write(disk->path, seed, wrote, why, sizeof(why));
	tap_test(tap, !err, why, "%s: all of it is written", disk->name);
	printf("DMA %s wrote %s\n", disk->name, wrote);
	if (!err)
		err = disk_read(disk->path, again, why, sizeof(why));
	tap_test(tap, !err && !strcmp(wrote, again) && strcmp(first, again), why,
		 "%s: it holds what was written", disk->name);
	check_msis(tap, before, disk->irq, disk->name);
}

static void check_console(struct tap *tap)
{
	const ssize_t len = strlen(CONSOLE_LINE);
	uint64_t before = msis(CONSOLE_IRQ);
	int fd = open(CONSOLE, O_WRONLY | O_NOCTTY | O_CLOEXEC);
	ssize_t done = fd < 0 ? -1 : write(fd, CONSOLE_LINE, len);

	if (fd >= 0)
		close(fd);
	tap_test(tap, done == len, CONSOLE, "console: a line is written");
	if (done == len)
		check_msis(tap, before, CONSOLE_IRQ, "console");
}

void check_dma(struct tap *tap, struct device *dev, const struct check_options *opt)
{
	int log = kmsg_open();
	char why[256] = "";
	unsigned int i;

	(void)opt;
	for (i = 0; i < ARRAY_SIZE(disks); i++)
		check_disk(tap, &disks[i]);
	check_console(tap);
	if (device_realm(dev))
		check_edu(tap, dev);
	else
		tap_skip(tap, "not a realm", "a device is kept from what is not shared");
	tap_test(tap, log >= 0 && !kmsg_complaint(log, why, sizeof(why)), why,
		 "the kernel did not complain");
	if (log >= 0)
		close(log);
}

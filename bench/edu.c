// SPDX-License-Identifier: GPL-2.0-only
/*
 * edu.c - finds the edu device in sysfs and programs its DMA engine. No driver binds to
 * it, so its registers are mapped from its resource file.
 */
#include "bench/edu.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define DEVICES		"/sys/bus/pci/devices"
#define EDU_VENDOR	0x1234
#define EDU_DEVICE	0x11e8
#define EDU_IDENT	0xed	/* lowest byte of its first register */
#define BAR_BYTES	(1ul << 20)

#define PCI_COMMAND		0x04
#define PCI_COMMAND_MASTER	0x4

/* Registers, and where its buffer is as it sees it. */
#define DMA_SOURCE	0x80
#define DMA_DESTINATION	0x88
#define DMA_COUNT	0x90
#define DMA_COMMAND	0x98
#define DMA_RUN		1
#define DMA_TO_MEMORY	2
#define BUFFER		0x40000

#define POLL_US		1000
#define POLLS		5000	/* it takes 100 ms for each */

static int edu_fail(struct edu *edu, const char *what, int err)
{
	snprintf(edu->reason, sizeof(edu->reason), "edu: %s: %s", what, strerror(-err));
	return err;
}

static unsigned long attribute(const char *device, const char *name)
{
	char path[320], text[32] = "";
	FILE *file;

	snprintf(path, sizeof(path), DEVICES "/%s/%s", device, name);
	file = fopen(path, "re");
	if (!file)
		return 0;
	if (!fgets(text, sizeof(text), file))
		text[0] = '\0';
	fclose(file);
	return strtoul(text, NULL, 0);
}

/* Its name in sysfs. Returns 0 or -ENODEV. */
static int edu_find(char *name, size_t size)
{
	DIR *dir = opendir(DEVICES);
	struct dirent *entry;
	int err = -ENODEV;

	if (!dir)
		return err;
	while (err && (entry = readdir(dir))) {
		if (attribute(entry->d_name, "vendor") != EDU_VENDOR ||
		    attribute(entry->d_name, "device") != EDU_DEVICE)
			continue;
		snprintf(name, size, "%s", entry->d_name);
		err = 0;
	}
	closedir(dir);
	return err;
}

static int device_open_file(const char *device, const char *name)
{
	char path[320];
	int fd;

	snprintf(path, sizeof(path), DEVICES "/%s/%s", device, name);
	fd = open(path, O_RDWR | O_CLOEXEC);
	return fd < 0 ? -errno : fd;
}

static int edu_enable(const char *device)
{
	int fd = device_open_file(device, "enable"), err = 0;

	if (fd < 0)
		return fd;
	if (write(fd, "1", 1) != 1)
		err = -errno;
	close(fd);
	return err;
}

static int edu_master(const char *device)
{
	int fd = device_open_file(device, "config"), err = 0;
	uint16_t command;

	if (fd < 0)
		return fd;
	if (pread(fd, &command, sizeof(command), PCI_COMMAND) != sizeof(command))
		err = -EIO;
	command |= PCI_COMMAND_MASTER;
	if (!err && pwrite(fd, &command, sizeof(command), PCI_COMMAND) != sizeof(command))
		err = -EIO;
	close(fd);
	return err;
}

static int edu_map(struct edu *edu, const char *device)
{
	int fd = device_open_file(device, "resource0");
	void *bar;

	if (fd < 0)
		return fd;
	bar = mmap(NULL, BAR_BYTES, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	close(fd);
	if (bar == MAP_FAILED)
		return -errno;
	edu->bar = bar;
	return 0;
}

static uint32_t edu_read(struct edu *edu, unsigned int at)
{
	return *(volatile uint32_t *)(edu->bar + at);
}

static void edu_write(struct edu *edu, unsigned int at, uint64_t value)
{
	*(volatile uint64_t *)(edu->bar + at) = value;
}

int edu_open(struct edu *edu)
{
	char name[256];
	int err;

	*edu = (struct edu){ 0 };
	err = edu_find(name, sizeof(name));
	if (err)
		return edu_fail(edu, "looking for it", err);
	err = edu_enable(name);
	if (!err)
		err = edu_master(name);
	if (err)
		return edu_fail(edu, "enabling it", err);
	err = edu_map(edu, name);
	if (err)
		return edu_fail(edu, "mapping its registers", err);
	if ((edu_read(edu, 0) & 0xff) == EDU_IDENT)
		return 0;
	edu_close(edu);
	return edu_fail(edu, "its identification", -ENODEV);
}

void edu_close(struct edu *edu)
{
	if (edu->bar)
		munmap((void *)edu->bar, BAR_BYTES);
	edu->bar = NULL;
}

static int edu_run(struct edu *edu, uint64_t source, uint64_t destination, uint64_t command)
{
	unsigned int polls = POLLS;

	edu_write(edu, DMA_SOURCE, source);
	edu_write(edu, DMA_DESTINATION, destination);
	edu_write(edu, DMA_COUNT, EDU_BYTES);
	edu_write(edu, DMA_COMMAND, command | DMA_RUN);
	while (edu_read(edu, DMA_COMMAND) & DMA_RUN) {
		if (!polls--)
			return edu_fail(edu, "DMA", -ETIMEDOUT);
		usleep(POLL_US);
	}
	return 0;
}

int edu_load(struct edu *edu, uint64_t address)
{
	return edu_run(edu, address, BUFFER, 0);
}

int edu_store(struct edu *edu, uint64_t address)
{
	return edu_run(edu, BUFFER, address, DMA_TO_MEMORY);
}

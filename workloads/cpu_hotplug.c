// SPDX-License-Identifier: GPL-2.0-only
/*
 * cpu_hotplug.c - takes a CPU out of the system, or puts it back.
 */
#include "workloads/workloads.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

int cpu_set_online(unsigned int cpu, bool online)
{
	char path[64];
	int fd, err;

	snprintf(path, sizeof(path), "/sys/devices/system/cpu/cpu%u/online", cpu);
	fd = open(path, O_WRONLY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	err = write(fd, online ? "1" : "0", 1) == 1 ? 0 : -errno;
	close(fd);
	return err;
}

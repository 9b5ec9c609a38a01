// SPDX-License-Identifier: GPL-2.0-only
/*
 * kmsg.c - reads the kernel's log by records (Documentation/ABI/testing/dev-kmsg):
 * one read() gives one, "prio,sequence,us,flags;text".
 */
#include "bench/kmsg.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static bool is_init_entry(const char *text)
{
	return !strncmp(text, "Run ", 4) && strstr(text, " as init process\n");
}

/* The next record, as a string. Returns its length, 0 at the end of the log. */
static ssize_t kmsg_next(int fd, char *line, size_t size)
{
	ssize_t n;

	/* EPIPE: the ring buffer went round while we read; go on with what is left. */
	do {
		n = read(fd, line, size - 1);
	} while (n < 0 && (errno == EPIPE || errno == EINTR));
	if (n < 0)
		n = 0;
	line[n] = '\0';
	return n;
}

int kmsg_init_entry_us(uint64_t *us)
{
	int fd = open("/dev/kmsg", O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	int err = -ENOENT;
	char line[8192];

	if (fd < 0)
		return -errno;
	while (err && kmsg_next(fd, line, sizeof(line))) {
		const char *text = strchr(line, ';');

		if (text && is_init_entry(text + 1) && sscanf(line, "%*u,%*u,%" SCNu64, us) == 1)
			err = 0;
	}
	close(fd);
	return err;
}

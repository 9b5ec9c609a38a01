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

/*
 * The next record, as a string. Returns its length, 0 at the end of the log. *lost: the
 * ring buffer went round before we came; this is the oldest record that is left.
 */
static ssize_t kmsg_next(int fd, char *line, size_t size, bool *lost)
{
	ssize_t n;

	do {
		n = read(fd, line, size - 1);
		if (n < 0 && errno == EPIPE)
			*lost = true;
	} while (n < 0 && (errno == EPIPE || errno == EINTR));
	if (n < 0)
		n = 0;
	line[n] = '\0';
	return n;
}

int kmsg_open(void)
{
	int fd = open("/dev/kmsg", O_RDONLY | O_NONBLOCK | O_CLOEXEC);

	return fd < 0 ? -errno : fd;
}

int kmsg_init_entry_us(uint64_t *us)
{
	int fd = kmsg_open();
	int err = -ENOENT;
	char line[8192];
	bool lost;

	if (fd < 0)
		return fd;
	while (err && kmsg_next(fd, line, sizeof(line), &lost)) {
		const char *text = strchr(line, ';');

		if (text && is_init_entry(text + 1) && sscanf(line, "%*u,%*u,%" SCNu64, us) == 1)
			err = 0;
	}
	close(fd);
	return err;
}

/* The kernel's own words, case and all: user space may say "warning:". */
static bool is_complaint(const char *text)
{
	static const char *const words[] = {
		"WARNING:", "BUG:", "Oops", "Internal error:", "Call trace:", "Unable to handle",
		"Kernel panic", "detected stall", "soft lockup", "hard LOCKUP",
		"blocked for more than", "SError Interrupt", "Bad page state",
	};
	size_t i;

	/* Which may have any word in it. */
	if (strstr(text, "ernel command line"))
		return false;
	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strstr(text, words[i]))
			return true;
	return false;
}

bool kmsg_complaint(int fd, char *text, size_t size)
{
	bool found = false, lost = false;
	char line[8192];

	while (kmsg_next(fd, line, sizeof(line), &lost)) {
		const char *start = strchr(line, ';');

		if (found || !start || !is_complaint(start + 1))
			continue;
		found = true;
		snprintf(text, size, "%.*s", (int)strcspn(start + 1, "\n"), start + 1);
	}
	if (lost && !found)
		snprintf(text, size, "records of the kernel's log were lost before they were read");
	return found || lost;
}

bool kmsg_each(int fd, kmsg_fn fn, void *ctx)
{
	char line[8192];
	bool lost = false;

	while (kmsg_next(fd, line, sizeof(line), &lost)) {
		char *text = strchr(line, ';');

		if (!text)
			continue;
		/* What follows the first newline are the record's properties. */
		text[1 + strcspn(text + 1, "\n")] = '\0';
		fn(ctx, text + 1);
	}
	return lost;
}

bool kmsg_find(int fd, const char *words, char *text, size_t size)
{
	bool found = false, lost = false;
	char line[8192];

	while (kmsg_next(fd, line, sizeof(line), &lost)) {
		const char *start = strchr(line, ';');

		if (found || !start || !strstr(start, words))
			continue;
		found = true;
		snprintf(text, size, "%.*s", (int)strcspn(start + 1, "\n"), start + 1);
	}
	return found;
}

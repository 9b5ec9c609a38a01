/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * collect/console.h - looks through a guest's kernel log for what must not be in it.
 */
#ifndef HOST_CONSOLE_H
#define HOST_CONSOLE_H

#include <stdbool.h>
#include <stddef.h>

#define CONSOLE_LINE_MAX 256

struct console_hit {
	const char *what;	/* "a kernel panic", ... */
	unsigned int line;	/* from 1 */
	char text[CONSOLE_LINE_MAX];	/* without the time stamp, printable */
};

/*
 * 1 and the first bad line, or 0. survivable: also what the kernel goes on after, such as
 * a warning; else only what ends it or leaves it broken.
 */
int console_scan(const char *log, size_t len, bool survivable, struct console_hit *hit);

#endif

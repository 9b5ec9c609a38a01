/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * base/say.h - messages to the user.
 *
 * Everything that went wrong is said once, where it is known best, as one line
 * on stderr; callers only pass -1 on. Results go to stdout and never through here.
 */
#ifndef HOST_SAY_H
#define HOST_SAY_H

#include <stdio.h>

/* Where a piece of input came from. line and frame count from 1; 0 = not known. */
struct origin {
	const char *file;
	unsigned int line;
	unsigned int frame;
};

extern FILE *say_stream;	/* NULL = stderr; the units set it */

__attribute__((format(printf, 1, 2)))
void say(const char *fmt, ...);

/* "file:line: ..." or "file: frame N: ...", as editors and compilers have it. */
__attribute__((format(printf, 2, 3)))
void say_at(const struct origin *origin, const char *fmt, ...);

/* The text of the last message, without its prefix. Collect records it as a reason. */
const char *say_last(void);

#endif

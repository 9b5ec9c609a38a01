// SPDX-License-Identifier: GPL-2.0-only
/*
 * base/say.c - messages to the user, one line each, see base/say.h.
 */
#include <stdarg.h>
#include <string.h>

#include "host/base/say.h"

FILE *say_stream;

static char last[512];

static FILE *say_out(void)
{
	return say_stream ? say_stream : stderr;
}

static void say_line(const char *prefix, const char *fmt, va_list args)
{
	char text[sizeof(last)];

	/* An argument may be say_last(). */
	vsnprintf(text, sizeof(text), fmt, args);
	strcpy(last, text);
	fprintf(say_out(), "%s%s\n", prefix, last);
}

void say(const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	say_line("splitfold: ", fmt, args);
	va_end(args);
}

void say_at(const struct origin *origin, const char *fmt, ...)
{
	char prefix[512];
	va_list args;

	if (origin->frame)
		snprintf(prefix, sizeof(prefix), "%s: frame %u: ", origin->file, origin->frame);
	else if (origin->line)
		snprintf(prefix, sizeof(prefix), "%s:%u: ", origin->file, origin->line);
	else
		snprintf(prefix, sizeof(prefix), "%s: ", origin->file);
	va_start(args, fmt);
	say_line(prefix, fmt, args);
	va_end(args);
}

const char *say_last(void)
{
	return last;
}

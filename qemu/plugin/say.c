// SPDX-License-Identifier: GPL-2.0-only
/* say.c - what the plugin tells people, and how it passes text to guests. */
#include "qemu/plugin/profile.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void say_error(const char *fmt, ...)
{
	va_list ap;

	fputs("splitfold plugin: ", stderr);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputc('\n', stderr);
}

uint64_t text_word(const char *text, uint64_t word)
{
	const size_t len = strlen(text);
	uint64_t value = 0;

	if (word < (len + 7) / 8)
		memcpy(&value, text + 8 * word, len - 8 * word < 8 ? len - 8 * word : 8);
	return value;
}

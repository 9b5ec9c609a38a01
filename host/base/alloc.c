// SPDX-License-Identifier: GPL-2.0-only
/*
 * base/alloc.c - memory for a program that lives for a second, see base/alloc.h.
 */
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "host/base/alloc.h"
#include "host/base/say.h"

static void *must_have(void *ptr)
{
	if (ptr)
		return ptr;
	say("out of memory");
	exit(2);
}

void *xcalloc(size_t nr, size_t size)
{
	return must_have(calloc(nr ? nr : 1, size));
}

void *xrealloc(void *ptr, size_t nr, size_t size)
{
	return must_have(reallocarray(ptr, nr ? nr : 1, size));
}

char *xstrdup(const char *text)
{
	return must_have(strdup(text));
}

char *xasprintf(const char *fmt, ...)
{
	va_list args;
	char *text;
	int len;

	va_start(args, fmt);
	len = vasprintf(&text, fmt, args);
	va_end(args);
	return must_have(len < 0 ? NULL : text);
}

void *array_add_bytes(void **ptr, size_t *nr, size_t *alloc, size_t size)
{
	char *item;

	if (*nr == *alloc) {
		*alloc = *alloc ? *alloc * 2 : 16;
		*ptr = xrealloc(*ptr, *alloc, size);
	}
	item = (char *)*ptr + *nr * size;
	memset(item, 0, size);
	*nr += 1;
	return item;
}

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * base/alloc.h - memory for a program that lives for a second.
 *
 * Out of memory has no recovery here: say so and exit. Sizes that come from an
 * input are bounded by whoever reads that input, not here.
 */
#ifndef HOST_ALLOC_H
#define HOST_ALLOC_H

#include <stddef.h>

void *xcalloc(size_t nr, size_t size);
void *xrealloc(void *ptr, size_t nr, size_t size);
char *xstrdup(const char *text);

__attribute__((format(printf, 1, 2)))
char *xasprintf(const char *fmt, ...);

/* Returns a zeroed new last element of array ptr (nr used, room for alloc). */
void *array_add_bytes(void **ptr, size_t *nr, size_t *alloc, size_t size);

#define array_add(ptr, nr, alloc) \
	((__typeof__(ptr))array_add_bytes((void **)&(ptr), &(nr), &(alloc), sizeof(*(ptr))))

#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))

#endif

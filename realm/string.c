// SPDX-License-Identifier: GPL-2.0-only
/*
 * string.c - the few functions of a C library that the compiler and libfdt call: there
 * is none here. Byte by byte: what they work on is small (hw_zero() clears pages), and
 * device tree strings are not aligned.
 */
#include <string.h>

#include "realm/print.h"
#include "realm/types.h"

/* So that the compiler does not see a loop as the function that the loop is in. */
#define barrier() __asm__ volatile("" : : : "memory")

void *memcpy(void *restrict to, const void *restrict from, size_t size)
{
	const u8 *s = from;
	u8 *d = to;

	while (size--) {
		*d++ = *s++;
		barrier();
	}
	return to;
}

void *memmove(void *to, const void *from, size_t size)
{
	const u8 *s = from;
	u8 *d = to;

	if (d <= s)
		return memcpy(to, from, size);
	while (size--) {
		d[size] = s[size];
		barrier();
	}
	return to;
}

void *memset(void *to, int byte, size_t size)
{
	u8 *d = to;

	while (size--) {
		*d++ = byte;
		barrier();
	}
	return to;
}

int memcmp(const void *one, const void *other, size_t size)
{
	const u8 *a = one, *b = other;

	for (; size; size--, a++, b++) {
		if (*a != *b)
			return *a - *b;
	}
	return 0;
}

void *memchr(const void *in, int byte, size_t size)
{
	const u8 *s = in;

	for (; size; size--, s++) {
		if (*s == (u8)byte)
			return (void *)s;
	}
	return NULL;
}

size_t strlen(const char *s)
{
	size_t len = 0;

	while (s[len]) {
		len++;
		barrier();
	}
	return len;
}

size_t strnlen(const char *s, size_t max)
{
	const char *end = memchr(s, '\0', max);

	return end ? (size_t)(end - s) : max;
}

char *strchr(const char *s, int c)
{
	for (; *s != (char)c; s++) {
		if (!*s)
			return NULL;
	}
	return (char *)s;
}

char *strrchr(const char *s, int c)
{
	const char *last = NULL;

	do {
		if (*s == (char)c)
			last = s;
	} while (*s++);
	return (char *)last;
}

int strcmp(const char *one, const char *other)
{
	while (*one && *one == *other) {
		one++;
		other++;
	}
	return (u8)*one - (u8)*other;
}

/* Debian's libfdt is built with the stack protector. */
unsigned long __stack_chk_guard = 0x5f3759df00c0ffee;

_Noreturn void __stack_chk_fail(void);

_Noreturn void __stack_chk_fail(void)
{
	panic("the monitor's stack was overrun");
}

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * events.h - which functions are timed, where they are, and what was seen of them.
 */
#ifndef PLUGIN_EVENTS_H
#define PLUGIN_EVENTS_H

#include <stdbool.h>
#include <stdint.h>

#define EVENTS_MAX	64
#define EVENT_NAME_MAX	48

struct event {
	char name[EVENT_NAME_MAX];
	uint64_t address;	/* 0: the kernel has no such symbol */
	uint64_t end;		/* where the next symbol begins */
	unsigned int copies;	/* how many of that name it has: more than one is ambiguous */
	unsigned int ends;	/* 1 + the window (abi.h) that its first call ends, or 0 */
	char called[EVENT_NAME_MAX];	/* "" or what each of its calls is kept as */
};

struct events {
	struct event event[EVENTS_MAX];
	unsigned int nr;
};

/*
 * The names in a file, one a line, each with "ends=WINDOW" or "callers=NAME" behind it or
 * nothing, "#" begins a comment; and their addresses from a file of
 * "address type name" lines as /proc/kallsyms has them. Returns 0, or -1 with a message
 * (file, line, what was expected) in error.
 */
int events_read_names(struct events *events, const char *path, char *error, unsigned long size);
int events_read_addresses(struct events *events, const char *path, char *error,
			  unsigned long size);

/* Calls fn for each line of such a file. */
typedef void (*symbol_fn)(void *arg, uint64_t address, char type, const char *name);
int symbols_each(const char *path, char *error, unsigned long size, symbol_fn fn, void *arg);

#endif

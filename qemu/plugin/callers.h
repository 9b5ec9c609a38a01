/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * callers.h - the calls of those functions whose callers are asked for, one by one: in which
 * window of the boot, from which function, with what, and what each took.
 */
#ifndef PLUGIN_CALLERS_H
#define PLUGIN_CALLERS_H

#include "qemu/plugin/abi.h"
#include "qemu/plugin/events.h"

#define CALLS_MAX	4096
#define CALL_NONE	CALLS_MAX

struct call {
	uint64_t column[PLUGIN_CALL_NR];
	uint64_t from;			/* where it returns to */
	uint64_t begin;			/* of the function that this is in, or 0 */
	char caller[EVENT_NAME_MAX];	/* that function, cut to size; "?": none of the kernel's */
};

struct callers {
	unsigned int window;		/* the boot is in */
	struct call call[CALLS_MAX];
	unsigned int nr;		/* those beyond CALLS_MAX are not kept */
	unsigned int named;		/* how many of them callers_name() has seen */
	uint64_t last;			/* where the last symbol is */
};

/* A function was entered. Its number if it is kept, or CALL_NONE. */
unsigned int callers_entry(struct callers *callers, const struct events *events,
			   unsigned int event, uint64_t from, const uint64_t arg[2]);

/* One of these returned; CALL_NONE is good too. */
void callers_returned(struct callers *callers, unsigned int call, uint64_t work);

/* Finds the functions that the calls came from. Returns 0, or -1 with a message in error. */
int callers_name(struct callers *callers, const char *path, char *error, unsigned long size);

#endif

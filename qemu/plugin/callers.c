// SPDX-License-Identifier: GPL-2.0-only
/* callers.c - keeps calls and finds out where they came from, see callers.h. */
#include "qemu/plugin/callers.h"

#include <stdio.h>
#include <string.h>

unsigned int callers_entry(struct callers *callers, const struct events *events,
			   unsigned int event, uint64_t from, const uint64_t arg[2])
{
	const struct event *of = &events->event[event];
	struct call *call;

	/* A window that is over does not come again. */
	if (of->ends > callers->window)
		callers->window = of->ends;
	if (!*of->called || callers->nr == CALLS_MAX)
		return CALL_NONE;
	call = &callers->call[callers->nr];
	*call = (struct call){
		.column[PLUGIN_CALL_EVENT] = event,
		.column[PLUGIN_CALL_WINDOW] = callers->window,
		.column[PLUGIN_CALL_ARG0] = arg[0],
		.column[PLUGIN_CALL_ARG1] = arg[1],
		.from = from,
		.caller = "?",
	};
	return callers->nr++;
}

void callers_returned(struct callers *callers, unsigned int call, uint64_t work)
{
	if (call >= callers->nr)
		return;
	callers->call[call].column[PLUGIN_CALL_RETURNED] = 1;
	callers->call[call].column[PLUGIN_CALL_WORK] = work;
}

/*
 * The last function that begins before the instruction that a call returns to: the call may
 * be the last one of its function.
 */
static void caller_look(void *arg, uint64_t address, char type, const char *name)
{
	struct callers *callers = arg;
	unsigned int i;

	if (!strchr("tTwW", type) || *name == '$')
		return;
	if (address > callers->last)
		callers->last = address;
	for (i = callers->named; i < callers->nr; i++) {
		struct call *call = &callers->call[i];

		if (address >= call->from || address <= call->begin)
			continue;
		call->begin = address;
		snprintf(call->caller, sizeof(call->caller), "%s", name);
	}
}

int callers_name(struct callers *callers, const char *path, char *error, unsigned long size)
{
	if (callers->named == callers->nr)
		return 0;
	if (symbols_each(path, error, size, caller_look, callers))
		return -1;
	/* The last symbol marks the end of the kernel's code: modules can lie behind it. */
	for (; callers->named < callers->nr; callers->named++)
		if (callers->call[callers->named].begin == callers->last)
			strcpy(callers->call[callers->named].caller, "?");
	return 0;
}

// SPDX-License-Identifier: GPL-2.0-only
/* events.c - reads the two files that say what is timed. */
#include "qemu/plugin/events.h"
#include "qemu/plugin/abi.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* The kernel's symbols have up to 511 characters (KSYM_NAME_LEN), and modules' names follow. */
#define LINE_MAX_BYTES	1024

struct source {
	FILE *file;
	const char *path;
	unsigned int line;
	char text[LINE_MAX_BYTES];
};

static int source_open(struct source *source, const char *path, char *error, unsigned long size)
{
	*source = (struct source){ .path = path, .file = fopen(path, "r") };
	if (source->file)
		return 0;
	snprintf(error, size, "%s: %s", path, strerror(errno));
	return -1;
}

static int source_wrong(struct source *source, const char *expected, char *error,
			unsigned long size)
{
	source->text[strcspn(source->text, "\n")] = '\0';
	snprintf(error, size, "%s:%u: '%.64s': expected %s", source->path, source->line,
		 source->text, expected);
	fclose(source->file);
	return -1;
}

/* Returns 1, 0 at the end, -1 with a message: after that the file is closed. */
static int source_line(struct source *source, char *error, unsigned long size)
{
	source->line++;
	if (!fgets(source->text, sizeof(source->text), source->file)) {
		if (!ferror(source->file))
			return 0;
		snprintf(error, size, "%s: %s", source->path, strerror(errno));
		fclose(source->file);
		return -1;
	}
	if (!strchr(source->text, '\n') && !feof(source->file))
		return source_wrong(source, "a line of at most 1022 characters", error, size);
	return 1;
}

static struct event *event_find(struct events *events, const char *name)
{
	unsigned int i;

	for (i = 0; i < events->nr; i++)
		if (!strcmp(events->event[i].name, name))
			return &events->event[i];
	return NULL;
}

/* What a symbol is besides being timed. NULL, or what was expected. */
static const char *event_mark(struct events *events, struct event *event, const char *mark)
{
	static const char *const windows[] = {
		[PLUGIN_WINDOW_EARLY] = "ends=early",
		[PLUGIN_WINDOW_ALONE] = "ends=alone",
		[PLUGIN_WINDOW_ONLINING] = "ends=onlining",
	};
	unsigned int i, k;

	if (sscanf(mark, "callers=%47s", event->called) == 1)
		return NULL;
	for (i = 0; i < PLUGIN_WINDOW_FINAL; i++) {
		if (strcmp(mark, windows[i]))
			continue;
		for (k = 0; k < events->nr; k++)
			if (events->event[k].ends == i + 1)
				return "a window that no other symbol ends";
		event->ends = i + 1;
		return NULL;
	}
	return "callers=NAME or ends= and early, alone or onlining";
}

int events_read_names(struct events *events, const char *path, char *error, unsigned long size)
{
	char name[EVENT_NAME_MAX], mark[EVENT_NAME_MAX + 8], more[2];
	const char *expected;
	struct source source;
	int got, words;

	if (source_open(&source, path, error, size))
		return -1;
	while ((got = source_line(&source, error, size)) > 0) {
		source.text[strcspn(source.text, "#")] = '\0';
		words = sscanf(source.text, "%47s %55s %1s", name, mark, more);
		if (words < 1)
			continue;
		if (words > 2 || strlen(name) + 1 == sizeof(name))
			return source_wrong(&source, "one symbol of at most 46 characters", error,
					    size);
		if (event_find(events, name))
			return source_wrong(&source, "a symbol that was not there before", error,
					    size);
		if (events->nr == EVENTS_MAX)
			return source_wrong(&source, "at most 64 symbols", error, size);
		expected = words > 1 ? event_mark(events, &events->event[events->nr], mark) : NULL;
		if (expected)
			return source_wrong(&source, expected, error, size);
		strcpy(events->event[events->nr++].name, name);
	}
	if (got < 0)
		return -1;
	if (!events->nr)
		return source_wrong(&source, "a symbol", error, size);
	fclose(source.file);
	return 0;
}

int symbols_each(const char *path, char *error, unsigned long size, symbol_fn fn, void *arg)
{
	struct source source;
	char name[LINE_MAX_BYTES], type;
	uint64_t address;
	int got;

	if (source_open(&source, path, error, size))
		return -1;
	while ((got = source_line(&source, error, size)) > 0) {
		if (sscanf(source.text, "%" SCNx64 " %c %1023s", &address, &type, name) != 3)
			return source_wrong(&source, "an address, a type and a symbol", error,
					    size);
		fn(arg, address, type, name);
	}
	if (got < 0)
		return -1;
	fclose(source.file);
	return 0;
}

static void event_begins(void *arg, uint64_t address, char type, const char *name)
{
	struct event *event = event_find(arg, name);

	(void)type;
	if (event && !event->copies++)
		event->address = address;
}

static void event_ends(void *arg, uint64_t address, char type, const char *name)
{
	struct events *events = arg;
	unsigned int i;

	(void)type;
	(void)name;
	for (i = 0; i < events->nr; i++) {
		struct event *event = &events->event[i];

		if (address > event->address && (!event->end || address < event->end))
			event->end = address;
	}
}

int events_read_addresses(struct events *events, const char *path, char *error,
			  unsigned long size)
{
	if (symbols_each(path, error, size, event_begins, events))
		return -1;
	return symbols_each(path, error, size, event_ends, events);
}

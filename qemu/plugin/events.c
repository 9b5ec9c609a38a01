// SPDX-License-Identifier: GPL-2.0-only
/* events.c - reads the two files that say what is timed. */
#include "qemu/plugin/events.h"

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

int events_read_names(struct events *events, const char *path, char *error, unsigned long size)
{
	struct source source;
	char name[EVENT_NAME_MAX], more[2];
	int got, words;

	if (source_open(&source, path, error, size))
		return -1;
	while ((got = source_line(&source, error, size)) > 0) {
		source.text[strcspn(source.text, "#")] = '\0';
		words = sscanf(source.text, "%47s %1s", name, more);
		if (words < 1)
			continue;
		if (words > 1 || strlen(name) + 1 == sizeof(name))
			return source_wrong(&source, "one symbol of at most 46 characters", error,
					    size);
		if (event_find(events, name))
			return source_wrong(&source, "a symbol that was not there before", error,
					    size);
		if (events->nr == EVENTS_MAX)
			return source_wrong(&source, "at most 64 symbols", error, size);
		strcpy(events->event[events->nr++].name, name);
	}
	if (got < 0)
		return -1;
	if (!events->nr)
		return source_wrong(&source, "a symbol", error, size);
	fclose(source.file);
	return 0;
}

/* Calls fn for each "address type name" of the file. */
static int events_each(struct events *events, const char *path, char *error, unsigned long size,
		       void (*fn)(struct events *events, uint64_t address, const char *name))
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
		fn(events, address, name);
	}
	if (got < 0)
		return -1;
	fclose(source.file);
	return 0;
}

static void event_begins(struct events *events, uint64_t address, const char *name)
{
	struct event *event = event_find(events, name);

	if (event && !event->copies++)
		event->address = address;
}

static void event_ends(struct events *events, uint64_t address, const char *name)
{
	unsigned int i;

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
	if (events_each(events, path, error, size, event_begins))
		return -1;
	return events_each(events, path, error, size, event_ends);
}

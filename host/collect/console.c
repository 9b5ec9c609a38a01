// SPDX-License-Identifier: GPL-2.0-only
/*
 * collect/console.c - looks through a guest's kernel log, see collect/console.h.
 */
#include <ctype.h>
#include <string.h>

#include "host/base/alloc.h"
#include "host/collect/console.h"
#include "host/base/text.h"

/*
 * The kernel's own words, case and all: "panic" alone stands in every command line
 * with panic=, "Warning:" is what user space says.
 */
static const struct {
	const char *text;
	const char *what;
	bool survivable;
} patterns[] = {
	{ "Kernel panic", "a panic", false },
	{ "Internal error:", "an oops", false },
	{ "Oops", "an oops", false },
	{ "Unable to handle", "a fault in the kernel", false },
	{ "BUG:", "a bug", true },
	{ "kernel BUG at", "a bug", false },
	{ "WARNING:", "a warning", true },
	{ "Call trace:", "a stack trace", true },
	{ "detected stall", "an RCU stall", false },
	{ "self-detected stall", "an RCU stall", false },
	{ "soft lockup", "a soft lockup", false },
	{ "hard LOCKUP", "a hard lockup", false },
	{ "blocked for more than", "a hung task", false },
	{ "Bad mode in", "an exception in the wrong mode", false },
	{ "SError Interrupt", "an SError", false },
	{ "swiotlb buffer is full", "no bounce buffers left", true },
};

/* Parameters are echoed; what a test asks for must not count as its result. */
static bool line_is_echo(const char *text)
{
	return strstr(text, "Kernel command line:") || strstr(text, "Unknown kernel command line");
}

/* Behind "<4>[   12.345678] " or "[   12.345678][    T1] ". */
static char *skip_stamp(char *text)
{
	char *start = text_trim(text);
	char *end;

	if (*start == '<' && isdigit((unsigned char)start[1]) && (end = strchr(start, '>')))
		start = end + 1;
	while (*start == '[' && (end = strchr(start, ']'))) {
		start = end + 1;
		while (*start == ' ')
			start++;
	}
	return start;
}

static bool line_scan(const char *line, size_t len, bool survivable, struct console_hit *hit)
{
	char text[CONSOLE_LINE_MAX];
	char *start;
	size_t i;

	if (len >= sizeof(text))
		len = sizeof(text) - 1;
	memcpy(text, line, len);
	for (i = 0; i < len; i++)
		if (text[i] == '\r' || text[i] == '\0')
			text[i] = ' ';
	text[len] = '\0';
	text_printable(text);
	if (line_is_echo(text))
		return false;
	for (i = 0; i < ARRAY_SIZE(patterns); i++) {
		if (!strstr(text, patterns[i].text) || patterns[i].survivable > survivable)
			continue;
		start = skip_stamp(text);
		text_copy(hit->text, sizeof(hit->text), *start ? start : text);
		hit->what = patterns[i].what;
		return true;
	}
	return false;
}

int console_scan(const char *log, size_t len, bool survivable, struct console_hit *hit)
{
	const char *at = log, *end = log + len;
	unsigned int line = 0;

	while (at < end) {
		const char *newline = memchr(at, '\n', end - at);
		const char *stop = newline ? newline : end;

		line++;
		if (line_scan(at, stop - at, survivable, hit)) {
			hit->line = line;
			return 1;
		}
		at = stop + 1;
	}
	return 0;
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * symbol.c - reads /proc/kallsyms, once: that takes seconds under emulation, so its text is
 * kept as it is, and only the addresses in it are read.
 */
#include "bench/symbol.h"
#include "bench/iomem.h"

#include <fcntl.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define ROOM		(1 << 20)	/* of text, at a time */
#define ADDRESS_DIGITS	16		/* "ffff800080010000 T _stext" */
#define TYPE_AT		(ADDRESS_DIGITS + 1)
#define NAME_AT		(TYPE_AT + 2)
#define NAME_MAX_CHARS	48

/* Where physical addresses end and those of the kernel have not begun. */
#define KERNEL_BEGIN	(1ull << 63)

static char *text;
static size_t text_len;

static void symbols_read(void)
{
	static bool tried;
	size_t room = 0;
	ssize_t got = 1;
	char *more;
	int fd;

	if (tried)
		return;
	tried = true;
	fd = open("/proc/kallsyms", O_RDONLY | O_CLOEXEC);
	while (fd >= 0 && got > 0) {
		if (room - text_len < ROOM / 2) {
			more = realloc(text, room + ROOM);
			if (!more)
				break;
			text = more;
			room += ROOM;
		}
		got = read(fd, text + text_len, room - text_len - 1);
		text_len += got > 0 ? got : 0;
	}
	if (fd >= 0)
		close(fd);
	if (text)
		text[text_len] = '\0';
}

static uint64_t line_address(const char *line)
{
	uint64_t address = 0;
	size_t i;

	for (i = 0; i < ADDRESS_DIGITS; i++)
		address = address << 4 | (line[i] <= '9' ? line[i] - '0' : line[i] - 'a' + 10);
	return address;
}

/* Functions only: what stores is one. */
static bool line_is_function(const char *line)
{
	return strchr("tTwW", line[TYPE_AT]) && line[NAME_AT] != '$';
}

/* The next line, or NULL at the end. */
static const char *line_next(const char *line)
{
	const char *end = memchr(line, '\n', text + text_len - line);

	return end && text + text_len - end > NAME_AT ? end + 1 : NULL;
}

/* The last function that begins at or before address, or NULL. */
static const char *line_find(uint64_t address, uint64_t *begin)
{
	const char *line = text_len > NAME_AT ? text : NULL, *best = NULL;

	for (*begin = 0; line; line = line_next(line)) {
		const uint64_t at = line_address(line);

		if (at > address || at <= *begin || !line_is_function(line))
			continue;
		best = line;
		*begin = at;
	}
	return best;
}

static uint64_t symbol_address(const char *name)
{
	const char *line = text_len > NAME_AT ? text : NULL;
	const size_t len = strlen(name);

	for (; line; line = line_next(line))
		if (!strncmp(line + NAME_AT, name, len) && line[NAME_AT + len] == '\n')
			return line_address(line);
	return 0;
}

/* Before its own map is on the kernel runs at physical addresses. */
static uint64_t address_linked(uint64_t address)
{
	struct iomem_range code;
	uint64_t first;

	if (address >= KERNEL_BEGIN || iomem_find("Kernel code", &code) ||
	    address < code.start || address - code.start > UINT32_MAX)
		return address;
	first = symbol_address("_text");
	return first ? address - code.start + first : address;
}

void symbol_name(uint64_t address, char *name, size_t size)
{
	uint64_t linked, begin;
	const char *line;
	int len;

	symbols_read();
	linked = address_linked(address);
	line = line_find(linked, &begin);
	if (!line) {
		snprintf(name, size, "%#" PRIx64, address);
		return;
	}
	len = strcspn(line + NAME_AT, "\t\n");
	snprintf(name, size, "%.*s+%#" PRIx64, len < NAME_MAX_CHARS ? len : NAME_MAX_CHARS,
		 line + NAME_AT, linked - begin);
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * symbol.c - reads /proc/kallsyms, once: that takes seconds under emulation.
 */
#include "bench/symbol.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NAME_MAX_CHARS	48

struct symbol {
	uint64_t addr;
	char name[NAME_MAX_CHARS];
};

static struct symbol *symbols;
static size_t nr_symbols;

/* Functions only: what stores is one. */
static void symbols_add(const char *line)
{
	static size_t room;
	struct symbol symbol, *more;
	char type;

	if (sscanf(line, "%" SCNx64 " %c %47s", &symbol.addr, &type, symbol.name) != 3 ||
	    !strchr("tTwW", type) || symbol.name[0] == '$')
		return;
	if (nr_symbols == room) {
		more = realloc(symbols, (room + 16384) * sizeof(*symbols));
		if (!more)
			return;
		symbols = more;
		room += 16384;
	}
	symbols[nr_symbols++] = symbol;
}

static void symbols_read(void)
{
	static bool tried;
	char line[512];
	FILE *stream;

	if (tried)
		return;
	tried = true;
	stream = fopen("/proc/kallsyms", "re");
	while (stream && fgets(line, sizeof(line), stream))
		symbols_add(line);
	if (stream)
		fclose(stream);
}

void symbol_name(uint64_t addr, char *text, size_t size)
{
	const struct symbol *best = NULL;
	size_t i;

	symbols_read();
	for (i = 0; i < nr_symbols; i++)
		if (symbols[i].addr <= addr && (!best || symbols[i].addr > best->addr))
			best = &symbols[i];
	if (best && best->addr)
		snprintf(text, size, "%s+%#" PRIx64, best->name, addr - best->addr);
	else
		snprintf(text, size, "%#" PRIx64, addr);
}

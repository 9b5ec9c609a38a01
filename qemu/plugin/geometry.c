// SPDX-License-Identifier: GPL-2.0-only
/*
 * geometry.c - reads a geometry file, see geometry.h. inih finds sections and keys; lines are
 * counted here, because its callback does not say which one it is about.
 */
#include "qemu/plugin/geometry.h"

#include <errno.h>
#include <ini.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ARRAY_SIZE(a)	(sizeof(a) / sizeof((a)[0]))
#define COALESCE_MAX	8

static const char *const part_names[GEOMETRY_NR] = {
	[GEOMETRY_L1D] = "l1d",
	[GEOMETRY_L1I] = "l1i",
	[GEOMETRY_L2] = "l2",
	[GEOMETRY_L2_LARGE] = "l2-large",
	[GEOMETRY_WALK_CACHE] = "walk-cache",
	[GEOMETRY_STAGE2_CACHE] = "stage2-cache",
};

static const char *const replacement_names[TLB_REPLACEMENT_NR] = {
	[TLB_LRU] = "lru",
	[TLB_FIFO] = "fifo",
	[TLB_RANDOM] = "random",
};

/* What a leaf can map with pages of 4 KiB, and what entries may hold of it. */
static const struct {
	const char *name;
	unsigned int shift;
} size_names[] = {
	{ "4K", 12 }, { "16K", 14 }, { "64K", 16 }, { "1M", 20 }, { "2M", 21 },
	{ "32M", 25 }, { "512M", 29 }, { "1G", 30 }, { "16G", 34 },
};

struct reading {
	struct geometry *geometry;
	const char *file;
	FILE *stream;
	char *error;
	size_t size;
	unsigned int line;
	bool bad;
	unsigned int empty_line;		/* of a section that has had no key yet; or 0 */
	unsigned int no_keys_line;		/* of the first that is over and had none; or 0 */
	unsigned int part_line[GEOMETRY_NR];	/* where its first key is; 0: nowhere */
	unsigned int said[GEOMETRY_NR];		/* bit n: the key of that number */
};

enum key {
	KEY_ENTRIES,
	KEY_WAYS,
	KEY_SIZES,
	KEY_COALESCE,
	KEY_REPLACEMENT,
	KEY_CONFIRMED,
	KEY_NR,
};

static const char *const key_names[KEY_NR] = {
	[KEY_ENTRIES] = "entries",
	[KEY_WAYS] = "ways",
	[KEY_SIZES] = "sizes",
	[KEY_COALESCE] = "coalesce",
	[KEY_REPLACEMENT] = "replacement",
	[KEY_CONFIRMED] = "confirmed",
};

/* The first error is told. Returns 0, which is what inih's callback says then. */
static int __attribute__((format(printf, 2, 3))) wrong(struct reading *r, const char *fmt, ...)
{
	va_list args;
	int used;

	if (r->bad)
		return 0;
	r->bad = true;
	used = snprintf(r->error, r->size, "%s", r->file);
	if (r->line && used < (int)r->size)
		used += snprintf(r->error + used, r->size - used, ":%u", r->line);
	if (used < (int)r->size)
		used += snprintf(r->error + used, r->size - used, ": ");
	va_start(args, fmt);
	if (used < (int)r->size)
		vsnprintf(r->error + used, r->size - used, fmt, args);
	va_end(args);
	return 0;
}

/* A section is over, or the file. */
static void end_section(struct reading *r)
{
	if (!r->no_keys_line)
		r->no_keys_line = r->empty_line;
	r->empty_line = 0;
}

static char *read_line(char *line, int size, void *arg)
{
	struct reading *r = arg;

	if (!fgets(line, size, r->stream)) {
		if (ferror(r->stream))
			wrong(r, "%s", strerror(errno));
		return NULL;
	}
	if (line[strspn(line, " \t")] == '[')
		end_section(r);
	r->line++;
	if (line[strspn(line, " \t")] == '[')
		r->empty_line = r->line;
	if (!strchr(line, '\n') && !feof(r->stream))
		wrong(r, "the line is longer than %d characters", size - 2);
	return line;
}

static int read_number(struct reading *r, const char *key, const char *value, unsigned int max,
		       unsigned int *number)
{
	unsigned long n;
	char *end;

	errno = 0;
	n = strtoul(value, &end, 10);
	if (*value < '0' || *value > '9' || *end || errno || n < 1 || n > max)
		return wrong(r, "%s = %s: expected a number from 1 to %u", key, value, max);
	*number = n;
	return 1;
}

#define SIZES_EXPECTED	"expected some of 4K 16K 64K 1M 2M 32M 512M 1G 16G"

static int read_sizes(struct reading *r, const char *value, struct tlb_shape *shape)
{
	char word[16];
	int used;
	size_t i;

	for (shape->sizes = 0; sscanf(value, " %15s%n", word, &used) == 1; value += used) {
		for (i = 0; i < ARRAY_SIZE(size_names); i++)
			if (!strcmp(word, size_names[i].name))
				break;
		if (i == ARRAY_SIZE(size_names))
			return wrong(r, "sizes: %s: " SIZES_EXPECTED, word);
		shape->sizes |= 1ull << size_names[i].shift;
	}
	return shape->sizes ? 1 : wrong(r, "sizes: " SIZES_EXPECTED);
}

static int read_replacement(struct reading *r, const char *value, struct tlb_shape *shape)
{
	unsigned int i;

	for (i = 0; i < TLB_REPLACEMENT_NR; i++) {
		if (!strcmp(value, replacement_names[i])) {
			shape->replacement = i;
			return 1;
		}
	}
	return wrong(r, "replacement = %s: expected lru, fifo or random", value);
}

static int read_confirmed(struct reading *r, const char *value)
{
	if (strcmp(value, "yes") && strcmp(value, "no"))
		return wrong(r, "confirmed = %s: expected yes or no", value);
	if (!strcmp(value, "no"))
		r->geometry->confirmed = false;
	return 1;
}

static int read_coalesce(struct reading *r, const char *value, enum geometry_part part)
{
	struct tlb_shape *shape = &r->geometry->shape[part];

	if (part != GEOMETRY_L2)
		return wrong(r, "coalesce: expected in [l2] only");
	if (!read_number(r, "coalesce", value, COALESCE_MAX, &shape->coalesce))
		return 0;
	if (shape->coalesce & (shape->coalesce - 1))
		return wrong(r, "coalesce = %s: expected 1, 2, 4 or 8", value);
	return 1;
}

static bool part_is_tlb(enum geometry_part part)
{
	return part < GEOMETRY_WALK_CACHE;
}

static bool part_has_key(enum geometry_part part, enum key key)
{
	return part_is_tlb(part) || (key != KEY_SIZES && key != KEY_COALESCE);
}

static int read_value(struct reading *r, enum geometry_part part, enum key key, const char *value)
{
	struct tlb_shape *shape = &r->geometry->shape[part];

	switch (key) {
	case KEY_ENTRIES:
		return read_number(r, "entries", value, TLB_ENTRIES_MAX, &shape->entries);
	case KEY_WAYS:
		return !strcmp(value, "full") ||
		       read_number(r, "ways", value, TLB_ENTRIES_MAX, &shape->ways);
	case KEY_SIZES:
		return read_sizes(r, value, shape);
	case KEY_COALESCE:
		return read_coalesce(r, value, part);
	case KEY_REPLACEMENT:
		return read_replacement(r, value, shape);
	default:
		return read_confirmed(r, value);
	}
}

static int read_key(void *arg, const char *section, const char *name, const char *value)
{
	struct reading *r = arg;
	unsigned int part, key;

	r->empty_line = 0;
	if (!*section)
		return wrong(r, "%s: expected a section first, such as [l1d]", name);
	for (part = 0; part < GEOMETRY_NR; part++)
		if (!strcmp(section, part_names[part]))
			break;
	if (part == GEOMETRY_NR)
		return wrong(r, "section [%s]: expected l1d, l1i, l2, l2-large, walk-cache or "
			     "stage2-cache", section);
	for (key = 0; key < KEY_NR; key++)
		if (!strcmp(name, key_names[key]))
			break;
	if (key == KEY_NR || !part_has_key(part, key))
		return wrong(r, "key '%s' in [%s]: expected entries, ways, %sreplacement or "
			     "confirmed", name, section,
			     part_is_tlb(part) ? "sizes, coalesce, " : "");
	/* inih says a line that goes on as a second one of the same key. */
	if (r->said[part] & 1u << key)
		return wrong(r, "[%s]: a second '%s': expected one, in one line", section, name);
	r->said[part] |= 1u << key;
	if (!r->part_line[part])
		r->part_line[part] = r->line;
	return read_value(r, part, key, value);
}

static void check_part(struct reading *r, unsigned int part)
{
	struct tlb_shape *shape = &r->geometry->shape[part];
	const char *name = part_names[part];
	const bool wanted = part <= GEOMETRY_L2;

	r->line = r->part_line[part];
	if (!r->line) {
		if (wanted)
			wrong(r, "no section [%s]; expected [l1d], [l1i] and [l2]", name);
		return;
	}
	if (!shape->ways)
		shape->ways = shape->entries;
	if (!part_is_tlb(part))
		shape->sizes = TLB_SIZES_ALL;
	if (!shape->entries)
		wrong(r, "[%s]: entries is missing", name);
	else if (shape->entries % shape->ways)
		wrong(r, "[%s]: %u entries in %u ways: expected a multiple", name, shape->entries,
		      shape->ways);
	else if (!shape->sizes)
		wrong(r, "[%s]: sizes is missing", name);
	else if (wanted && !(shape->sizes & 1 << 12))
		wrong(r, "[%s]: sizes: expected 4K among them", name);
	else if (!(r->said[part] & 1u << KEY_CONFIRMED))
		wrong(r, "[%s]: confirmed is missing; expected yes or no", name);
}

static void take_name(struct geometry *geometry, const char *file)
{
	const char *base = strrchr(file, '/');
	size_t len;

	base = base ? base + 1 : file;
	len = strlen(base);
	if (len > 4 && !strcmp(base + len - 4, ".ini"))
		len -= 4;
	snprintf(geometry->name, sizeof(geometry->name), "%.*s", (int)len, base);
}

int geometry_read(struct geometry *geometry, const char *file, char *error, size_t size)
{
	struct reading r = { .geometry = geometry, .file = file, .error = error, .size = size };
	unsigned int part;
	int bad;

	*geometry = (struct geometry){ .confirmed = true };
	for (part = 0; part < GEOMETRY_NR; part++)
		geometry->shape[part].coalesce = 1;
	take_name(geometry, file);
	r.stream = fopen(file, "r");
	if (!r.stream) {
		wrong(&r, "%s", strerror(errno));
		return -1;
	}
	bad = ini_parse_stream(read_line, &r, read_key, &r);
	fclose(r.stream);
	if (bad) {
		r.line = bad > 0 ? bad : 0;
		wrong(&r, "expected '[section]', 'key = value' or a comment");
	}
	/* What is named and says nothing would not be modelled. */
	end_section(&r);
	r.line = r.no_keys_line;
	if (r.line)
		wrong(&r, "a section without keys");
	for (part = 0; part < GEOMETRY_NR && !r.bad; part++)
		check_part(&r, part);
	return r.bad ? -1 : 0;
}

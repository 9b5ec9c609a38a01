// SPDX-License-Identifier: GPL-2.0-only
/*
 * cell/cell.c - one configuration, see cell/cell.h.
 */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "host/base/alloc.h"
#include "host/cell/cell.h"
#include "host/base/text.h"

static void cell_set(struct cell *cell, enum axis_id id, const char *value)
{
	text_copy(cell->value[id], AXIS_TEXT_MAX, value);
}

bool cell_has(const struct cell *cell, enum axis_id id)
{
	return !axes[id].only || cell_is(cell, AXIS_BENCH, axes[id].only) ||
	       (axes[id].also && cell_is(cell, AXIS_BENCH, axes[id].also));
}

const char *cell_preset(const struct cell *cell, enum axis_id id)
{
	return cell_has(cell, id) ? axes[id].preset : AXIS_NONE;
}

void cell_settle(struct cell *cell)
{
	int i;

	/* bench and accel decide over other axes, so they must be known first */
	if (cell_is(cell, AXIS_BENCH, ""))
		cell_set(cell, AXIS_BENCH, axes[AXIS_BENCH].preset);
	if (cell_is(cell, AXIS_ACCEL, ""))
		cell_set(cell, AXIS_ACCEL, axes[AXIS_ACCEL].preset);
	if (cell_is(cell, AXIS_CPU, "") && !cell_is(cell, AXIS_ACCEL, "tcg"))
		cell_set(cell, AXIS_CPU, "host");
	for (i = 0; i < AXIS_NR; i++)
		if (cell_is(cell, i, ""))
			cell_set(cell, i, cell_preset(cell, i));
}

/*
 * A path is shortened to its last part; its checksum keeps two paths apart. A name
 * with characters that need care in a file name is treated the same.
 */
static void name_value(const char *value, char *out, size_t size)
{
	const char *last = strrchr(value, '/');
	char short_name[25];
	char *c;

	if (text_is_name(value, size - 1)) {
		text_copy(out, size, value);
		return;
	}
	snprintf(short_name, sizeof(short_name), "%s", last ? last + 1 : value);
	for (c = short_name; *c; c++)
		if (!isalnum((unsigned char)*c) && !strchr("._-", *c))
			*c = '_';
	snprintf(out, size, "%s.%08lx", short_name,
		 crc32(0, (const unsigned char *)value, strlen(value)));
}

static bool name_has(const struct cell *cell, int i)
{
	if (axes[i].nameless && cell_is(cell, i, axes[i].nameless))
		return false;
	return cell_has(cell, i);
}

void cell_name(const struct cell *cell, char name[CELL_NAME_MAX])
{
	size_t used = 0;
	int rank, i;

	name[0] = '\0';
	for (rank = 0; rank < AXIS_NR; rank++) {
		for (i = 0; i < AXIS_NR && used < CELL_NAME_MAX; i++) {
			const struct axis_name *part = &axes[i].name;
			char value[36];

			if (part->rank != rank || !name_has(cell, i))
				continue;
			name_value(cell->value[i], value, sizeof(value));
			used += snprintf(name + used, CELL_NAME_MAX - used, "%s%s%s",
					 part->before, value, part->after);
		}
	}
}

bool cell_same(const struct cell *a, const struct cell *b)
{
	int i;

	for (i = 0; i < AXIS_NR; i++)
		if (strcmp(a->value[i], b->value[i]))
			return false;
	return true;
}

void cell_map(const struct cell *cell, char *out, size_t size)
{
	snprintf(out, size, "%s.%s.k%s", cell->value[AXIS_BBM], cell->value[AXIS_RODATA],
		 cell->value[AXIS_KFENCE]);
}

int64_t cell_number(const struct cell *cell, enum axis_id id)
{
	return strtoll(cell->value[id], NULL, 10);
}

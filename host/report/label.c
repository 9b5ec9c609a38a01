// SPDX-License-Identifier: GPL-2.0-only
/*
 * report/label.c - what tells the rows of a table apart, see report/label.h.
 */
#include <string.h>

#include "host/base/alloc.h"
#include "host/report/label.h"
#include "host/report/report.h"

/* Besides the map, in the order in which a label says them. */
static const struct {
	enum axis_id id;
	const char *before;
} label_axes[] = {
	{ AXIS_CPU, " " },
	{ AXIS_EL, " el" },
	{ AXIS_CPUS, " cpus " },
	{ AXIS_DEVICES, " devices " },
	{ AXIS_MEM, " " },
	{ AXIS_GUEST, " " },
};

_Static_assert(ARRAY_SIZE(label_axes) == LABEL_AXES_MAX, "one flag for each");

static bool axis_varies(const struct series *series, size_t nr, enum axis_id id)
{
	size_t i;

	for (i = 1; i < nr; i++)
		if (!cell_is(series[i].cell, id, series->cell->value[id]))
			return true;
	return false;
}

void labels_find(struct labels *labels, const struct series *series, size_t nr, bool guest)
{
	size_t i;

	labels->guest = guest;
	for (i = 0; i < ARRAY_SIZE(label_axes); i++)
		labels->varies[i] = axis_varies(series, nr, label_axes[i].id);
}

static void label_text(const struct labels *labels, const struct cell *cell, bool varying,
		       char *out, size_t size)
{
	size_t used = 0, i;

	out[0] = '\0';
	for (i = 0; i < ARRAY_SIZE(label_axes) && used < size; i++) {
		enum axis_id id = label_axes[i].id;
		const char *value = cell->value[id];
		char mem[24];

		if (labels->varies[i] != varying || (id == AXIS_GUEST && !labels->guest) ||
		    (!varying && axes[id].nameless && !strcmp(value, axes[id].nameless)))
			continue;
		if (id == AXIS_MEM) {
			mem_text(cell, mem, sizeof(mem));
			value = mem;
		}
		used += snprintf(out + used, size - used, "%s%s", label_axes[i].before, value);
	}
}

void label_row(const struct labels *labels, const struct cell *cell, char out[LABEL_TEXT_MAX])
{
	size_t used;

	cell_map(cell, out, LABEL_TEXT_MAX);
	used = strlen(out);
	label_text(labels, cell, true, out + used, LABEL_TEXT_MAX - used);
}

void label_common(const struct labels *labels, const struct cell *cell, char out[LABEL_TEXT_MAX])
{
	label_text(labels, cell, false, out, LABEL_TEXT_MAX);
}

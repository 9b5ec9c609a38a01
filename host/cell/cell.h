/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * cell/cell.h - one configuration: a value on every axis, and what follows from them.
 */
#ifndef HOST_CELL_H
#define HOST_CELL_H

#include "host/cell/axis.h"

#define CELL_NAME_MAX	144	/* leaves room in a file name for .op.metric.hgrm */

struct cell {
	char value[AXIS_NR][AXIS_TEXT_MAX];	/* "" = not said yet */
};

/*
 * What a cell has on an axis that nobody spoke of: the axis' preset, or "none" where it
 * does not apply to the cell's benchmark, which must be known.
 */
const char *cell_preset(const struct cell *cell, enum axis_id id);

/* Fills in what was not said: the presets, and the host's CPU where QEMU does not make one. */
void cell_settle(struct cell *cell);

/* Whether an axis means anything to the cell's benchmark. */
bool cell_has(const struct cell *cell, enum axis_id id);

struct site;

/*
 * NULL if the cell can be booted as far as can be known without booting, anywhere (site NULL)
 * or on the site at hand; else why not, until the next call, and *blame is the axis that is at
 * fault. Which method goes with which hold depends on the CPUs that come up: the module judges
 * that, not this.
 */
const char *cell_refuse(const struct cell *cell, const struct site *site, enum axis_id *blame);

/* Stable, unique among cells, safe as a file name. */
void cell_name(const struct cell *cell, char name[CELL_NAME_MAX]);

bool cell_same(const struct cell *a, const struct cell *b);

/* The part of a name that says how the kernel maps: <bbm>.<rodata>.k<kfence>. */
void cell_map(const struct cell *cell, char *out, size_t size);

int64_t cell_number(const struct cell *cell, enum axis_id id);

static inline bool cell_is(const struct cell *cell, enum axis_id id, const char *value)
{
	return !__builtin_strcmp(cell->value[id], value);
}

static inline bool cell_is_realm(const struct cell *cell)
{
	return cell_is(cell, AXIS_GUEST, "realm");
}

/* The benchmark chooses methods and holds by itself: its records say which. */
static inline bool cell_goes_round(const struct cell *cell)
{
	return cell_is(cell, AXIS_BENCH, "ratio") || cell_is(cell, AXIS_BENCH, "outcome") ||
	       cell_is(cell, AXIS_BENCH, "tlb") || cell_is(cell, AXIS_BENCH, "bbm") ||
	       cell_is(cell, AXIS_BENCH, "decay");
}

#endif

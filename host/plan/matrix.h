/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * plan/matrix.h - the matrix file: sections of axes, each a Cartesian product of cells.
 *
 *	[name]
 *	bench = convert
 *	pair = live/spin, private/park
 *	cpus = 1, 2, 4
 *	quick = yes
 */
#ifndef HOST_MATRIX_H
#define HOST_MATRIX_H

#include <stdio.h>

#include "host/cell/cell.h"

#define MATRIX_CELLS_MAX	10000	/* a slip in a file must not eat the machine */
#define MATRIX_REPS_MAX		1000

enum matrix_depth {
	MATRIX_DEFAULT,		/* all sections but those with full = yes */
	MATRIX_QUICK,		/* only those with quick = yes */
	MATRIX_FULL,		/* all */
};

/* Values of one key, in the order given. */
struct matrix_values {
	char (*text)[AXIS_TEXT_MAX];
	size_t nr, alloc;
	unsigned int line;
};

struct matrix_section {
	char *name;
	unsigned int line;
	struct matrix_values axis[AXIS_NR];
	struct matrix_values pair[2];	/* method and hold of each pair, same length */
	int64_t reps;
	bool quick, full;
	unsigned int seen;		/* bit per section key that is no axis */
};

struct matrix_cell {
	struct cell cell;
	char name[CELL_NAME_MAX];
	size_t section;			/* the first that has it */
	int64_t reps;			/* the most that any section wants */
};

/* Cells that another section had before: run once. */
struct matrix_repeat {
	size_t first, again;
	size_t cells;
};

struct matrix {
	const char *file;
	struct matrix_section *sections;
	size_t nr_sections, sections_alloc;
	struct matrix_cell *cells;
	size_t nr_cells, cells_alloc;
	struct matrix_repeat *repeats;
	size_t nr_repeats, repeats_alloc;
	size_t nr_impossible;	/* cells that the --accel given cannot make */
};

/* A key of a section that is no axis, for messages and `list`. */
struct matrix_key {
	const char *key;
	const char *help;
	const char *expected;
	int (*take)(struct matrix_section *section, char *text);
};

extern const struct matrix_key matrix_keys[];

/*
 * Reads the sections. -1 after a message for every damaged line; file is what
 * messages call the stream.
 */
int matrix_read(struct matrix *matrix, FILE *stream, const char *file);

/*
 * Makes the cells of the sections of this depth; accel, if not NULL, overrides the
 * file's: cells it cannot make are then left out and counted, not refused.
 */
int matrix_expand(struct matrix *matrix, enum matrix_depth depth, const char *accel);

/* Says that a cell of the section is refused, at the line of the axis that is to blame. */
void matrix_refused(const struct matrix *matrix, const struct matrix_section *section,
		    enum axis_id blame, const char *why);

void matrix_free(struct matrix *matrix);

#endif

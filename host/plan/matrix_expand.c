// SPDX-License-Identifier: GPL-2.0-only
/*
 * plan/matrix_expand.c - makes the cells of a matrix: every combination of a section's
 * values, once however many sections have it.
 */
#include <string.h>

#include "host/base/alloc.h"
#include "host/plan/matrix.h"
#include "host/base/say.h"

/* One digit per axis and one for the pairs, counted up like a number. */
struct odometer {
	size_t digit[AXIS_NR + 1];
	size_t size[AXIS_NR + 1];
};

static size_t odometer_start(struct odometer *o, const struct matrix_section *section)
{
	size_t total = 1;
	int i;

	memset(o, 0, sizeof(*o));
	for (i = 0; i <= AXIS_NR; i++) {
		size_t nr = i < AXIS_NR ? section->axis[i].nr : section->pair[0].nr;

		o->size[i] = nr ? nr : 1;
		if (total <= MATRIX_CELLS_MAX)
			total *= o->size[i];
	}
	return total;
}

static bool odometer_next(struct odometer *o)
{
	int i;

	/* last axis fastest, so that a section's cells come in the order people read */
	for (i = AXIS_NR; i >= 0; i--) {
		if (++o->digit[i] < o->size[i])
			return true;
		o->digit[i] = 0;
	}
	return false;
}

static void odometer_cell(const struct odometer *o, const struct matrix_section *section,
			  struct cell *cell)
{
	size_t pair = o->digit[AXIS_NR];
	int i;

	memset(cell, 0, sizeof(*cell));
	for (i = 0; i < AXIS_NR; i++)
		if (section->axis[i].nr)
			strcpy(cell->value[i], section->axis[i].text[o->digit[i]]);
	if (section->pair[0].nr) {
		strcpy(cell->value[AXIS_METHOD], section->pair[0].text[pair]);
		strcpy(cell->value[AXIS_HOLD], section->pair[1].text[pair]);
	}
}

static unsigned int blame_line(const struct matrix_section *section, enum axis_id blame)
{
	if (section->axis[blame].line)
		return section->axis[blame].line;
	if (section->pair[0].line && (blame == AXIS_METHOD || blame == AXIS_HOLD))
		return section->pair[0].line;
	return section->line;
}

void matrix_refused(const struct matrix *matrix, const struct matrix_section *section,
		    enum axis_id blame, const char *why)
{
	struct origin at = { matrix->file, blame_line(section, blame), 0 };

	say_at(&at, "section [%s]: %s", section->name, why);
}

/* 0 = make it, 1 = --accel cannot, -1 = the file is wrong. */
static int cell_make(const struct matrix *matrix, const struct matrix_section *section,
		     const char *accel, struct cell *cell)
{
	enum axis_id blame;
	const char *why;

	cell_settle(cell);
	why = cell_refuse(cell, NULL, &blame);
	if (why) {
		matrix_refused(matrix, section, blame, why);
		return -1;
	}
	if (!accel)
		return 0;
	strcpy(cell->value[AXIS_ACCEL], accel);
	if (strcmp(accel, "tcg"))
		strcpy(cell->value[AXIS_CPU], "host");
	return cell_refuse(cell, NULL, &blame) ? 1 : 0;
}

static void repeat_add(struct matrix *matrix, size_t first, size_t again)
{
	struct matrix_repeat *repeat;
	size_t i;

	for (i = 0; i < matrix->nr_repeats; i++) {
		repeat = &matrix->repeats[i];
		if (repeat->first == first && repeat->again == again) {
			repeat->cells++;
			return;
		}
	}
	repeat = array_add(matrix->repeats, matrix->nr_repeats, matrix->repeats_alloc);
	*repeat = (struct matrix_repeat){ first, again, 1 };
}

static int cell_add(struct matrix *matrix, size_t section, const struct cell *cell)
{
	int64_t reps = matrix->sections[section].reps;
	struct matrix_cell *made;
	char name[CELL_NAME_MAX];
	size_t i;

	cell_name(cell, name);
	for (i = 0; i < matrix->nr_cells; i++) {
		made = &matrix->cells[i];
		if (strcmp(made->name, name))
			continue;
		if (made->reps < reps)
			made->reps = reps;
		repeat_add(matrix, made->section, section);
		return 0;
	}
	if (matrix->nr_cells == MATRIX_CELLS_MAX)
		return -1;
	made = array_add(matrix->cells, matrix->nr_cells, matrix->cells_alloc);
	made->cell = *cell;
	strcpy(made->name, name);
	made->section = section;
	made->reps = reps;
	return 0;
}

static int section_expand(struct matrix *matrix, size_t section, const char *accel)
{
	const struct matrix_section *s = &matrix->sections[section];
	struct origin at = { matrix->file, s->line, 0 };
	struct odometer odometer;
	struct cell cell;
	int err;

	if (odometer_start(&odometer, s) > MATRIX_CELLS_MAX)
		goto too_many;
	do {
		odometer_cell(&odometer, s, &cell);
		err = cell_make(matrix, s, accel, &cell);
		if (err < 0)
			return -1;	/* one message per section says enough */
		if (err > 0)
			matrix->nr_impossible++;
		else if (cell_add(matrix, section, &cell))
			goto too_many;
	} while (odometer_next(&odometer));
	return 0;
too_many:
	say_at(&at, "section [%s] makes more than %d cells", s->name, MATRIX_CELLS_MAX);
	return -1;
}

static bool section_wanted(const struct matrix_section *section, enum matrix_depth depth)
{
	switch (depth) {
	case MATRIX_QUICK:
		return section->quick;
	case MATRIX_FULL:
		return true;
	case MATRIX_DEFAULT:
		break;
	}
	return !section->full;
}

int matrix_expand(struct matrix *matrix, enum matrix_depth depth, const char *accel)
{
	int err = 0;
	size_t i;

	for (i = 0; i < matrix->nr_sections; i++)
		if (section_wanted(&matrix->sections[i], depth) && section_expand(matrix, i, accel))
			err = -1;
	return err;
}

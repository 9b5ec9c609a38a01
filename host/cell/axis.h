/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * cell/axis.h - the axes of a cell: the one table behind the matrix file's keys,
 * selectors, plan lines, record fields, cell names and `splitfold list`.
 *
 * A value is text in the form in which records hold it: "2048" for mem = 2G, "4"
 * for page = 4k. Whoever reads a value gets it through axis_parse().
 */
#ifndef HOST_AXIS_H
#define HOST_AXIS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define AXIS_TEXT_MAX	96

/* In the order in which records hold them. */
enum axis_id {
	AXIS_BENCH,
	AXIS_GUEST,
	AXIS_CPU,
	AXIS_BBM,
	AXIS_RODATA,
	AXIS_KFENCE,
	AXIS_EL,
	AXIS_STRATEGY,
	AXIS_METHOD,
	AXIS_HOLD,
	AXIS_MEM,
	AXIS_CPUS,
	AXIS_PAGE,
	AXIS_KERNEL,
	AXIS_ACCEL,
	AXIS_CLOCK,
	AXIS_DEVICES,
	AXIS_GEOMETRY,
	AXIS_LOAD,
	AXIS_NR,
};

enum axis_kind {
	AXIS_WORD,	/* one of values */
	AXIS_NUMBER,	/* min..max, or one of values; suffix may be left out */
	AXIS_SIZE,	/* 512M, 2G; MiB in records */
	AXIS_NAME,	/* a name or a path */
};

struct axis_value {
	const char *word;
	const char *help;
};

/* Where a value stands in the name of a cell, and between what. */
struct axis_name {
	int rank;
	const char *before;
	const char *after;
};

struct axis {
	const char *key;	/* matrix.ini, selectors */
	const char *field;	/* plan lines, records */
	const char *help;
	enum axis_kind kind;
	const struct axis_value *values;
	int64_t min, max;
	const char *suffix;
	const char *preset;	/* when the matrix file does not say; see cell_preset() */
	const char *nameless;	/* value that is left out of cell names */
	const char *only;	/* the one benchmark it is for; "none" on the others .. */
	const char *also;	/* .. but for this one, or NULL */
	bool later;		/* runs made before there was this axis had the preset */
	struct axis_name name;
};

extern const struct axis axes[AXIS_NR];

/* The axis does not apply: not to this benchmark. */
#define AXIS_NONE	"none"

/*
 * Turns text as typed, or as a record has it, into the record form. -1 without a
 * message if it is no value of this axis: the caller knows where it stood.
 */
int axis_parse(const struct axis *axis, const char *text, char out[AXIS_TEXT_MAX]);

/* "one of none, bbml2", "1..8", "a size such as 512M or 2G". */
void axis_expected(const struct axis *axis, char *out, size_t size);

/* The value nearest to a mistyped text, or NULL. */
const char *axis_nearest(const struct axis *axis, const char *text);

/* By matrix key or record field; NULL if there is none. */
const struct axis *axis_find(const char *key);

/*
 * The axis of that key or field, and text as a value of it in record form. NULL after a message,
 * which begins with who ("--only: ", or "").
 */
const struct axis *axis_take(const char *who, const char *key, const char *text,
			     char out[AXIS_TEXT_MAX]);

/* Order of two values: numbers by size, words as the table lists them. */
int axis_compare(const struct axis *axis, const char *a, const char *b);

/* Whether records hold this axis as an integer. */
bool axis_is_number(const struct axis *axis);

static inline enum axis_id axis_id(const struct axis *axis)
{
	return axis - axes;
}

#endif

// SPDX-License-Identifier: GPL-2.0-only
/*
 * cmd/list.c - splitfold list: the axes, their values and what they mean.
 */
#include <stdio.h>
#include <string.h>

#include "host/base/alloc.h"
#include "host/plan/matrix.h"
#include "host/base/option.h"

static void list_axis(const struct axis *axis)
{
	const struct axis_value *v;
	char expected[256];
	char field[64] = "";

	if (strcmp(axis->field, axis->key))
		snprintf(field, sizeof(field), "; in records %s", axis->field);
	printf("%s - %s%s\n", axis->key, axis->help, field);
	if (axis->values) {
		for (v = axis->values; v->word; v++)
			printf("  %s%-*s %s\n", v->word, (int)(12 - strlen(v->word)),
			       axis->suffix ? axis->suffix : "", v->help);
	} else {
		axis_expected(axis, expected, sizeof(expected));
		printf("  %s\n", expected);
	}
	printf("  default: %s%s\n\n", axis->preset,
	       axis->kind == AXIS_SIZE ? "M" : axis->suffix ? axis->suffix : "");
}

int cmd_list(const struct command *command, int argc, char **argv)
{
	int err = option_parse(command, NULL, 0, argc, argv, NULL);
	size_t i;

	if (err)
		return err > 0 ? EXIT_OK : EXIT_BAD;
	printf("Axes of a cell: keys of a section of the matrix file, fields of a record,\n"
	       "and what --only can select by. A section is the product of its lists.\n\n");
	for (i = 0; i < AXIS_NR; i++)
		list_axis(&axes[i]);
	printf("Other keys of a section:\n");
	for (i = 0; matrix_keys[i].key; i++)
		printf("  %-8s %s: %s\n", matrix_keys[i].key, matrix_keys[i].help,
		       matrix_keys[i].expected);
	return EXIT_OK;
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * plan/plan_line.c - one boot as a line of plan.tsv, see plan/plan_line.h.
 */
#include <stdlib.h>
#include <string.h>

#include "host/base/alloc.h"
#include "host/plan/estimate.h"
#include "host/plan/plan_line.h"
#include "host/base/say.h"
#include "host/base/text.h"

void plan_line_write(FILE *stream, const struct plan_boot *boot)
{
	int i;

	fprintf(stream, "cell=%s\trep=%lld", boot->name, (long long)boot->rep);
	for (i = 0; i < AXIS_NR; i++)
		fprintf(stream, "\t%s=%s", axes[i].field, boot->cell.value[i]);
	fprintf(stream, "\test_s=%lld\n", (long long)boot->est_s);
}

static int field_bad(const char *key, const char *value, const char *expected)
{
	say("plan line: %s '%s' is not known; expected %s", key, value, expected);
	return -1;
}

static int field_take(struct plan_boot *boot, const char *key, const char *value)
{
	const struct axis *axis;
	char expected[256];

	if (!strcmp(key, "cell"))
		return text_is_name(value, CELL_NAME_MAX - 1) ?
		       text_copy(boot->name, CELL_NAME_MAX, value) :
		       field_bad(key, value, "a cell name");
	if (!strcmp(key, "rep"))
		return text_to_int(value, 1, MATRIX_REPS_MAX, &boot->rep) ?
		       field_bad(key, value, "a number from 1") : 0;
	if (!strcmp(key, "est_s"))
		return text_to_int(value, 0, ESTIMATE_MAX_S, &boot->est_s) ?
		       field_bad(key, value, "seconds") : 0;
	axis = axis_find(key);
	if (!axis || strcmp(axis->field, key)) {
		say("plan line: field '%s' is not known; expected cell, rep, est_s or an axis",
		    key);
		return -1;
	}
	if (*boot->cell.value[axis_id(axis)]) {
		say("plan line: field '%s' is there twice", key);
		return -1;
	}
	if (axis_parse(axis, value, boot->cell.value[axis_id(axis)])) {
		axis_expected(axis, expected, sizeof(expected));
		return field_bad(key, value, expected);
	}
	return 0;
}

static int line_complete(struct plan_boot *boot)
{
	const char *missing = NULL;
	char name[CELL_NAME_MAX];
	int i;

	for (i = 0; i < AXIS_NR; i++) {
		if (*boot->cell.value[i])
			continue;
		if (axes[i].later)
			strcpy(boot->cell.value[i], cell_preset(&boot->cell, i));
		else
			missing = axes[i].field;
	}
	if (!boot->rep)
		missing = "rep";
	if (!*boot->name)
		missing = "cell";
	if (missing) {
		say("plan line: field '%s' is missing", missing);
		return -1;
	}
	/* The name is made here only; another one means that the line was edited by hand. */
	cell_name(&boot->cell, name);
	if (strcmp(name, boot->name)) {
		say("plan line: cell '%s' has the axes of '%s'", boot->name, name);
		return -1;
	}
	return 0;
}

int plan_line_parse(const char *line, struct plan_boot *boot)
{
	char *text = xstrdup(line);
	char *rest = text, *field;
	int err = 0;

	memset(boot, 0, sizeof(*boot));
	text[strcspn(text, "\n")] = '\0';
	while (!err && (field = text_next(&rest, '\t'))) {
		char *key = text_next(&field, '=');

		if (!field) {
			say("plan line: '%s' is no key=value field", key);
			err = -1;
		} else {
			err = field_take(boot, key, field);
		}
	}
	if (!err)
		err = line_complete(boot);
	free(text);
	return err;
}

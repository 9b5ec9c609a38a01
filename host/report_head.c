// SPDX-License-Identifier: GPL-2.0-only
/*
 * report_head.c - the head of a report: which run, on what, from what.
 */
#include <stdlib.h>
#include <string.h>

#include "host/alloc.h"
#include "host/meta.h"
#include "host/report.h"
#include "host/table.h"
#include "host/text.h"

#define VALUE_COLUMN	26
#define VALUES_MAX	16

static void head_line(FILE *out, const char *key, const char *value)
{
	char *text = xstrdup(value);

	text_printable(text);
	fprintf(out, "%-*.*s ", VALUE_COLUMN - 1, VALUE_COLUMN - 1, key);
	table_fold(out, VALUE_COLUMN, text);
	free(text);
}

/* Read off the records, which know better. */
static const enum axis_id head_axes[] = { AXIS_KERNEL, AXIS_ACCEL, AXIS_CLOCK };

static void meta_line(const char *key, const char *value, void *arg)
{
	size_t i;

	/* checksums and command lines are for machines, and stay in meta.json */
	if (strstr(key, "sha256") || strstr(key, "argv") || !*value || !strcmp(key, "run"))
		return;
	for (i = 0; i < ARRAY_SIZE(head_axes); i++)
		if (!strcmp(key, axes[head_axes[i]].key))
			return;
	head_line(arg, key, value);
}

/* "tcg, kvm": the different values of an axis among what was measured. */
static void axis_values(const struct series_list *list, enum axis_id id, char *out, size_t size)
{
	const char *seen[VALUES_MAX];
	size_t nr = 0, used = 0, i, k;

	out[0] = '\0';
	for (i = 0; i < list->nr && nr < VALUES_MAX; i++) {
		const char *value = list->series[i].cell->value[id];

		for (k = 0; k < nr; k++)
			if (!strcmp(seen[k], value))
				break;
		if (k == nr)
			seen[nr++] = value;
	}
	for (k = 0; k < nr && used < size; k++)
		used += snprintf(out + used, size - used, "%s%s", k ? ", " : "", seen[k]);
}

void report_head(const struct report *report)
{
	char text[512];
	size_t boots = 0, i;

	for (i = 0; i < report->run->nr_boots; i++)
		boots += report->run->boots[i].counts && report->run->boots[i].ended;
	head_line(report->out, "splitfold run", report->run->id);
	snprintf(text, sizeof(text), "%zu boots finished, %zu records", boots,
		 report->run->nr_records);
	head_line(report->out, "n", text);
	for (i = 0; i < ARRAY_SIZE(head_axes); i++) {
		axis_values(report->list, head_axes[i], text, sizeof(text));
		head_line(report->out, axes[head_axes[i]].key, *text ? text : "nothing measured");
	}
	meta_each(report->run->dir, meta_line, report->out);
}

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

#define VALUE_COLUMN	20
#define VALUES_MAX	16

static void head_line(FILE *out, const char *key, const char *value)
{
	char *text = xstrdup(value);

	text_printable(text);
	fprintf(out, "%-*.*s ", VALUE_COLUMN - 1, VALUE_COLUMN - 1, key);
	table_fold(out, VALUE_COLUMN, text);
	free(text);
}

static void meta_line(const char *key, const char *value, void *arg)
{
	/* checksums and command lines are for machines, and stay in meta.json */
	if (strstr(key, "sha256") || strstr(key, "argv") || !*value || !strcmp(key, "run"))
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
	static const enum axis_id ids[] = { AXIS_KERNEL, AXIS_ACCEL, AXIS_CLOCK };
	char text[512];
	size_t boots = 0, i;

	for (i = 0; i < report->run->nr_boots; i++)
		boots += report->run->boots[i].counts && report->run->boots[i].ended;
	head_line(report->out, "splitfold run", report->run->id);
	snprintf(text, sizeof(text), "%zu boots finished, %zu records", boots,
		 report->run->nr_records);
	head_line(report->out, "n", text);
	for (i = 0; i < ARRAY_SIZE(ids); i++) {
		axis_values(report->list, ids[i], text, sizeof(text));
		head_line(report->out, axes[ids[i]].key, *text ? text : "nothing measured");
	}
	meta_each(report->run->dir, meta_line, report->out);
}

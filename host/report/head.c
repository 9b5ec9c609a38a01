// SPDX-License-Identifier: GPL-2.0-only
/*
 * report/head.c - the head of a report: which run, on what, from what.
 */
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "host/base/alloc.h"
#include "host/record/meta.h"
#include "host/report/report.h"
#include "host/report/table.h"
#include "host/base/text.h"

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

/* Options of QEMU's that say what guest it made, and how they are called here. */
static const struct {
	const char *option, *key;
} argv_keys[] = {
	{ "-M", "machine, first boot" },
	{ "-cpu", "cpu, first boot" },
	{ "-append", "command line, first boot" },
};

/* value is QEMU's command line, each word in single quotes. */
static void argv_lines(FILE *out, const char *value)
{
	char *copy = xstrdup(value), *rest = copy, *last = NULL, *word;
	bool inside = false;
	size_t i;

	for (; (word = text_next(&rest, '\'')); inside = !inside) {
		if (!inside)
			continue;
		for (i = 0; last && i < ARRAY_SIZE(argv_keys); i++)
			if (!strcmp(last, argv_keys[i].option))
				head_line(out, argv_keys[i].key, word);
		last = word;
	}
	free(copy);
}

/* Read off the records, which know better. */
static const enum axis_id head_axes[] = { AXIS_KERNEL, AXIS_ACCEL, AXIS_CLOCK, AXIS_GEOMETRY };

static void meta_line(const char *key, const char *value, void *arg)
{
	size_t i;

	/* checksums are for machines, and stay in meta.json */
	if (strstr(key, "sha256") || !*value || !strcmp(key, "run"))
		return;
	if (strstr(key, "argv")) {
		argv_lines(arg, value);
		return;
	}
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

/* What to type to have such a run again. */
struct again {
	char *texts[4];		/* matrix, select, seed, append */
};

static void again_key(const char *key, const char *value, void *arg)
{
	static const char *const keys[] = { "matrix", "select", "seed", "append" };
	struct again *again = arg;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(keys); i++) {
		if (!strcmp(key, keys[i])) {
			free(again->texts[i]);
			again->texts[i] = xstrdup(value);
		}
	}
}

static void again_line(const struct report *report)
{
	struct again again = { 0 };
	const char *part[ARRAY_SIZE(again.texts)];
	char *command;
	size_t i;

	meta_each(report->run->dir, again_key, &again);
	for (i = 0; i < ARRAY_SIZE(part); i++)
		part[i] = again.texts[i] ? again.texts[i] : "";
	command = xasprintf("%s%s%s./run.sh matrix%s%s%s%s%s%s",
			    *part[3] ? "SPLITFOLD_APPEND='" : "", part[3], *part[3] ? "' " : "",
			    *part[2] ? " --seed " : "", part[2], *part[0] ? " --matrix " : "",
			    part[0], *part[1] ? " " : "", part[1]);
	head_line(report->out, "the same again", command);
	free(command);
	for (i = 0; i < ARRAY_SIZE(again.texts); i++)
		free(again.texts[i]);
}

/* Boots that count, and "1 to 3 a cell": they are sorted by cell. */
static void boots_line(const struct report *report)
{
	const struct run *run = report->run;
	size_t boots = 0, cells = 0, least = SIZE_MAX, most = 0, nr = 0, i;
	const char *name = "";
	char text[160];

	for (i = 0; i < run->nr_boots; i++) {
		const struct run_boot *boot = &run->boots[i];

		if (!boot->counts || !boot->ended)
			continue;
		if (strcmp(name, boot->cell_name)) {
			least = nr && nr < least ? nr : least;
			name = boot->cell_name;
			cells++;
			nr = 0;
		}
		boots++;
		nr++;
		most = nr > most ? nr : most;
	}
	least = nr && nr < least ? nr : least;
	snprintf(text, sizeof(text), "%zu boot%s finished, of %zu cell%s", boots,
		 boots == 1 ? "" : "s", cells, cells == 1 ? "" : "s");
	if (cells)
		snprintf(text + strlen(text), sizeof(text) - strlen(text), least == most ?
			 ", %zu each" : ", %zu to %zu each", least, most);
	snprintf(text + strlen(text), sizeof(text) - strlen(text), "; %zu records",
		 run->nr_records);
	head_line(report->out, "n", text);
}

void report_head(const struct report *report)
{
	char text[512];
	size_t i;

	head_line(report->out, "splitfold run", report->run->id);
	boots_line(report);
	for (i = 0; i < ARRAY_SIZE(head_axes); i++) {
		axis_values(report->list, head_axes[i], text, sizeof(text));
		if (strcmp(text, AXIS_NONE))
			head_line(report->out, axes[head_axes[i]].key,
				  *text ? text : "nothing measured");
	}
	meta_each(report->run->dir, meta_line, report->out);
	again_line(report);
	report_reading(report);
}

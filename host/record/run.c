// SPDX-License-Identifier: GPL-2.0-only
/*
 * record/run.c - the records of one run, see record/run.h.
 */
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "host/base/alloc.h"
#include "host/base/file.h"
#include "host/record/run.h"
#include "host/record/store.h"

char *run_id(const char *dir)
{
	char *path = realpath(dir, NULL);
	const char *slash;
	char *id;

	if (!path) {
		say("%s: no run directory: %s", dir, strerror(errno));
		return NULL;
	}
	slash = strrchr(path, '/');
	id = xstrdup(slash ? slash + 1 : path);
	free(path);
	return id;
}

static void read_line(struct run *run, const char *text, size_t len, unsigned int line)
{
	struct origin at = { run->file, line, 0 };
	struct run_record *r;

	if (len > RECORD_LINE_MAX) {
		say_at(&at, "the line is longer than %u MiB", RECORD_LINE_MAX >> 20);
		run->damaged++;
		return;
	}
	r = array_add(run->records, run->nr_records, run->records_alloc);
	r->line = line;
	if (record_read(&r->record, text, len, &at)) {
		run->nr_records--;
		run->damaged++;
	}
}

static void read_lines(struct run *run, const char *text, size_t len)
{
	const char *at = text, *end = text + len;
	unsigned int line = 0;

	while (at < end) {
		const char *newline = memchr(at, '\n', end - at);
		const char *stop = newline ? newline : end;

		read_line(run, at, stop - at, ++line);
		at = stop + 1;
	}
}

static bool boot_has(const struct run_boot *boot, const struct record *record)
{
	return boot->rep == record->rep && !strcmp(boot->cell_name, record->cell_name);
}

/*
 * A boot that was stopped while it was stored has no end; made again right after,
 * its lines touch. An operation that comes again tells the two apart.
 */
static bool boot_takes(const struct run *run, const struct run_boot *boot,
		       const struct record *record)
{
	size_t i;

	if (boot->ended || !boot_has(boot, record) || !strcmp(record->op, OP_HELLO))
		return false;
	for (i = boot->first; i < boot->first + boot->nr; i++)
		if (!strcmp(run->records[i].record.op, record->op))
			return false;
	return true;
}

static void find_boots(struct run *run)
{
	struct run_boot *boot = NULL;
	size_t i;

	for (i = 0; i < run->nr_records; i++) {
		const struct record *record = &run->records[i].record;

		if (!boot || !boot_takes(run, boot, record)) {
			boot = array_add(run->boots, run->nr_boots, run->boots_alloc);
			boot->cell_name = record->cell_name;
			boot->rep = record->rep;
			boot->first = i;
		}
		boot->nr++;
		if (!strcmp(record->op, OP_END)) {
			boot->ended = true;
			boot->status = record->status;
		}
	}
}

/* Attempts at one boot end up side by side, the one that counts last. */
static int boot_order(const void *pa, const void *pb)
{
	const struct run_boot *a = pa, *b = pb;
	int order = strcmp(a->cell_name, b->cell_name);

	if (!order)
		order = (a->rep > b->rep) - (a->rep < b->rep);
	if (!order)
		order = a->ended - b->ended;
	return order ? order : (a->first > b->first) - (a->first < b->first);
}

static void judge_boots(struct run *run)
{
	size_t i, k;

	if (run->nr_boots)
		qsort(run->boots, run->nr_boots, sizeof(*run->boots), boot_order);
	for (i = 0; i < run->nr_boots; i++) {
		struct run_boot *boot = &run->boots[i];
		const struct run_boot *next = i + 1 < run->nr_boots ? boot + 1 : NULL;

		boot->counts = !next || next->rep != boot->rep ||
			       strcmp(next->cell_name, boot->cell_name);
		if (!boot->counts)
			run->superseded += boot->nr;
		else if (!boot->ended)
			run->unfinished++;
		for (k = 0; k < boot->nr; k++)
			run->records[boot->first + k].counts = boot->counts;
	}
}

/* A run that is kept for long has its records packed. */
static char *read_file(struct run *run, const char *dir, size_t *len)
{
	char *text;

	run->file = xasprintf("%s/%s", dir, STORE_FILE);
	text = file_read_optional(run->file, len);
	if (!text || *len)
		return text;
	free(text);
	free(run->file);
	run->file = xasprintf("%s/%s.gz", dir, STORE_FILE);
	return file_read_gz_optional(run->file, len);
}

int run_read(struct run *run, const char *dir)
{
	char *text;
	size_t len;

	memset(run, 0, sizeof(*run));
	run->id = run_id(dir);
	if (!run->id)
		return -1;
	run->dir = xstrdup(dir);
	text = read_file(run, dir, &len);
	if (!text) {
		run_free(run);
		return -1;
	}
	read_lines(run, text, len);
	free(text);
	find_boots(run);
	judge_boots(run);
	return 0;
}

int run_read_whole(struct run *run, const char *dir, const char *command, const char *advice)
{
	if (run_read(run, dir))
		return -1;
	if (!run->damaged)
		return 0;
	say("%s: %u lines of %s cannot be read (above): they may be of another version, or "
	    "damaged%s", command, run->damaged, run->file, advice);
	run_free(run);
	return -1;
}

void run_free(struct run *run)
{
	size_t i;

	for (i = 0; i < run->nr_records; i++)
		record_free(&run->records[i].record);
	free(run->records);
	free(run->boots);
	free(run->file);
	free(run->dir);
	free(run->id);
	memset(run, 0, sizeof(*run));
}

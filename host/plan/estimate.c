// SPDX-License-Identifier: GPL-2.0-only
/*
 * plan/estimate.c - how long a boot will take, see plan/estimate.h.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "host/base/alloc.h"
#include "host/plan/estimate.h"
#include "host/record/run.h"

/*
 * Tenths of a second, seen under TCG on two cores of a present-day x86-64 machine that
 * ran two guests: boot to power-off, then what the benchmark adds at 2 GiB, and for
 * each GiB more. Under icount a guest has one thread, and a boot does less at a time.
 */
static const struct {
	const char *clock;
	int64_t boot_ds, cpu_ds;
} boots[] = {
	{ "host", 40, 3 },
	{ "icount", 28, 0 },
};

static const struct {
	const char *bench, *clock;
	int64_t ds, gib_ds;
} benches[] = {
	{ "null", "host", 5, 0 },
	{ "null", "icount", 8, 0 },
	{ "boot", "host", 0, 0 },
	{ "boot", "icount", 0, 0 },
	{ "convert", "host", 60, 30 },
	{ "convert", "icount", 45, 25 },
	{ "ratio", "host", 800, 300 },
	{ "ratio", "icount", 400, 200 },
	{ "setmem", "host", 120, 0 },
	{ "setmem", "icount", 300, 0 },
	{ "outcome", "host", 30, 0 },
	{ "tlb", "host", 1100, 0 },
	{ "tlb", "icount", 1600, 0 },
	{ "decay", "host", 700, 0 },
	{ "decay", "icount", 1000, 0 },
	{ "bbm", "host", 300, 100 },
	{ "bbm", "icount", 280, 100 },
	{ "timeline", "host", 40, 3 },
	{ "timeline", "icount", 40, 3 },
};

/* All that a realm does takes so much longer: every entry of a TLB has two stages. */
#define REALM_PERCENT	130

/* Of bench tlb with one workload instead of all. */
#define LOAD_PERCENT	15

#define OTHER_DS	60	/* a benchmark that is not in the table yet */

struct history_cell {
	const char *name;
	int64_t wall_ms;	/* sum */
	int64_t boots;
};

struct history {
	struct run run;
	struct history_cell *cells;
	size_t nr, alloc;
};

static void history_add(struct history *history, const struct record *record)
{
	struct history_cell *cell;
	size_t i;

	if (strcmp(record->op, OP_END))
		return;
	for (i = 0; i < record->nr_metrics; i++) {
		const struct metric *wall = &record->metrics[i];

		if (strcmp(wall->name, "wall") || strcmp(wall->unit, "ms") || wall->is_hist ||
		    wall->value < 0 || wall->value > ESTIMATE_MAX_S * 1000ll)
			continue;
		cell = history->nr ? &history->cells[history->nr - 1] : NULL;
		if (!cell || strcmp(cell->name, record->cell_name)) {
			cell = array_add(history->cells, history->nr, history->alloc);
			cell->name = record->cell_name;
		}
		cell->wall_ms += wall->value;
		cell->boots++;
	}
}

/* What is wrong with a run whose times are only a hint is said in one line, not for each of it. */
static int run_read_quietly(struct run *run, const char *dir)
{
	FILE *stream = say_stream, *null = fopen("/dev/null", "we");
	int err;

	say_stream = null ? null : stream;
	err = run_read(run, dir);
	say_stream = stream;
	if (null)
		fclose(null);
	return err;
}

struct history *history_read(const char *dir)
{
	struct history *history = xcalloc(1, sizeof(*history));
	size_t i, k;

	if (run_read_quietly(&history->run, dir)) {
		say("warning: times are estimated, not learnt: %s", say_last());
		free(history);
		return NULL;
	}
	/* the run's boots are sorted by cell: one cell's follow each other */
	for (i = 0; i < history->run.nr_boots; i++) {
		const struct run_boot *boot = &history->run.boots[i];

		for (k = 0; boot->counts && k < boot->nr; k++)
			history_add(history, &history->run.records[boot->first + k].record);
	}
	if (history->run.damaged)
		say("warning: %s: %u lines cannot be read; times are learnt from the rest",
		    history->run.file, history->run.damaged);
	else if (!history->nr)
		say("warning: times are estimated, not learnt: %s: no boot with a wall time", dir);
	return history;
}

void history_free(struct history *history)
{
	if (!history)
		return;
	run_free(&history->run);
	free(history->cells);
	free(history);
}

static bool one_load(const struct cell *cell)
{
	return cell_is(cell, AXIS_BENCH, "tlb") && !cell_is(cell, AXIS_LOAD, "all") &&
	       !cell_is(cell, AXIS_LOAD, "programs");
}

static int64_t table_plain_ds(const struct cell *cell)
{
	int64_t mib = cell_number(cell, AXIS_MEM), ds = 0;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(boots); i++)
		if (cell_is(cell, AXIS_CLOCK, boots[i].clock))
			ds = boots[i].boot_ds + boots[i].cpu_ds * cell_number(cell, AXIS_CPUS);
	for (i = 0; i < ARRAY_SIZE(benches); i++) {
		int64_t own_ds = benches[i].ds;

		if (!cell_is(cell, AXIS_BENCH, benches[i].bench) ||
		    !cell_is(cell, AXIS_CLOCK, benches[i].clock))
			continue;
		if (one_load(cell))
			own_ds = own_ds * LOAD_PERCENT / 100;
		if (mib < 2048)
			return ds + own_ds * mib / 2048;
		return ds + own_ds + benches[i].gib_ds * (mib / 1024 - 2);
	}
	return ds + OTHER_DS;
}

static int64_t table_ds(const struct cell *cell)
{
	int64_t ds = table_plain_ds(cell);

	return cell_is_realm(cell) ? ds * REALM_PERCENT / 100 : ds;
}

int64_t estimate_seconds(const struct cell *cell, const char *name, const struct history *history)
{
	size_t i;

	for (i = 0; history && i < history->nr; i++) {
		const struct history_cell *past = &history->cells[i];

		if (!strcmp(past->name, name))
			return past->wall_ms / past->boots / 1000 + 1;
	}
	return (table_ds(cell) + 9) / 10;
}

int64_t estimate_parallel(int64_t total_s, int64_t longest_s, int64_t jobs)
{
	int64_t even = (total_s + jobs - 1) / jobs;

	return even > longest_s ? even : longest_s;
}

void estimate_text(int64_t seconds, char *out, size_t size)
{
	if (seconds < 100)
		snprintf(out, size, "%lld s", (long long)seconds);
	else if (seconds < 100 * 60)
		snprintf(out, size, "%lld min", (long long)(seconds + 59) / 60);
	else
		snprintf(out, size, "%lld h %02lld min", (long long)seconds / 3600,
			 (long long)seconds % 3600 / 60);
}

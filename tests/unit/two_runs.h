/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * two_runs.h - two made-up runs, a and b, in the scratch directory, and what compare says
 * of them.
 */
#ifndef TESTS_UNIT_TWO_RUNS_H
#define TESTS_UNIT_TWO_RUNS_H

#include <sys/stat.h>

#include "tests/unit/boots.h"
#include "tests/unit/stdout.h"

static UNUSED int runs_make(void **state)
{
	if (scratch_make(state))
		return -1;
	return mkdir(scratch_path("a"), 0700) || mkdir(scratch_path("b"), 0700);
}

#define runs_test(fn) cmocka_unit_test_setup_teardown(fn, runs_make, scratch_remove)

/* A boot of run "a" or "b"; kernel NULL: that of unit.h. */
static UNUSED void store_in(const char *run, const char *kernel, const char *cell, int rep,
		     const struct made_op *ops, size_t nr)
{
	char *lines = boot_lines(cell, rep, ops, nr), *at;

	for (at = lines; kernel && (at = strstr(at, "7.2.12-test")); at++)
		memcpy(at, kernel, strlen("7.2.12-test"));
	assert_int_equal(store_append(scratch_path(run), lines, strlen(lines)), 0);
	free(lines);
}

/* boots of one latency: 1000 samples from about `from` ns on, 1 % between boots. */
static UNUSED void store_latency(const char *run, const char *cell, int boots, int64_t from)
{
	static const int off[] = { 3, -7, 10, -2, 6, -10, 0, -4 };
	int rep;

	for (rep = 1; rep <= boots; rep++) {
		int64_t first = from + from * off[(rep + (*run == 'b')) % 8] / 1000;
		char *hist = hist_json("ns", first, first / 1000, 1000);
		char *metrics = xasprintf("\"latency\":%s", hist);
		struct made_op op = { "ro.4k", "none", metrics };

		store_in(run, NULL, cell, rep, &op, 1);
		free(metrics);
		free(hist);
	}
}

static UNUSED void store_value(const char *run, const char *cell, int rep, const char *metric,
			const char *unit, int64_t value)
{
	char *metrics = xasprintf("\"%s\":{\"unit\":\"%s\",\"value\":%lld}", metric, unit,
				  (long long)value);
	struct made_op op = { "op", strstr(cell, "convert") ? "split" : "none", metrics };

	store_in(run, NULL, cell, rep, &op, 1);
	free(metrics);
}

/* What compare prints; ids are "a" and "b" in the scratch directory. */
static UNUSED char *compare(int expected, const char *options)
{
	char *a = xstrdup(scratch_path("a")), *b = xstrdup(scratch_path("b")), *text;
	char *words = strstr(options, "--select-a") ? xasprintf("%s %s", a, options) :
						      xasprintf("%s %s %s", a, b, options);

	assert_int_equal(command_run(cmd_compare, "A [B]", words, &text), expected);
	free(words);
	free(a);
	free(b);
	return text;
}

static UNUSED void assert_has(const char *text, const char *part)
{
	if (!strstr(text, part))
		fail_msg("expected:\n%s\nin:\n%s", part, text);
}

static UNUSED void assert_has_not(const char *text, const char *part)
{
	if (strstr(text, part))
		fail_msg("did not expect:\n%s\nin:\n%s", part, text);
}

static UNUSED void assert_mail(const char *text)
{
	size_t column = 0;

	for (; *text; text++) {
		column = *text == '\n' ? 0 : column + 1;
		if (column > 72 || (*text != '\n' && (*text < ' ' || *text > '~')))
			fail_msg("column %zu, character %d: %.80s", column, *text,
				 text - column + 1);
	}
}

#endif

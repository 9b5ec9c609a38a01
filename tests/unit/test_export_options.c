// SPDX-License-Identifier: GPL-2.0-only
/*
 * test_export_options.c - export/options.tsv: a sum stands there with its terms or not at
 * all, and says when a term stood in for the option's own.
 */
#include "tests/unit/boots.h"
#include "host/export/export.h"

static void store_paging(const char *cell, int work)
{
	char *metrics = xasprintf("\"entry\":{\"unit\":\"insn\",\"value\":1000},"
				  "\"work\":{\"unit\":\"insn\",\"value\":%d}", work);
	const struct made_op op = { "paging_init", "none", metrics };

	store_boot(cell, 1, &op, 1);
	free(metrics);
}

static void store_total(const char *cell, const char *direction, int total)
{
	char *metrics = xasprintf("\"total\":{\"unit\":\"insn\",\"value\":%d},"
				  "\"held\":{\"unit\":\"insn\",\"value\":224}", total);
	const struct made_op op = { direction, direction, metrics };

	store_boot(cell, 1, &op, 1);
	free(metrics);
}

static char *options(void)
{
	struct run run;

	assert_int_equal(run_read(&run, scratch), 0);
	assert_int_equal(export_run(&run), 0);
	run_free(&run);
	return scratch_read("export/options.tsv");
}

static void assert_line(const char *text, const char *label, const char *metric, int value)
{
	char *part = xasprintf("\t%s\t%s\tinsn\t1\t1\t%d\t%d\t%d\t%d\n", label, metric, value,
			       value, value, value);

	if (!strstr(text, part))
		fail_msg("expected '%s' in:\n%s", part, text);
	free(part);
}

#define FOLD "bench=convert clock=icount cpus=1 method=swap hold=park mem=2048 "

static void sums(void **state)
{
	char *text;

	(void)state;
	store_paging("bench=timeline mem=2048", 8000);
	store_total(FOLD, "fold", 500);
	text = options();
	assert_line(text, "1 swap.park", "paging_init", 8000);
	assert_line(text, "1 swap.park", "conversion", 500);
	assert_line(text, "1 swap.park", "total", 8500);
	/* no such conversion was counted, and blocks were not booted */
	assert_null(strstr(text, "bbm.spin"));
	assert_null(strstr(text, "2 or 3"));
	/* a realm's paging_init was not measured: the plain guest's stands in */
	assert_line(text, "1 or 3~", "total", 8000);
	free(text);
}

static void no_terms(void **state)
{
	char *text;

	(void)state;
	store_total(FOLD, "fold", 500);
	text = options();
	assert_memory_equal(text, "cell\tbench\tguest\t", 17);
	assert_ptr_equal(strchr(text, '\n'), text + strlen(text) - 1);
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		scratch_test(sums),
		scratch_test(no_terms),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

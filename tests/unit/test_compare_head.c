// SPDX-License-Identifier: GPL-2.0-only
/*
 * test_compare_head.c - what a comparison says of itself: how it is to be read, what it cannot
 * tell, and in csv what each line is of.
 */
#include "tests/unit/two_runs.h"

static void store_two(void)
{
	int rep;

	for (rep = 1; rep <= 4; rep++) {
		store_value("a", "bench=boot", rep, "uptime", "ns", 12345678901 + rep);
		store_value("b", "bench=boot", rep, "uptime", "ns", 12345678901 + 2 * rep);
	}
}

static void store_meta(const char *run, const char *key, const char *sum)
{
	char *name = xasprintf("%s/meta.json", run);
	char *text = xasprintf("{\"%s\":\"%s\"}\n", key, sum);

	scratch_write(name, text, strlen(text));
	free(text);
	free(name);
}

/* Folded text as one line, so that a sentence can be looked for. */
static char *unfolded(char *text)
{
	char *at;

	assert_mail(text);
	for (at = text; *at; at++)
		if (*at == '\n')
			*at = ' ';
	return text;
}

static void says_which_unit_an_example_has(void **state)
{
	char *text;

	(void)state;
	store_two();
	text = unfolded(compare(EXIT_OK, ""));
	assert_has(text, "value of op, uptime (virtual ns, not hardware): 12.35G in A");
	free(text);
}

static void says_what_a_family_is(void **state)
{
	char *text;

	(void)state;
	store_two();
	text = unfolded(compare(EXIT_OK, ""));
	assert_has(text, "for all rows of the table that have a p, which takes 4 boots on both");
	assert_has(text, "which --only and --metric make smaller");
	free(text);
}

static void says_what_another_build_is_worth(void **state)
{
	static const char worth[] = "another build is itself worth some hundreds of instructions";
	char *text;

	(void)state;
	store_two();
	store_meta("a", "module_sha256", "11");
	store_meta("b", "module_sha256", "22");
	text = unfolded(compare(EXIT_OK, ""));
	assert_has(text, worth);
	free(text);
	store_meta("b", "module_sha256", "11");
	text = unfolded(compare(EXIT_OK, ""));
	assert_has_not(text, worth);
	free(text);
	/* the matrix and the host program are not in the guest */
	store_meta("a", "matrix_sha256", "11");
	store_meta("b", "matrix_sha256", "22");
	text = unfolded(compare(EXIT_OK, ""));
	assert_has_not(text, worth);
	free(text);
}

static void says_what_two_runs_have_in_them(void **state)
{
	static const char other[] = "what differs between the runs as a whole (host load,";
	char *text;

	(void)state;
	store_two();
	store_value("a", "bench=boot mem=4G", 1, "uptime", "ns", 5);
	text = compare(EXIT_OK, "");
	assert_has(text, other);
	free(text);
	text = compare(EXIT_OK, "--select-a mem=2G --select-b mem=4G");
	assert_has_not(text, other);
	free(text);
}

static void csv_names_its_runs_and_loses_no_digit(void **state)
{
	char *text;

	(void)state;
	store_two();
	store_value("b", "bench=null", 1, "only_here", "ns", 5);
	text = compare(EXIT_OK, "--format csv --seed 42");
	assert_true(!strncmp(text, "run_a,run_b,seed,cell,", 22));
	assert_has(text, "\na,b,42,boot-none");
	assert_has(text, "\na,b,42,null-none");
	assert_has(text, ",12345678902,12345678905,");
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		runs_test(says_which_unit_an_example_has),
		runs_test(says_what_a_family_is),
		runs_test(says_what_another_build_is_worth),
		runs_test(says_what_two_runs_have_in_them),
		runs_test(csv_names_its_runs_and_loses_no_digit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

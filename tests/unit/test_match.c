// SPDX-License-Identifier: GPL-2.0-only
/*
 * test_match.c - what goes together in two made-up runs, what has no pair, and what cannot
 * be compared at all.
 */
#include "tests/unit/two_runs.h"

static void names_what_has_no_pair(void **state)
{
	char *text;

	(void)state;
	store_value("a", "bench=boot", 1, "mem_free", "KiB", 7);
	store_value("b", "bench=boot", 1, "mem_free", "KiB", 7);
	store_value("a", "bench=boot mem=4G", 1, "mem_free", "KiB", 7);
	store_value("b", "bench=boot mem=8G", 1, "slab", "KiB", 7);
	store_value("b", "bench=boot mem=16G", 1, "slab", "KiB", 7);
	text = compare(EXIT_OK, "");
	assert_has(text, "in A and in B: 1 metrics\n"
		   "only in A: 1 metrics, 1 cells as a whole\n"
		   "  boot-none.on.k0-max-el1-4096m-2c-host\n"
		   "only in B: 2 metrics, 2 cells as a whole\n"
		   "  boot-none.on.k0-max-el1-8192m-2c-host\n"
		   "  boot-none.on.k0-max-el1-16384m-2c-host\n");
	free(text);
	text = compare(EXIT_OK, "--format csv");
	assert_has(text, ",only-a\n");
	assert_has(text, ",only-b\n");
	free(text);
}

static void another_kernel_is_compared(void **state)
{
	static const struct made_op op = { "op", "none", "\"x\":{\"unit\":\"ns\",\"value\":5}" };
	char *text;

	(void)state;
	store_in("a", NULL, "bench=boot", 1, &op, 1);
	store_in("b", "7.3.04-test", "bench=boot", 1, &op, 1);
	text = compare(EXIT_OK, "");
	assert_has(text, "kernel              differs, and is left out of account");
	assert_has(text, "in A and in B: 1 metrics\n");
	free(text);
}

static void refuses(const char *options, const char *why)
{
	char *text;

	said_start();
	text = compare(EXIT_BAD, options);
	assert_said(why);
	assert_string_equal(text, "");
	free(text);
}

static void refuses_to_mix(void **state)
{
	(void)state;
	store_value("a", "bench=boot", 1, "x", "ns", 5);
	store_value("b", "bench=boot accel=kvm", 1, "x", "ns", 5);
	refuses("", "compare: A has accel tcg, B has kvm: what these measure is not the same");
	store_value("b", "bench=boot", 1, "x", "KiB", 5);
	refuses("", "compare: op, x of boot-none.on.k0-max-el1-2048m-2c-host is in ns in A and in "
		"KiB in B: units are not mixed");
	refuses("--only bench=null", "compare: nothing in common");
	refuses("--effect 0", "compare: --effect '0' is not a percentage above 0");
	refuses("--least x", "compare: --least 'x' is not");
}

static void refuses_another_clock(void **state)
{
	(void)state;
	store_value("a", "bench=boot cpus=1", 1, "x", "ns", 5);
	store_value("a", "bench=boot cpus=1 clock=icount", 1, "x", "insn", 5);
	refuses("--select-a clock=host --select-b clock=icount",
		"compare: A has clock host, B has icount: what these measure is not the same");
}

static void refuses_another_version(void **state)
{
	static const char line[] = "{\"v\":2}\n";

	(void)state;
	store_value("a", "bench=boot", 1, "x", "ns", 5);
	store_value("b", "bench=boot", 1, "x", "ns", 5);
	assert_int_equal(store_append(scratch_path("b"), line, strlen(line)), 0);
	refuses("", "records.jsonl cannot be read (above): they may be of another version");
	said_start();
	free(compare(EXIT_OK, "--damaged"));
	said_end();
}

static void compares_selections_of_one_run(void **state)
{
	char *text;
	int rep;

	(void)state;
	for (rep = 1; rep <= 4; rep++) {
		store_value("a", "bench=boot bbm=none", rep, "page_tables", "KiB", 4000 + rep);
		store_value("a", "bench=boot bbm=bbml2", rep, "page_tables", "KiB", 1000 + rep);
		store_value("a", "bench=boot bbm=none mem=4G", rep, "page_tables", "KiB", 9);
	}
	text = compare(EXIT_OK, "--select-a bbm=none --select-b bbm=bbml2");
	assert_mail(text);
	assert_has(text, "bbm                 differs, and is left out of account");
	assert_has(text, "in A and in B: 1 metrics\nonly in A: 1 metrics, 1 cells as a whole\n");
	assert_has(text, "any.on.k0 max el1 2G cpus 2\n");
	assert_has(text, "4:4 better\n");
	free(text);
	refuses("--select-a bench=boot --select-b bbm=bbml2", "selections must not overlap");
	refuses("--select-a bbm=none,bbm=bbml2 --select-b bbm=mixed", "nothing in common");
	refuses("--select-a bbm=non --select-b bbm=mixed", "bbm 'non' is not known");
}

/* No table with a realm in it may be read as if there were a real RMM. */
static void says_that_a_realm_is_emulated(void **state)
{
	char *text;

	(void)state;
	store_value("a", "bench=boot", 1, "x", "ns", 5);
	store_value("a", "bench=boot guest=realm", 1, "x", "ns", 6);
	store_value("b", "bench=boot guest=realm", 1, "x", "ns", 6);
	text = compare(EXIT_OK, "--select-a guest=plain --select-b guest=realm");
	assert_has(text, "   guest plain or realm (emulated RSI), as A and B say\n");
	free(text);
	text = compare(EXIT_OK, "");
	assert_has(text, "(emulated RSI)\n");
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		runs_test(names_what_has_no_pair),
		runs_test(another_kernel_is_compared),
		runs_test(refuses_to_mix),
		runs_test(refuses_another_clock),
		runs_test(refuses_another_version),
		runs_test(compares_selections_of_one_run),
		runs_test(says_that_a_realm_is_emulated),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

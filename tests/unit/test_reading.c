// SPDX-License-Identifier: GPL-2.0-only
/*
 * test_reading.c - what a report says of how it is to be read: its words, its example, and
 * what guests had of the host.
 */
#include "tests/unit/boots.h"
#include "tests/unit/stdout.h"
#include "host/record/meta.h"

static char *report(void)
{
	char *text;

	assert_int_equal(command_run(cmd_report, "", "--run @", &text), EXIT_OK);
	return text;
}

static void assert_has(const char *text, const char *part)
{
	if (!strstr(text, part))
		fail_msg("expected:\n%s\nin:\n%s", part, text);
}

static void assert_lacks(const char *text, const char *part)
{
	if (strstr(text, part))
		fail_msg("not expected:\n%s\nin:\n%s", part, text);
}

/* Who has only the report learns its words from it: those that it has, before it uses them. */
static void words(void **state)
{
	static const struct made_op first = {
		"ro.4k.first", "none", "\"latency\":{\"unit\":\"ns\",\"value\":1}",
	};
	char *text;

	(void)state;
	store_convert("bench=convert method=private hold=park", 1, "ns", 2000000, 0, 10, 1024);
	text = report();
	assert_has(text, "Maps: <BBML2 of the CPUs>.<rodata>.k<KFENCE's interval>.\n"
			 "Methods: private: edits from scratch tables.\n"
			 "Holds: park: in an identity map, TTBR1 empty.\n"
			 "Phases: held: from there to the release; total: all work, first scan "
			 "to\nlast freed table.\n\n== questions");
	assert_lacks(text, "<operation>.first");
	free(text);
	store_boot("bench=setmem", 1, &first, 1);
	text = report();
	assert_has(text, "<operation>.first: the first of a boot, or on pages not changed "
			 "before.\n");
	free(text);
}

/* All that there is, in lines that a mail has room for. */
static void all_words(void **state)
{
	static const char *const pairs[] = { "live/none", "upstream/spin", "bbm/mmuoff",
					     "private/park", "private-mmuoff/mmuoff", "swap/park" };
	char *text, *from, *to;
	size_t i, lines = 0;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(pairs); i++) {
		char *cell = xasprintf("bench=convert bbm=bbml2 method=%.*s hold=%s",
				       (int)strcspn(pairs[i], "/"), pairs[i],
				       strchr(pairs[i], '/') + 1);

		store_convert(cell, 1, "ns", 2000000, 0, 10, 1024);
		free(cell);
	}
	text = report();
	from = strstr(text, "\nMaps: ");
	to = strstr(text, "\n\n== questions");
	assert_non_null(from);
	assert_non_null(to);
	for (; from < to; from++)
		lines += *from == '\n';
	assert_in_range(lines, 6, 14);
	free(text);
}

/* Held is what others would wait where there is one CPU only. */
static void example_of_one_cpu(void **state)
{
	char *text;

	(void)state;
	store_convert("bench=convert method=swap hold=park", 1, "ns", 2000, 0, 10, 1024);
	text = report();
	assert_has(text, "so long did a conversion\nkeep the other CPUs from running.\n");
	free(text);
	store_convert("bench=convert method=swap hold=park cpus=1 clock=icount", 1, "insn", 224, 0,
		      10, 1024);
	text = report();
	assert_has(text, "the time under stop_machine(), in which other CPUs\nwould wait.\n");
	assert_lacks(text, "from running");
	free(text);
}

/* Said where guests had more CPUs than there are, and only there. */
static void contention(void **state)
{
	char *few[] = { "jobs:=2", "host_cpus:=4" }, *many[] = { "jobs:=2", "host_cpus:=3" };
	char *text;

	(void)state;
	store_convert("bench=convert method=private hold=park", 1, "ns", 2000000, 0, 10, 1024);
	assert_int_equal(meta_set(scratch, few, ARRAY_SIZE(few)), 0);
	text = report();
	assert_lacks(text, "Times are of guests");
	free(text);
	assert_int_equal(meta_set(scratch, many, ARRAY_SIZE(many)), 0);
	text = report();
	assert_has(text, "Times are of guests of up to 2 CPUs, 2 at a time, on 3 CPUs of the "
			 "host:\n"
			 "CPUs waited for each other, and tails are the host's.\n");
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		scratch_test(words),
		scratch_test(all_words),
		scratch_test(example_of_one_cpu),
		scratch_test(contention),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

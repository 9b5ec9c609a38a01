// SPDX-License-Identifier: GPL-2.0-only
/*
 * test_timeline_report.c - the tables of bench timeline, from made-up boots: costs for each
 * GiB, functions in the order in which they were entered, and nothing where nothing is known.
 */
#include "tests/unit/boots.h"
#include "tests/unit/stdout.h"

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

static char *event(int entry, int work)
{
	return xasprintf("\"calls\":{\"unit\":\"count\",\"value\":1},"
			 "\"entry\":{\"unit\":\"insn\",\"value\":%d},"
			 "\"work\":{\"unit\":\"insn\",\"value\":%d},"
			 "\"all_cpus\":{\"unit\":\"insn\",\"value\":%d},"
			 "\"monitor\":{\"unit\":\"insn\",\"value\":%d}", entry, work, 2 * work,
			 work / 100);
}

/* A boot with so many instructions in paging_init and the late split; 0: not called. */
static void store_timeline(const char *cell, int paging, int split)
{
	static const char entry[] = "\"entry\":{\"unit\":\"insn\",\"value\":%d}";
	struct made_op ops[] = {
		{ "init", "none", xasprintf(entry, 600000000) },
		{ "paging_init", "none", event(29000000, paging) },
		{ "map_mem", "none", event(29000100, paging - 50) },
		{ "start_kernel", "none", xasprintf(entry, 700000) },
		{ "linear_map_maybe_split_to_ptes", "none", event(120000000, split) },
	};
	size_t i;

	store_boot(cell, 1, ops, ARRAY_SIZE(ops) - !split);
	for (i = 0; i < ARRAY_SIZE(ops); i++)
		free((char *)ops[i].metrics);
}

static void tables(void **state)
{
	char *text;

	(void)state;
	store_timeline("bench=timeline", 8700000, 7);
	store_timeline("bench=timeline mem=8G", 35000000, 7);
	store_timeline("bench=timeline bbm=mixed mem=4G guest=realm", 400000, 25600000);
	store_timeline("bench=timeline bbm=bbml2", 200000, 0);
	text = report();
	assert_has(text,
		   "== timeline: mapping memory, 1000 instructions; all: max el1 cpus 2\n"
		   "   accel tcg, clock host, page 4k, guest plain, realm (emulated RSI)\n"
		   "   kernel 7.2.12-test\n\n"
		   "                     paging_init      late split      all CPUs  /init\n"
		   "                                 /GiB            /GiB     /GiB     at\n"
		   "none.on.k0 2G plain         8700 4350       0.01 0.00     0.01 600000\n"
		   "none.on.k0 8G plain        35000 4375       0.01 0.00     0.00 600000\n"
		   "bbml2.on.k0 2G plain         200  100          -    -        - 600000\n"
		   "mixed.on.k0 4G realm         400  100      25600 6400    12800 600000\n");
	assert_has(text,
		   "-- map none.on.k0, plain, cpu max, el 1, cpus 2\n"
		   "                                entry work\n"
		   "                                   2G   2G    8G\n"
		   "start_kernel                      700    -     -\n"
		   "paging_init                     29000 8700 35000\n"
		   "map_mem                         29000 8700 35000\n"
		   "linear_map_maybe_split_to_ptes 120000 0.01  0.01\n"
		   "init                           600000    -     -\n");
	assert_has(text,
		   "-- map mixed.on.k0, realm, cpu max, el 1, cpus 2\n"
		   "                                entry  work monitor\n"
		   "                                   4G    4G      4G\n");
	assert_has(text, "linear_map_maybe_split_to_ptes 120000 25600     256\n");
	free(text);
}

/* More sizes of memory than a page is wide for. */
static void many_sizes(void **state)
{
	static const char *const sizes[] = { "1G", "2G", "4G", "8G", "16G", "32G" };
	char *text;
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(sizes); i++) {
		char *cell = xasprintf("bench=timeline mem=%s", sizes[i]);

		store_timeline(cell, 1000000 * (i + 1), 7);
		free(cell);
	}
	text = report();
	assert_has(text, "none.on.k0 32G        6000  188       0.01 0.00     0.00 600000\n");
	assert_has(text, "paging_init                     29000 1000 2000 3000 4000\n");
	assert_has(text, "2 more sizes of memory: in the table above, and in export/");
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = { scratch_test(tables), scratch_test(many_sizes) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}

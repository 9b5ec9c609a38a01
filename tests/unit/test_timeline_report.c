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

static void assert_lacks(const char *text, const char *part)
{
	if (strstr(text, part))
		fail_msg("not expected:\n%s\nin:\n%s", part, text);
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

/* A boot with so many instructions in paging_init and the late split; 0: there was none. */
static void store_timeline(const char *cell, int rep, int paging, int split)
{
	static const char entry[] = "\"entry\":{\"unit\":\"insn\",\"value\":%d}";
	struct made_op ops[] = {
		{ "init", "none", xasprintf(entry, 600000000 + 6000000 * rep) },
		{ "paging_init", "none", event(29000000, paging) },
		{ "__map_memblock", "none", event(29000100, paging - 50) },
		{ "start_kernel", "none", xasprintf(entry, 700000) },
		{ "linear_map_maybe_split_to_ptes", "none", event(120000000, split ? split : 7) },
		{ "free_initmem", "none",
		  xasprintf("\"entry\":{\"unit\":\"insn\",\"value\":500000000},"
			    "\"others_calls\":{\"unit\":\"count\",\"value\":1},"
			    "\"others_work\":{\"unit\":\"insn\",\"value\":45000000}") },
		{ "linear_map_split_to_ptes", "none", event(121000000, split - 1000) },
	};
	size_t i;

	store_boot(cell, rep, ops, ARRAY_SIZE(ops) - !split);
	for (i = 0; i < ARRAY_SIZE(ops); i++)
		free((char *)ops[i].metrics);
}

static void costs(void **state)
{
	char *text;

	(void)state;
	store_timeline("bench=timeline", 1, 8700000, 0);
	store_timeline("bench=timeline", 2, 8700000, 0);
	store_timeline("bench=timeline mem=4G", 1, 17400000, 0);
	store_timeline("bench=timeline mem=8G", 1, 34800000, 0);
	store_timeline("bench=timeline bbm=mixed mem=2G guest=realm", 1, 400000, 12800000);
	store_timeline("bench=timeline bbm=mixed mem=4G guest=realm", 1, 400000, 25700000);
	store_timeline("bench=timeline bbm=bbml2", 1, 200000, 0);
	text = report();
	assert_has(text,
		   "== timeline: mapping memory, 1000 instructions\n"
		   "   accel tcg, clock host, page 4k, guest plain, realm (emulated RSI)\n"
		   "   kernel 7.2.12-test\n\n"
		   "                                              each\n"
		   "                  boots     2G     4G     8G   GiB\n"
		   "-- paging_init: the boot CPU, no other runs yet\n"
		   "none.on.k0 plain      1   8700  17400  34800  4350\n"
		   "bbml2.on.k0 plain     1    200      -      -     -\n"
		   "mixed.on.k0 realm     1    400    400      -  0.00\n"
		   "-- late split: the boot CPU in linear_map_maybe_split_to_ptes\n"
		   "mixed.on.k0 realm     1  12800  25700      -  6450\n"
		   "-- late split: all CPUs meanwhile\n"
		   "mixed.on.k0 realm     1  25600  51400      - 12900\n"
		   "-- /init: all CPUs, since reset\n"
		   "none.on.k0 plain      1 606000 606000 606000  0.00\n");
	assert_has(text, "boots of one guest differed by up to\n"
		   "    0.00 %  paging_init: the boot CPU, no other runs yet\n"
		   "    0.99 %  /init: all CPUs, since reset\n");
	assert_lacks(text, "not measured in this run\nwith more");
	assert_lacks(text, "monitor's counters");
	free(text);
}

static void moments(void **state)
{
	char *text;

	(void)state;
	store_timeline("bench=timeline", 1, 8700000, 0);
	store_timeline("bench=timeline mem=8G", 1, 35000000, 0);
	store_timeline("bench=timeline bbm=mixed mem=4G guest=realm", 1, 400000, 25600000);
	text = report();
	assert_has(text,
		   "-- map none.on.k0, plain, cpu max, el 1, cpus 2, 1 boot a size\n"
		   "                                entry   work\n"
		   "                                   2G     2G     8G\n"
		   "start_kernel                      700      -      -\n"
		   "paging_init                     29000   8700  35000\n"
		   "__map_memblock                  29000   8700  35000\n"
		   "linear_map_maybe_split_to_ptes 120000   0.01   0.01\n"
		   "free_initmem                   500000 45000* 45000*\n"
		   "init                           606000      -      -\n");
	assert_has(text,
		   "-- map mixed.on.k0, realm, cpu max, el 1, cpus 2, 1 boot a size\n"
		   "                                entry   work monitor\n"
		   "                                   4G     4G      4G\n");
	assert_has(text, "linear_map_maybe_split_to_ptes 120000  25600     256\n");
	assert_has(text, "boots of one guest differed by up to: not measured in this run\n");
	free(text);
}

/* More sizes of memory than a page is wide for: the slope has them all. */
static void many_sizes(void **state)
{
	static const char *const sizes[] = { "32G", "1G", "4G", "8G", "16G", "2G" };
	char *text;
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(sizes); i++) {
		char *cell = xasprintf("bench=timeline mem=%s", sizes[i]);

		store_timeline(cell, 1, 1000000 * (atoi(sizes[i]) + 1), 0);
		free(cell);
	}
	text = report();
	assert_has(text, "none.on.k0 plain     1   2000   3000   5000   9000 1000\n");
	assert_has(text, "paging_init                     29000   2000   3000   5000   9000\n");
	assert_has(text, "2 more sizes of memory: in export/timeline.tsv");
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		scratch_test(costs), scratch_test(moments), scratch_test(many_sizes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

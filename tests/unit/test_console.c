// SPDX-License-Identifier: GPL-2.0-only
/*
 * test_console.c - what in a kernel log is bad, and what only looks like it.
 */
#include "tests/unit/unit.h"
#include "host/collect/console.h"

static void finds_bad_lines(void **state)
{
	static const char *const bad[] = {
		"Kernel panic - not syncing: Fatal exception",
		"Internal error: Oops: 96000004 [#1]",
		"Oops: 0000", "Unable to handle kernel paging request at virtual address 0",
		"BUG: sleeping function called from invalid context",
		"kernel BUG at mm/slub.c:1!",
		"WARNING: CPU: 0 PID: 1 at arch/arm64/mm/pageattr.c:57",
		"Call trace:", "rcu: INFO: rcu_sched self-detected stall on CPU",
		"rcu: INFO: rcu_sched detected stalls on CPUs/tasks:",
		"watchdog: BUG: soft lockup - CPU#0 stuck for 26s!",
		"INFO: task init:1 blocked for more than 120 seconds.",
		"virtio-pci 0000:00:01.0: swiotlb buffer is full (sz: 4096 bytes), "
		"total 128 (slots), used 128 (slots)",
	};
	struct console_hit hit;
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(bad); i++) {
		char *log = xasprintf("[    0.000000] Booting Linux\r\n[    1.234567] %s\r\nmore\n",
				      bad[i]);

		if (!console_scan(log, strlen(log), true, &hit))
			fail_msg("'%s' was not found", bad[i]);
		assert_int_equal(hit.line, 2);
		assert_string_equal(hit.text, bad[i]);
		free(log);
	}
}

static void leaves_good_lines(void **state)
{
	static const char log[] =
		"[    0.000000] Kernel command line: panic=-1 oops=panic sf.test=BUG: WARNING:\n"
		"[    0.000000] Unknown kernel command line parameters \"sf.test=Oops\"\n"
		"[    0.1] Warning: unable to open an initial console\n"
		"[    0.2] splitfold: loading out-of-tree module taints kernel.\n"
		"debug: nothing\n"
		"reboot: Power down";
	struct console_hit hit;

	(void)state;
	assert_int_equal(console_scan(log, strlen(log), true, &hit), 0);
	assert_int_equal(console_scan("", 0, true, &hit), 0);
}

static void first_one_counts(void **state)
{
	static const char log[] = "WARNING: a\nKernel panic - b\n";
	struct console_hit hit;

	(void)state;
	assert_int_equal(console_scan(log, strlen(log), true, &hit), 1);
	assert_string_equal(hit.text, "WARNING: a");
	assert_string_equal(hit.what, "a warning");
}

static void survives_what_guests_print(void **state)
{
	static const char log[] = "\0\0\xff\xfe\n[[[[\n]\n[x\n<4>\n\x1b[31m\0BUG:\x07 x\n";
	struct console_hit hit;
	struct pile pile = { 0 };
	int i;

	(void)state;
	assert_int_equal(console_scan(log, sizeof(log) - 1, true, &hit), 1);
	assert_int_equal(hit.line, 6);
	for (i = 0; i < 5000; i++)
		pile_puts(&pile, "x");
	pile_puts(&pile, " WARNING: far out\nWARNING: near\n");
	assert_int_equal(console_scan(pile.text, pile.len, true, &hit), 1);
	assert_string_equal(hit.text, "WARNING: near");
	pile_free(&pile);
}

static void stamps_are_cut(void **state)
{
	static const char log[] = "<4>[    1.000000][    T1] WARNING: x\n";
	struct console_hit hit;

	(void)state;
	assert_int_equal(console_scan(log, strlen(log), true, &hit), 1);
	assert_string_equal(hit.text, "WARNING: x");
}

/* What a kernel goes on after can be what a benchmark is about. */
static void survivable_lines_can_be_passed_over(void **state)
{
	static const char log[] = "WARNING: a\nCall trace:\nBUG: Bad page state\n"
				  "BUG: soft lockup - CPU#0 stuck\n";
	struct console_hit hit;

	(void)state;
	assert_int_equal(console_scan(log, strlen(log), false, &hit), 1);
	assert_int_equal(hit.line, 4);
	assert_string_equal(hit.what, "a soft lockup");
	assert_int_equal(console_scan(log, strstr(log, "BUG: soft") - log, false, &hit), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(finds_bad_lines), cmocka_unit_test(leaves_good_lines),
		cmocka_unit_test(first_one_counts), cmocka_unit_test(survives_what_guests_print),
		cmocka_unit_test(stamps_are_cut),
		cmocka_unit_test(survivable_lines_can_be_passed_over),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

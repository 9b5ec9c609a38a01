// SPDX-License-Identifier: GPL-2.0-only
/*
 * test_collect_realm.c - boots of realms and of what cannot be one, and of guests whose
 * failing is what is measured.
 */
#include "tests/unit/collected.h"

/* How a boot goes wrong is what bench outcome measures, until the kernel is broken. */
static void warning_is_an_outcome(void **state)
{
	static const char log[] = "WARNING: a\nCall trace:\nInternal error: Oops: 1\n";
	struct outcome o = { .c = { .wall_ms = -1, .console = log,
				    .console_len = strlen("WARNING: a\nCall trace:\n") } };
	struct pile pile = { 0 };

	(void)state;
	hello_frame(&pile, "outcome", 2, 4);
	pile_frame(&pile, "{\"type\":\"record\",\"bench\":\"outcome\",\"op\":\"mended\","
		   "\"strategy\":\"split\",\"method\":\"private\",\"hold\":\"park\","
		   "\"status\":\"ok\",\"reason\":\"\",\"log\":[\"WARNING: a\",\"nvme: b\"],"
		   "\"metrics\":{\"sharing\":{\"unit\":\"bool\",\"value\":1}}}");
	bye_frame(&pile, 1, "ok");
	run_collect_of(&o, "bench=outcome", &pile);
	assert_int_equal(o.c.status, STATUS_OK);
	assert_int_equal(o.line[1].nr_log, 2);
	assert_string_equal(o.line[1].log[0], "WARNING: a");
	assert_string_equal(o.line[1].cell.value[AXIS_METHOD], "private");
	outcome_free(&o);
	o.c = (struct collect){ .wall_ms = -1, .console = log, .console_len = sizeof(log) - 1 };
	run_collect_of(&o, "bench=outcome", &pile);
	assert_int_equal(o.c.status, STATUS_FAIL);
	outcome_free(&o);
	pile_free(&pile);
}

/* What was not made is skipped with its reason; what came of it all the same is judged. */
static void guests_not_made(void **state)
{
	struct outcome o = { .c = { .wall_ms = -1, .dead = "no arm64_rsi_init in this kernel",
				    .dead_status = STATUS_SKIP } };
	struct pile pile = { 0 };

	(void)state;
	run_collect_of(&o, "bench=null guest=realm", &pile);
	assert_int_equal(o.c.status, STATUS_SKIP);
	assert_string_equal(o.c.reason, "no arm64_rsi_init in this kernel");
	assert_int_equal(o.nr, 1);
	outcome_free(&o);
	o.c = (struct collect){ .wall_ms = -1, .dead = "x", .dead_status = STATUS_SKIP };
	hello_frame(&pile, "null", 2, 4);
	record_frame(&pile, "null", "null", "none", "none/none", "");
	run_collect_of(&o, "bench=null", &pile);
	assert_int_equal(o.c.status, STATUS_FAIL);
	outcome_free(&o);
	pile_free(&pile);
}

/* A guest says itself whether it is a realm. */
static void realms_are_realms(void **state)
{
	static const struct {
		const char *cell, *realm, *reason;
	} cases[] = {
		{ "bench=null", "false", "" },
		{ "bench=null", "true", "guest: the plan says plain, the guest is a realm" },
		{ "bench=null guest=realm", "true", "" },
		{ "bench=null guest=realm", "false",
		  "guest: the plan says realm, the guest is no realm" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		struct outcome o = { .c.wall_ms = -1 };
		struct pile pile = { 0 };
		char *hello = xasprintf("{\"type\":\"hello\",\"proto\":1,\"kernel\":\"k\","
					"\"arch\":\"aarch64\",\"cpus\":2,\"page_kib\":4,"
					"\"mem_mib\":1960,\"realm\":%s,\"bench\":\"null\","
					"\"cmdline\":\"\"}", cases[i].realm);

		pile_frame(&pile, hello);
		record_frame(&pile, "null", "null", "none", "none/none", "");
		bye_frame(&pile, 1, "ok");
		run_collect_of(&o, cases[i].cell, &pile);
		assert_string_equal(o.c.reason, cases[i].reason);
		outcome_free(&o);
		pile_free(&pile);
		free(hello);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(warning_is_an_outcome), cmocka_unit_test(guests_not_made),
		cmocka_unit_test(realms_are_realms),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * test_callers.c - qemu/plugin/callers.c: which calls are kept, in which window of a boot they
 * fall, and which function they came from.
 */
#include "tests/unit/unit.h"
#include "qemu/plugin/callers.h"

static struct callers callers;
static char error[256];

enum { START, ALLOCATOR, SECONDARIES, FINAL, SHARE };

static const struct events events = {
	.event = {
		[START] = { .name = "start" },
		[ALLOCATOR] = { .name = "allocator", .ends = 1 + PLUGIN_WINDOW_EARLY },
		[SECONDARIES] = { .name = "secondaries", .ends = 1 + PLUGIN_WINDOW_ALONE },
		[FINAL] = { .name = "final", .ends = 1 + PLUGIN_WINDOW_ONLINING },
		[SHARE] = { .name = "share", .called = "share" },
	},
	.nr = 5,
};

static unsigned int entry(unsigned int event, uint64_t from)
{
	static const uint64_t arg[] = { 0xffff000000200000, 16 };

	return callers_entry(&callers, &events, event, from, arg);
}

static void windows(void **state)
{
	static const unsigned int order[] = {
		START, SHARE, ALLOCATOR, SHARE, SHARE, SECONDARIES, FINAL, SHARE, ALLOCATOR, SHARE,
	};
	static const uint64_t expected[] = {
		PLUGIN_WINDOW_EARLY, PLUGIN_WINDOW_ALONE, PLUGIN_WINDOW_ALONE,
		PLUGIN_WINDOW_FINAL, PLUGIN_WINDOW_FINAL,
	};
	size_t i;

	(void)state;
	memset(&callers, 0, sizeof(callers));
	for (i = 0; i < ARRAY_SIZE(order); i++)
		assert_int_equal(entry(order[i], 0x1004) == CALL_NONE, order[i] != SHARE);
	assert_int_equal(callers.nr, ARRAY_SIZE(expected));
	for (i = 0; i < callers.nr; i++)
		assert_int_equal(callers.call[i].column[PLUGIN_CALL_WINDOW], expected[i]);
	assert_int_equal(callers.call[0].column[PLUGIN_CALL_EVENT], SHARE);
	assert_int_equal(callers.call[0].column[PLUGIN_CALL_ARG0], 0xffff000000200000);
	assert_int_equal(callers.call[0].column[PLUGIN_CALL_ARG1], 16);
}

static void returned(void **state)
{
	(void)state;
	memset(&callers, 0, sizeof(callers));
	entry(SHARE, 0x1004);
	entry(SHARE, 0x1004);
	callers_returned(&callers, 1, 300);
	callers_returned(&callers, CALL_NONE, 500);
	assert_int_equal(callers.call[0].column[PLUGIN_CALL_RETURNED], 0);
	assert_int_equal(callers.call[1].column[PLUGIN_CALL_RETURNED], 1);
	assert_int_equal(callers.call[1].column[PLUGIN_CALL_WORK], 300);
}

static void named(void **state)
{
	static const char symbols[] =
		"0000000000001000 T first\n"
		"0000000000001000 t alias\n"
		"0000000000002000 d data\n"
		"0000000000002010 t $x\n"
		"0000000000004000 T __end\n"
		"0000000000003000 t second.part.0\n";
	static const struct {
		uint64_t from;
		const char *caller;
	} calls[] = {
		{ 0x1004, "first" }, { 0x2ffc, "first" },
		/* The last instruction of first is a call: it returns to where second begins. */
		{ 0x3000, "first" }, { 0x3004, "second.part.0" },
		{ 0x1000, "?" }, { 0x4004, "?" },
	};
	size_t i;

	(void)state;
	memset(&callers, 0, sizeof(callers));
	for (i = 0; i < ARRAY_SIZE(calls); i++)
		entry(SHARE, calls[i].from);
	scratch_write("symbols", symbols, strlen(symbols));
	assert_int_equal(callers_name(&callers, scratch_path("symbols"), error, sizeof(error)), 0);
	for (i = 0; i < ARRAY_SIZE(calls); i++)
		assert_string_equal(callers.call[i].caller, calls[i].caller);
	/* Those that came later are named later; what is named is not looked for again. */
	entry(SHARE, 0x1008);
	assert_int_equal(callers_name(&callers, scratch_path("symbols"), error, sizeof(error)), 0);
	assert_string_equal(callers.call[i].caller, "first");
	assert_int_equal(callers_name(&callers, "/nonexistent", error, sizeof(error)), 0);
	entry(SHARE, 0x1008);
	assert_int_equal(callers_name(&callers, "/nonexistent", error, sizeof(error)), -1);
	assert_string_equal(error, "/nonexistent: No such file or directory");
}

static void full(void **state)
{
	unsigned int i;

	(void)state;
	memset(&callers, 0, sizeof(callers));
	for (i = 0; i < CALLS_MAX; i++)
		assert_int_equal(entry(SHARE, 0x1004), i);
	assert_int_equal(entry(SHARE, 0x1004), CALL_NONE);
	assert_int_equal(callers.nr, CALLS_MAX);
	callers_returned(&callers, CALL_NONE, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(windows),
		cmocka_unit_test(returned),
		scratch_test(named),
		cmocka_unit_test(full),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * test_selector.c - the EXPR of --only.
 */
#include "tests/unit/unit.h"
#include "host/cell/selector.h"

static bool match(const char *expr, const char *axes_text)
{
	struct selector *selector = selector_parse(expr);
	struct plan_boot boot = make_boot(axes_text, 1);
	bool matches;

	assert_non_null(selector);
	matches = selector_match(selector, &boot.cell, boot.name);
	selector_free(selector);
	return matches;
}

static void conditions(void **state)
{
	(void)state;
	assert_true(match("bench=null", "bench=null"));
	assert_false(match("bench=null", "bench=boot"));
	assert_true(match("bench!=null", "bench=boot"));
	assert_true(match("mem=2G", "mem=2048M"));
	assert_true(match("mem_mib=2048", "mem=2G"));
	assert_true(match("page=4k", "bench=null"));
	assert_true(match("null-*", "bench=null"));
	assert_false(match("null", "bench=null"));
}

static void and_binds_before_or(void **state)
{
	(void)state;
	assert_true(match("bench=null+cpus=1,bench=boot", "bench=boot cpus=4"));
	assert_true(match("bench=null+cpus=1,bench=boot", "bench=null cpus=1"));
	assert_false(match("bench=null+cpus=1,bench=boot", "bench=null cpus=4"));
	assert_false(match("bench=boot,bench=null+cpus=1", "bench=null cpus=4"));
	assert_true(match("*-icount+cpus=1", "clock=icount cpus=1"));
	assert_false(match("*-icount+cpus=1", "clock=host cpus=1"));
}

static void errors(void **state)
{
	static const struct {
		const char *expr, *said;
	} bad[] = {
		{ "bnch=null", "axis 'bnch' is not known; did you mean 'bench'?" },
		{ "bench=nul", "bench 'nul' is not known; expected one of null, boot" },
		{ "cpus=9", "cpus '9' is not known; expected a number from 1 to 8" },
		{ "", "an empty condition" },
		{ "bench=null,", "an empty condition" },
		{ "bench=null++cpus=1", "an empty condition" },
		{ "=null", "axis '' is not known" },
		{ "!=null", "axis '' is not known" },
		{ "reps=2", "axis 'reps' is not known" },
	};
	char huge[SELECTOR_TEXT_MAX + 2];
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(bad); i++) {
		said_start();
		assert_null(selector_parse(bad[i].expr));
		assert_said(bad[i].said);
	}
	memset(huge, 'x', sizeof(huge) - 1);
	huge[sizeof(huge) - 1] = '\0';
	said_start();
	assert_null(selector_parse(huge));
	assert_said("longer than");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(conditions), cmocka_unit_test(and_binds_before_or),
		cmocka_unit_test(errors),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * test_text.c - words and numbers: what is refused matters more than what is read.
 */
#include "tests/unit/unit.h"
#include "host/base/text.h"

static void numbers(void **state)
{
	static const char *const bad[] = { "", "-1", "+1", " 1", "1 ", "1.0", "0x10", "1e3",
					   "9223372036854775808", "99999999999999999999999" };
	int64_t out = 42;
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(bad); i++)
		assert_int_equal(text_to_int(bad[i], 0, INT64_MAX, &out), -1);
	assert_int_equal(out, 42);
	assert_int_equal(text_to_int("9223372036854775807", 0, INT64_MAX, &out), 0);
	assert_true(out == INT64_MAX);
	assert_int_equal(text_to_int("9", 1, 8, &out), -1);
	assert_int_equal(text_to_int("0", 1, 8, &out), -1);
	assert_int_equal(text_to_int("8", 1, 8, &out), 0);
	assert_int_equal(out, 8);
}

static void names(void **state)
{
	(void)state;
	assert_true(text_is_name("split.first-4k_x", 16));
	assert_false(text_is_name("split.first-4k_x", 15));
	assert_false(text_is_name("", 16));
	assert_false(text_is_name("a/b", 16));
	assert_false(text_is_name("a b", 16));
	assert_false(text_is_name("a\xc3\xa4", 16));
}

static void pieces(void **state)
{
	char text[] = "a,,b";
	char *rest = text;

	(void)state;
	assert_string_equal(text_next(&rest, ','), "a");
	assert_string_equal(text_next(&rest, ','), "");
	assert_string_equal(text_next(&rest, ','), "b");
	assert_null(text_next(&rest, ','));
}

static void trims(void **state)
{
	char text[] = " \t x y\r\n", blank[] = "  ";

	(void)state;
	assert_string_equal(text_trim(text), "x y");
	assert_string_equal(text_trim(blank), "");
}

static void nearest(void **state)
{
	static const char *const words[] = { "method", "hold", "mem", "cpus" };
	static const char *const el[] = { "el" };

	(void)state;
	assert_string_equal(text_nearest("mehtod", words, 4), "method");
	assert_string_equal(text_nearest("cpu", words, 4), "cpus");
	assert_string_equal(text_nearest("men", words, 4), "mem");
	/* two letters swapped are one slip, not two */
	assert_string_equal(text_nearest("le", el, 1), "el");
	assert_null(text_nearest("entirely-different", words, 4));
	assert_null(text_nearest("", words, 4));
}

static void globs(void **state)
{
	(void)state;
	assert_true(text_glob("null-*", "null-none.on.k0"));
	assert_true(text_glob("*-icount", "a-b-icount"));
	assert_true(text_glob("*", ""));
	assert_true(text_glob("a*b*c", "axxbyyc"));
	assert_true(text_glob("a?c", "abc"));
	assert_false(text_glob("a?c", "ac"));
	assert_false(text_glob("null", "null-"));
	assert_false(text_glob("*x", "xy"));
	assert_false(text_glob("", "x"));
	/* would take for ever if every * were tried with every length */
	assert_false(text_glob("*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*b",
			       "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"));
}

static void copies(void **state)
{
	char out[4] = "old", dirty[] = "a\x1b[31m\xff";

	(void)state;
	assert_int_equal(text_copy(out, sizeof(out), "abcd"), -1);
	assert_string_equal(out, "");
	assert_int_equal(text_copy(out, sizeof(out), "abc"), 0);
	assert_string_equal(out, "abc");
	text_printable(dirty);
	assert_string_equal(dirty, "a?[31m?");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers), cmocka_unit_test(names), cmocka_unit_test(pieces),
		cmocka_unit_test(trims), cmocka_unit_test(nearest), cmocka_unit_test(globs),
		cmocka_unit_test(copies),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

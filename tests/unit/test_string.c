// SPDX-License-Identifier: GPL-2.0-only
/*
 * test_string.c - realm/string.c beside the C library's functions: the same arguments, the
 * same result and the same memory.
 */
#include "tests/unit/realm_fake.h"
#include "tests/unit/unit.h"

/* Under names of their own, or they would take the library's place here. */
#define memcpy			monitor_memcpy
#define memmove			monitor_memmove
#define memset			monitor_memset
#define memcmp			monitor_memcmp
#define memchr			monitor_memchr
#define strlen			monitor_strlen
#define strnlen			monitor_strnlen
#define strchr			monitor_strchr
#define strrchr			monitor_strrchr
#define strcmp			monitor_strcmp
#define __stack_chk_guard	monitor_stack_chk_guard
#define __stack_chk_fail	monitor_stack_chk_fail
#include "realm/string.c"
#undef memcpy
#undef memmove
#undef memset
#undef memcmp
#undef memchr
#undef strlen
#undef strnlen
#undef strchr
#undef strrchr
#undef strcmp

#define BYTES	24

static char ours[BYTES], theirs[BYTES];

static void bytes_make(void)
{
	int i;

	for (i = 0; i < BYTES; i++)
		ours[i] = theirs[i] = 'a' + i;
}

/* All starts and sizes that fit. */
static void moves(void **state)
{
	size_t to, from, size;

	(void)state;
	for (to = 0; to < BYTES; to++) {
		for (from = 0; from < BYTES; from++) {
			for (size = 0; size + (to > from ? to : from) <= BYTES; size++) {
				bytes_make();
				assert_ptr_equal(monitor_memmove(ours + to, ours + from, size),
						 ours + to);
				memmove(theirs + to, theirs + from, size);
				assert_memory_equal(ours, theirs, BYTES);
			}
		}
	}
}

static void copies_and_sets(void **state)
{
	static const char digits[] = "0123456789abcdefghijklmn";
	size_t at, size;

	(void)state;
	for (at = 0; at < BYTES; at++) {
		for (size = 0; at + size <= BYTES; size++) {
			bytes_make();
			assert_ptr_equal(monitor_memset(ours + at, 0x1fe, size), ours + at);
			memset(theirs + at, 0xfe, size);
			assert_memory_equal(ours, theirs, BYTES);
			assert_ptr_equal(monitor_memcpy(ours + at, digits, size), ours + at);
			memcpy(theirs + at, digits, size);
			assert_memory_equal(ours, theirs, BYTES);
		}
	}
}

static int sign(int n)
{
	return (n > 0) - (n < 0);
}

static void compares(void **state)
{
	static const char *const texts[] = { "", "a", "b", "ab", "abc", "abd", "ab\xff", "\xff" };
	size_t i, j, size;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(texts); i++) {
		for (j = 0; j < ARRAY_SIZE(texts); j++) {
			assert_int_equal(sign(monitor_strcmp(texts[i], texts[j])),
					 sign(strcmp(texts[i], texts[j])));
			size = strnlen(texts[i], strlen(texts[j]));
			assert_int_equal(sign(monitor_memcmp(texts[i], texts[j], size)),
					 sign(memcmp(texts[i], texts[j], size)));
		}
	}
}

static void searches(void **state)
{
	static const char text[] = "abcabc\xff";
	size_t max;
	int c;

	(void)state;
	assert_int_equal(monitor_strlen(text), strlen(text));
	assert_int_equal(monitor_strlen(""), 0);
	for (max = 0; max <= sizeof(text); max++)
		assert_int_equal(monitor_strnlen(text, max), strnlen(text, max));
	for (c = 0; c < 256; c++) {
		assert_ptr_equal(monitor_strchr(text, c), strchr(text, c));
		assert_ptr_equal(monitor_strrchr(text, c), strrchr(text, c));
		for (max = 0; max <= sizeof(text); max++)
			assert_ptr_equal(monitor_memchr(text, c, max), memchr(text, c, max));
	}
}

static void overrun(void *arg)
{
	(void)arg;
	monitor_stack_chk_fail();
}

static void stack_overrun(void **state)
{
	(void)state;
	assert_true(fake_catch(overrun, NULL));
	assert_non_null(strstr(fake.said, "stack was overrun"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(moves),
		cmocka_unit_test(copies_and_sets),
		cmocka_unit_test(compares),
		cmocka_unit_test(searches),
		cmocka_unit_test(stack_overrun),
	};

	return cmocka_run_group_tests_name("string", tests, NULL, NULL);
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * test_meta.c - meta.json: keys are set, replaced and kept.
 */
#include "tests/unit/unit.h"
#include "host/record/meta.h"

static void sets_and_replaces(void **state)
{
	char *first[] = { "run=r1", "jobs:=2", "argv=-M virt \"x\" \\ \xff" };
	char *second[] = { "jobs:=4", "seed=7", "empty=" };
	char *text;

	(void)state;
	assert_int_equal(meta_set(scratch, first, 3), 0);
	assert_int_equal(meta_set(scratch, second, 3), 0);
	text = scratch_read(META_FILE);
	assert_non_null(strstr(text, "{\n  \"run\": \"r1\",\n  \"jobs\": 4,\n  \"argv\": \"-M virt "
				     "\\\"x\\\" \\\\ "));
	assert_non_null(strstr(text, "\"seed\": \"7\",\n  \"empty\": \"\"\n}\n"));
	free(text);
}

static void bad_pairs_change_nothing(void **state)
{
	static char *const bad[] = { "x", "=y", "a b=c", ":=1", "n:=1.5", "n:=", "n:=x" };
	char *good[] = { "a=1" }, *text;
	size_t i;

	(void)state;
	assert_int_equal(meta_set(scratch, good, 1), 0);
	for (i = 0; i < ARRAY_SIZE(bad); i++) {
		char *pairs[] = { "b=2", bad[i] };

		said_start();
		assert_int_equal(meta_set(scratch, pairs, 2), -1);
		assert_said("meta: ");
	}
	text = scratch_read(META_FILE);
	assert_string_equal(text, "{\n  \"a\": \"1\"\n}\n");
	free(text);
}

static void damaged_file_is_not_overwritten(void **state)
{
	char *pairs[] = { "a=1" }, *text;

	(void)state;
	scratch_write(META_FILE, "{\"half\":", 8);
	said_start();
	assert_int_equal(meta_set(scratch, pairs, 1), -1);
	assert_said("meta.json: no JSON");
	text = scratch_read(META_FILE);
	assert_string_equal(text, "{\"half\":");
	free(text);
}

static void add_key(const char *key, const char *value, void *arg)
{
	struct pile *pile = arg;

	pile_puts(pile, key);
	pile_puts(pile, "=");
	pile_puts(pile, value);
	pile_puts(pile, ";");
}

static void reads_back(void **state)
{
	static const char text[] = "{\"a\":\"x\",\"n\":5,\"list\":[1],\"null\":null}";
	struct pile pile = { 0 };

	(void)state;
	pile_puts(&pile, "");
	assert_int_equal(meta_each(scratch, add_key, &pile), 0);
	assert_string_equal(pile.text, "");
	scratch_write(META_FILE, text, strlen(text));
	assert_int_equal(meta_each(scratch, add_key, &pile), 0);
	assert_string_equal(pile.text, "a=x;n=5;");
	pile_free(&pile);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		scratch_test(sets_and_replaces),
		scratch_test(bad_pairs_change_nothing),
		scratch_test(damaged_file_is_not_overwritten),
		scratch_test(reads_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

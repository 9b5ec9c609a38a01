// SPDX-License-Identifier: GPL-2.0-only
/*
 * test_table.c - tables as text: as wide as what is in them, and what is done where a page
 * is not wide enough.
 */
#include "tests/unit/unit.h"
#include "host/report/table.h"

#define LABEL	"a label of forty-six characters, as some cells"
#define NUMBER	"9223372036854775807"

static const struct table_column columns[] = {
	{ "", "name", 1 }, { "held", "p50", 0 }, { "", "max", 0 }, { "", "by", 1 },
};

static char *printed(const char *label, const char *number)
{
	struct table *table = table_new(columns, ARRAY_SIZE(columns));
	char *text = NULL;
	size_t len;
	FILE *stream = open_memstream(&text, &len);

	table_heading(table, "-- a heading");
	table_row(table);
	table_put(table, "%s", label);
	table_put(table, "%s", number);
	table_put(table, "%s", number);
	table_row(table);
	table_put(table, "short");
	table_put(table, "2");
	table_put(table, "3");
	table_put(table, "4");
	table_print(table, stream);
	table_free(table);
	fclose(stream);
	return text;
}

static void assert_printed(const char *label, const char *number, const char *expected)
{
	char *text = printed(label, number);

	assert_string_equal(text, expected);
	free(text);
}

static void fits(void **state)
{
	(void)state;
	assert_printed("long label", "1000",
		       "           held\n"
		       "name        p50  max by\n"
		       "-- a heading\n"
		       "long label 1000 1000\n"
		       "short         2    3 4\n");
}

/* Only the label is too long: it has a line of its own, and the columns stay. */
static void long_label(void **state)
{
	(void)state;
	assert_printed(LABEL, "1000000000",
		       "                                                     held\n"
		       "name                                                  p50        max by\n"
		       "-- a heading\n"
		       LABEL " 1000000000 1000000000\n"
		       "short                                                   2          3 4\n");
	assert_printed(LABEL " have", "1000000000",
		       "                                                      held\n"
		       "name                                                   p50        max by\n"
		       "-- a heading\n"
		       LABEL " have" "\n"
		       "                                                1000000000 1000000000\n"
		       "short                                                    2          3 4\n");
}

/* No label is short enough for such numbers. */
static void long_numbers(void **state)
{
	(void)state;
	assert_printed("label", NUMBER "0000000000000000",
		       "-- a heading\n"
		       "label\n"
		       "    held p50: " NUMBER "0000000000000000\n"
		       "    max: " NUMBER "0000000000000000\n"
		       "short\n    held p50: 2\n    max: 3\n    by: 4\n");
}

static void folds(void **state)
{
	char *text = NULL;
	size_t len;
	FILE *stream = open_memstream(&text, &len);

	(void)state;
	table_fold(stream, 4, LABEL " " LABEL);
	fclose(stream);
	assert_string_equal(text, LABEL " a label of forty-six\n    characters, as some cells\n");
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(fits), cmocka_unit_test(long_label),
		cmocka_unit_test(long_numbers), cmocka_unit_test(folds),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

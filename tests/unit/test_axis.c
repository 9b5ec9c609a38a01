// SPDX-License-Identifier: GPL-2.0-only
/*
 * test_axis.c - the table of axes: it is consistent, and reads what it should.
 */
#include "tests/unit/unit.h"

static void table_is_consistent(void **state)
{
	char out[AXIS_TEXT_MAX];
	int i, k;

	(void)state;
	for (i = 0; i < AXIS_NR; i++) {
		assert_non_null(axes[i].key);
		assert_non_null(axes[i].field);
		assert_non_null(axes[i].help);
		assert_int_equal(axis_parse(&axes[i], axes[i].preset, out), 0);
		assert_string_equal(out, axes[i].preset);
		assert_true(axes[i].kind != AXIS_WORD || axes[i].values);
		for (k = 0; k < i; k++) {
			assert_string_not_equal(axes[i].key, axes[k].key);
			assert_string_not_equal(axes[i].field, axes[k].field);
			assert_int_not_equal(axes[i].name.rank, axes[k].name.rank);
		}
		assert_ptr_equal(axis_find(axes[i].key), &axes[i]);
		assert_ptr_equal(axis_find(axes[i].field), &axes[i]);
	}
	assert_null(axis_find("mehtod"));
}

static void reads_values(void **state)
{
	static const struct {
		enum axis_id id;
		const char *text, *out;	/* NULL: refused */
	} cases[] = {
		{ AXIS_MEM, "2G", "2048" }, { AXIS_MEM, "512M", "512" },
		{ AXIS_MEM, "4g", "4096" }, { AXIS_MEM, "2048", "2048" },
		{ AXIS_MEM, "G", NULL }, { AXIS_MEM, "2T", NULL }, { AXIS_MEM, "1M", NULL },
		{ AXIS_MEM, "9999999999G", NULL }, { AXIS_MEM, "", NULL },
		{ AXIS_PAGE, "4k", "4" }, { AXIS_PAGE, "16", "16" }, { AXIS_PAGE, "8k", NULL },
		{ AXIS_PAGE, "k", NULL },
		{ AXIS_CPUS, "8", "8" }, { AXIS_CPUS, "9", NULL }, { AXIS_CPUS, "0", NULL },
		{ AXIS_CPUS, "02", "2" },
		{ AXIS_KFENCE, "0", "0" }, { AXIS_KFENCE, "100000", "100000" },
		{ AXIS_KFENCE, "100001", NULL }, { AXIS_KFENCE, "-1", NULL },
		{ AXIS_RODATA, "noalias", "noalias" }, { AXIS_RODATA, "full", NULL },
		{ AXIS_GUEST, "plain", "plain" }, { AXIS_GUEST, "realm", "realm" },
		{ AXIS_GUEST, "relam", NULL }, { AXIS_BBM, "mixed", "mixed" },
		{ AXIS_DEVICES, "yes", "yes" }, { AXIS_DEVICES, "1", NULL },
		{ AXIS_KERNEL, "/srv/linux", "/srv/linux" }, { AXIS_KERNEL, "-x", NULL },
		{ AXIS_KERNEL, "a b", NULL }, { AXIS_KERNEL, "a,b", NULL },
		{ AXIS_KERNEL, "7.2.12+deb13-cloud-arm64", "7.2.12+deb13-cloud-arm64" },
	};
	char out[AXIS_TEXT_MAX];
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		int err = axis_parse(&axes[cases[i].id], cases[i].text, out);

		if (err != (cases[i].out ? 0 : -1))
			fail_msg("%s '%s': %d", axes[cases[i].id].key, cases[i].text, err);
		assert_string_equal(out, cases[i].out ? cases[i].out : "");
	}
}

static void long_values_are_refused(void **state)
{
	char text[AXIS_TEXT_MAX + 1], out[AXIS_TEXT_MAX];
	int i;

	(void)state;
	memset(text, '1', AXIS_TEXT_MAX);
	text[AXIS_TEXT_MAX] = '\0';
	for (i = 0; i < AXIS_NR; i++)
		assert_int_equal(axis_parse(&axes[i], text, out), -1);
}

static void says_what_it_expects(void **state)
{
	char text[256];

	(void)state;
	axis_expected(&axes[AXIS_PAGE], text, sizeof(text));
	assert_string_equal(text, "one of 4k, 16k");
	axis_expected(&axes[AXIS_CPUS], text, sizeof(text));
	assert_string_equal(text, "a number from 1 to 8");
	axis_expected(&axes[AXIS_MEM], text, sizeof(text));
	assert_string_equal(text, "a size from 256M to 1024G, such as 512M or 2G");
	assert_string_equal(axis_nearest(&axes[AXIS_METHOD], "pirvate"), "private");
}

static void compares(void **state)
{
	(void)state;
	assert_true(axis_compare(&axes[AXIS_MEM], "512", "2048") < 0);
	assert_true(axis_compare(&axes[AXIS_HOLD], "none", "park") < 0);
	assert_true(axis_compare(&axes[AXIS_HOLD], "park", "spin") > 0);
	assert_int_equal(axis_compare(&axes[AXIS_KERNEL], "a", "a"), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(table_is_consistent), cmocka_unit_test(reads_values),
		cmocka_unit_test(long_values_are_refused), cmocka_unit_test(says_what_it_expects),
		cmocka_unit_test(compares),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

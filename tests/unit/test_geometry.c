// SPDX-License-Identifier: GPL-2.0-only
/*
 * test_geometry.c - qemu/plugin/geometry.c: the files that are there can be read, and what
 * is wrong with a user's own is said with file, line and key.
 */
#include "tests/unit/unit.h"
#include "qemu/plugin/geometry.h"

#include <glob.h>

#define L1D	"[l1d]\nentries = 48\nsizes = 4K 2M\nconfirmed = yes\n"
#define L1I	"[l1i]\nentries = 32\nsizes = 4K\nconfirmed = no\n"
#define L2	"[l2]\nentries = 1280\nways = 5\nsizes = 4K 1G\nconfirmed = yes\n"

static struct geometry geometry;
static char error[512];

static int read_text(const char *text)
{
	scratch_write("own.ini", text, strlen(text));
	*error = '\0';
	return geometry_read(&geometry, scratch_path("own.ini"), error, sizeof(error));
}

static void refused(const char *text, const char *why)
{
	assert_int_equal(read_text(text), -1);
	if (!strstr(error, why) || !strstr(error, "own.ini"))
		fail_msg("expected '%s' in '%s'", why, error);
}

static void own_file(void **state)
{
	(void)state;
	assert_int_equal(read_text("; own\n" L1D L1I L2
				   "coalesce = 4\nreplacement = random\n"
				   "[l2-large]\nentries=8\nsizes=2M\nconfirmed=yes\n"
				   "[walk-cache]\nentries = 64\nways = 4\nconfirmed = no\n"
				   "replacement = lru\n"), 0);
	assert_string_equal(geometry.name, "own");
	assert_int_equal(geometry.shape[GEOMETRY_L1D].ways, 48);
	assert_int_equal(geometry.shape[GEOMETRY_L1D].sizes, 1 << 12 | 1 << 21);
	assert_int_equal(geometry.shape[GEOMETRY_L2].ways, 5);
	assert_int_equal(geometry.shape[GEOMETRY_L2].coalesce, 4);
	assert_int_equal(geometry.shape[GEOMETRY_L2].replacement, TLB_RANDOM);
	assert_int_equal(geometry.shape[GEOMETRY_L2_LARGE].sizes, 1 << 21);
	assert_int_equal(geometry.shape[GEOMETRY_WALK_CACHE].entries, 64);
	assert_int_equal(geometry.shape[GEOMETRY_STAGE2_CACHE].entries, 0);
	assert_false(geometry.confirmed);
}

static void wrong_files(void **state)
{
	(void)state;
	refused("[l1x]\nentries = 4\n", "own.ini:2: section [l1x]: expected l1d, l1i");
	refused(L1D "colour = blue\n", ":5: key 'colour' in [l1d]: expected entries, ways, sizes");
	refused("[l1d]\nentries = many\n", ":2: entries = many: expected a number from 1 to");
	refused("[l1d]\nentries = 0\n", ":2: entries = 0: expected a number from 1 to");
	refused("[l1d]\nentries = -4\n", "expected a number");
	refused("[l1d]\nsizes = 4K 8K\n", ":2: sizes: 8K: expected some of 4K 16K");
	refused("[l1d]\nreplacement = best\n", "expected lru, fifo or random");
	refused("[l1d]\nconfirmed = perhaps\n", "expected yes or no");
	refused("[l1d]\ncoalesce = 4\n", "coalesce: expected in [l2] only");
	refused(L1D L1I L2 "coalesce = 3\n", ":14: coalesce = 3: expected 1, 2, 4 or 8");
	refused(L1D L1I, "no section [l2]");
	refused(L1D L1I "[l2]\nways = 5\nsizes = 4K\nconfirmed = yes\n", "entries is missing");
	refused(L1D L1I "[l2]\nentries = 9\nways = 5\nsizes = 4K\nconfirmed = yes\n",
		":10: [l2]: 9 entries in 5 ways: expected a multiple");
	refused(L1D L1I "[l2]\nentries = 8\nconfirmed = yes\n", "[l2]: sizes is missing");
	refused(L1D L1I "[l2]\nentries = 8\nsizes = 2M\nconfirmed = yes\n", "expected 4K among");
	refused(L1D L1I "[l2]\nentries = 8\nsizes = 4K\n", "confirmed is missing");
	refused(L1D L1I L2 "[walk-cache]\nsizes = 4K\n", "expected entries, ways, replacement");
	refused(L1D L1I L2 "entries = 8\n", ":14: [l2]: a second 'entries': expected one");
	refused(L1D L1I L2 "[l1i]\nways = 4\n" L1I, ":17: [l1i]: a second 'entries'");
	refused("[l1d]\nsizes = 4K\n  2M\n", ":3: [l1d]: a second 'sizes': expected one");
	refused(L1D L1I L2 "[walk-cache]\n", ":14: a section without keys");
	refused("[l1d]\n" L1I, ":1: a section without keys");
	refused("entries = 8\n", ":1: entries: expected a section first");
	/* What cannot be read at all is the first to be told. */
	refused("[l1d]\nentries 48\n" L1I L2, ":2: expected '[section]', 'key = value'");
	refused("[l1d\n", ":1: expected '[section]'");
	assert_int_equal(geometry_read(&geometry, "/nonexistent.ini", error, sizeof(error)), -1);
	assert_string_equal(error, "/nonexistent.ini: No such file or directory");
	assert_int_equal(geometry_read(&geometry, "/", error, sizeof(error)), -1);
	assert_string_equal(error, "/: Is a directory");
}

static void names(void **state)
{
	(void)state;
	scratch_write("n1.mine.ini", L1D L1I L2, strlen(L1D L1I L2));
	assert_int_equal(geometry_read(&geometry, scratch_path("n1.mine.ini"), error,
				       sizeof(error)), 0);
	assert_string_equal(geometry.name, "n1.mine");
	scratch_write("of-my-own", L1D L1I L2, strlen(L1D L1I L2));
	assert_int_equal(geometry_read(&geometry, scratch_path("of-my-own"), error,
				       sizeof(error)), 0);
	assert_string_equal(geometry.name, "of-my-own");
}

static void shipped_files(void **state)
{
	glob_t found;
	size_t i;

	(void)state;
	assert_int_equal(glob("qemu/plugin/geometry/*.ini", 0, NULL, &found), 0);
	assert_true(found.gl_pathc >= 5);
	for (i = 0; i < found.gl_pathc; i++)
		if (geometry_read(&geometry, found.gl_pathv[i], error, sizeof(error)))
			fail_msg("%s", error);
	globfree(&found);
	assert_int_equal(geometry_read(&geometry, "qemu/plugin/geometry/a76.ini", error,
				       sizeof(error)), 0);
	assert_true(geometry.confirmed);
	assert_int_equal(geometry.shape[GEOMETRY_L2].entries, 1280);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		scratch_test(own_file),
		scratch_test(wrong_files),
		scratch_test(names),
		cmocka_unit_test(shipped_files),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

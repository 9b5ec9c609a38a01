// SPDX-License-Identifier: GPL-2.0-only
/*
 * test_matrix.c - the matrix file: products, merged cells, and errors that name
 * file, line and what was expected.
 */
#include "tests/unit/unit.h"
#include "host/plan/matrix.h"

static int read_text(struct matrix *matrix, const char *text)
{
	FILE *stream = fmemopen((void *)text, strlen(text), "r");
	int err;

	assert_non_null(stream);
	err = matrix_read(matrix, stream, "m.ini");
	fclose(stream);
	return err;
}

static size_t cells(const char *text, enum matrix_depth depth, const char *accel)
{
	struct matrix matrix;
	size_t nr;

	assert_int_equal(read_text(&matrix, text), 0);
	assert_int_equal(matrix_expand(&matrix, depth, accel), 0);
	nr = matrix.nr_cells;
	matrix_free(&matrix);
	return nr;
}

static void multiplies(void **state)
{
	(void)state;
	assert_int_equal(cells("[a]\nbench = null\n", MATRIX_DEFAULT, NULL), 1);
	assert_int_equal(cells("[a]\nbench = null, boot\ncpus=1,2 , 4\nmem = 2G,4G\n",
			       MATRIX_DEFAULT, NULL), 12);
	assert_int_equal(cells("# c\n; c\n[a]\npair = live/spin, private/park\ncpus=1,2\n",
			       MATRIX_DEFAULT, NULL), 4);
}

static void pairs_stay_together(void **state)
{
	struct matrix matrix;

	(void)state;
	assert_int_equal(read_text(&matrix, "[a]\npair = live/none, private/park\n"), 0);
	assert_int_equal(matrix_expand(&matrix, MATRIX_DEFAULT, NULL), 0);
	assert_int_equal(matrix.nr_cells, 2);
	assert_string_equal(matrix.cells[0].cell.value[AXIS_METHOD], "live");
	assert_string_equal(matrix.cells[0].cell.value[AXIS_HOLD], "none");
	assert_string_equal(matrix.cells[1].cell.value[AXIS_METHOD], "private");
	assert_string_equal(matrix.cells[1].cell.value[AXIS_HOLD], "park");
	matrix_free(&matrix);
}

static void depths(void **state)
{
	static const char text[] = "[q]\nbench=null\nquick=yes\n[d]\nbench=boot\n"
				   "[f]\nbench=setmem\nfull=yes\n";

	(void)state;
	assert_int_equal(cells(text, MATRIX_QUICK, NULL), 1);
	assert_int_equal(cells(text, MATRIX_DEFAULT, NULL), 2);
	assert_int_equal(cells(text, MATRIX_FULL, NULL), 3);
}

static void merges_what_is_there_twice(void **state)
{
	struct matrix matrix;

	(void)state;
	assert_int_equal(read_text(&matrix, "[a]\nbench=null\ncpus=1,2\nreps=2\n"
					    "[b]\nbench=null\ncpus=2,4\nreps=5\n"), 0);
	assert_int_equal(matrix_expand(&matrix, MATRIX_DEFAULT, NULL), 0);
	assert_int_equal(matrix.nr_cells, 3);
	assert_int_equal(matrix.cells[0].reps, 2);
	assert_int_equal(matrix.cells[1].reps, 5);
	assert_int_equal(matrix.nr_repeats, 1);
	assert_int_equal(matrix.repeats[0].cells, 1);
	assert_int_equal(matrix.repeats[0].first, 0);
	assert_int_equal(matrix.repeats[0].again, 1);
	matrix_free(&matrix);
}

static void accel_leaves_out_what_it_cannot_make(void **state)
{
	struct matrix matrix;

	(void)state;
	assert_int_equal(read_text(&matrix, "[a]\nbench=null\nclock=host,icount\n"
					    "[b]\nbbm=bbml2\n"), 0);
	assert_int_equal(matrix_expand(&matrix, MATRIX_DEFAULT, "kvm"), 0);
	assert_int_equal(matrix.nr_cells, 1);
	assert_int_equal(matrix.nr_impossible, 2);
	assert_string_equal(matrix.cells[0].cell.value[AXIS_CPU], "host");
	matrix_free(&matrix);
}

/* Every message names the line; the text is what the user has to go by. */
static const struct {
	const char *text, *said;
} bad_files[] = {
	{ "[a]\nbench = null\nmehtod = live\n",
	  "m.ini:3: key 'mehtod' is not known; expected one of bench, guest, cpu, bbm, rodata, "
	  "kfence, el, strategy, method, hold, mem, cpus, page, kernel, accel, clock, devices, "
	  "geometry, load, pair, reps, quick, full (did you mean 'method'?)" },
	{ "[a]\nmethod = live, pirvate\n",
	  "m.ini:2: method 'pirvate' is not known; expected one of none, live, upstream, bbm, "
	  "private, private-mmuoff, swap "
	  "(did you mean 'private'?)" },
	{ "[a]\nguest = relam\n", "m.ini:2: guest 'relam' is not known; expected one of plain, "
	  "realm (did you mean 'realm'?)" },
	{ "[a]\ncpus = 1,\n", "m.ini:2: cpus '' is not known; expected a number from 1 to 8" },
	{ "[a]\ncpus = 16\n", "m.ini:2: cpus '16' is not known" },
	{ "[a]\nkfence = 1000000\n", "m.ini:2: kfence '1000000' is not known" },
	{ "[a]\nmem = 2 G\n", "m.ini:2: mem '2 G' is not known" },
	{ "[a]\nmem_mib = 2048\n", "m.ini:2: key 'mem_mib' is not known" },
	{ "[a]\nbench = null\n\n[b]\nbench=boot\nbench=null\n",
	  "m.ini:6: bench was given before, in line 5" },
	{ "[a]\nreps = 0\n", "m.ini:2: reps '0' is not known; expected a number from 1 to 1000" },
	{ "[a]\nquick = maybe\n", "m.ini:2: quick 'maybe' is not known; expected yes or no" },
	{ "[a]\nquick = yes\nquick = no\n", "m.ini:3: quick was given before in this section" },
	{ "[a]\npair = live\n", "m.ini:2: pair 'live' is not known; expected method/hold" },
	{ "[a]\npair = live/spin/x\n", "m.ini:2: pair" },
	{ "[a]\npair = live/spin\nhold = park\n", "m.ini:1: section [a] has pair as well as" },
	{ "[a]\nquick = yes\nfull = yes\n", "m.ini:1: section [a] is quick and full at once" },
	{ "[a]\ncpus = 2, 2\n", "m.ini:2: cpus '2' is listed twice" },
	{ "[a]\ncpus = 2\n[a]\ncpus = 4\n", "m.ini:4: section [a] was there before, in line 1" },
	{ "bench = null\n", "m.ini:1: key 'bench' stands before the first [section]" },
	{ "[a]\n[b]\nbench=null\n", "m.ini:1: the section has no keys" },
	{ "[a]\nbench=null\n[b]\n", "m.ini:3: the section has no keys" },
	{ "[a]\nbench null\n", "m.ini:2: expected '[section]', 'key = value' or a comment" },
	{ "\n", "m.ini: no section" },
};

static void errors_name_the_line(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(bad_files); i++) {
		struct matrix matrix;

		said_start();
		assert_int_equal(read_text(&matrix, bad_files[i].text), -1);
		assert_said(bad_files[i].said);
		matrix_free(&matrix);
	}
}

static const struct {
	const char *text, *said;
} impossible[] = {
	{ "[a]\nbench = null, convert\ncpus = 1\nmethod = live\n",
	  "m.ini:4: section [a]: method applies to bench=convert only" },
	{ "[a]\ncpus = 1\nbench = null\npair = live/spin\n",
	  "m.ini:4: section [a]: method applies to bench=convert only" },
	{ "[a]\ncpu = neoverse-n1\nbbm = bbml2\n",
	  "m.ini:3: section [a]: bbm=bbml2 needs cpu=max: a Neoverse N1 has no BBML2" },
	{ "[a]\naccel = kvm\nclock = icount\n",
	  "m.ini:3: section [a]: clock=icount needs accel=tcg" },
};

static void impossible_cells_name_the_line(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(impossible); i++) {
		struct matrix matrix;

		assert_int_equal(read_text(&matrix, impossible[i].text), 0);
		said_start();
		assert_int_equal(matrix_expand(&matrix, MATRIX_DEFAULT, NULL), -1);
		assert_said(impossible[i].said);
		matrix_free(&matrix);
	}
}

static void sizes_are_bounded(void **state)
{
	struct pile pile = { 0 };
	struct matrix matrix;
	int i;

	(void)state;
	pile_puts(&pile, "[a]\nbench=null\nkfence=0");
	for (i = 1; i <= 700; i++) {
		char number[16];

		snprintf(number, sizeof(number), ",%d", i);
		pile_puts(&pile, number);
	}
	pile_puts(&pile, "\ncpus=1,2,3,4,5,6,7,8\nrodata=on,off\n");
	assert_int_equal(read_text(&matrix, pile.text), 0);
	said_start();
	assert_int_equal(matrix_expand(&matrix, MATRIX_DEFAULT, NULL), -1);
	assert_said("m.ini:1: section [a] makes more than 10000 cells");
	matrix_free(&matrix);
	pile_free(&pile);

	pile_puts(&pile, "[a]\nbench = null");
	for (i = 0; i < 5000; i++)
		pile_puts(&pile, " ");
	pile_puts(&pile, "\n");
	said_start();
	assert_int_equal(read_text(&matrix, pile.text), -1);
	assert_said("m.ini:2: the line is longer than");
	matrix_free(&matrix);
	pile_free(&pile);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(multiplies), cmocka_unit_test(pairs_stay_together),
		cmocka_unit_test(depths), cmocka_unit_test(merges_what_is_there_twice),
		cmocka_unit_test(accel_leaves_out_what_it_cannot_make),
		cmocka_unit_test(errors_name_the_line),
		cmocka_unit_test(impossible_cells_name_the_line),
		cmocka_unit_test(sizes_are_bounded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

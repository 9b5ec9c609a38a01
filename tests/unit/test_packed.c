// SPDX-License-Identifier: GPL-2.0-only
/*
 * test_packed.c - runs whose records are packed: read like others; what is cut short, or
 * no gzip, or too much, is said.
 */
#include "tests/unit/boots.h"
#include "host/record/run.h"

static void pack(const char *text, size_t len)
{
	gzFile file = gzopen(scratch_path("records.jsonl.gz"), "wb9");

	assert_non_null(file);
	assert_int_equal(gzwrite(file, text, len), len);
	assert_int_equal(gzclose(file), Z_OK);
}

static size_t store(void)
{
	char *text;
	size_t len;

	store_convert("bench=convert method=live hold=spin bbm=bbml2", 1, "ns", 3000, 10, 10, 9);
	text = scratch_read("records.jsonl");
	len = strlen(text);
	pack(text, len);
	free(text);
	return len;
}

static void as_others(void **state)
{
	struct run plain, packed;

	(void)state;
	store();
	assert_int_equal(run_read(&plain, scratch), 0);
	assert_int_equal(unlink(scratch_path("records.jsonl")), 0);
	assert_int_equal(run_read(&packed, scratch), 0);
	assert_true(packed.nr_records > 0);
	assert_int_equal(packed.nr_records, plain.nr_records);
	assert_int_equal(packed.nr_boots, plain.nr_boots);
	assert_int_equal(packed.records[1].line, plain.records[1].line);
	assert_string_equal(packed.file + strlen(packed.file) - 3, ".gz");
	run_free(&plain);
	run_free(&packed);
}

/* What is not packed is newer. */
static void plain_first(void **state)
{
	struct run run;

	(void)state;
	store();
	pack("nonsense\n", 9);
	assert_int_equal(run_read(&run, scratch), 0);
	assert_int_equal(run.damaged, 0);
	run_free(&run);
}

static void cut_short(void **state)
{
	struct run run;
	char *packed;
	size_t len;

	(void)state;
	store();
	assert_int_equal(unlink(scratch_path("records.jsonl")), 0);
	packed = file_read(scratch_path("records.jsonl.gz"), &len);
	scratch_write("records.jsonl.gz", packed, len - 12);
	said_start();
	assert_int_equal(run_read(&run, scratch), -1);
	assert_said("cannot unpack: it ends too early");
	packed[len / 2] ^= 0x55;
	scratch_write("records.jsonl.gz", packed, len);
	said_start();
	assert_int_equal(run_read(&run, scratch), -1);
	assert_said("records.jsonl.gz: cannot unpack: ");
	free(packed);
}

/* A few hundred kilobytes that would fill the memory. */
static void bomb(void **state)
{
	const size_t step = 1 << 20;
	char *zeros = xcalloc(step, 1);
	gzFile file;
	size_t done;
	char *text;

	(void)state;
	file = gzopen(scratch_path("bomb.gz"), "wb1");
	for (done = 0; done <= FILE_READ_MAX; done += step)
		assert_int_equal(gzwrite(file, zeros, step), step);
	assert_int_equal(gzclose(file), Z_OK);
	free(zeros);
	said_start();
	text = file_read_gz_optional(scratch_path("bomb.gz"), &done);
	assert_null(text);
	assert_said("unpacks to more than 512 MiB");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		scratch_test(as_others),
		scratch_test(plain_first),
		scratch_test(cut_short),
		scratch_test(bomb),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

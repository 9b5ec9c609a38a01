// SPDX-License-Identifier: GPL-2.0-only
/*
 * test_record.c - lines of records.jsonl: written and read back the same, and every
 * field refused when it is not what it should be.
 */
#include "tests/unit/unit.h"
#include "host/record/record.h"

static const char good[] =
	"{\"v\":1,\"run\":\"20261101-120000-beef\","
	"\"cell\":\"convert-none.on.k0-both.live.spin-max-el1-2048m-2c-host\",\"rep\":1,"
	"\"bench\":\"convert\",\"op\":\"split\",\"guest\":\"plain\",\"cpu\":\"max\","
	"\"bbm\":\"none\",\"rodata\":\"on\",\"kfence\":0,\"el\":1,\"strategy\":\"split\","
	"\"method\":\"live\",\"hold\":\"spin\",\"mem_mib\":2048,\"cpus\":2,\"page_kib\":4,"
	"\"kernel\":\"7.2.12+deb13-cloud-arm64\",\"accel\":\"tcg\",\"clock\":\"host\","
	"\"devices\":\"no\",\"geometry\":\"none\",\"load\":\"none\","
	"\"status\":\"ok\",\"reason\":\"\",\"metrics\":{"
	"\"held\":{\"unit\":\"ns\",\"n\":2,\"min\":5,\"p50\":6,\"p90\":7,\"p99\":8,\"p999\":9,"
	"\"max\":10,\"overflow\":0,\"hdr\":\"HISTFAAA\"},"
	"\"overhead\":{\"unit\":\"ns\",\"n\":100,\"value\":12},"
	"\"tlbis_all\":{\"unit\":\"count\",\"value\":9}},"
	"\"skipped\":{\"scan\":\"not apart\"},"
	"\"log\":[\"WARNING: a\",\"nvme: b\"],"
	"\"census\":{\"before\":{\"pud\":1,\"contpmd\":480,\"pmd\":27,\"contpte\":2000,"
	"\"pte\":560},"
	"\"after\":{\"pud\":0,\"contpmd\":0,\"pmd\":0,\"contpte\":0,\"pte\":524288}}}\n";

static int read_text(struct record *record, const char *text)
{
	struct origin at = { "records.jsonl", 7, 0 };

	return record_read(record, text, strlen(text), &at);
}

static void round_trip(void **state)
{
	struct record record;
	char *line;

	(void)state;
	assert_int_equal(read_text(&record, good), 0);
	assert_int_equal(record.nr_metrics, 3);
	assert_int_equal(record.metrics[0].q.p90, 7);
	assert_int_equal(record.metrics[1].n, 100);
	assert_int_equal(record.metrics[2].n, 1);
	assert_int_equal(record.after.pte, 524288);
	assert_int_equal(record.nr_log, 2);
	assert_string_equal(record.log[1], "nvme: b");
	assert_string_equal(record.cell.value[AXIS_MEM], "2048");
	line = record_line(&record);
	assert_string_equal(line, good);
	free(line);
	record_free(&record);
}

/* Runs from before there was an axis have its preset. */
static void later_axes_may_be_absent(void **state)
{
	static const char field[] =
		"\"devices\":\"no\",\"geometry\":\"none\",\"load\":\"none\",";
	const char *at = strstr(good, field);
	struct record record;
	char *old = xasprintf("%.*s%s", (int)(at - good), good, at + strlen(field));

	(void)state;
	assert_int_equal(read_text(&record, old), 0);
	assert_string_equal(record.cell.value[AXIS_DEVICES], "no");
	assert_string_equal(record.cell.value[AXIS_GEOMETRY], "none");
	record_free(&record);
	free(old);
}

#define FIFTY	"12345678901234567890123456789012345678901234567890"
#define FIVE	"\"a\",\"a\",\"a\",\"a\",\"a\","

/* One edit each: from is replaced by to. */
static const struct {
	const char *from, *to, *said;
} edits[] = {
	{ "{\"v\"", "[\"v\"", "records.jsonl:7: no JSON:" },
	{ "}\n", "", "records.jsonl:7: no JSON:" },
	{ "\"v\":1", "\"v\":2", "v is 2; this program reads version 1" },
	{ "\"v\":1", "\"v\":1,\"v\":1", "key 'v' is there twice" },
	{ "\"rep\":1", "\"rep\":1.0", "'rep' must be a non-negative integer" },
	{ "\"rep\":1", "\"rep\":\"1\"", "'rep' must be a non-negative integer" },
	{ "\"rep\":1", "\"rep\":-1", "'rep' must be a non-negative integer" },
	{ "\"rep\":1", "\"rep\":0", "rep counts from 1" },
	{ "\"rep\":1", "\"rep\":18446744073709551615", "'rep' must be" },
	{ "\"rep\":1,", "", "key 'rep' is missing" },
	{ "\"rep\":1", "\"repp\":1", "key 'repp' is not known (did you mean 'rep'?)" },
	{ "\"run\":\"20261101-120000-beef\"", "\"run\":null", "'run' must be text" },
	{ "\"op\":\"split\"", "\"op\":\"../../x\"", "op must be 1 to" },
	{ "\"op\":\"split\"", "\"op\":\"a\\u0000b\"", "'op' must be text" },
	{ "\"cell\":\"convert", "\"cell\":\"/convert", "cell is no cell name" },
	{ "\"cpus\":2", "\"cpus\":9", "'cpus' must be a number from 1 to 8" },
	{ "\"cpus\":2", "\"cpus\":\"2\"", "'cpus' must be a number from 1 to 8" },
	{ "\"cpus\":2,", "", "key 'cpus' is missing" },
	{ "\"cpus\":2", "\"cpus\":2,\"cpus\":2", "key 'cpus' is there twice" },
	{ "\"bbm\":\"none\"", "\"bbm\":1", "'bbm' must be one of none, bbml2" },
	{ "\"mem_mib\":", "\"mem\":", "key 'mem' is not known" },
	{ "\"status\":\"ok\"", "\"status\":\"good\"", "status 'good' is not known" },
	{ "\"status\":\"ok\"", "\"status\":\"fail\"", "status fail needs a reason" },
	{ "\"metrics\":{", "\"metrics\":{\"a b\":{\"unit\":\"ns\",\"value\":1},",
	  "a name must be 1 to" },
	{ "\"metrics\":{", "\"metrics\":{\"tlbis_all\":{\"unit\":\"ns\",\"value\":1},",
	  "metric 'tlbis_all' is there twice" },
	{ "\"metrics\":{", "\"metrics\":{\"x\":1,", "metric 'x' must be an object" },
	{ "\"unit\":\"count\",", "", "metric 'tlbis_all': key 'unit' is missing" },
	{ "\"unit\":\"count\"", "\"unit\":\"co,unt\"", "unit is not a short word" },
	{ "\"unit\":\"count\"", "\"unit\":\"\"", "unit is not a short word" },
	{ "\"value\":9", "\"value\":9,\"p50\":1", "metric 'tlbis_all': key 'p50' is not known" },
	{ "\"value\":9", "\"value\":0.5", "metric 'tlbis_all': 'value' must be a non-negative" },
	{ "\"n\":100", "\"n\":0", "metric 'overhead': n is 0" },
	{ "\"min\":5", "\"min\":11", "min, max, n and overflow do not fit" },
	{ "\"overflow\":0", "\"overflow\":3", "min, max, n and overflow do not fit" },
	{ "\"p999\":9,", "", "metric 'held': key 'p999' is missing" },
	{ "\"scan\":\"not apart\"", "\"scan\":\"\"", "skipped 'scan' needs a reason" },
	{ "\"scan\":\"not apart\"", "\"scan\":0", "skipped 'scan' needs a reason" },
	{ "[\"WARNING: a\"", "[\"\"", "log: a line must be text of 1 to 200 bytes" },
	{ "[\"WARNING: a\"", "[1", "log: a line must be text of 1 to 200 bytes" },
	{ "[\"WARNING: a\"", "[\"a\\u0000b\"", "log: a line must be text of 1 to 200 bytes" },
	{ "[\"WARNING: a\"", "[\"" FIFTY FIFTY FIFTY FIFTY "x\"", "log: a line must be text of" },
	{ "[\"WARNING: a\"", "[" FIVE FIVE FIVE "\"b\"", "log: more than 16 lines" },
	{ "\"log\":[\"WARNING: a\",\"nvme: b\"]", "\"log\":{}", "'log' must be a list" },
	{ "\"devices\":\"no\"", "\"devices\":\"on\"", "'devices' must be one of no, yes" },
	{ "\"before\":{\"pud\":1,", "\"before\":{", "census before: key 'pud' is missing" },
	{ "\"before\":{\"pud\":1,", "\"before\":{\"pud\":1,\"huge\":1,",
	  "census before: key 'huge' is not known" },
	{ "\"after\":", "\"later\":", "census: key 'later' is not known" },
};

static void every_field_is_checked(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(edits); i++) {
		const char *at = strstr(good, edits[i].from);
		struct record record;
		char *edited;

		if (!at)
			fail_msg("'%s' is not in the record", edits[i].from);
		edited = xasprintf("%.*s%s%s", (int)(at - good), good, edits[i].to,
				   at + strlen(edits[i].from));
		said_start();
		if (!read_text(&record, edited))
			fail_msg("'%s' was taken", edits[i].to);
		assert_said(edits[i].said);
		assert_null(record.metrics);
		assert_null(record.doc);
		free(edited);
	}
}

static void cut_lines_are_refused(void **state)
{
	size_t len = strlen(good) - 2, i;

	(void)state;
	said_start();
	for (i = 0; i <= len; i++) {
		struct origin at = { "records.jsonl", 1, 0 };
		struct record record;

		assert_int_equal(record_read(&record, good, i, &at), -1);
	}
	said_end();
}

/* Whatever a guest's reason holds, the line stays one line of ASCII that reads back. */
static void hostile_text_is_written_safely(void **state)
{
	struct record record, back;
	char *line, *c;

	(void)state;
	assert_int_equal(read_text(&record, good), 0);
	record.reason = "a\nb\t\"c\\ \x01\xff\xc3\xa4\xe2\x82";
	line = record_line(&record);
	for (c = line; c[1]; c++)
		assert_in_range((unsigned char)*c, 0x20, 0x7e);
	assert_int_equal(read_text(&back, line), 0);
	assert_memory_equal(back.reason, "a\nb\t\"c\\ \x01", 9);
	record_free(&back);
	record_free(&record);
	free(line);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(round_trip), cmocka_unit_test(later_axes_may_be_absent),
		cmocka_unit_test(every_field_is_checked),
		cmocka_unit_test(cut_lines_are_refused),
		cmocka_unit_test(hostile_text_is_written_safely),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

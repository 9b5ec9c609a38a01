// SPDX-License-Identifier: GPL-2.0-only
/*
 * test_export.c - the exported files are there, and readers of their formats take them.
 */
#include <hdr/hdr_histogram_log.h>
#include <math.h>
#include <sys/stat.h>

#include "tests/unit/boots.h"
#include "tests/unit/stdout.h"

static const char live[] = "bench=convert method=live hold=spin bbm=bbml2";
#define NAME "convert-bbml2.on.k0-both.live.spin-max-el1-2048m-2c-host.split"

static int export_of(void **state)
{
	char *id;

	if (scratch_make(state))
		return -1;
	/* a run directory is named by when it began */
	id = xasprintf("%s/20261101-120000-beef", scratch);
	mkdir(id, 0777);
	snprintf(scratch, sizeof(scratch), "%s", id);
	free(id);
	store_convert(live, 1, "ns", 1000, 10, 100, 1024);
	store_convert(live, 2, "ns", 3000, 10, 100, 1026);
	return command_run(cmd_export, "", "--run @", NULL);
}

static int remove_all(void **state)
{
	*strrchr(scratch, '/') = '\0';
	return scratch_remove(state);
}

static void percentiles(void **state)
{
	char *text = scratch_read("export/percentiles/" NAME ".held.tsv");
	long long value, count, last_count = 0;
	double percentile, inverse, last_percentile = -1;
	char *line, *save = NULL;
	int lines = 0;

	(void)state;
	assert_memory_equal(text, "value\tpercentile\tcount\t1/(1-p)\n", 31);
	strtok_r(text, "\n", &save);
	while ((line = strtok_r(NULL, "\n", &save))) {
		assert_int_equal(sscanf(line, "%lld %lf %lld %lf", &value, &percentile, &count,
					&inverse), 4);
		assert_in_range(value, 1000, 3990);
		assert_true(percentile >= last_percentile);
		assert_true(count >= last_count);
		if (percentile < 100.0)
			assert_true(fabs(inverse * (1.0 - percentile / 100.0) - 1.0) < 1e-6);
		last_percentile = percentile;
		last_count = count;
		lines++;
	}
	assert_true(lines > 10);
	assert_int_equal(last_count, 200);
	assert_int_equal(value, 3990);
	assert_true(last_percentile == 100.0);
	assert_true(inverse == (double)INFINITY);
	free(text);
}

static void buckets(void **state)
{
	char *text = scratch_read("export/hist/" NAME ".held.tsv");
	long long lower, upper, count, last = -1, total = 0;
	char *line, *save = NULL;

	(void)state;
	assert_memory_equal(text, "lower\tupper\tcount\n", 18);
	strtok_r(text, "\n", &save);
	while ((line = strtok_r(NULL, "\n", &save))) {
		assert_int_equal(sscanf(line, "%lld %lld %lld", &lower, &upper, &count), 3);
		assert_true(lower > last && upper >= lower && count > 0);
		last = upper;
		total += count;
	}
	assert_int_equal(total, 200);
	free(text);
}

static void hgrm(void **state)
{
	char *text = scratch_read("export/" NAME ".held.hgrm");

	(void)state;
	assert_non_null(strstr(text, "Value   Percentile   TotalCount 1/(1-Percentile)"));
	assert_non_null(strstr(text, "Total count    =          200]"));
	free(text);
}

/* The text has the values and counts of the curve, the exact maximum too. */
static void hgrm_is_the_curve(void **state)
{
	char *text = scratch_read("export/" NAME ".held.hgrm"), *line = strstr(text, "\n\n") + 2;
	char *curve = scratch_read("export/percentiles/" NAME ".held.tsv"), *save = NULL, *row;
	long long value, count, from_count;
	double percentile, from_value, share;
	int length;

	(void)state;
	strtok_r(curve, "\n", &save);
	while ((row = strtok_r(NULL, "\n", &save))) {
		assert_int_equal(sscanf(row, "%lld %lf %lld", &value, &percentile, &count), 3);
		assert_int_equal(sscanf(line, "%lf %lf %lld %*s%n", &from_value, &share,
					&from_count, &length), 3);
		assert_int_equal((long long)from_value, value);
		assert_int_equal(from_count, count);
		assert_true(fabs(share - percentile / 100) < 1e-6);
		line += length;
	}
	assert_memory_equal(line, "\n#[Mean", 7);
	assert_non_null(strstr(text, "#[Max     =     3990.000,"));
	free(curve);
	free(text);
}

static void hlog(void **state)
{
	FILE *stream = fopen(scratch_path("export/run.hlog"), "r");
	struct hdr_histogram *hist = NULL;
	struct hdr_log_reader reader;
	char tag[256] = "";
	struct hdr_log_entry entry = { .tag = tag, .tag_len = sizeof(tag) };

	(void)state;
	assert_non_null(stream);
	hdr_log_reader_init(&reader);
	assert_int_equal(hdr_log_read_header(&reader, stream), 0);
	assert_int_equal(reader.start_timestamp.tv_sec, 1793534400);	/* 2026-11-01 12:00 UTC */
	assert_int_equal(hdr_log_read_entry(&reader, stream, &entry, &hist), 0);
	assert_string_equal(tag, NAME ".held");
	assert_int_equal(hist->total_count, 200);
	hdr_close(hist);
	fclose(stream);
}

static void tables(void **state)
{
	char *text = scratch_read("export/convert.tsv");

	(void)state;
	assert_memory_equal(text, "cell\tbench\tguest\t", 17);
	assert_non_null(strstr(text, "\ttables_allocated\tcount\t2\t2\t1024\t1024\t1026\t"));
	free(text);
	/* a benchmark that did not run has its head all the same */
	text = scratch_read("export/setmem.tsv");
	assert_memory_equal(text, "cell\t", 5);
	assert_ptr_equal(strchr(text, '\n'), text + strlen(text) - 1);
	free(text);
	/* values have no curve */
	assert_int_equal(access(scratch_path("export/" NAME ".tlbis_all.hgrm"), F_OK), -1);
}

static void no_leftovers(void **state)
{
	char *command = xasprintf("test -z \"$(find '%s' -name '.new*')\"", scratch);

	(void)state;
	assert_int_equal(system(command), 0);
	free(command);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(percentiles), cmocka_unit_test(buckets), cmocka_unit_test(hgrm),
		cmocka_unit_test(hgrm_is_the_curve),
		cmocka_unit_test(hlog), cmocka_unit_test(tables), cmocka_unit_test(no_leftovers),
	};

	return cmocka_run_group_tests(tests, export_of, remove_all);
}

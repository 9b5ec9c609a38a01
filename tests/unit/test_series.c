// SPDX-License-Identifier: GPL-2.0-only
/*
 * test_series.c - merging over boots: histograms are added, values kept exact.
 */
#include "tests/unit/boots.h"
#include "host/stat/series.h"

static const char live[] = "bench=convert method=live hold=spin bbm=bbml2";

static const struct series *find(const struct series_list *list, const char *cell, const char *op,
				 const char *metric)
{
	struct plan_boot boot = make_boot(cell, 1);
	size_t i;

	for (i = 0; i < list->nr; i++)
		if (!strcmp(list->series[i].cell_name, boot.name) &&
		    !strcmp(list->series[i].op, op) && !strcmp(list->series[i].metric, metric))
			return &list->series[i];
	fail_msg("no %s %s %s", boot.name, op, metric);
	return NULL;
}

static void merges_boots(void **state)
{
	struct series_list list;
	const struct series *s;
	struct run run;

	(void)state;
	store_convert(live, 1, "ns", 1000, 10, 100, 1024);
	store_convert(live, 2, "ns", 5000, 10, 100, 1026);
	assert_int_equal(run_read(&run, scratch), 0);
	assert_int_equal(series_make(&list, &run, NULL, NULL), 0);
	s = find(&list, live, "split", "held");
	assert_int_equal(s->n, 200);
	assert_int_equal(s->boots, 2);
	assert_int_equal(s->min, 1000);
	assert_int_equal(s->max, 5990);
	assert_true(s->is_hist);
	assert_in_range(s->q.p50, 1985, 1995);
	assert_in_range(s->q.p90, 5780, 5800);
	s = find(&list, live, "split", "tables_allocated");
	assert_int_equal(s->boots, 2);
	assert_int_equal(s->q.p50, 1024);
	assert_int_equal(s->max, 1026);
	assert_false(s->is_hist);
	series_free(&list);
	run_free(&run);
}

static void superseded_boots_do_not_count(void **state)
{
	struct series_list list;
	struct run run;

	(void)state;
	store_convert(live, 1, "ns", 1000, 10, 100, 1024);
	store_convert(live, 1, "ns", 9000, 10, 100, 1024);
	assert_int_equal(run_read(&run, scratch), 0);
	assert_int_equal(series_make(&list, &run, NULL, NULL), 0);
	assert_int_equal(find(&list, live, "split", "held")->min, 9000);
	assert_int_equal(find(&list, live, "split", "held")->n, 100);
	series_free(&list);
	run_free(&run);
}

/* Order in the report is the benchmark's, not the alphabet's or the shuffle's. */
static void keeps_the_benchmarks_order(void **state)
{
	static const struct made_op ops[] = {
		{ "ro.4k", "none", "\"z\":{\"unit\":\"ns\",\"value\":1},"
				   "\"a\":{\"unit\":\"ns\",\"value\":1}" },
		{ "ro.64k", "none", "\"z\":{\"unit\":\"ns\",\"value\":1}" },
		{ "ro.2m", "none", "\"z\":{\"unit\":\"ns\",\"value\":1}" },
	};
	static const char *const order[] = { "ro.4k z", "ro.4k a", "ro.64k z", "ro.2m z" };
	struct series_list list;
	char text[64];
	struct run run;
	size_t i;

	(void)state;
	store_boot("bench=setmem cpus=4", 1, &ops[2], 1);
	store_boot("bench=setmem cpus=2", 1, ops, 3);
	assert_int_equal(run_read(&run, scratch), 0);
	assert_int_equal(series_make(&list, &run, NULL, NULL), 0);
	assert_int_equal(list.nr, 5);
	for (i = 0; i < ARRAY_SIZE(order); i++) {
		snprintf(text, sizeof(text), "%s %s", list.series[i].op, list.series[i].metric);
		assert_string_equal(text, order[i]);
	}
	assert_string_equal(list.series[4].cell->value[AXIS_CPUS], "4");
	series_free(&list);
	run_free(&run);
}

static void never_mixes(void **state)
{
	struct series_list list;
	struct run run;
	size_t i, tables = 0;

	(void)state;
	store_convert(live, 1, "ns", 1000, 10, 10, 1);
	store_convert("bench=convert method=live hold=spin bbm=bbml2 clock=icount", 1, "insn", 1000,
		      0, 10, 1);
	store_convert("bench=convert method=live hold=spin accel=kvm", 1, "ns", 1000, 10, 10, 1);
	store_convert("bench=convert method=live hold=spin page=16k bbm=bbml2", 1, "ns", 1000, 10,
		      10, 1);
	assert_int_equal(run_read(&run, scratch), 0);
	assert_int_equal(series_make(&list, &run, NULL, NULL), 0);
	for (i = 0; i < list.nr; i += series_table(&list, i))
		tables++;
	assert_int_equal(tables, 4);
	series_free(&list);
	run_free(&run);
}

/* What failed was not measured, whatever numbers it sent. */
static void failed_records_do_not_count(void **state)
{
	struct series_list list;
	static const char ok[] = "\"status\":\"ok\",\"reason\":\"\"";
	char *text, *status;
	struct run run;

	(void)state;
	store_convert(live, 1, "ns", 1000, 10, 100, 1024);
	store_convert(live, 2, "ns", 5000, 10, 100, 1024);
	text = scratch_read(STORE_FILE);
	status = strstr(strstr(text, "\"op\":\"split\""), ok);
	*status = '\0';
	status = xasprintf("%s\"status\":\"fail\",\"reason\":\"x\"%s", text, status + strlen(ok));
	scratch_write(STORE_FILE, status, strlen(status));
	assert_int_equal(run_read(&run, scratch), 0);
	assert_int_equal(run.damaged, 0);
	assert_int_equal(series_make(&list, &run, NULL, NULL), 0);
	assert_int_equal(find(&list, live, "split", "held")->min, 5000);
	series_free(&list);
	run_free(&run);
	free(status);
	free(text);
}

static void damaged_histograms_are_left_out(void **state)
{
	struct series_list list;
	char *text, *hdr;
	struct run run;

	(void)state;
	store_convert(live, 1, "ns", 1000, 10, 100, 1024);
	store_convert(live, 2, "ns", 1000, 10, 100, 1024);
	text = scratch_read(STORE_FILE);
	hdr = strstr(text, "HISTF");
	hdr[30] = hdr[30] == 'A' ? 'B' : 'A';
	scratch_write(STORE_FILE, text, strlen(text));
	free(text);
	assert_int_equal(run_read(&run, scratch), 0);
	said_start();
	assert_int_equal(series_make(&list, &run, NULL, NULL), 0);
	assert_said("records.jsonl:2: metric 'held' is left out: histogram");
	assert_int_equal(list.damaged, 1);
	assert_int_equal(find(&list, live, "split", "held")->boots, 1);
	series_free(&list);
	run_free(&run);
}

/* A record of before there was one rank: its percentiles are counted and not used. */
static void percentiles_of_records_are_not_used(void **state)
{
	struct series_list list;
	const struct series *s;
	struct run run;
	char *text, *p90;

	(void)state;
	store_convert(live, 1, "ns", 1000, 1, 16, 1024);
	text = scratch_read(STORE_FILE);
	p90 = strstr(text, "\"p90\":1014,");
	assert_non_null(p90);
	p90[9] = '3';
	scratch_write(STORE_FILE, text, strlen(text));
	free(text);
	assert_int_equal(run_read(&run, scratch), 0);
	assert_int_equal(series_make(&list, &run, NULL, NULL), 0);
	s = find(&list, live, "split", "held");
	assert_int_equal(s->q.p90, 1014);
	assert_int_equal(s->q.p99, 1015);
	assert_int_equal(list.stale, 1);
	assert_int_equal(list.damaged, 0);
	series_free(&list);
	run_free(&run);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		scratch_test(merges_boots),
		scratch_test(superseded_boots_do_not_count),
		scratch_test(keeps_the_benchmarks_order),
		scratch_test(never_mixes),
		scratch_test(failed_records_do_not_count),
		scratch_test(damaged_histograms_are_left_out),
		scratch_test(percentiles_of_records_are_not_used),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

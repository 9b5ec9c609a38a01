// SPDX-License-Identifier: GPL-2.0-only
/*
 * export/export.c - writes a run's histograms and plot data, see export/export.h.
 */
#define _GNU_SOURCE
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <hdr/hdr_histogram_log.h>

#include "host/base/alloc.h"
#include "host/export/export.h"
#include "host/base/file.h"
#include "host/report/report.h"
#include "host/report/tlb.h"

struct export {
	const struct run *run;
	FILE *hlog;
	struct hdr_log_writer writer;
};

/* Writes one file under export/ by fn; whole or not at all. */
static int write_file(const char *dir, const char *folder, const struct series *series,
		      const char *suffix, const struct dist *dist,
		      int (*fn)(const struct dist *dist, FILE *stream))
{
	char *path = xasprintf("%s/export/%s%s.%s.%s.%s", dir, folder, series->cell_name,
			       series->op, series->metric, suffix);
	struct file_new *file;
	FILE *stream;
	int err = -1;

	file = file_new_open(path, &stream);
	if (file) {
		err = fn(dist, stream);
		err = file_new_commit(file) || err ? -1 : 0;
	}
	free(path);
	return err;
}

static void put_percentile(int64_t value, double percentile, int64_t count, void *arg)
{
	double beyond = 1.0 - percentile / 100.0;

	fprintf(arg, "%lld\t%.12g\t%lld\t", (long long)value, percentile, (long long)count);
	if (beyond > 0)
		fprintf(arg, "%.12g\n", 1.0 / beyond);
	else
		fprintf(arg, "inf\n");
}

static int write_percentiles(const struct dist *dist, FILE *stream)
{
	fprintf(stream, "value\tpercentile\tcount\t1/(1-p)\n");
	dist_each_percentile(dist, put_percentile, stream);
	return 0;
}

static void put_bucket(int64_t lower, int64_t upper, int64_t count, void *arg)
{
	fprintf(arg, "%lld\t%lld\t%lld\n", (long long)lower, (long long)upper, (long long)count);
}

static int write_buckets(const struct dist *dist, FILE *stream)
{
	fprintf(stream, "lower\tupper\tcount\n");
	dist_each_bucket(dist, put_bucket, stream);
	return 0;
}

static int write_hlog(struct export *export, const struct series *series, const struct dist *dist)
{
	char *tag = xasprintf("%s.%s.%s", series->cell_name, series->op, series->metric);
	struct hdr_log_entry entry = { .tag = tag, .tag_len = strlen(tag) };
	int err = hdr_log_write_entry(&export->writer, export->hlog, &entry, dist->hdr);

	if (err)
		say("export/run.hlog: cannot write %s: %s", tag, hdr_strerror(err));
	free(tag);
	return err ? -1 : 0;
}

int export_dist(const char *dir, const struct series *series, const struct dist *dist)
{
	return write_file(dir, "percentiles/", series, "tsv", dist, write_percentiles) ||
	       write_file(dir, "hist/", series, "tsv", dist, write_buckets) ? -1 : 0;
}

static int export_series(const struct series *series, const struct dist *dist, void *arg)
{
	struct export *export = arg;

	if (!series->is_hist)
		return 0;
	if (write_file(export->run->dir, "", series, "hgrm", dist, hgrm_write) ||
	    export_dist(export->run->dir, series, dist))
		return -1;
	return write_hlog(export, series, dist);
}

int export_dirs(const char *dir)
{
	static const char *const names[] = { "export", "export/percentiles", "export/hist" };
	int err = 0;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(names) && !err; i++) {
		char *path = xasprintf("%s/%s", dir, names[i]);

		err = dir_make(path);
		free(path);
	}
	return err;
}

/* Run ids begin with when the run began: YYYYmmdd-HHMMSS. */
static hdr_timespec run_start(const char *id)
{
	hdr_timespec start = { 0 };
	struct tm tm = { 0 };
	const char *end = strptime(id, "%Y%m%d-%H%M%S", &tm);

	if (end)
		start.tv_sec = timegm(&tm);
	return start;
}

static int write_bench(const char *dir, const struct series_list *list, const char *bench)
{
	char *path = xasprintf("%s/export/%s.tsv", dir, bench);
	struct file_new *file;
	FILE *stream;
	size_t i;
	int err = -1;

	file = file_new_open(path, &stream);
	if (file) {
		csv_head(stream, '\t');
		for (i = 0; i < list->nr; i++)
			if (cell_is(list->series[i].cell, AXIS_BENCH, bench))
				csv_line(stream, '\t', &list->series[i]);
		err = file_new_commit(file);
	}
	free(path);
	return err;
}

/* A file for every benchmark, if only its head: plot scripts need not ask. */
static int write_benches(const char *dir, const struct series_list *list)
{
	const struct axis_value *bench;

	for (bench = axes[AXIS_BENCH].values; bench->word; bench++)
		if (write_bench(dir, list, bench->word))
			return -1;
	return 0;
}

/* What records hold as totals of a region, for each operation: divided here, once. */
static void put_tlb(FILE *out, const struct run *run, const struct series_list *list)
{
	(void)run;
	tlb_export(out, list);
}

/* What is made of several records. */
static int write_made(const struct run *run, const struct series_list *list, const char *name,
		      void (*put)(FILE *out, const struct run *run, const struct series_list *list))
{
	char *path = xasprintf("%s/export/%s.tsv", run->dir, name);
	struct file_new *file;
	FILE *stream;
	int err = -1;

	file = file_new_open(path, &stream);
	if (file) {
		put(stream, run, list);
		err = file_new_commit(file);
	}
	free(path);
	return err;
}

int export_run(const struct run *run)
{
	struct export export = { .run = run };
	hdr_timespec start = run_start(run->id);
	struct series_list list;
	struct file_new *file;
	char *path;
	int err;

	if (export_dirs(run->dir))
		return -1;
	path = xasprintf("%s/export/run.hlog", run->dir);
	file = file_new_open(path, &export.hlog);
	free(path);
	if (!file)
		return -1;
	hdr_log_writer_init(&export.writer);
	hdr_log_write_header(&export.writer, export.hlog, run->id, &start);
	err = series_make(&list, run, export_series, &export);
	if (file_new_commit(file))
		err = -1;
	if (!err)
		err = write_benches(run->dir, &list) ||
		      write_made(run, &list, "tlb_per_op", put_tlb) ||
		      write_made(run, &list, "options", export_options) ? -1 : 0;
	series_free(&list);
	return err;
}

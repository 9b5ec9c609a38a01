// SPDX-License-Identifier: GPL-2.0-only
/*
 * export/hgrm.c - a distribution as HdrHistogram's percentile text, which its plotters read.
 *
 * The library's own printing knows neither the exact extremes nor the samples that are known: its
 * values could not be those of the tables.
 */
#include "host/export/export.h"

static void put_line(int64_t value, double percentile, int64_t count, void *arg)
{
	fprintf(arg, "%12.3f %12f %12lld %12.2f\n", (double)value, percentile / 100,
		(long long)count, 100 / (100 - percentile));
}

int hgrm_write(const struct dist *dist, FILE *stream)
{
	const struct hdr_histogram *hdr = dist->hdr;

	fprintf(stream, "%12s %12s %12s %12s\n\n", "Value", "Percentile", "TotalCount",
		"1/(1-Percentile)");
	dist_each_percentile(dist, put_line, stream);
	fprintf(stream, "#[Mean    = %12.3f, StdDeviation   = %12.3f]\n", hdr_mean(hdr),
		hdr_stddev(hdr));
	fprintf(stream, "#[Max     = %12.3f, Total count    = %12lld]\n", (double)dist->max,
		(long long)dist->n);
	fprintf(stream, "#[Buckets = %12d, SubBuckets     = %12d]\n", hdr->bucket_count,
		hdr->sub_bucket_count);
	return ferror(stream) ? -1 : 0;
}

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * export/export.h - writes a run's histograms and plot data as plain files.
 *
 *	export/<cell>.<op>.<metric>.hgrm	HdrHistogram's percentile text
 *	export/run.hlog				all of them, tagged <cell>.<op>.<metric>
 *	export/<bench>.tsv			one line per cell, op and metric: as
 *						report --format csv, between tabs
 *	export/percentiles/<cell>.<op>.<metric>.tsv
 *		value percentile count 1/(1-p)	the curve; count = samples up to value;
 *						the last line has inf
 *	export/hist/<cell>.<op>.<metric>.tsv
 *		lower upper count		buckets that are not empty, both ends in
 *
 * Each TSV begins with a line of column names. hgrm, percentiles, hist and hlog are
 * made for metrics that are histograms in at least one boot.
 */
#ifndef HOST_EXPORT_H
#define HOST_EXPORT_H

#include <stdio.h>

#include "host/stat/series.h"

/* 0 or -1 after a message. */
int export_run(const struct run *run);

/* export/hgrm.c: HdrHistogram's percentile text of one sample or more. -1 on a write error. */
int hgrm_write(const struct dist *dist, FILE *stream);

/* export/options.c: what each option of Q1 costs at boot, a line a term. */
void export_options(FILE *out, const struct run *run, const struct series_list *list);

/* Makes export/ and what is in it. 0 or -1 after a message. */
int export_dirs(const char *dir);

/* percentiles/ and hist/ of one series; the same. */
int export_dist(const char *dir, const struct series *series, const struct dist *dist);

#endif

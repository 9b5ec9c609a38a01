/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * hist.h - a latency histogram as records carry it.
 *
 * All histograms have one range and precision, so that any two can be added. n,
 * min and max are exact; HdrHistogram itself keeps three significant digits.
 */
#ifndef SPLITFOLD_BENCH_HIST_H
#define SPLITFOLD_BENCH_HIST_H

#include <stdint.h>

#define HIST_LOWEST	1
#define HIST_HIGHEST	3600000000000ll		/* an hour in ns */
#define HIST_DIGITS	3

struct hdr_histogram;

struct hist {
	struct hdr_histogram *hdr;
	uint64_t n;
	uint64_t min;
	uint64_t max;
	uint64_t overflow;	/* samples above HIST_HIGHEST, recorded there */
};

int hist_init(struct hist *hist);
void hist_record(struct hist *hist, uint64_t value);
/* HdrHistogram V2, compressed, base64. The caller frees it; NULL: no memory. */
char *hist_encode(const struct hist *hist);
void hist_free(struct hist *hist);

#endif /* SPLITFOLD_BENCH_HIST_H */

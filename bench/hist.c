// SPDX-License-Identifier: GPL-2.0-only
/*
 * hist.c - thin wrapper over HdrHistogram_c, the only user of it in bench/.
 */
#include "bench/hist.h"

#include <errno.h>
#include <hdr/hdr_histogram.h>
#include <hdr/hdr_histogram_log.h>

int hist_init(struct hist *hist)
{
	*hist = (struct hist){ .min = UINT64_MAX };
	return hdr_init(HIST_LOWEST, HIST_HIGHEST, HIST_DIGITS, &hist->hdr) ? -ENOMEM : 0;
}

void hist_record(struct hist *hist, uint64_t value)
{
	hist->n++;
	if (value < hist->min)
		hist->min = value;
	if (value > hist->max)
		hist->max = value;
	if (value > HIST_HIGHEST) {
		hist->overflow++;
		value = HIST_HIGHEST;
	}
	hdr_record_value(hist->hdr, value);
}

char *hist_encode(const struct hist *hist)
{
	char *text = NULL;

	return hdr_log_encode(hist->hdr, &text) ? NULL : text;
}

void hist_free(struct hist *hist)
{
	if (hist->hdr)
		hdr_close(hist->hdr);
	hist->hdr = NULL;
}

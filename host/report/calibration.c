// SPDX-License-Identifier: GPL-2.0-only
/*
 * report/calibration.c - the appendix of a report: how often compare is wrong, as
 * ./run.sh calibrate found out and left with the run.
 */
#include <stdlib.h>

#include "host/base/alloc.h"
#include "host/base/file.h"
#include "host/report/report.h"

#define CALIBRATION_FILE "calibration.txt"

void report_calibration(const struct report *report)
{
	char *path = xasprintf("%s/" CALIBRATION_FILE, report->run->dir);
	size_t len, i;
	char *text = file_read_optional(path, &len);

	if (text && len)
		putc('\n', report->out);
	for (i = 0; text && i < len; i++)
		putc(text[i] == '\n' || (text[i] >= ' ' && text[i] <= '~') ? text[i] : '?',
		     report->out);
	free(text);
	free(path);
}

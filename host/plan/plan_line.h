/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * plan/plan_line.h - one boot as a line of plan.tsv: key=value fields between tabs.
 */
#ifndef HOST_PLAN_LINE_H
#define HOST_PLAN_LINE_H

#include <stdio.h>

#include "host/plan/plan.h"

void plan_line_write(FILE *stream, const struct plan_boot *boot);

/* -1 after a message naming the field. All fields must be there, each once. */
int plan_line_parse(const char *line, struct plan_boot *boot);

#endif

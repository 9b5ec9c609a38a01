/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * report/reasons.h - why things were skipped or failed, equal reasons gathered into one.
 */
#ifndef HOST_REASONS_H
#define HOST_REASONS_H

#include <stdio.h>

#include "host/record/record.h"

struct reason {
	enum status status;
	const char *why;
	const char **what;	/* operations or metrics, each once */
	size_t nr_what, what_alloc;
	unsigned int times;
};

struct reasons {
	struct reason *reason;
	size_t nr, alloc;
};

/* what is "" where there is nothing to name. The texts are not copied. */
void reasons_add(struct reasons *reasons, enum status status, const char *what, const char *why);

/* Worst first, then the most frequent; nothing if there are none. Then frees them. */
void reasons_print(FILE *out, struct reasons *reasons, const char *title);

#endif

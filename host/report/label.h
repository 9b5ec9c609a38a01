/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * report/label.h - what tells the rows of a table apart: the map and, of the other axes of a
 * guest, those that vary in the table; the rest is said once, over it.
 */
#ifndef HOST_LABEL_H
#define HOST_LABEL_H

#include "host/stat/series.h"

#define LABEL_AXES_MAX	6
#define LABEL_TEXT_MAX	160

struct labels {
	bool varies[LABEL_AXES_MAX];
	bool guest;
};

/* guest: whether labels say what kind of guest it is; else columns do. */
void labels_find(struct labels *labels, const struct series *series, size_t nr, bool guest);

/* "none.on.k0 cpus 4 realm" */
void label_row(const struct labels *labels, const struct cell *cell, char out[LABEL_TEXT_MAX]);

/* " max el1 2G": what all have in common, but for values that most guests have. */
void label_common(const struct labels *labels, const struct cell *cell, char out[LABEL_TEXT_MAX]);

#endif

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * report/figure.h - the plots that a run's directory has: the few that tell most, in the order in
 * which they are to be read, then all others by name.
 */
#ifndef HOST_FIGURE_H
#define HOST_FIGURE_H

#include <stddef.h>

#define FIGURE_NAME_MAX	128

struct figure {
	char *path;			/* of the SVG */
	char name[FIGURE_NAME_MAX];	/* "boot-host" */
	size_t rank;			/* among the few */
	const char *caption;		/* what it tells; NULL: not one of the few */
};

/* Those of DIR/plots; *nr = 0 if there are none. Freed by figures_free(). */
struct figure *figures_find(const char *dir, size_t *nr);
void figures_free(struct figure *figures, size_t nr);

#endif

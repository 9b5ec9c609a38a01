// SPDX-License-Identifier: GPL-2.0-only
/*
 * report/figure.c - the plots of a run, see report/figure.h.
 */
#include <glob.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "host/base/alloc.h"
#include "host/report/figure.h"
#include "host/base/text.h"

/* Of each the first that there is; names are those that plots/<bench>.awk give to pages. */
static const struct {
	const char *name, *caption;
} few[] = {
	{ "options-*", "What each way to the right map costs at boot." },
	{ "convert-by-memory-1c-icount",
	  "What a conversion costs by memory size: while the others are held, and in all." },
	{ "convert-phases-1c-icount", "What a conversion costs, by phase." },
	{ "setmem-ro-percentiles-*", "Latency of set_memory_ro() and its inverse." },
	{ "tlb-walks-*", "Walks of an operation by workload and map." },
	{ "timeline-?c-*", "What the boot CPU executes until /init." },
	{ "boot-*", "What the starting map costs at boot." },
};

static size_t rank_of(const struct figure *figure)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(few); i++)
		if (text_glob(few[i].name, figure->name))
			break;
	return i;
}

/* Those with a caption first, as in few[]. */
static int compare_figures(const void *pa, const void *pb)
{
	const struct figure *a = pa, *b = pb;
	size_t rank_a = a->caption ? rank_of(a) : ARRAY_SIZE(few);
	size_t rank_b = b->caption ? rank_of(b) : ARRAY_SIZE(few);

	if (rank_a != rank_b)
		return rank_a < rank_b ? -1 : 1;
	return strcmp(a->name, b->name);
}

static void name_captions(struct figure *figures, size_t nr)
{
	bool taken[ARRAY_SIZE(few)] = { false };
	size_t i, rank;

	for (i = 0; i < nr; i++) {
		rank = rank_of(&figures[i]);
		if (rank == ARRAY_SIZE(few) || taken[rank])
			continue;
		taken[rank] = true;
		figures[i].caption = few[rank].caption;
	}
}

struct figure *figures_find(const char *dir, size_t *nr)
{
	char *pattern = xasprintf("%s/plots/*.svg", dir);
	struct figure *figures;
	glob_t found = { 0 };
	size_t i;

	/* sorted by name */
	*nr = glob(pattern, 0, NULL, &found) ? 0 : found.gl_pathc;
	figures = xcalloc(*nr + 1, sizeof(*figures));
	for (i = 0; i < *nr; i++) {
		const char *base = strrchr(found.gl_pathv[i], '/') + 1;

		figures[i].path = xstrdup(found.gl_pathv[i]);
		snprintf(figures[i].name, FIGURE_NAME_MAX, "%.*s", (int)strcspn(base, "."), base);
	}
	globfree(&found);
	free(pattern);
	name_captions(figures, *nr);
	qsort(figures, *nr, sizeof(*figures), compare_figures);
	return figures;
}

void figures_free(struct figure *figures, size_t nr)
{
	size_t i;

	for (i = 0; i < nr; i++)
		free(figures[i].path);
	free(figures);
}

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

/*
 * Of each the first that there is, or else of those that it may be otherwise: counts before
 * time, and all workloads before one. Names are those that plots/<bench>.awk give to pages.
 */
static const struct {
	const char *name, *otherwise, *caption;
} few[] = {
	{ "options-*", NULL, "What each way to the right map costs at boot." },
	{ "convert-by-memory-1c-icount", NULL,
	  "What a conversion costs by memory size: while the others are held, and in all." },
	{ "convert-phases-1c-icount", NULL, "What a conversion costs, by phase." },
	{ "setmem-ro-percentiles-*", NULL, "Latency of set_memory_ro() and its inverse." },
	{ "tlb-walks-n1-plain-?c-*m-icount", "tlb-walks-*",
	  "Walks of an operation by workload and map." },
	{ "timeline-?c-*", NULL, "What the boot CPU executes until /init." },
	{ "boot-icount", "boot-*", "What the starting map costs at boot." },
};

/* Those with a caption first, as in few[]. */
static int compare_figures(const void *pa, const void *pb)
{
	const struct figure *a = pa, *b = pb;

	if (a->rank != b->rank)
		return a->rank < b->rank ? -1 : 1;
	return strcmp(a->name, b->name);
}

static struct figure *first_named(struct figure *figures, size_t nr, const char *pattern)
{
	size_t i;

	for (i = 0; i < nr; i++)
		if (text_glob(pattern, figures[i].name))
			return &figures[i];
	return NULL;
}

static void name_captions(struct figure *figures, size_t nr)
{
	size_t i, rank;

	for (i = 0; i < nr; i++)
		figures[i].rank = ARRAY_SIZE(few);
	for (rank = 0; rank < ARRAY_SIZE(few); rank++) {
		struct figure *figure = first_named(figures, nr, few[rank].name);

		if (!figure && few[rank].otherwise)
			figure = first_named(figures, nr, few[rank].otherwise);
		if (!figure)
			continue;
		figure->rank = rank;
		figure->caption = few[rank].caption;
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

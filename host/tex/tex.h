/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * tex/tex.h - what of a report belongs in a paper, as LaTeX to be \input: booktabs tables, and
 * figures as ./run.sh bundle draws them.
 */
#ifndef HOST_TEX_H
#define HOST_TEX_H

#include "host/report/report.h"
#include "host/report/table.h"

#define TEX_CAPTION_MAX	768
#define TEX_SOURCE_MAX	256	/* of it */

/* Text of any origin: nothing in it is a command. What is not printable ASCII is '?'. */
void tex_text(FILE *out, const char *text);

/* A floating table; label is what \ref{tab:...} calls it: letters, digits and dashes. */
void tex_table(FILE *out, const struct table *table, const char *caption, const char *label);

/* "Linux 7.3.4, TCG, clock icount, run ..."; of what series like is. */
void tex_source(const struct report *report, const struct series *like, const char *guests,
		char *out, size_t size);

/* tex/convert.c: held and total by method and memory; what is emulated time is left out. */
void tex_convert(FILE *out, const struct report *report);
/* tex/setmem.c: latencies, a table for each of a few operations. */
void tex_setmem(FILE *out, const struct report *report);
/* tex/tlb.c: walks of an operation, a table for each system that was modelled. */
void tex_tlb(FILE *out, const struct report *report);

#endif

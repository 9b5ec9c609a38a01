// SPDX-License-Identifier: GPL-2.0-only
/*
 * html/plots.c - the plots of a run in its HTML report. A few are to be seen at once; the
 * others, which are many megabytes, are kept compressed and unpacked when opened.
 */
#include <stdlib.h>
#include <zlib.h>

#include "host/base/alloc.h"
#include "host/report/figure.h"
#include "host/base/file.h"
#include "host/html/html.h"

#define TRIPLE		3	/* bytes that four digits of base64 hold */

static void put_base64(FILE *out, const unsigned char *in, size_t len)
{
	static const char digits[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	size_t i;

	for (i = 0; i < len; i += TRIPLE) {
		unsigned int group = in[i] << 16;

		group |= i + 1 < len ? in[i + 1] << 8 : 0;
		group |= i + 2 < len ? in[i + 2] : 0;
		putc(digits[group >> 18], out);
		putc(digits[group >> 12 & 63], out);
		putc(i + 1 < len ? digits[group >> 6 & 63] : '=', out);
		putc(i + 2 < len ? digits[group & 63] : '=', out);
	}
}

static void put_caption(FILE *out, const struct figure *figure)
{
	fputs("<figcaption>", out);
	html_text(out, figure->caption ? figure->caption : "");
	fputs(figure->caption ? " plots/" : "plots/", out);
	html_text(out, figure->name);
	fputs(".svg</figcaption></figure>", out);
}

/* In a picture of its own nothing in the file can be script or markup of the page. */
static void put_shown(FILE *out, const struct figure *figure, const char *svg, size_t len)
{
	fputs("<figure><img alt=\"", out);
	html_text(out, figure->name);
	fputs("\" src=\"data:image/svg+xml;base64,", out);
	put_base64(out, (const unsigned char *)svg, len);
	fputs("\">", out);
	put_caption(out, figure);
	putc('\n', out);
}

static void put_packed(FILE *out, const struct figure *figure, const char *svg, size_t len)
{
	uLongf packed_len = compressBound(len);
	unsigned char *packed = xcalloc(packed_len, 1);

	if (compress(packed, &packed_len, (const unsigned char *)svg, len) != Z_OK)
		packed_len = 0;
	fputs("<details class=\"plot\"><summary>", out);
	html_text(out, figure->name);
	fputs("</summary><figure data-svg=\"", out);
	put_base64(out, packed, packed_len);
	fputs("\">", out);
	put_caption(out, figure);
	fputs("</details>\n", out);
	free(packed);
}

void html_plots(FILE *out, const struct report *report)
{
	size_t nr, i, len;
	struct figure *figures = figures_find(report->run->dir, &nr);

	if (!nr)
		fputs("<p>The run's directory has no plots. ./run.sh matrix draws them at its end; "
		      "./run.sh bundle draws them from the records alone.</p>\n", out);
	for (i = 0; i < nr; i++) {
		char *svg = file_read(figures[i].path, &len);

		if (svg && figures[i].caption)
			put_shown(out, &figures[i], svg, len);
		else if (svg)
			put_packed(out, &figures[i], svg, len);
		free(svg);
	}
	figures_free(figures, nr);
}

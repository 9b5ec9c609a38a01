// SPDX-License-Identifier: GPL-2.0-only
/*
 * fuzz_hist.c - an encoded histogram: the bytes as text, then wrapped as the header and
 * counts of one, or none would get past compression. What the guard lets through must
 * not hurt the library, and holds what it says.
 */
#include "host/stat/dist.h"
#include "host/record/hist_guard.h"
#include "tests/fuzz/fuzz.h"
#include "tests/unit/forge.h"

static void try_text(const char *text)
{
	struct metric metric = { .name = "x", .unit = "ns", .is_hist = true, .hdr = text };
	struct dist *dist = dist_new();
	const char *why;
	int64_t n;

	/* n is not known: the refusal of n = 0 must not be the only thing tried */
	for (n = 0; n < 4; n++) {
		metric.n = n;
		metric.min = n ? 1 : 0;
		metric.max = n;
		if (!dist_add_metric(dist, &metric, &why))
			FUZZ_CHECK(dist_quantile(dist, 0.5) <= dist->max);
	}
	free(dist_encode(dist));
	dist_free(dist);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = fuzz_text(data, size);

	fuzz_quiet();
	try_text(text);
	free(text);
	text = forge_text(data, size);
	try_text(text);
	free(text);
	return 0;
}

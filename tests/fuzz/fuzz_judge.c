// SPDX-License-Identifier: GPL-2.0-only
/* fuzz_judge.c - a trace of the break-before-make checker, read by the second judge. */
#define _GNU_SOURCE
#include "tests/fuzz/fuzz.h"
#include "tests/judge/judge.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	FILE *in = fmemopen((void *)data, size ? size : 1, "r");
	struct totals totals;
	char *said = NULL;
	size_t said_size;
	FILE *out = open_memstream(&said, &said_size);
	int ret;

	FUZZ_CHECK(in && out);
	ret = trace_judge(in, "fuzz", out, &totals);
	fclose(out);
	fclose(in);
	/* What is no trace is refused with file and line; what differs is said. */
	FUZZ_CHECK(ret >= 0 && ret <= 2);
	FUZZ_CHECK(ret != 2 || (strstr(said, "fuzz:") && strstr(said, "expected ")));
	FUZZ_CHECK((ret == 1) == (ret != 2 && totals.differences > 0));
	free(said);
	return 0;
}

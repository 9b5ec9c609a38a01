// SPDX-License-Identifier: GPL-2.0-only
/*
 * fuzz_plan_line.c - a line of plan.tsv. What is taken is written back the same.
 */
#include "host/plan/plan_line.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = fuzz_text(data, size), *line;
	struct plan_boot boot, back;
	size_t len;
	FILE *out;

	fuzz_quiet();
	if (!plan_line_parse(text, &boot)) {
		out = open_memstream(&line, &len);
		FUZZ_CHECK(out);
		plan_line_write(out, &boot);
		fclose(out);
		FUZZ_CHECK(!plan_line_parse(line, &back));
		FUZZ_CHECK(!strcmp(boot.name, back.name) && cell_same(&boot.cell, &back.cell));
		free(line);
	}
	free(text);
	return 0;
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * fuzz_selector.c - the EXPR of --only.
 */
#include "host/cell/selector.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = fuzz_text(data, size);
	struct selector *selector;
	char name[CELL_NAME_MAX];
	struct cell cell = { 0 };

	fuzz_quiet();
	cell_settle(&cell);
	cell_name(&cell, name);
	selector = selector_parse(text);
	if (selector)
		selector_match(selector, &cell, name);
	selector_free(selector);
	free(text);
	return 0;
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * fuzz_matrix.c - the matrix file: reading, and making cells of what was read.
 */
#include "host/plan/matrix.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct matrix matrix;
	FILE *stream;
	size_t i;

	fuzz_quiet();
	if (!size)
		return 0;
	stream = fmemopen((void *)data, size, "r");
	FUZZ_CHECK(stream);
	if (!matrix_read(&matrix, stream, "m.ini") &&
	    !matrix_expand(&matrix, MATRIX_FULL, size % 2 ? "kvm" : NULL)) {
		for (i = 0; i < matrix.nr_cells; i++) {
			enum axis_id blame;

			FUZZ_CHECK(!cell_refuse(&matrix.cells[i].cell, NULL, &blame));
			FUZZ_CHECK(strlen(matrix.cells[i].name) < CELL_NAME_MAX);
		}
	}
	matrix_free(&matrix);
	fclose(stream);
	return 0;
}

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * fuzz.h - what the fuzz targets share. Each fuzz_X.c is one LLVMFuzzerTestOneInput():
 * link it with -fsanitize=fuzzer, or with driver.c where there is no libFuzzer.
 */
#ifndef TESTS_FUZZ_H
#define TESTS_FUZZ_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "host/base/alloc.h"
#include "host/base/say.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Messages are made, so that their formats are tried too, but go nowhere. */
static inline void fuzz_quiet(void)
{
	if (!say_stream)
		say_stream = fopen("/dev/null", "w");
}

/* The input as a string of exactly its size, so that a read beyond it is seen. */
static inline char *fuzz_text(const uint8_t *data, size_t size)
{
	char *text = xcalloc(size + 1, 1);

	memcpy(text, data, size);
	return text;
}

#define FUZZ_CHECK(what)						\
	do {								\
		if (!(what)) {						\
			fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #what);	\
			abort();					\
		}							\
	} while (0)

#endif

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * tap.h - test results in the Test Anything Protocol, on stdout.
 */
#ifndef SPLITFOLD_BENCH_TAP_H
#define SPLITFOLD_BENCH_TAP_H

#include <stdbool.h>

struct tap {
	unsigned int run;
	unsigned int failed;
	unsigned int skipped;
};

/* One test: what it shows. why (may be empty) is printed when it failed. */
void tap_test(struct tap *tap, bool ok, const char *why, const char *what, ...)
	__attribute__((format(printf, 4, 5)));
void tap_skip(struct tap *tap, const char *reason, const char *what, ...)
	__attribute__((format(printf, 3, 4)));
/* The plan line. Returns the exit status: 1 if a test failed, or if none was run. */
int tap_finish(const struct tap *tap);

#endif /* SPLITFOLD_BENCH_TAP_H */

// SPDX-License-Identifier: GPL-2.0-only
/*
 * tap.c - prints test results. Lines go out at once: the next test may take the
 * machine down.
 */
#include "bench/tap.h"

#include <stdarg.h>
#include <stdio.h>

static void tap_line(struct tap *tap, bool ok, const char *what, va_list ap)
{
	tap->run++;
	tap->failed += !ok;
	printf("%sok %u - ", ok ? "" : "not ", tap->run);
	vprintf(what, ap);
}

void tap_test(struct tap *tap, bool ok, const char *why, const char *what, ...)
{
	va_list ap;

	va_start(ap, what);
	tap_line(tap, ok, what, ap);
	va_end(ap);
	putchar('\n');
	if (!ok && why[0])
		printf("# %s\n", why);
	fflush(stdout);
}

void tap_skip(struct tap *tap, const char *reason, const char *what, ...)
{
	va_list ap;

	va_start(ap, what);
	tap_line(tap, true, what, ap);
	va_end(ap);
	tap->skipped++;
	printf(" # SKIP %s\n", reason);
	fflush(stdout);
}

int tap_finish(const struct tap *tap)
{
	printf("1..%u\n", tap->run);
	if (tap->run == tap->skipped)
		printf("# nothing was tested\n");
	return tap->failed || tap->run == tap->skipped;
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * report/reasons.c - why things were skipped or failed, see report/reasons.h.
 */
#include <stdlib.h>
#include <string.h>

#include "host/base/alloc.h"
#include "host/report/reasons.h"
#include "host/report/table.h"
#include "host/base/text.h"

#define REASON_COLUMN 16

static void name_add(struct reason *reason, const char *what)
{
	size_t i;

	if (!*what)
		return;
	for (i = 0; i < reason->nr_what; i++)
		if (!strcmp(reason->what[i], what))
			return;
	*array_add(reason->what, reason->nr_what, reason->what_alloc) = what;
}

void reasons_add(struct reasons *reasons, enum status status, const char *what, const char *why)
{
	struct reason *reason;
	size_t i;

	for (i = 0; i < reasons->nr; i++) {
		reason = &reasons->reason[i];
		if (reason->status == status && !strcmp(reason->why, why))
			goto found;
	}
	reason = array_add(reasons->reason, reasons->nr, reasons->alloc);
	reason->status = status;
	reason->why = why;
found:
	reason->times++;
	name_add(reason, what);
}

static int reason_order(const void *pa, const void *pb)
{
	const struct reason *a = pa, *b = pb;

	if (a->status != b->status)
		return a->status < b->status ? 1 : -1;
	if (a->times != b->times)
		return a->times < b->times ? 1 : -1;
	return strcmp(a->why, b->why);
}

static int name_order(const void *pa, const void *pb)
{
	return strcmp(*(const char *const *)pa, *(const char *const *)pb);
}

static void reason_print(FILE *out, struct reason *reason)
{
	char *text = NULL;
	size_t len, i;
	FILE *stream = open_memstream(&text, &len);

	if (!stream) {
		say("out of memory");
		exit(2);
	}
	if (reason->nr_what)
		qsort(reason->what, reason->nr_what, sizeof(*reason->what), name_order);
	for (i = 0; i < reason->nr_what; i++)
		fprintf(stream, "%s%s", reason->what[i],
			i + 1 < reason->nr_what ? ", " : ": ");
	fputs(reason->why, stream);
	fclose(stream);
	text_printable(text);
	fprintf(out, "%5u x %-7s ", reason->times, status_names[reason->status]);
	table_fold(out, REASON_COLUMN, text);
	free(text);
}

void reasons_print(FILE *out, struct reasons *reasons, const char *title)
{
	size_t i;

	if (reasons->nr) {
		qsort(reasons->reason, reasons->nr, sizeof(*reasons->reason), reason_order);
		fprintf(out, "\n%s\n", title);
	}
	for (i = 0; i < reasons->nr; i++) {
		reason_print(out, &reasons->reason[i]);
		free(reasons->reason[i].what);
	}
	free(reasons->reason);
	memset(reasons, 0, sizeof(*reasons));
}

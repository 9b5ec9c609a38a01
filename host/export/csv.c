// SPDX-License-Identifier: GPL-2.0-only
/*
 * export/csv.c - every series as one line: cell, axes, op, metric, unit, n, boots, min, p50,
 * p90, p99, p999, max, overflow. No field can hold a separator or a quote.
 */
#include "host/report/report.h"

void csv_head(FILE *out, char separator)
{
	int i;

	fprintf(out, "cell%c", separator);
	for (i = 0; i < AXIS_NR; i++)
		fprintf(out, "%s%c", axes[i].field, separator);
	fprintf(out, "op%cmetric%cunit%cn%cboots%cmin%cp50%cp90%cp99%cp999%cmax%coverflow\n",
		separator, separator, separator, separator, separator, separator, separator,
		separator, separator, separator, separator);
}

void csv_line(FILE *out, char separator, const struct series *s)
{
	const int64_t numbers[] = { s->n, s->boots, s->min, s->q.p50, s->q.p90, s->q.p99,
				    s->q.p999, s->max, s->overflow };
	size_t i;

	fprintf(out, "%s%c", s->cell_name, separator);
	for (i = 0; i < AXIS_NR; i++)
		fprintf(out, "%s%c", s->cell->value[i], separator);
	fprintf(out, "%s%c%s%c%s", s->op, separator, s->metric, separator, s->unit);
	for (i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
		fprintf(out, "%c%lld", separator, (long long)numbers[i]);
	putc('\n', out);
}

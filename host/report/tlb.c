// SPDX-License-Identifier: GPL-2.0-only
/*
 * report/tlb.c - what a workload cost for each operation, see report/tlb.h.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "host/base/alloc.h"
#include "host/base/text.h"
#include "host/report/tlb.h"

const char *const tlb_class_names[TLB_CLASSES] = {
	[TLB_LINEAR] = "linear",
	[TLB_KERNEL] = "kernel",
	[TLB_USER] = "user",
	[TLB_INSN] = "insn",
};

static const char *const count_names[TLB_COUNTS] = {
	[TLB_ACCESS] = "access",
	[TLB_L1_REFILL] = "l1_refill",
	[TLB_WALK] = "walk",
	[TLB_STEP] = "step",
	[TLB_S2_STEP] = "s2_step",
};

#define START	"-start"

static double median(const struct tlb_row *row, const char *metric)
{
	const struct series *found = series_find(row->series, row->nr, metric);

	return found ? (double)found->q.p50 : NAN;
}

double tlb_total(const struct tlb_row *row, const char *metric)
{
	return median(row, metric) - (row->start ? median(row->start, metric) : 0);
}

static void row_name(struct tlb_row *row)
{
	const char *op = row->series->op, *dot = strrchr(op, '.');

	snprintf(row->workload, sizeof(row->workload), "%.*s", dot ? (int)(dot - op) : -1, op);
	row->stage = dot ? dot + 1 : "";
}

/* Is that what it takes to start the program of row, in the same guest? */
static bool is_start_of(const struct tlb_row *start, const struct tlb_row *row)
{
	size_t len = strlen(start->workload), tail = strlen(START);

	if (len <= tail || strcmp(start->workload + len - tail, START))
		return false;
	len -= tail;
	return start != row && !strcmp(start->stage, row->stage) &&
	       !strcmp(start->series->cell_name, row->series->cell_name) &&
	       !strncmp(start->workload, row->workload, len) &&
	       (!row->workload[len] || row->workload[len] == '-');
}

static void row_fill(struct tlb_row *row)
{
	char metric[RECORD_NAME_MAX];
	int kind, count;

	row->ops = tlb_total(row, "ops");
	row->insns = tlb_total(row, "insns");
	if (isnan(row->insns))
		row->insns = tlb_total(row, "pmu_instructions");
	for (kind = 0; kind < TLB_CLASSES; kind++) {
		for (count = 0; count < TLB_COUNTS; count++) {
			snprintf(metric, sizeof(metric), "%s_%s", tlb_class_names[kind],
				 count_names[count]);
			row->count[kind][count] = tlb_total(row, metric);
		}
	}
}

struct tlb_row *tlb_rows(const struct series_list *list, size_t from, size_t nr, size_t *nr_rows)
{
	struct tlb_row *rows = xcalloc(nr, sizeof(*rows));
	size_t used = 0, at, i, k;

	for (at = from; at < from + nr; at += rows[used++].nr) {
		rows[used].series = &list->series[at];
		rows[used].nr = series_row(list, at);
		row_name(&rows[used]);
	}
	for (i = 0; i < used; i++) {
		for (k = 0; k < used && !rows[i].start; k++)
			if (is_start_of(&rows[k], &rows[i]))
				rows[i].start = &rows[k];
		row_fill(&rows[i]);
	}
	*nr_rows = used;
	return rows;
}

double tlb_all(const struct tlb_row *row, enum tlb_count count)
{
	double sum = 0;
	int kind;

	for (kind = 0; kind < TLB_CLASSES; kind++)
		sum += row->count[kind][count];
	return sum;
}

double tlb_per_op(const struct tlb_row *row, double total)
{
	return row->ops > 0 ? total / row->ops : NAN;
}

double tlb_per_1000(const struct tlb_row *row, double total)
{
	return row->insns > 0 ? 1000 * total / row->insns : NAN;
}

bool tlb_is_stage(const struct tlb_row *row, const char *stage)
{
	return !strcmp(row->stage, stage);
}

bool tlb_boots_ptes(const struct cell *cell)
{
	return !cell_is(cell, AXIS_BBM, "bbml2") && cell_is(cell, AXIS_RODATA, "on");
}

/* Without KFENCE at boot the kernel keeps ptes, for a KFENCE that may be turned on later. */
bool tlb_boots_blocks(const struct cell *cell)
{
	return cell_is(cell, AXIS_BBM, "bbml2") ||
	       (cell_is(cell, AXIS_RODATA, "off") && !cell_is(cell, AXIS_KFENCE, "0"));
}

bool tlb_same_system(const struct cell *a, const struct cell *b)
{
	static const enum axis_id ids[] = {
		AXIS_GEOMETRY, AXIS_LOAD, AXIS_GUEST, AXIS_CPU, AXIS_EL, AXIS_MEM, AXIS_CPUS,
		AXIS_PAGE, AXIS_KERNEL, AXIS_ACCEL, AXIS_CLOCK, AXIS_DEVICES,
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(ids); i++)
		if (!cell_is(a, ids[i], b->value[ids[i]]))
			return false;
	return true;
}

const struct tlb_row *tlb_base(const struct tlb_row *rows, size_t nr, const struct tlb_row *of)
{
	size_t i;

	for (i = 0; i < nr; i++)
		if (tlb_is_stage(&rows[i], "booted") && tlb_boots_ptes(rows[i].series->cell) &&
		    !strcmp(rows[i].workload, of->workload) &&
		    tlb_same_system(rows[i].series->cell, of->series->cell))
			return &rows[i];
	return NULL;
}

void tlb_text(double value, char out[TLB_TEXT_MAX])
{
	int digits = 0;

	if (isnan(value)) {
		text_copy(out, TLB_TEXT_MAX, "-");
		return;
	}
	if (value && fabs(value) < 1000)
		digits = fabs(value) < 0.0001 ? 6 : 2 - (int)floor(log10(fabs(value)));
	snprintf(out, TLB_TEXT_MAX, "%.*f", digits < 0 ? 0 : digits, value);
}

static void export_number(FILE *out, const struct tlb_row *row, const char *metric, double value)
{
	const struct series *s = row->series;
	int i;

	if (isnan(value))
		return;
	fprintf(out, "%s\t", s->cell_name);
	for (i = 0; i < AXIS_NR; i++)
		fprintf(out, "%s\t", s->cell->value[i]);
	fprintf(out, "%s\t%s\t%s\t1/op\t%.0f\t%lld\t%.9g\t%.9g\t%.9g\t%.9g\n", row->workload,
		row->stage, metric, row->ops, (long long)s->boots, value, value, value, value);
}

static void export_row(FILE *out, const struct tlb_row *row)
{
	char metric[RECORD_NAME_MAX];
	int kind, count;

	for (kind = 0; kind < TLB_CLASSES; kind++) {
		for (count = 0; count < TLB_COUNTS; count++) {
			snprintf(metric, sizeof(metric), "%s_%s", tlb_class_names[kind],
				 count_names[count]);
			export_number(out, row, metric,
				      tlb_per_op(row, row->count[kind][count]));
		}
	}
	for (count = 0; count < TLB_COUNTS; count++) {
		snprintf(metric, sizeof(metric), "all_%s", count_names[count]);
		export_number(out, row, metric, tlb_per_op(row, tlb_all(row, count)));
	}
}

void tlb_export(FILE *out, const struct series_list *list)
{
	size_t from, nr, nr_rows, i;
	struct tlb_row *rows;
	int axis;

	fprintf(out, "cell\t");
	for (axis = 0; axis < AXIS_NR; axis++)
		fprintf(out, "%s\t", axes[axis].field);
	fprintf(out, "op\tstage\tmetric\tunit\tn\tboots\tmin\tp50\tp99\tmax\n");
	for (from = 0; from < list->nr; from += nr) {
		nr = series_table(list, from);
		if (!cell_is(list->series[from].cell, AXIS_BENCH, "tlb"))
			continue;
		rows = tlb_rows(list, from, nr, &nr_rows);
		for (i = 0; i < nr_rows; i++)
			export_row(out, &rows[i]);
		free(rows);
	}
}

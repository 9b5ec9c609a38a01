/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * report/report.h - the parts of report.txt, one file each.
 */
#ifndef HOST_REPORT_H
#define HOST_REPORT_H

#include "host/stat/series.h"

/* What the tables of a report have in common. */
struct report {
	FILE *out;
	const struct run *run;
	const struct series_list *list;
	const char *baseline;	/* "method.hold" or "method" */
	const struct cell *only;	/* answers: whose accel, page size and kernel, or NULL */
};

/* report/head.c: which run, of what. */
void report_head(const struct report *report);
/* report/reading.c: how its numbers are to be read, with an example from the run. */
void report_reading(const struct report *report);
/* report/glossary.c: what its words mean, of those that it has. */
void report_glossary(const struct report *report);
/* cmd/report.c: all that a report has behind its head and its answers: the tables. */
void report_back(const struct report *report);
/* report/calibration.c: its appendix, if compare was calibrated on this run. */
void report_calibration(const struct report *report);
/* html/html.c: the report as an HTML file. */
void report_html(const struct report *report);
/* tex/tex.c: what of it belongs in a paper. */
void report_tex(const struct report *report);
/* report/outcome.c: how the boots ended, what was skipped or failed, and why. */
void report_outcome(const struct report *report);
/* report/convert.c: series[from..from+nr) of bench convert, one table's worth. */
void report_convert(const struct report *report, size_t from, size_t nr);
/* report/ratio.c: the same of bench ratio. */
void report_ratio(const struct report *report, size_t from, size_t nr);
/* report/targets.c: what bench ratio is meant to show; nothing if it was not run. */
void report_targets(const struct report *report);
/* report/sharing.c: the same of bench outcome: the map, sharing, and what failed. */
void report_sharing(const struct report *report, size_t from, size_t nr);
/* report/tlb_table.c: the same of bench tlb. */
void report_tlb(const struct report *report, size_t from, size_t nr);
struct tlb_row;
/* report/tlb_own.c: what it has beside its model. */
void report_tlb_own(const struct report *report, const struct tlb_row *rows, size_t nr);
/* report/tlb_targets.c: what bench tlb is meant to show; nothing if it was not run. */
void report_tlb_targets(const struct report *report);
/* report/decay.c: the same of bench decay: the map after each step. */
void report_decay(const struct report *report, size_t from, size_t nr);
/* report/timeline_table.c: the same of bench timeline. */
void report_timeline(const struct report *report, size_t from, size_t nr);
/* report/bbm_table.c: bench bbm, and what it is meant to show; nothing if it was not run. */
void report_bbm(const struct report *report);
/* report/bench.c: the same for every other benchmark. */
void report_bench(const struct report *report, size_t from, size_t nr);
/* report/realm_table.c: a table's realm rows beside the plain ones; nothing without realms. */
void report_realm(const struct report *report, size_t from, size_t nr);
/* report/monitor.c: how often the guests of a table called the monitor; or nothing. */
void report_monitor(const struct report *report, size_t from, size_t nr);
/* Whether that metric is a count of the monitor's, for that table only. */
bool monitor_counts(const char *metric);
/* Whether such guests have it under them: others do not lack its counts. */
bool monitor_under(const struct cell *cell);
/* report/realm_targets.c: what realms are meant to show; nothing if no boot was counted. */
void report_realm_targets(const struct report *report);

/* report/unit.c: what tables say about the numbers in them. */

/* Emulated time, which says nothing about hardware. */
bool unit_is_virtual(const struct series *series);
/*
 * What to divide the times of series[0..nr) by to fit them on a page: 1, or 1000 where
 * nanoseconds become microseconds. Nothing else is ever scaled.
 */
int64_t unit_scale(const struct series *series, size_t nr);
int64_t unit_scaled(const struct series *series, int64_t value, int64_t scale);
/* "ns", "virtual us, not hardware", "instructions", or the unit itself. */
const char *unit_head(const struct series *series, int64_t scale);
/* "plain, realm (emulated RSI)": the guests of the table that like is in. */
void report_guests(const struct report *report, const struct series *like, char *out, size_t size);
/* The line over a table: bench, accel, clock, page size, kernel. */
void report_table_head(const struct report *report, const struct series *series,
		       const char *what);
/* "2G", "512M" */
void mem_text(const struct cell *cell, char *out, size_t size);

/* export/csv.c: every series as one line of a separated file, also used by export. */
void csv_head(FILE *out, char separator);
void csv_line(FILE *out, char separator, const struct series *series);

#endif

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * record/record.h - one line of records.jsonl: what one operation gave in one boot.
 *
 * Text in a record lies in the memory of the JSON document it was read from, which
 * the record owns.
 */
#ifndef HOST_RECORD_H
#define HOST_RECORD_H

#include "host/cell/cell.h"
#include "host/base/json.h"

#define RECORD_VERSION		1
#define RECORD_NAME_MAX		48	/* of an op or a metric: they become file names */
#define RECORD_UNIT_MAX		16
#define RECORD_METRICS_MAX	256
#define RECORD_LOG_MAX		16	/* lines of a kernel log in one record */
#define RECORD_LOG_BYTES_MAX	200	/* of one of them */
#define RECORD_LINE_MAX		(4u << 20)

/* Operations that collect writes itself; a guest must not. */
#define OP_END			"end"		/* the boot as a whole, its last line */
#define OP_HELLO		"hello"		/* what the guest said it is */
#define OP_CONSOLE		"console"	/* the first bad line of its kernel log */

/* From best to worst. */
enum status {
	STATUS_OK,
	STATUS_SKIP,
	STATUS_FAIL,
	STATUS_TIMEOUT,
	STATUS_NR,
};

extern const char *const status_names[STATUS_NR];

/* -1 if text names no status. */
int status_parse(const char *text, enum status *status);

/* Percentiles of a histogram, as far as records hold them. */
struct quantiles {
	int64_t p50, p90, p99, p999;
};

struct metric {
	const char *name;
	const char *unit;
	bool is_hist;
	int64_t value;		/* not a histogram: one number, of n measured together */
	int64_t n;
	int64_t min, max;	/* exact */
	int64_t overflow;	/* samples above the histogram's range */
	struct quantiles q;	/* as stored: only metric_quantiles() says what they are */
	const char *hdr;	/* HdrHistogram V2, compressed, base64 */
};

struct skipped {
	const char *name;
	const char *reason;
};

struct census {
	int64_t pud, contpmd, pmd, contpte, pte;
};

struct record {
	const char *run;
	const char *cell_name;
	int64_t rep;
	const char *op;
	struct cell cell;	/* kernel: what booted, if it said so */
	enum status status;
	const char *reason;
	struct metric *metrics;
	size_t nr_metrics, metrics_alloc;
	struct skipped *skipped;
	size_t nr_skipped, skipped_alloc;
	const char *log[RECORD_LOG_MAX];	/* what failed, as the kernel said it, in order */
	size_t nr_log;
	bool has_census;
	struct census before, after;
	yyjson_doc *doc;
};

/* 0 or -1 after a message at at; the record is then empty. */
int record_read(struct record *record, const char *line, size_t len, const struct origin *at);

/* Fields that a guest's record and a line share; used by record_read and payload. */
struct record_body {
	const char *status;
	const char *reason;
	yyjson_val *metrics;
	yyjson_val *skipped;
	yyjson_val *census;
	yyjson_val *log;
};

/*
 * Fills in what body holds. stored: metrics carry percentiles, as in records.jsonl.
 */
int record_take_body(struct record *record, const struct record_body *body, bool stored,
		     const struct origin *at);

void record_free(struct record *record);

/* The line, with its newline; the caller frees it. */
char *record_line(const struct record *record);

#endif

// SPDX-License-Identifier: GPL-2.0-only
/*
 * record/record_write.c - writes a record as a line of records.jsonl. The only writer.
 */
#include <stdlib.h>
#include <string.h>

#include "host/base/alloc.h"
#include "host/record/record.h"

static void put_text(yyjson_mut_doc *doc, yyjson_mut_val *object, const char *key,
		     const char *text)
{
	yyjson_mut_obj_add_strcpy(doc, object, key, text);
}

static void put_axes(yyjson_mut_doc *doc, yyjson_mut_val *root, const struct record *record)
{
	int i;

	for (i = AXIS_BENCH + 1; i < AXIS_NR; i++) {
		if (axis_is_number(&axes[i]))
			yyjson_mut_obj_add_int(doc, root, axes[i].field,
					       cell_number(&record->cell, i));
		else
			put_text(doc, root, axes[i].field, record->cell.value[i]);
	}
}

static void put_metric(yyjson_mut_doc *doc, yyjson_mut_val *object, const struct metric *metric)
{
	yyjson_mut_val *m = yyjson_mut_obj_add_obj(doc, object, metric->name);

	put_text(doc, m, "unit", metric->unit);
	if (!metric->is_hist) {
		if (metric->n != 1)
			yyjson_mut_obj_add_int(doc, m, "n", metric->n);
		yyjson_mut_obj_add_int(doc, m, "value", metric->value);
		return;
	}
	yyjson_mut_obj_add_int(doc, m, "n", metric->n);
	yyjson_mut_obj_add_int(doc, m, "min", metric->min);
	yyjson_mut_obj_add_int(doc, m, "p50", metric->q.p50);
	yyjson_mut_obj_add_int(doc, m, "p90", metric->q.p90);
	yyjson_mut_obj_add_int(doc, m, "p99", metric->q.p99);
	yyjson_mut_obj_add_int(doc, m, "p999", metric->q.p999);
	yyjson_mut_obj_add_int(doc, m, "max", metric->max);
	yyjson_mut_obj_add_int(doc, m, "overflow", metric->overflow);
	put_text(doc, m, "hdr", metric->hdr);
}

static void put_leaves(yyjson_mut_doc *doc, yyjson_mut_val *object, const char *key,
		       const struct census *census)
{
	yyjson_mut_val *c = yyjson_mut_obj_add_obj(doc, object, key);

	yyjson_mut_obj_add_int(doc, c, "pud", census->pud);
	yyjson_mut_obj_add_int(doc, c, "contpmd", census->contpmd);
	yyjson_mut_obj_add_int(doc, c, "pmd", census->pmd);
	yyjson_mut_obj_add_int(doc, c, "contpte", census->contpte);
	yyjson_mut_obj_add_int(doc, c, "pte", census->pte);
}

static void put_body(yyjson_mut_doc *doc, yyjson_mut_val *root, const struct record *record)
{
	yyjson_mut_val *object;
	size_t i;

	put_text(doc, root, "status", status_names[record->status]);
	put_text(doc, root, "reason", record->reason);
	object = yyjson_mut_obj_add_obj(doc, root, "metrics");
	for (i = 0; i < record->nr_metrics; i++)
		put_metric(doc, object, &record->metrics[i]);
	if (record->nr_skipped) {
		object = yyjson_mut_obj_add_obj(doc, root, "skipped");
		for (i = 0; i < record->nr_skipped; i++)
			put_text(doc, object, record->skipped[i].name, record->skipped[i].reason);
	}
	if (record->nr_log) {
		object = yyjson_mut_obj_add_arr(doc, root, "log");
		for (i = 0; i < record->nr_log; i++)
			yyjson_mut_arr_add_strcpy(doc, object, record->log[i]);
	}
	if (record->has_census) {
		object = yyjson_mut_obj_add_obj(doc, root, "census");
		put_leaves(doc, object, "before", &record->before);
		put_leaves(doc, object, "after", &record->after);
	}
}

char *record_line(const struct record *record)
{
	yyjson_mut_doc *doc = yyjson_mut_doc_new(NULL);
	yyjson_mut_val *root = yyjson_mut_obj(doc);
	char *text, *line;
	size_t len;

	yyjson_mut_doc_set_root(doc, root);
	yyjson_mut_obj_add_int(doc, root, "v", RECORD_VERSION);
	put_text(doc, root, "run", record->run);
	put_text(doc, root, "cell", record->cell_name);
	yyjson_mut_obj_add_int(doc, root, "rep", record->rep);
	put_text(doc, root, "bench", record->cell.value[AXIS_BENCH]);
	put_text(doc, root, "op", record->op);
	put_axes(doc, root, record);
	put_body(doc, root, record);
	/* anything beyond ASCII is escaped, and what is no UTF-8 cannot stop the line */
	text = yyjson_mut_write(doc, YYJSON_WRITE_ESCAPE_UNICODE |
				YYJSON_WRITE_ALLOW_INVALID_UNICODE, &len);
	yyjson_mut_doc_free(doc);
	if (!text) {
		say("out of memory");
		exit(2);
	}
	line = xasprintf("%s\n", text);
	free(text);
	return line;
}
